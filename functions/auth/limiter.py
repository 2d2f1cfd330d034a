"""How often somebody may try to sign in. Counted in redis, so that every web process counts together."""

from __future__ import annotations

import hashlib
import time

from limits import RateLimitItemPerMinute
from limits.aio.storage import RedisStorage
from limits.aio.strategies import MovingWindowRateLimiter
from redis.asyncio import Redis

from shared.errors import TooMany
from shared.settings import Settings

# A practice sits behind one address, so an address may fail more often than one name may be tried from it.
TRIES_OF_ONE_NAME = RateLimitItemPerMinute(5)
FAILURES_OF_AN_ADDRESS = RateLimitItemPerMinute(60)


class SignInLimiter:
    """5 tries a minute of one username from one address; 60 failures a minute from one address."""

    def __init__(self, settings: Settings, redis: Redis) -> None:
        storage = RedisStorage(
            f"async+{settings.redis_url}",
            connection_pool=redis.connection_pool,  # type: ignore[arg-type]  # the library's annotation forgets it
            implementation="redispy",
            key_prefix=f"{settings.cache_prefix}:limit",
            wrap_exceptions=False,
        )
        self._limiter = MovingWindowRateLimiter(storage)

    async def try_once(self, username: str, address: str) -> None:
        """Count a try. Raises TooMany when it is one too many."""
        who, where = self._keys(username, address)
        if not await self._limiter.test(FAILURES_OF_AN_ADDRESS, where):
            await self._refuse(FAILURES_OF_AN_ADDRESS, where)
        if not await self._limiter.hit(TRIES_OF_ONE_NAME, who):
            await self._refuse(TRIES_OF_ONE_NAME, who)

    async def failed(self, username: str, address: str) -> None:
        """Count a failure against the address."""
        await self._limiter.hit(FAILURES_OF_AN_ADDRESS, self._keys(username, address)[1])

    async def succeeded(self, username: str, address: str) -> None:
        """Forget the tries of somebody who got it right."""
        await self._limiter.clear(TRIES_OF_ONE_NAME, self._keys(username, address)[0])

    async def _refuse(self, limit: RateLimitItemPerMinute, key: str) -> None:
        window = await self._limiter.get_window_stats(limit, key)
        seconds = max(1, round(window.reset_time - time.time() + 0.5))
        raise TooMany("Too many attempts to sign in. Please wait a minute and try again.", retry_after_seconds=seconds)

    @staticmethod
    def _keys(username: str, address: str) -> tuple[str, str]:
        """What is counted: a name from an address, and the address. Hashed, so that redis holds no names."""
        who = hashlib.sha256(f"{username}\0{address}".encode()).hexdigest()[:32]
        return f"name:{who}", f"address:{hashlib.sha256(address.encode()).hexdigest()[:32]}"
