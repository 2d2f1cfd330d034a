"""A practice whose rota is published, made once and copied for each test."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Iterator

import falcon.testing
import pytest
from redis.asyncio import Redis

from infra.web import create_app, deps_of
from shared.db import Database
from shared.settings import Settings
from tests.cast import House, add_accounts
from tests.workbench import other_database, own_database


async def _house(settings: Settings, *, new: bool) -> AsyncIterator[House]:
    async with Database(settings.database_url, max_size=4) as db:
        deps = deps_of(settings)
        app = create_app(deps)
        async with Redis.from_url(settings.redis_url) as redis, falcon.testing.ASGIConductor(app) as conductor:
            house = House(settings, db, redis, conductor, app, deps.sessions)
            if new:
                await add_accounts(db)
                await (await house.with_practice()).published()
            yield house


async def _make(settings: Settings) -> None:
    async for _ in _house(settings, new=True):
        pass


@pytest.fixture(scope="session")
def published_template(postgres_url: str, valkey_url: str, template: str) -> Iterator[str]:
    """Name of a database in which the cast's practice has its rota published."""
    with own_database(postgres_url, template, "published") as url:
        name = url.rpartition("/")[2]
        settings = Settings(
            database_url=url,
            redis_url=other_database(valkey_url, "0"),
            secret_key="only-for-tests-only-for-tests-only",
            deployment_env="DEV",
            secure_cookies=False,
            cache_prefix=name,
        )
        asyncio.run(_make(settings))
        yield name


@pytest.fixture
def published_settings(settings: Settings, postgres_url: str, published_template: str) -> Iterator[Settings]:
    """Settings of a copy of it."""
    with own_database(postgres_url, published_template, "copy") as url:
        yield settings.model_copy(update={"database_url": url})


@pytest.fixture
async def published(published_settings: Settings) -> AsyncIterator[House]:
    """The whole house, with the cast's rota of two weeks published."""
    async for house in _house(published_settings, new=False):
        yield house
