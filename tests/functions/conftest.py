"""The application as every endpoint's test has it: on real stores, without a network between."""

from __future__ import annotations

from collections.abc import AsyncIterator

import falcon.testing
import pytest
from redis.asyncio import Redis

from infra.web import create_app, deps_of
from shared.db import Database
from shared.settings import Settings
from tests.cast import House, add_accounts


@pytest.fixture
async def house(settings: Settings, db: Database) -> AsyncIterator[House]:
    """The whole house, with the cast's accounts and no practice yet."""
    await add_accounts(db)
    deps = deps_of(settings)
    app = create_app(deps)
    async with Redis.from_url(settings.redis_url) as redis, falcon.testing.ASGIConductor(app) as conductor:
        yield House(settings, db, redis, conductor, app, deps.sessions)
