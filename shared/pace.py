"""How often one account may ask for what costs much. Counted in redis, so that every web process counts together."""

from __future__ import annotations

import time
from uuid import UUID

from redis.asyncio import Redis

from shared.errors import TooMany

MINUTE = 60


class Pace:
    """Counts what an account asks of a route in each minute of the clock."""

    def __init__(self, redis: Redis, *, prefix: str) -> None:
        self._redis = redis
        self._prefix = prefix

    async def step(self, account_id: UUID, route: str, *, a_minute: int) -> None:
        """Count once more. Raises TooMany when it is once too often."""
        minute, second = divmod(int(time.time()), MINUTE)
        key = f"{self._prefix}:pace:{account_id}:{route}:{minute}"
        async with self._redis.pipeline(transaction=True) as pipe:
            pipe.incr(key)
            pipe.expire(key, 2 * MINUTE)
            times, _ = await pipe.execute()
        if times > a_minute:
            raise TooMany(
                "You have asked for this very often. Please wait a moment.", retry_after_seconds=MINUTE - second
            )
