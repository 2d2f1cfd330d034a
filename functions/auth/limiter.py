"""How often somebody may try. Counted in redis, so that every web process counts together."""

from __future__ import annotations

import hashlib
import time

from limits import RateLimitItem, RateLimitItemPerHour, RateLimitItemPerMinute
from limits.aio.storage import RedisStorage
from limits.aio.strategies import MovingWindowRateLimiter
from redis.asyncio import Redis

from shared.errors import TooMany
from shared.proxies import counted_as
from shared.settings import Settings

# A practice sits behind one address, so an address may fail more often than one name may be tried from it.
TRIES_OF_ONE_NAME = RateLimitItemPerMinute(5)
FAILURES_OF_AN_ADDRESS = RateLimitItemPerMinute(60)
# However many addresses somebody guesses from. Its owner's own browsers are counted by themselves.
FAILURES_FOR_ONE_NAME = RateLimitItemPerHour(100)
TRIES_ON_ONE_DEVICE = RateLimitItemPerMinute(10)
# Enough for somebody who looks in the wrong folder first; too few to fill a colleague's letter box.
RESETS_FOR_AN_EMAIL = RateLimitItemPerHour(3)
RESETS_FROM_AN_ADDRESS = RateLimitItemPerHour(30)
# Tokens cannot be guessed; this keeps those who try from costing us anything.
LINKS_FROM_AN_ADDRESS = RateLimitItemPerMinute(30)
# Whoever finds a browser open may not find out the password in it.
PRESENT_PASSWORDS_OF_AN_ACCOUNT = RateLimitItemPerMinute(5)
# A letter goes to whatever address somebody says is theirs, with their name in it: enough for slips of the finger.
NEW_ADDRESSES_OF_AN_ACCOUNT = RateLimitItemPerHour(5)

SIGN_IN_LATER = "Too many attempts to sign in. Please wait a little and try again, or ask for a new password by mail."
LATER = "Too many attempts. Please wait and try again."


class Limiter:
    """Counts what somebody does, and says when it is too much. What is counted is hashed: redis holds no names."""

    def __init__(self, settings: Settings, redis: Redis) -> None:
        storage = RedisStorage(
            f"async+{settings.redis_url}",
            connection_pool=redis.connection_pool,  # type: ignore[arg-type]  # the library's annotation forgets it
            implementation="redispy",
            key_prefix=f"{settings.cache_prefix}:limit",
            wrap_exceptions=False,
        )
        self._limiter = MovingWindowRateLimiter(storage)

    async def count(self, limit: RateLimitItem, what: str, who: str, *, words: str = LATER) -> None:
        """Count once more. Raises TooMany when it is once too often."""
        if not await self.had(limit, what, who):
            await self._refuse(limit, _key(what, who), words)

    async def had(self, limit: RateLimitItem, what: str, who: str) -> bool:
        """Count once more, if that is not once too often; whether it was not."""
        return bool(await self._limiter.hit(limit, _key(what, who)))

    async def check(self, limit: RateLimitItem, what: str, who: str, *, words: str = LATER) -> None:
        """Raises TooMany when the next time would be once too often. Counts nothing."""
        if not await self._limiter.test(limit, _key(what, who)):
            await self._refuse(limit, _key(what, who), words)

    async def forget(self, limit: RateLimitItem, what: str, who: str) -> None:
        """Start counting from nought."""
        await self._limiter.clear(limit, _key(what, who))

    async def _refuse(self, limit: RateLimitItem, key: str, words: str) -> None:
        window = await self._limiter.get_window_stats(limit, key)
        seconds = max(1, round(window.reset_time - time.time() + 0.5))
        raise TooMany(words, retry_after_seconds=seconds)


class SignInLimiter:
    """5 tries a minute of one name from one address; 60 failures a minute from one address, 100 an hour for one name.

    A browser its owner has signed in with before has 10 tries a minute of its own, whatever others do meanwhile.
    """

    def __init__(self, settings: Settings, redis: Redis) -> None:
        self._limiter = Limiter(settings, redis)

    async def try_once(self, username: str, address: str, device: str | None = None) -> None:
        """Count a try. Raises TooMany when it is one too many. `device`: the number of a browser known to be theirs."""
        if device is not None and await self._limiter.had(TRIES_ON_ONE_DEVICE, "device", device):
            return
        place = counted_as(address)
        await self._limiter.check(FAILURES_OF_AN_ADDRESS, "address", place, words=SIGN_IN_LATER)
        await self._limiter.check(FAILURES_FOR_ONE_NAME, "all-of-name", username, words=SIGN_IN_LATER)
        await self._limiter.count(TRIES_OF_ONE_NAME, "name", f"{username}\0{place}", words=SIGN_IN_LATER)

    async def failed(self, username: str, address: str) -> None:
        """Count a failure against the address and the name."""
        await self._limiter.had(FAILURES_OF_AN_ADDRESS, "address", counted_as(address))
        await self._limiter.had(FAILURES_FOR_ONE_NAME, "all-of-name", username)

    async def succeeded(self, username: str, address: str, device: str | None = None) -> None:
        """Forget the tries of somebody who got it right; on a browser of their own, others' tries stay counted."""
        if device is None:
            await self._limiter.forget(TRIES_OF_ONE_NAME, "name", f"{username}\0{counted_as(address)}")


def _key(what: str, who: str) -> str:
    return f"{what}:{hashlib.sha256(who.encode()).hexdigest()[:32]}"
