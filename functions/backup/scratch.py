"""Databases beside the real one to restore into: made empty, filled, compared, brought up to date, and dropped."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import psycopg
from psycopg.conninfo import conninfo_to_dict

from functions.backup import policy, postgres
from functions.backup.files import contents
from functions.backup.measuring import measure, published_hashes
from functions.backup.nouns import Failure, Measured
from shared import registry
from shared.settings import Settings

SCRATCH = "scratch"


async def restored_and_compared(settings: Settings, file: Path, *, wanted: Measured | None) -> Measured:
    """Restore a dump into a scratch database, compare, bring it up to date, and drop it; what it held. Raises Failure
    with what is wrong. Only while it is our turn: scratch databases of others are dropped."""
    async with scratch(settings.database_url) as url:
        await asyncio.to_thread(_restore, url, file, settings.backup_encryption_key)
        return await examined(url, wanted=wanted)


@asynccontextmanager
async def scratch(url: str) -> AsyncIterator[str]:
    """An empty database beside the one at this address, dropped afterwards, with those that were left behind."""
    name = postgres.name_beside(str(conninfo_to_dict(url)["dbname"]), SCRATCH)
    await asyncio.to_thread(_make_room, url, name)
    try:
        yield postgres.other(url, name)
    finally:
        await asyncio.to_thread(_drop, url, name)


def _make_room(url: str, name: str) -> None:
    with postgres.connect(url) as connection:
        postgres.require_may_create(connection)
        for orphan in postgres.orphans(connection, SCRATCH):
            postgres.drop(connection, orphan)
        postgres.create_like(connection, name)


def _drop(url: str, name: str) -> None:
    with postgres.connect(url) as connection:
        postgres.drop(connection, name)


def _restore(url: str, file: Path, passphrase: str) -> None:
    with postgres.connect(url) as connection:
        pg_restore = postgres.program("pg_restore", connection.info.server_version)
    postgres.restore(url, contents(file, passphrase), pg_restore=pg_restore)


async def examined(url: str, *, wanted: Measured | None) -> Measured:
    """Compare what was restored with what was measured, and bring it up to date; what it holds. Raises Failure.

    Where nothing was measured, it may be of a shape that cannot be: then it is brought up to date first.
    """
    if wanted is None:
        await asyncio.to_thread(migrated, url)
        return await compared(url, wanted=None)
    found = await compared(url, wanted=wanted)
    await asyncio.to_thread(migrated, url)
    return found


async def compared(url: str, *, wanted: Measured | None) -> Measured:
    """What a restored database holds. Raises Failure when it is not what was dumped, or cannot be right."""
    async with await psycopg.AsyncConnection.connect(url, autocommit=True, connect_timeout=10) as connection:
        found = await measure(connection)
        said = policy.faults(found, recorded=await published_hashes(connection))
    if wanted is not None:
        said += policy.differences(wanted, found)
    if said:
        more = f" And {len(said) - policy.MOST_SAID} more." if len(said) > policy.MOST_SAID else ""
        raise Failure(" ".join(said[: policy.MOST_SAID]) + more, again=False)
    return found


def migrated(url: str) -> None:
    """Bring a restored database to this version's shape. Raises Failure."""
    try:
        # By name, as the scheduler takes the rooms: how a database gets its shape is the machinery's to know.
        registry.load("infra.migrate:migrate")(url)
    except Exception as error:  # whatever it is, this backup would not start
        raise Failure(f"It cannot be brought up to date: {' '.join(str(error).split())}", again=False) from error
