"""Every door says who may open it, and opens for nobody else."""

from __future__ import annotations

import uuid
from collections.abc import AsyncIterator, Iterator

import falcon.testing
import pytest
from falcon.asgi import Request, Response
from redis.asyncio import Redis

from infra.web import create_app, deps_of
from shared import registry
from shared.access import Access
from shared.app import UndeclaredAccess, add_resource
from shared.db import Database
from shared.http import declaration
from shared.openapi import FIELD
from shared.settings import Settings
from tests.cast import AMARA, CHARLIE, Client, House, add_accounts

METHODS = ("GET", "POST", "PUT", "PATCH", "DELETE")


def doors() -> Iterator[tuple[str, str, Access]]:
    """Every method of every route, with what it declares."""
    for function in registry.selected("all"):
        for path, reference in function.mounted():
            resource = registry.load(reference)
            for method in METHODS:
                if (declared := declaration(resource, method)) is not None:
                    yield method, path, declared.access


DOORS = sorted(doors())


def address(path: str) -> str:
    """A route with something in each of its places."""
    something = {"uuid": str(uuid.UUID(int=7)), "int": "7"}
    return FIELD.sub(lambda field: something.get(field[2], "anything"), path)


@pytest.fixture
async def house(settings: Settings, db: Database) -> AsyncIterator[House]:
    await add_accounts(db)
    deps = deps_of(settings)
    app = create_app(deps)
    async with Redis.from_url(settings.redis_url) as redis, falcon.testing.ASGIConductor(app) as conductor:
        yield House(settings, db, redis, conductor, app, deps.sessions)


def test_there_are_doors_of_every_kind() -> None:
    assert {access for *_, access in DOORS} == set(Access)
    assert len(DOORS) >= 20


async def test_a_stranger_gets_through_public_doors_only(house: House) -> None:
    for method, path, access in DOORS:
        answer = await house.stranger().ask(method, address(path), {} if method in ("POST", "PUT") else None)
        expected = {422} if access is Access.PUBLIC else {401}
        assert answer.status_code in expected, (method, path, answer.text)
        assert answer.headers["content-type"] == "application/problem+json"


async def test_charlie_gets_through_no_administrators_door(house: House) -> None:
    """Charlie is signed in, and asks for what is not there: 404 is as far as anybody gets without a practice."""
    charlie = await house.as_(CHARLIE)
    # Sign-out last: it would end the test's own sign-in.
    for method, path, access in sorted(DOORS, key=lambda door: "sign" in door[1] or door[0] == "DELETE"):
        if access is Access.PUBLIC or path.endswith(("/sign-out", "/sessions")):
            continue
        answer = await charlie.ask(method, address(path), {} if method in ("POST", "PUT") else None)
        # A colleague's is nobody else's business, but for the duty they held.
        somebodys = "{code}" in path and "/fairness/" not in path
        above = access in (Access.ADMINISTRATOR, Access.SUPERUSER)
        expected = {403} if above else {403, 422} if somebodys else {200, 404, 422}
        assert answer.status_code in expected, (method, path, answer.text)


async def test_every_change_needs_the_token_and_our_own_pages(house: House) -> None:
    amara = await house.as_(AMARA)
    thief = Client(house.conductor)
    thief.cookies = amara.cookies
    for method, path, access in DOORS:
        if method == "GET":
            continue
        body: dict[str, str] | None = {} if method in ("POST", "PUT") else None
        if access is not Access.PUBLIC:
            answer = await thief.ask(method, address(path), body)
            assert answer.status_code == 403, (method, path)
            wrong = await thief.ask(method, address(path), body, headers={"X-CSRF-Token": "guessed"})
            assert wrong.status_code == 403, (method, path)
        for headers in ({"Origin": "https://evil.example"}, {"Sec-Fetch-Site": "cross-site"}):
            answer = await amara.ask(method, address(path), body, headers=headers)
            assert answer.status_code == 403, (method, path, headers)
    own = {"Origin": "http://falconframework.org", "Sec-Fetch-Site": "same-origin"}
    assert (await amara.post("/auth/sign-out", headers=own)).status_code == 204


async def test_a_method_nobody_answers_is_405(house: House) -> None:
    amara = await house.as_(AMARA)
    assert (await amara.ask("PATCH", "/practice")).status_code == 405


class Forgetful:
    async def on_get(self, _req: Request, _resp: Response) -> None:
        """Declares nothing."""


async def test_an_application_with_an_undeclared_door_does_not_start(house: House) -> None:
    with pytest.raises(UndeclaredAccess, match=r"Forgetful at /forgotten .*GET"):
        add_resource(house.app, "/forgotten", Forgetful())
