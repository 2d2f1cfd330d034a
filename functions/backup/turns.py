"""One backup at a time, wherever workers run: a lock that is held as long as its holder's connection lives."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress

import psycopg

from functions.backup.nouns import Failure
from shared.db import Tx

LOCK = 0x6261636B7570  # "backup"
WAITS_SECONDS = (0.1, 0.3, 0.6)


@asynccontextmanager
async def our_turn(url: str) -> AsyncIterator[bool]:
    """Whether nobody else is making, proving or clearing backups; until the end of the block it is us.

    Whoever is killed lets go at once, so what a row says about work in hand is never believed: holding this is.
    """
    try:
        connection = await psycopg.AsyncConnection.connect(url, autocommit=True, connect_timeout=10)
    except psycopg.OperationalError as error:
        raise Failure(f"The database does not answer: {' '.join(str(error).split())}") from error
    try:
        ours = await _taken(connection)
        yield ours
        if ours and not connection.closed:
            # Said, not only left: who looks next must not find it held by a connection that is still on its way out.
            with suppress(psycopg.Error):  # a restore ends every connection to the database it replaces, this one too
                await connection.execute("select pg_advisory_unlock(%s)", (LOCK,))
    finally:
        await connection.close()


async def _taken(connection: Tx) -> bool:
    """Whether the lock is ours now. A moment's patience, because the job of every minute looks at it as well."""
    for wait_seconds in (*WAITS_SECONDS, None):
        row = await (await connection.execute("select pg_try_advisory_lock(%s)", (LOCK,))).fetchone()
        if row and row[0]:
            return True
        if wait_seconds is not None:
            await asyncio.sleep(wait_seconds)
    return False


async def is_anybodys_turn(tx: Tx) -> bool:
    """Whether somebody is at work on backups at this moment."""
    row = await (await tx.execute("select pg_try_advisory_xact_lock(%s)", (LOCK,))).fetchone()
    return not (row and row[0])
