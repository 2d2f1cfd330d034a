"""The web process as a whole: it refuses what it cannot serve, and knows what it is at."""

from __future__ import annotations

import asyncio

import falcon.testing
import pytest
from falcon.asgi import Request, Response

from infra.web import InHand, create_app, deps_of
from shared.access import Access
from shared.app import add_resource
from shared.db import Database
from shared.http import endpoint
from shared.in_hand import IN_HAND
from shared.settings import Settings


async def test_the_process_refuses_a_database_of_another_shape(settings: Settings, db: Database) -> None:
    async with db.tx() as tx:
        await tx.execute("insert into schema_migration (id, sha256) values ('9999_from_the_future', 'x')")
    with pytest.raises(RuntimeError, match="newer than this version"):
        async with falcon.testing.ASGIConductor(create_app(deps_of(settings))):
            pass


async def test_what_is_being_answered_is_in_hand_until_the_last_byte(settings: Settings) -> None:
    seen: list[tuple[str, ...]] = []

    class Slow:
        @endpoint(access=Access.PUBLIC, summary="Test", returns={200: None}, produces="text/plain")
        async def on_get(self, _req: Request, _resp: Response, *, word: str) -> bytes:
            seen.append(IN_HAND.doing)
            if word == "for-ever":
                await asyncio.sleep(60)
            return b"here"

    app = create_app(deps_of(settings))
    add_resource(app, "/api/v1/testing/{word}", Slow())
    async with falcon.testing.ASGIConductor(InHand(app)) as conductor:
        await conductor.simulate_get("/api/v1/testing/one")
        assert seen == [("GET /api/v1/testing/{word}",)]
        given_up = asyncio.create_task(conductor.simulate_get("/api/v1/testing/for-ever"))
        await until_in_hand(1)
        given_up.cancel()
        await asyncio.wait({given_up})
        await until_in_hand(0)


async def until_in_hand(number: int) -> None:
    for _ in range(500):
        if len(IN_HAND.doing) == number:
            return
        await asyncio.sleep(0.01)
    raise AssertionError(f"in hand: {IN_HAND.doing}")
