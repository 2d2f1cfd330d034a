"""Sign-ins, kept in redis: an opaque random token opens one, and nothing about a person is in the token.

redis holds the token's keyed hash only, so reading redis does not open anything. What an account may do is read from
its row again every few seconds: somebody deactivated, or whose password or roles changed, is out within
`STANDING_SECONDS`. A sign-in ends unused after the setting's hours, and used or not after `LONGEST_HOURS`.
"""

from __future__ import annotations

import hashlib
import hmac
import secrets
import time
from collections import OrderedDict
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

import orjson
from redis.asyncio import Redis

from shared.access import Caller, Role
from shared.db import Database
from shared.queries import accounts

COOKIE = "rota_session"
STANDING_SECONDS = 5.0
LONGEST_HOURS = 7 * 24  # somebody who works every day signs in once a week
MOST_AT_ONCE = 100  # places one account is signed in; the oldest sign-in gives way
REMEMBERED = 1000  # accounts whose standing is kept in memory


def cookie_name(name: str = COOKIE, *, secure: bool) -> str:
    """What a cookie is called. Over https it says that no other host, and no page without TLS, may have set it."""
    return f"__Host-{name}" if secure else name


@dataclass(frozen=True, slots=True)
class SignIn:
    """One place somebody is signed in, as its owner sees it. `id` opens nothing."""

    id: str
    since: datetime
    address: str
    agent: str


class Sessions:
    """The sign-ins of every account."""

    def __init__(
        self,
        redis: Redis,
        database: Database,
        *,
        prefix: str,
        secret: str,
        hours: int,
        longest_hours: int = LONGEST_HOURS,
        standing_seconds: float = STANDING_SECONDS,
    ) -> None:
        self._redis = redis
        self._database = database
        self._prefix = prefix
        self._secret = secret.encode() or b"no secret is set outside production"
        self._seconds = hours * 3600
        self._longest = max(hours, longest_hours) * 3600
        self._standing_seconds = standing_seconds
        self._standings: OrderedDict[UUID, tuple[float, accounts.Standing | None]] = OrderedDict()

    async def open(self, standing: accounts.Standing, *, address: str, agent: str) -> tuple[str, Caller]:
        """Sign an account in. Gives the token for the cookie, and the caller it will be."""
        token, session_id, csrf_token = (secrets.token_urlsafe(32) for _ in range(3))
        stored: dict[str, Any] = {
            "id": session_id[:22],
            "account_id": str(standing.id),
            "stamp": standing.stamp,
            "csrf_token": csrf_token,
            "since": time.time(),
            "address": address,
            "agent": agent[:200],
        }
        key = self._key(token)
        async with self._redis.pipeline(transaction=True) as pipe:
            pipe.set(key, orjson.dumps(stored), ex=self._seconds)
            pipe.hset(self._index(standing.id), stored["id"], key)
            await pipe.execute()
        self._standings[standing.id] = (time.monotonic(), standing)
        for former in (await self.of(standing.id))[MOST_AT_ONCE:]:
            await self.close_one(standing.id, former.id)
        return token, _caller(stored, standing)

    async def caller(self, token: str) -> Caller | None:
        """Who holds this token; None when it opens nothing (any more). Using a sign-in keeps it alive."""
        raw = await self._redis.getex(self._key(token), ex=self._seconds)
        if raw is None:
            return None
        stored = orjson.loads(raw)
        if time.time() - stored["since"] > self._longest:
            await self.close(token)
            return None
        account_id = UUID(stored["account_id"])
        standing = await self._standing(account_id)
        if not _holds(stored, standing):
            # What is remembered here may be older than this sign-in: the password was changed in another process.
            self._standings.pop(account_id, None)
            standing = await self._standing(account_id)
        if standing is None or not _holds(stored, standing):
            await self.close(token)
            return None
        return _caller(stored, standing)

    def forget_standings(self) -> None:
        """Read every account's row again at its next request."""
        self._standings.clear()

    async def close(self, token: str) -> None:
        """Sign out here."""
        raw = await self._redis.getdel(self._key(token))
        if raw is not None:
            stored = orjson.loads(raw)
            await self._redis.hdel(self._index(UUID(stored["account_id"])), stored["id"])

    async def close_one(self, account_id: UUID, session_id: str) -> bool:
        """Sign an account out in one place. False when it is not signed in there."""
        key = await self._redis.hget(self._index(account_id), session_id)
        if key is None:
            return False
        await self._redis.delete(key)
        await self._redis.hdel(self._index(account_id), session_id)
        return True

    async def close_all(self, account_id: UUID) -> int:
        """Sign an account out everywhere. Gives the number of places."""
        keys = await self._redis.hvals(self._index(account_id))
        if keys:
            await self._redis.delete(*keys, self._index(account_id))
        return len(keys)

    async def of(self, account_id: UUID) -> tuple[SignIn, ...]:
        """Every place an account is signed in, newest first."""
        await self._prune(account_id)
        keys = await self._redis.hvals(self._index(account_id))
        stored = [orjson.loads(raw) for raw in (await self._redis.mget(keys) if keys else ()) if raw is not None]
        stored.sort(key=lambda each: -float(each["since"]))
        return tuple(
            SignIn(each["id"], datetime.fromtimestamp(each["since"], UTC), each["address"], each["agent"])
            for each in stored
        )

    async def _prune(self, account_id: UUID) -> None:
        """Forget index entries whose sign-in has run out."""
        index: dict[Any, Any] = await self._redis.hgetall(self._index(account_id))
        if not index:
            return
        alive = await self._redis.mget(list(index.values()))
        if gone := [field for field, raw in zip(index, alive, strict=True) if raw is None]:
            await self._redis.hdel(self._index(account_id), *gone)

    async def _standing(self, account_id: UUID) -> accounts.Standing | None:
        at, known = self._standings.get(account_id, (float("-inf"), None))
        if time.monotonic() - at < self._standing_seconds:
            return known
        async with self._database.tx() as tx:
            known = await accounts.standing(tx, account_id=account_id)
        self._standings[account_id] = (time.monotonic(), known)
        self._standings.move_to_end(account_id)
        while len(self._standings) > REMEMBERED:
            self._standings.popitem(last=False)
        return known

    def _key(self, token: str) -> str:
        digest = hmac.new(self._secret, token.encode(), hashlib.sha256).hexdigest()
        return f"{self._prefix}:session:{digest}"

    def _index(self, account_id: UUID) -> str:
        return f"{self._prefix}:sessions:{account_id}"


def _holds(stored: dict[str, Any], standing: accounts.Standing | None) -> bool:
    """Whether a sign-in was opened with the password and the roles the account still has."""
    return standing is not None and standing.stamp == stored["stamp"]


def _caller(stored: dict[str, Any], standing: accounts.Standing) -> Caller:
    return Caller(
        account_id=standing.id,
        username=standing.username,
        display_name=standing.display_name,
        roles=frozenset(Role(role) for role in standing.roles),
        person_code=standing.person_code,
        session_id=stored["id"],
        csrf_token=stored["csrf_token"],
    )
