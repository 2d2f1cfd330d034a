"""What costs much is not asked without end."""

from __future__ import annotations

from uuid import uuid4

import pytest
from redis.asyncio import Redis

from shared.errors import TooMany
from shared.pace import Pace


@pytest.fixture
def minutes(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """A clock that is told."""
    now = [1_800_000_020.0]
    monkeypatch.setattr("shared.pace.time.time", lambda: now[0])
    return now


async def test_it_works(redis_url: str, minutes: list[float]) -> None:
    who = uuid4()
    async with Redis.from_url(redis_url) as one, Redis.from_url(redis_url) as other:
        for redis in (one, other, one):  # whichever process it is asked of
            await Pace(redis, prefix="rota").step(who, "POST /assessments", a_minute=3)
        with pytest.raises(TooMany) as refused:
            await Pace(other, prefix="rota").step(who, "POST /assessments", a_minute=3)
        assert 1 <= refused.value.retry_after_seconds <= 60
        pace = Pace(one, prefix="rota")
        await pace.step(uuid4(), "POST /assessments", a_minute=3)  # somebody else
        await pace.step(who, "GET /audit.csv", a_minute=3)  # something else
        minutes[0] += 60
        await pace.step(who, "POST /assessments", a_minute=3)
        assert all([await one.ttl(key) > 0 for key in await one.keys("rota:pace:*")])
