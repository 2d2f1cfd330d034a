"""What holds for every request, and what each process serves."""

from __future__ import annotations

import subprocess
import sys

import pytest
import structlog.testing

from infra.web import create_app, deps_of
from shared import registry
from shared.settings import Settings
from tests.cast import AMARA, BEN, PASSWORD, PRIYA, House
from tests.paths import ROOT


async def test_an_unknown_address_below_api_is_a_problem_not_a_page(house: House) -> None:
    for path in ("/api", "/api/", "/api/v1/nothing", "/api/v2/rota", "/api/v1/rota/"):
        answer = await house.stranger().get(path)
        assert answer.status_code == 404, path
        assert answer.headers["content-type"] == "application/problem+json"
        assert answer.json["instance"] == path


async def test_a_name_no_store_can_hold_is_nobodys(house: House) -> None:
    priya = await house.as_(PRIYA)
    for path in ("/leave/people/%00/balance", "/practice/people/%00"):
        assert (await priya.get(path)).status_code == 404, path


async def test_a_sign_no_store_can_hold_is_refused_behind_the_question_mark_too(house: House) -> None:
    priya = await (await house.with_practice()).as_(PRIYA)
    answer = await priya.get("/leave/requests?code=%00")
    assert answer.status_code == 422
    assert [each["code"] for each in answer.json["errors"]] == ["nul"]


async def test_every_answer_carries_the_same_protection(house: House) -> None:
    for path in ("/healthz", "/api/v1/auth/me", "/api/v1/nothing", "/api/v1/openapi.json"):
        headers = (await house.stranger().get(path)).headers
        assert "default-src 'self'" in headers["content-security-policy"]
        assert "unsafe" not in headers["content-security-policy"]
        assert "frame-ancestors 'none'" in headers["content-security-policy"]
        assert headers["x-content-type-options"] == "nosniff"
        assert headers["referrer-policy"] == "same-origin"
        assert headers["cache-control"] == "no-store"
        assert "strict-transport-security" not in headers  # this one speaks plain http


async def test_a_request_keeps_its_number(house: House) -> None:
    stranger = house.stranger()
    given = await stranger.get("/api/v1/auth/me", headers={"X-Request-ID": "from-the-proxy-1"})
    assert given.headers["x-request-id"] == given.json["request_id"] == "from-the-proxy-1"
    forged = await stranger.get("/api/v1/auth/me", headers={"X-Request-ID": "a b\tc<script>"})
    assert forged.headers["x-request-id"] != "a b\tc<script>"


async def test_health_can_be_asked_with_head(house: House) -> None:
    assert (await house.stranger().get("/healthz")).json == {"ok": True}
    ready = await house.stranger().get("/readyz")
    assert ready.json == {"ok": True, "database": True, "migrations": True, "redis": True}
    for path in ("/healthz", "/readyz"):
        assert (await house.stranger().ask("HEAD", path)).status_code == 200


async def test_a_database_behind_is_not_ready(house: House) -> None:
    async with house.db.tx() as tx:
        await tx.execute("delete from schema_migration")
    answer = await house.stranger().get("/readyz")
    assert answer.status_code == 503
    assert answer.json["migrations"] is False


async def test_the_process_does_not_start_on_another_shape(house: House) -> None:
    async with house.db.tx() as tx:
        await tx.execute("insert into schema_migration (id, sha256) values ('9999_from_the_future', 'x')")
    answer = await house.stranger().get("/readyz")
    assert answer.status_code == 503


async def test_an_unexpected_fault_is_told_by_number_only(house: House) -> None:
    ben = await (await house.with_practice()).as_(BEN)
    async with house.db.tx() as tx:
        await tx.execute("alter table rota_version rename column summary to lost")
    answer = await ben.get("/rota/versions")
    assert answer.status_code == 500
    assert "summary" not in answer.text and "select" not in answer.text
    assert answer.json["request_id"]


async def test_a_database_that_is_away_is_busy_not_broken(house: House) -> None:
    amara = await house.as_(AMARA)
    await amara.get("/auth/me")
    async with house.db.tx() as tx:
        name = (await (await tx.execute("select current_database()")).fetchone() or ("",))[0]
    async with house.db.tx() as tx:
        await tx.execute("select pg_terminate_backend(pid) from pg_stat_activity where datname = %s and pid <> "
                         "pg_backend_pid()", (name,))  # fmt: skip
    # The pool notices and connects again; nobody sees a fault.
    assert (await amara.get("/auth/me")).status_code == 200


async def test_a_body_too_large_is_refused(house: House) -> None:
    amara = await house.as_(AMARA)
    body = b'{"practice": "' + b"x" * (5 * 1024 * 1024) + b'"}'
    answer = await amara.post("/practice/import", body=body, headers={"Content-Type": "application/json"})
    assert answer.status_code == 413


@pytest.fixture
def strict(settings: Settings) -> Settings:
    return settings.model_copy(update={"allowed_hosts": ("rota.example.nhs.uk",), "secure_cookies": True})


async def test_another_host_is_refused_and_the_probes_are_not(strict: Settings) -> None:
    import falcon.testing

    async with falcon.testing.ASGIConductor(create_app(deps_of(strict))) as conductor:
        assert (await conductor.simulate_get("/api/v1/auth/me", host="evil.example")).status_code == 400
        assert (await conductor.simulate_get("/api/v1/auth/me", host="rota.example.nhs.uk")).status_code == 401
        assert (await conductor.simulate_get("/healthz", host="10.0.0.7")).status_code == 200
        assert (await conductor.simulate_get("/readyz", host="10.0.0.7")).status_code == 200


def test_an_unknown_function_stops_the_start_and_lists_the_known() -> None:
    with pytest.raises(
        registry.UnknownFunction,
        match=r"names leaves,.*Known: auth, backup, cleanup, leave, notify, practice, reports, rota, rota-generate",
    ):
        registry.selected("rota,leaves")


def test_hyphen_and_underscore_name_the_same_room() -> None:
    assert [f.name for f in registry.selected("rota_generate,rota-generate, auth")] == ["rota-generate", "auth"]


SERVE = """
import sys
from infra.web import create_app, deps_of
from shared.settings import Settings
create_app(deps_of(Settings(functions={functions!r}, deployment_env="DEV",
                            database_url="postgresql://nobody@localhost:1/x", redis_url="redis://localhost:1/0")))
print(" ".join(sorted(name for name in sys.modules if name.startswith("functions.") or name == "ortools")))
"""


def _imported(functions: str) -> list[str]:
    done = subprocess.run(
        [sys.executable, "-c", SERVE.format(functions=functions)], cwd=ROOT, capture_output=True, text=True, check=True
    )
    return done.stdout.splitlines()[-1].split()


def test_serving_one_room_imports_no_other() -> None:
    assert {name.split(".")[1] for name in _imported("rota")} == {"rota"}


def test_the_web_process_never_imports_the_solver() -> None:
    imported = _imported("all")
    assert "functions.rota_generate.handler" in imported
    assert "ortools" not in imported
    assert not [name for name in imported if name.startswith("functions.rota_generate.solver")]


async def test_one_room_alone_answers_for_itself_only(house: House, settings: Settings) -> None:
    import falcon.testing

    ben = await house.as_(BEN)
    alone = create_app(deps_of(settings.model_copy(update={"functions": "rota"})))
    async with falcon.testing.ASGIConductor(alone) as conductor:
        there = await conductor.simulate_get("/api/v1/rota/versions", cookies=ben.cookies)
        assert there.status_code == 200
        assert (await conductor.simulate_get("/api/v1/auth/me", cookies=ben.cookies)).status_code == 404
        paths = (await conductor.simulate_get("/api/v1/openapi.json")).json["paths"]
        assert all(path.startswith("/api/v1/rota/") or path == "/api/v1/rota" for path in paths)


async def test_each_request_is_one_line_without_a_secret(house: House) -> None:
    with structlog.testing.capture_logs() as lines:
        ben = await house.as_(BEN)
        await ben.get("/rota?start=2027-01-04")
    requests = [line for line in lines if line["event"] == "request"]
    assert [(line["method"], line["path"], line["status"]) for line in requests] == [
        ("POST", "/api/v1/auth/sign-in", 200),
        ("GET", "/api/v1/rota", 404),
    ]
    assert requests[1]["account"] and requests[1]["ms"] >= 0
    said = str(lines)
    for secret in (PASSWORD, ben.csrf_token, *ben.cookies.values()):
        assert secret not in said
