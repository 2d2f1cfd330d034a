"""Making an export in the folder of backups, and proving it by importing it beside the real database."""

from __future__ import annotations

import asyncio

from functions.backup import policy, queries, sealing
from functions.backup.files import Folder, stored
from functions.backup.measuring import measure
from functions.backup.nouns import Backup, Failure, Measured, Stored
from functions.backup.portable.fetching import file_of
from functions.backup.portable.importing import checked, tried
from functions.backup.portable.manifest import NotUsable, carried
from functions.backup.portable.spreadsheets import spreadsheets
from functions.backup.portable.writing import pieces
from functions.backup.snapshot import as_seen, snapshot
from shared import clock
from shared.db import Database
from shared.settings import Settings


async def make_export(database: Database, settings: Settings, backup: Backup) -> None:
    """Write the file and put on record what was written. Raises Failure."""
    folder = Folder(settings.backup_dir)
    await asyncio.to_thread(folder.prepare)
    await asyncio.to_thread(folder.tidy)
    at = clock.now()
    async with snapshot(settings.database_url) as (tx, name):
        measured, sheets = carried(await measure(tx)), await spreadsheets(tx)
        written = await asyncio.to_thread(_written, settings, folder, backup, (name, measured, sheets))
    async with database.tx() as tx:
        await queries.made(
            tx,
            backup_id=backup.id,
            at=at,
            stored=written,
            encrypted=bool(settings.backup_encryption_key),
            measured=measured,
        )


Seen = tuple[str, Measured, dict[str, bytes]]  # a snapshot's name, and what was read in it


def _written(settings: Settings, folder: Folder, backup: Backup, seen: Seen) -> Stored:
    name, measured, sheets = seen
    with as_seen(settings.database_url, name) as connection:
        chunks = pieces(connection, measured, sheets, made_at=clock.now())
        if not settings.backup_encryption_key:
            return folder.write(f"{backup.name}{policy.EXPORT_SUFFIXES[0]}", chunks)
        sealed = sealing.seal(chunks, settings.backup_encryption_key)
        return folder.write(f"{backup.name}{policy.EXPORT_SUFFIXES[1]}", sealed)


async def prove_export(settings: Settings, backup: Backup) -> None:
    """Import an export into a scratch database, and compare. Raises Failure with what is wrong."""
    file = file_of(settings, backup)
    if (await asyncio.to_thread(stored, file)).sha256 != backup.sha256:
        raise Failure(f"{file.name} is not what was written there: its SHA-256 is another.", again=False)
    try:
        async with checked(settings, file) as export:
            await tried(settings, export)
    except NotUsable as problem:
        raise Failure(f"It cannot be imported: {' '.join(str(problem).split())}", again=False) from None
