"""What is written down about a request, and counted."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from typing import Any

import falcon.testing
import pytest
import structlog
from falcon.asgi import Request, Response

from infra.web import create_app, deps_of
from shared import request_log
from shared.access import Access
from shared.app import Deps, add_resource
from shared.http import endpoint
from shared.metrics import REGISTRY
from shared.settings import Settings

ROUTE = "/api/v1/testing/{word}"


class Thing:
    def __init__(self, deps: Deps) -> None:
        self._deps = deps

    @endpoint(access=Access.PUBLIC, summary="Test", returns={200: None}, produces="text/plain")
    async def on_get(self, _req: Request, _resp: Response, *, word: str) -> bytes:
        async with self._deps.database.tx() as tx:
            await tx.execute("select pg_sleep(%s)", (0.05 if word == "slow" else 0,))
        if word == "broken":
            raise LookupError("as asked")
        return b"here"


@pytest.fixture
async def site(settings: Settings) -> AsyncIterator[falcon.testing.ASGIConductor]:
    deps = deps_of(settings)
    app = create_app(deps)
    add_resource(app, ROUTE, Thing(deps))
    async with falcon.testing.ASGIConductor(app) as conductor:
        yield conductor


def counted(name: str, **labels: str) -> float:
    return REGISTRY.get_sample_value(name, labels) or 0.0


async def lines(site: falcon.testing.ASGIConductor, path: str, **more: Any) -> list[dict[str, Any]]:
    with structlog.testing.capture_logs() as said:
        await site.simulate_get(path, **more)
    return [dict(line) for line in said if line["event"] in ("request", "slow request")]


async def test_it_works(site: falcon.testing.ASGIConductor) -> None:
    before = counted("rotacc_http_requests_total", method="GET", route=ROUTE, status="2xx")
    (line,) = await lines(site, "/api/v1/testing/one")
    assert (line["method"], line["route"], line["status"]) == ("GET", ROUTE, 200)
    assert line["path"] == "/api/v1/testing/one"
    assert line["ms"] > 0
    assert counted("rotacc_http_requests_total", method="GET", route=ROUTE, status="2xx") == before + 1
    assert counted("rotacc_http_request_seconds_count", method="GET", route=ROUTE) >= 1


async def test_a_request_that_breaks_is_counted_as_such(site: falcon.testing.ASGIConductor) -> None:
    before = counted("rotacc_http_requests_total", method="GET", route=ROUTE, status="5xx")
    (line,) = await lines(site, "/api/v1/testing/broken")
    assert line["status"] == 500
    assert counted("rotacc_http_requests_total", method="GET", route=ROUTE, status="5xx") == before + 1


async def test_a_slow_one_is_said_to_be_with_the_time_the_database_took(
    site: falcon.testing.ASGIConductor, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(request_log, "SLOW_SECONDS", 0.04)
    _, slow = await lines(site, "/api/v1/testing/slow")
    assert (slow["event"], slow["log_level"], slow["route"]) == ("slow request", "warning", ROUTE)
    assert slow["sql"] == 1
    assert 50 <= slow["sql_ms"] <= slow["ms"]


async def test_requests_at_the_same_time_are_not_counted_for_one_another(
    site: falcon.testing.ASGIConductor, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(request_log, "SLOW_SECONDS", 0.0)
    with structlog.testing.capture_logs() as said:
        await asyncio.gather(*(site.simulate_get("/api/v1/testing/slow") for _ in range(3)))
    assert [line["sql"] for line in said if line["event"] == "slow request"] == [1, 1, 1]


@pytest.mark.parametrize(
    ("path", "route"),
    [
        ("/api/v1/no/such", "no such route"),
        ("/rota.html", "pages"),
        ("/wp-admin.php", "pages"),
        ("/healthz", "/healthz"),
    ],
)
async def test_what_somebody_makes_up_becomes_no_label(
    site: falcon.testing.ASGIConductor, path: str, route: str
) -> None:
    (line,) = await lines(site, path)
    assert line["route"] == route


async def test_a_method_somebody_makes_up_becomes_no_label(site: falcon.testing.ASGIConductor) -> None:
    await site.simulate_request("PROPFIND", "/api/v1/testing/one")
    assert not [
        sample
        for family in REGISTRY.collect()
        for sample in family.samples
        if sample.labels.get("method") == "PROPFIND"
    ]


async def test_what_stands_behind_the_question_mark_is_not_written(site: falcon.testing.ASGIConductor) -> None:
    (line,) = await lines(site, "/api/v1/testing/one", params={"token": "marker"})
    assert "marker" not in str(line)


async def test_a_word_that_opens_something_is_not_written(site: falcon.testing.ASGIConductor) -> None:
    (line,) = await lines(site, "/api/v1/testing/Zm9vYmFyYmF6cXV4cXV1eDEyMzQ1Njc4OTA")
    assert line["path"] == "/api/v1/testing/***"


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("page-0123456789", True),
        ("short", False),
        ("x" * 65, False),
        ('quote"-and-more', False),
        ("line\tbreak!", False),
    ],
)
async def test_a_number_the_page_gave_is_kept_if_it_looks_like_one(
    site: falcon.testing.ASGIConductor, given: str, kept: bool
) -> None:
    answer = await site.simulate_get("/api/v1/testing/one", headers={"X-Request-ID": given})
    assert (answer.headers["x-request-id"] == given) == kept
