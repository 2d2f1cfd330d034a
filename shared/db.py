"""PostgreSQL: a small pool, and one transaction at a time for whoever asks."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import psycopg
from psycopg_pool import AsyncConnectionPool, PoolTimeout

from shared.errors import Busy

Tx = psycopg.AsyncConnection[Any]

PATIENCE_SECONDS = 5.0  # waiting longer for a connection than a person waits for a page helps nobody


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
        """One transaction: committed when the block ends, undone when it raises. Raises Busy when all are taken."""
        try:
            connection = await self._pool.getconn()
        except PoolTimeout:
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
