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

from functions.backup import letters, policy, queries
from functions.backup.bucket import Bucket, bucket_of
from functions.backup.files import Folder, stored
from functions.backup.nouns import Backup, Failure, Kind, Measured
from functions.backup.portable.making import prove_export
from functions.backup.scratch import restored_and_compared
from functions.backup.turns import our_turn
from shared import clock, log
from shared.db import Database
from shared.errors import Busy
from shared.settings import Settings

logger = log.get("rotacc.backup")


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
            if backup.kind == Kind.EXPORT:
                await prove_export(settings, backup)
            else:
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
            if backup.kind == Kind.DATABASE:  # whoever asked for an export sees how it fares
                said = f"{backup.name}: {failure.message}"
                await letters.tell(tx, settings, what=letters.PROVED, said=said, about=f"backup:{backup.id}")
    logger.error("backup not proved", backup=backup.name, said=failure.message, again=due_at is not None)
