"""Proving a backup: fetched from where it would be fetched on the worst day, restored beside the real database,
brought up to date, and compared with what was measured as it was made.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from uuid import UUID

import psycopg
from psycopg.conninfo import conninfo_to_dict

from functions.backup import letters, policy, postgres, queries
from functions.backup.bucket import Bucket, bucket_of
from functions.backup.files import Folder, contents, stored
from functions.backup.measuring import measure, published_hashes
from functions.backup.nouns import Backup, Failure, Measured
from functions.backup.turns import our_turn
from shared import clock, log, registry
from shared.db import Database
from shared.errors import Busy
from shared.settings import Settings

logger = log.get("rotacc.backup")

SCRATCH = "scratch"
MOST_SAID = 5  # differences; more say no more


async def prove(database: Database, settings: Settings, *, backup_id: UUID, bucket: Bucket | None = None) -> None:
    """Prove a backup whose proof is due, if nobody is at it. How it went is on record; it never raises for what can
    go wrong with a backup."""
    async with our_turn(settings.database_url) as ours:
        if not ours:
            return
        async with database.tx() as tx:
            backup = await queries.claim_proof(tx, backup_id=backup_id)
        if backup is None:
            return
        began = time.monotonic()
        try:
            await _prove(settings, backup, bucket or bucket_of(settings))
        except Failure as failure:
            await _failed(database, settings, backup, failure, time.monotonic() - began)
        except (psycopg.Error, Busy) as error:
            said = Failure(f"The database failed: {' '.join(str(error).split())}")
            await _failed(database, settings, backup, said, time.monotonic() - began)
        else:
            await _proved(database, backup, time.monotonic() - began)


async def _prove(settings: Settings, backup: Backup, bucket: Bucket | None) -> None:
    folder = Folder(settings.backup_dir)
    await asyncio.to_thread(folder.prepare)
    await asyncio.to_thread(folder.tidy)
    async with _fetched(folder, backup, bucket) as file:
        wanted = _measured(backup)
        await restored_and_compared(settings, file, wanted=wanted)


@asynccontextmanager
async def _fetched(folder: Folder, backup: Backup, bucket: Bucket | None) -> AsyncIterator[Path]:
    """The dump, its checksum compared: the copy in the bucket when there is one, since that is what is left when this
    machine is gone; the local one has to be the same bytes."""
    local = folder.path / backup.dump_name
    if backup.is_local:
        if not local.is_file():
            raise Failure(f"{backup.dump_name} is no longer in {folder.path}.", again=False)
        _same(backup, (await asyncio.to_thread(stored, local)).sha256, str(folder.path))
    if not backup.in_bucket:
        yield local
        return
    if bucket is None:
        raise Failure("It lies in a bucket that no setting names any more.", again=False)
    with folder.unfinished() as copy:
        _same(backup, (await asyncio.to_thread(bucket.fetch, backup.dump_name, copy)).sha256, bucket.place)
        yield copy


def _same(backup: Backup, sha256: str, place: str) -> None:
    if sha256 != backup.sha256:
        raise Failure(
            f"What lies in {place} is not what was written there: its SHA-256 begins with {sha256[:8]} "
            f"instead of {str(backup.sha256)[:8]}.",
            again=False,
        )


def _measured(backup: Backup) -> Measured | None:
    """What it has to hold; None for one that was found and never told."""
    return None if backup.measured is None else Measured.of(backup.schema_id or "", backup.measured)


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
        more = f" And {len(said) - MOST_SAID} more." if len(said) > MOST_SAID else ""
        raise Failure(" ".join(said[:MOST_SAID]) + more, again=False)
    return found


def migrated(url: str) -> None:
    """Bring a restored database to this version's shape. Raises Failure."""
    try:
        # By name, as the scheduler takes the rooms: how a database gets its shape is the machinery's to know.
        registry.load("infra.migrate:migrate")(url)
    except Exception as error:  # whatever it is, this backup would not start
        raise Failure(f"It cannot be brought up to date: {' '.join(str(error).split())}", again=False) from error


async def _proved(database: Database, backup: Backup, seconds: float) -> None:
    async with database.tx() as tx:
        await queries.judged(tx, backup_id=backup.id, proof="proved", seconds=round(seconds, 1), trouble=None)
    logger.info("backup proved", backup=backup.name, seconds=round(seconds, 1))


async def _failed(database: Database, settings: Settings, backup: Backup, failure: Failure, seconds: float) -> None:
    due_at = policy.next_try(backup.proof_attempts, at=clock.now()) if failure.again else None
    async with database.tx() as tx:
        if due_at is not None:
            await queries.put_off_proof(tx, backup_id=backup.id, due_at=due_at, trouble=failure.message)
        else:
            await queries.judged(
                tx, backup_id=backup.id, proof="failed", seconds=round(seconds, 1), trouble=failure.message
            )
            said = f"{backup.name}: {failure.message}"
            await letters.tell(tx, settings, what=letters.PROVED, said=said, about=f"backup:{backup.id}")
    logger.error("backup not proved", backup=backup.name, said=failure.message, again=due_at is not None)
