"""PostgreSQL: a small pool, and one transaction at a time for whoever asks."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from typing import Any

import psycopg
from psycopg_pool import AsyncConnectionPool, PoolTimeout

from shared.errors import Busy

Tx = psycopg.AsyncConnection[Any]

PATIENCE_SECONDS = 5.0  # waiting longer for a connection than a person waits for a page helps nobody


@dataclass(slots=True)
class Asked:
    """How often the database was asked on behalf of one request or task, and how long it took to answer."""

    times: int = 0
    seconds: float = 0.0


_asked: ContextVar[Asked | None] = ContextVar("asked", default=None)


@contextmanager
def asking() -> Iterator[Asked]:
    """Count what is asked within the block."""
    asked = Asked()
    before = _asked.set(asked)
    try:
        yield asked
    finally:
        _asked.reset(before)


def count_asked() -> Asked:
    """Count what is asked from here on in this context, such as the rest of a request."""
    asked = Asked()
    _asked.set(asked)
    return asked


class _TimedCursor(psycopg.AsyncCursor[Any]):
    """Tells whoever counts how long each question took."""

    async def execute(self, *args: Any, **kwargs: Any) -> Any:
        if (asked := _asked.get()) is None or not args[0]:  # nothing: the pool looks whether the connection lives
            return await super().execute(*args, **kwargs)
        began = time.perf_counter()
        try:
            return await super().execute(*args, **kwargs)
        finally:
            asked.times += 1
            asked.seconds += time.perf_counter() - began


class Database:
    """Connections to one database. Open it inside the process that uses it: a pool does not survive a fork."""

    def __init__(self, url: str, *, min_size: int = 1, max_size: int = 8) -> None:
        self.url = url
        self._pool: AsyncConnectionPool[Tx] = AsyncConnectionPool(
            url,
            min_size=min_size,
            max_size=max_size,
            timeout=PATIENCE_SECONDS,
            open=False,
            kwargs={"cursor_factory": _TimedCursor},
            # A connection the server closed (a restart, a failover) is replaced before anybody is given it.
            check=AsyncConnectionPool.check_connection,
        )

    async def open(self) -> None:
        """Connect; psycopg_pool.PoolTimeout when the database cannot be reached."""
        await self._pool.open(wait=True, timeout=30)

    async def close(self) -> None:
        await self._pool.close()

    @asynccontextmanager
    async def tx(self) -> AsyncIterator[Tx]:
        """One transaction: committed when the block ends, undone when it raises. Raises Busy when all are taken, and
        when the database does not answer."""
        try:
            # The pool's own patience ends once it has a connection; one to a server that hangs answers never.
            async with asyncio.timeout(PATIENCE_SECONDS + 1):
                connection = await self._pool.getconn()
        except (PoolTimeout, TimeoutError):
            raise Busy("The database is busy; please try again in a moment.") from None
        try:
            async with connection.transaction():
                yield connection
        finally:
            await self._pool.putconn(connection)

    async def __aenter__(self) -> Database:
        await self.open()
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.close()
