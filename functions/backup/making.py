"""Making a backup: the grab sheet, the dump with what it holds measured at the same moment, the copy in the bucket.

Each step is on record before the next begins. Whoever is killed leaves no half file under a good name, and the next
attempt does what is still lacking.
"""

from __future__ import annotations

import asyncio
import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import psycopg

from functions.backup import letters, policy, postgres, queries, reads, sealing
from functions.backup.bucket import Bucket, bucket_of
from functions.backup.files import Folder
from functions.backup.measuring import measure
from functions.backup.nouns import Backup, Cause, Failure, Kind, Measured, Stored
from functions.backup.portable.making import make_export
from functions.backup.sheet.load import grab_sheet
from functions.backup.sheet.page import as_page
from functions.backup.snapshot import snapshot
from functions.backup.turns import our_turn
from shared import clock, log
from shared.db import Database, Tx
from shared.errors import Busy
from shared.events import ProofDue
from shared.outbox import announce
from shared.settings import Settings

logger = log.get("rotacc.backup")


async def make(database: Database, settings: Settings, *, backup_id: UUID, bucket: Bucket | None = None) -> None:
    """Make a backup that was asked for, if it is due and nobody is at it. How it went is on record; it never raises
    for what can go wrong with a backup."""
    async with our_turn(settings.database_url) as ours:
        if not ours:
            return
        async with database.tx() as tx:
            asked = await reads.find(tx, backup_id=backup_id)
            name = await _free_name(tx, asked.kind if asked else Kind.DATABASE)
            backup = await queries.claim(tx, backup_id=backup_id, name=name)
        if backup is None:
            return
        try:
            if backup.kind == Kind.EXPORT:
                await make_export(database, settings, backup)
            else:
                await _make(database, settings, backup, bucket or bucket_of(settings))
            await _finished(database, backup)
        except Failure as failure:
            await _failed(database, settings, backup, failure)
        except (psycopg.Error, Busy) as error:
            await _failed(database, settings, backup, Failure(f"The database failed: {' '.join(str(error).split())}"))


async def _make(database: Database, settings: Settings, backup: Backup, bucket: Bucket | None) -> None:
    folder = Folder(settings.backup_dir)
    sheet = await _sheet(database, folder, backup)
    await asyncio.to_thread(folder.prepare)
    if not backup.is_made or folder.dump_of(str(backup.name)) is None:
        await asyncio.to_thread(folder.tidy)
        backup = await _dump(database, settings, folder, backup)
    if bucket is not None and not backup.in_bucket:
        names = [f"{backup.name}{suffix}" for suffix in (".json", ".html", ".pdf")]
        await asyncio.to_thread(_copy, folder, bucket, backup, names)
        async with database.tx() as tx:
            await queries.copied(tx, backup_id=backup.id)
    if sheet is not None:
        logger.warning("no grab sheet", backup=backup.name, said=sheet.message)


async def _finished(database: Database, backup: Backup) -> None:
    async with database.tx() as tx:
        await queries.finished(tx, backup_id=backup.id)
        if backup.proof == "waiting":
            await announce(tx, ProofDue(backup.id))
    logger.info("backup made", backup=backup.name, attempts=backup.attempts)


async def _sheet(database: Database, folder: Folder, backup: Backup) -> Failure | None:
    """Write the grab sheet, first and whatever becomes of the dump; why it could not be, if so."""
    from functions.backup.sheet.paper import as_paper  # with fonts and all, only where a sheet is made

    try:
        async with database.tx() as tx:
            sheet = await grab_sheet(tx)
        await asyncio.to_thread(folder.prepare)
        page, paper = as_page(sheet).encode(), await asyncio.to_thread(as_paper, sheet)
        for suffix, body in ((".html", page), (".pdf", paper)):
            await asyncio.to_thread(folder.write, f"{backup.name}{suffix}", [body])
        async with database.tx() as tx:
            await queries.has_sheet(tx, backup_id=backup.id)
    except Failure as failure:
        return failure
    except Exception as error:  # a sheet that cannot be drawn must not cost the backup
        logger.error("the grab sheet failed", backup=backup.name, exc_info=error)
        return Failure(f"The grab sheet could not be made ({type(error).__name__}).")
    return None


async def _dump(database: Database, settings: Settings, folder: Folder, backup: Backup) -> Backup:
    """Dump, measure as of the same moment, and put on record what was written."""
    name = str(backup.name)
    async with snapshot(settings.database_url) as (tx, seen):
        measured, server = await measure(tx), tx.info.server_version
        stored, encrypted = await _written(settings, folder, name, tx, seen)
    at = clock.now()
    about = described(name, backup.cause, stored, measured, made_at=at.isoformat(), encrypted=encrypted, server=server)
    await asyncio.to_thread(folder.write, f"{name}.json", [about])
    async with database.tx() as tx:
        await queries.made(tx, backup_id=backup.id, at=at, stored=stored, encrypted=encrypted, measured=measured)
        made = await reads.find(tx, backup_id=backup.id)
    if made is None:
        raise Failure("Its record vanished while it was made.")
    return made


async def _written(settings: Settings, folder: Folder, name: str, tx: Tx, snapshot: str) -> tuple[Stored, bool]:
    """Write the dump of a snapshot, encrypted when there is a passphrase; what was written, and whether it is."""
    pg_dump = postgres.program("pg_dump", tx.info.server_version)
    chunks: Iterable[bytes] = postgres.dumped(settings.database_url, snapshot=snapshot, pg_dump=pg_dump)
    if not settings.backup_encryption_key:
        return await asyncio.to_thread(folder.write, f"{name}.dump", chunks), False
    sealed = sealing.seal(chunks, settings.backup_encryption_key)
    return await asyncio.to_thread(folder.write, f"{name}.dump.enc", sealed), True


@dataclass(frozen=True, slots=True)
class Unrecorded:
    """A backup that no row is about yet."""

    file: str
    size: int
    sha256: str


async def make_unrecorded(settings: Settings, *, cause: Cause) -> Unrecorded:
    """A backup of a database whose shape is not this version's yet, so that no row can be written: the dump and what
    lies beside it, by which it is found later. Raises Failure."""
    folder = Folder(settings.backup_dir)
    async with our_turn(settings.database_url) as ours:
        if not ours:
            raise Failure("Another backup is being made or proved at this moment. Try again in a minute.")
        await asyncio.to_thread(folder.prepare)
        moment = clock.now()
        name = policy.name_of(await asyncio.to_thread(_free_moment, folder, moment))
        async with snapshot(settings.database_url) as (tx, seen):
            stored, encrypted = await _written(settings, folder, name, tx, seen)
            measured, server = await _measured_if_it_can_be(tx), tx.info.server_version
        about = described(name, cause, stored, measured, made_at=moment.isoformat(), encrypted=encrypted, server=server)
        await asyncio.to_thread(folder.write, f"{name}.json", [about])
    return Unrecorded(f"{name}.dump.enc" if encrypted else f"{name}.dump", stored.size, stored.sha256)


def _free_moment(folder: Folder, moment: datetime) -> datetime:
    """The first from this moment on by which nothing in the folder is called: nothing is ever written over."""
    taken = folder.files()
    while policy.name_of(moment) in taken:
        moment += timedelta(seconds=1)
    return moment


async def _measured_if_it_can_be(tx: Tx) -> Measured | None:
    """An older shape may lack what is measured; then only restoring it shows what it holds."""
    try:
        async with tx.transaction():
            return await measure(tx)
    except psycopg.Error:
        return None


def described(
    name: str, cause: str, stored: Stored, measured: Measured | None, *, made_at: str, encrypted: bool, server: int
) -> bytes:
    """What lies beside a dump, so that it can be checked and known again where there is no database."""
    about: dict[str, Any] = {
        "name": name,
        "kind": Kind.DATABASE,
        "cause": cause,
        "made_at": made_at,
        "size": stored.size,
        "sha256": stored.sha256,
        "encrypted": encrypted,
        "schema": measured.schema_id if measured else None,
        "postgresql": server // 10000,
        "measured": measured.as_document() if measured else None,
    }
    return json.dumps(about, ensure_ascii=False, indent=1).encode() + b"\n"


def _copy(folder: Folder, bucket: Bucket, backup: Backup, beside: Iterable[str]) -> None:
    """The dump first, then what lies beside it."""
    bucket.put(folder.path / backup.dump_name, sha256=backup.sha256)
    for file in (folder.path / name for name in beside):
        if file.is_file():
            bucket.put(file)


async def _free_name(tx: Tx, kind: str) -> str:
    """A name by the clock that no backup has: two in one second are told apart by the next."""
    moment = clock.now()
    while await reads.named(tx, name=policy.name_of(moment, kind)) is not None:
        moment += timedelta(seconds=1)
    return policy.name_of(moment, kind)


async def _failed(database: Database, settings: Settings, backup: Backup, failure: Failure) -> None:
    """Put it off, or give it up and have people told."""
    due_at = policy.next_try(backup.attempts, at=clock.now()) if failure.again else None
    async with database.tx() as tx:
        if due_at is not None:
            await queries.put_off(tx, backup_id=backup.id, due_at=due_at, trouble=failure.message)
        else:
            await queries.give_up(tx, backup_id=backup.id, trouble=failure.message)
            now = await reads.find(tx, backup_id=backup.id)
            what = letters.COPIED if now is not None and now.is_made else letters.MADE
            if backup.kind == Kind.DATABASE:  # whoever asked for an export sees how it fares
                await letters.tell(tx, settings, what=what, said=failure.message, about=f"backup:{backup.id}")
            if now is not None and now.is_made and now.proof == "waiting":
                await announce(tx, ProofDue(backup.id))
    logger.error(
        "backup failed", backup=backup.name, said=failure.message, attempts=backup.attempts, again=bool(due_at)
    )
