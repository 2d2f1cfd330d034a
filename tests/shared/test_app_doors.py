"""Our own host, https, and what browsers are told: before any room is asked."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from typing import Any

import falcon.testing
import pytest

from infra.web import create_app, deps_of
from shared.app import https_only
from shared.db import Database
from shared.settings import DeploymentEnv, Settings
from tests.cast import BEN, PASSWORD, add_accounts

PROXY = "127.0.0.1"
SITE = "https://rota.example.nhs.uk"
HOST = "rota.example.nhs.uk"
HTTP, HTTPS = {"X-Forwarded-Proto": "http"}, {"X-Forwarded-Proto": "https"}

Told = Callable[..., Any]


@pytest.fixture
def told(settings: Settings, db: Database) -> Told:
    """The application as a practice has it, told something else here and there."""

    @asynccontextmanager
    async def start(**other: Any) -> AsyncIterator[falcon.testing.ASGIConductor]:
        as_usual = {
            "site_url": SITE,
            "allowed_hosts": (HOST,),
            "secure_cookies": True,
            "deployment_env": DeploymentEnv.PROD,
        }
        app = create_app(deps_of(settings.model_copy(update=as_usual | other)))
        async with falcon.testing.ASGIConductor(app) as conductor:
            yield conductor

    return start


async def test_it_works(told: Told, db: Database) -> None:
    await add_accounts(db)
    async with told() as browser:
        answer = await browser.simulate_post(
            "/api/v1/auth/sign-in", host=HOST, remote_addr=PROXY, headers=HTTPS | {"Origin": SITE},
            json={"username": BEN.username, "password": PASSWORD},
        )  # fmt: skip
        assert answer.status_code == 200
        for name in ("__Host-rota_session", "__Host-rota_device"):
            cookie = answer.cookies[name]
            assert cookie.secure and cookie.http_only and cookie.path == "/" and not cookie.domain
            assert cookie.same_site == "Strict"
        cookies = {name: cookie.value for name, cookie in answer.cookies.items()}
        me = await browser.simulate_get("/api/v1/auth/me", host=HOST, cookies=cookies)
        assert me.status_code == 200
        out = await browser.simulate_post(
            "/api/v1/auth/sign-out", host=HOST, cookies=cookies,
            headers=HTTPS | {"Origin": SITE, "X-CSRF-Token": me.json["csrf_token"]},
        )  # fmt: skip
        gone = out.cookies["__Host-rota_session"]
        assert (gone.value, gone.secure, gone.path) == ("", True, "/")  # else browsers keep it
        assert gone.expires and gone.expires.year == 1970
        assert (await browser.simulate_get("/api/v1/auth/me", host=HOST, cookies=cookies)).status_code == 401


@pytest.mark.parametrize(
    ("asked", "goes_to"),
    [
        ("/rota.html?week=2027-01-04", f"{SITE}/rota.html?week=2027-01-04"),
        ("/api/v1/auth/me", f"{SITE}/api/v1/auth/me"),
        ("//evil.example/", f"{SITE}//evil.example/"),
        ("/a%0D%0AX-Told:%20b?c=%0D%0Ad", f"{SITE}/a%0D%0AX-Told:%20b?c=%0D%0Ad"),
    ],
)
async def test_who_comes_by_http_is_sent_to_https(told: Told, asked: str, goes_to: str) -> None:
    path, _, query = asked.partition("?")
    async with told() as browser:
        for method in ("GET", "HEAD"):
            answer = await browser.simulate_request(
                method, path, query_string=query, host=HOST, remote_addr=PROXY, headers=HTTP
            )
            assert (answer.status_code, answer.headers["location"]) == (308, goes_to)
            assert "strict-transport-security" not in answer.headers  # browsers heed it over https alone


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "PATCH"])
async def test_a_change_by_http_is_refused_rather_than_sent_again(told: Told, method: str) -> None:
    async with told() as browser:
        answer = await browser.simulate_request(
            method, "/api/v1/auth/sign-in", host=HOST, remote_addr=PROXY, headers=HTTP
        )
        assert answer.status_code == 403
        assert "https" in answer.json["detail"]


async def test_nobody_is_sent_away_who_need_not_be(told: Told) -> None:
    async with told() as browser:
        for path in ("/healthz", "/readyz"):
            assert (await browser.simulate_get(path, remote_addr=PROXY, headers=HTTP)).status_code == 200
        for peer, headers in ((PROXY, HTTPS), (PROXY, {}), ("203.0.113.5", HTTP)):
            answer = await browser.simulate_get("/api/v1/auth/me", host=HOST, remote_addr=peer, headers=headers)
            assert answer.status_code == 401, (peer, headers)
    async with told(secure_ssl_redirect=False) as browser:
        answer = await browser.simulate_get("/api/v1/auth/me", host=HOST, remote_addr=PROXY, headers=HTTP)
        assert answer.status_code == 401


async def test_https_is_at_the_port_the_site_says(told: Told) -> None:
    async with told(site_url="https://rota.example.nhs.uk:8443", allowed_hosts=(HOST, "old.example")) as browser:
        for host, goes_to in ((HOST, f"https://{HOST}:8443/"), ("old.example", "https://old.example/")):
            answer = await browser.simulate_get("/", headers=HTTP, host=host, port=8080, remote_addr=PROXY)
            assert answer.headers["location"] == goes_to


async def test_browsers_are_told_to_insist_on_https(told: Told) -> None:
    async with told() as browser:
        answer = await browser.simulate_get("/api/v1/auth/me", host=HOST, remote_addr=PROXY, headers=HTTPS)
        assert answer.headers["strict-transport-security"] == "max-age=31536000; includeSubDomains; preload"
        plain = await browser.simulate_get("/api/v1/auth/me", host=HOST, remote_addr="203.0.113.5", headers=HTTPS)
        assert "strict-transport-security" not in plain.headers


def test_how_long_is_a_setting() -> None:
    assert https_only(31_536_000) == "max-age=31536000; includeSubDomains; preload"
    assert https_only(300) == "max-age=300; includeSubDomains"  # too short to be on the browsers' own list
    assert https_only(0) == "max-age=0"  # makes browsers forget it


@pytest.mark.parametrize(
    ("allowed", "host", "status"),
    [
        ((HOST,), HOST, 401),
        ((HOST,), f"{HOST}:8443", 401),
        ((HOST,), HOST.upper(), 401),
        ((HOST,), "evil.example", 400),
        ((HOST,), f"{HOST}.evil.example", 400),
        ((HOST,), f"evil.example@{HOST}", 400),
        ((".example.nhs.uk",), HOST, 401),
        ((".example.nhs.uk",), "example.nhs.uk", 401),
        ((".example.nhs.uk",), "notexample.nhs.uk", 400),
        ((), HOST, 401),
        ((), "evil.example", 400),
    ],
)
async def test_another_host_is_refused(told: Told, allowed: tuple[str, ...], host: str, status: int) -> None:
    async with told(allowed_hosts=allowed) as browser:
        answer = await browser.simulate_get("/api/v1/auth/me", host=host)
        assert answer.status_code == status, answer.text


async def test_without_any_host_told_a_development_system_answers_for_all(told: Told) -> None:
    async with told(allowed_hosts=(), deployment_env=DeploymentEnv.DEV) as browser:
        assert (await browser.simulate_get("/api/v1/auth/me", host="anything.example")).status_code == 401


async def test_a_host_only_a_proxy_may_name_is_ours_too(told: Told) -> None:
    async with told() as browser:
        for peer, status in ((PROXY, 401), ("203.0.113.5", 400)):
            answer = await browser.simulate_get(
                "/api/v1/auth/me", headers={"X-Forwarded-Host": HOST}, host="10.0.0.7", port=8000, remote_addr=peer
            )
            assert answer.status_code == status


@pytest.mark.parametrize(
    ("headers", "taken"),
    [
        ({}, True),
        ({"Origin": SITE}, True),
        ({"Origin": SITE, "Sec-Fetch-Site": "same-origin"}, True),
        ({"Sec-Fetch-Site": "none"}, True),
        ({"Origin": f"http://{HOST}"}, False),
        ({"Origin": f"{SITE}.evil.example"}, False),
        ({"Origin": "https://evil.example"}, False),
        ({"Origin": "null"}, False),
        ({"Origin": ""}, False),
        ({"Sec-Fetch-Site": "cross-site"}, False),
        ({"Sec-Fetch-Site": "same-site"}, False),
        ({"Origin": "https://intranet.example", "Sec-Fetch-Site": "cross-site"}, True),
        ({"Origin": "https://a.b.elm-lane.example", "Sec-Fetch-Site": "cross-site"}, True),
        ({"Origin": "https://elm-lane.example"}, False),
        ({"Origin": "http://a.elm-lane.example"}, False),
        ({"Origin": "https://evil.example/.elm-lane.example"}, False),
        ({"Origin": "https://elm-lane.example.evil.example"}, False),
    ],
)
async def test_changes_come_from_our_own_pages(told: Told, headers: dict[str, str], taken: bool) -> None:
    async with told(csrf_trusted_origins=("https://intranet.example", "https://*.elm-lane.example")) as browser:
        answer = await browser.simulate_post(
            "/api/v1/auth/sign-in", host=HOST, remote_addr=PROXY, headers=HTTPS | headers, json={}
        )
        assert answer.status_code == (422 if taken else 403), answer.text


async def test_no_other_site_is_let_read_anything(told: Told) -> None:
    async with told() as browser:
        for method in ("GET", "OPTIONS", "POST"):
            answer = await browser.simulate_request(
                method, "/api/v1/auth/me", host=HOST,
                headers={"Origin": "https://evil.example", "Access-Control-Request-Method": "PUT"},
            )  # fmt: skip
            assert not [name for name in answer.headers if name.startswith("access-control-")]
