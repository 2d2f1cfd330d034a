"""One moment of the database, seen by several connections at once."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from typing import Any

import psycopg

from shared.db import Tx

_PATIENCE = "set idle_in_transaction_session_timeout = 0; set statement_timeout = 0"
_BEGIN = "begin isolation level repeatable read, read only"


@asynccontextmanager
async def snapshot(url: str) -> AsyncIterator[tuple[Tx, str]]:
    """A transaction that sees the database as it is now, and the name by which others can see it so as well."""
    async with await psycopg.AsyncConnection.connect(url, autocommit=True, connect_timeout=10) as connection:
        await connection.execute(_PATIENCE)
        await connection.execute(_BEGIN)
        row = await (await connection.execute("select pg_export_snapshot()")).fetchone()
        yield connection, str(row[0] if row else "")


@contextmanager
def as_seen(url: str, name: str) -> Iterator[psycopg.Connection[Any]]:
    """A second transaction, for a thread, that sees what the first one does."""
    with psycopg.connect(url, autocommit=True, connect_timeout=10) as connection:
        connection.execute(_PATIENCE)
        connection.execute(_BEGIN)
        connection.execute(psycopg.sql.SQL("set transaction snapshot {}").format(psycopg.sql.Literal(name)))
        yield connection
