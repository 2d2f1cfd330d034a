"""What a database needs after it was restored, before anybody works with it: it remembers a moment that is over."""

from __future__ import annotations

import asyncio
from datetime import timedelta

import psycopg

from functions.backup import queries
from functions.backup.bucket import bucket_of
from functions.backup.clearing import look, reconcile
from functions.backup.files import Folder
from functions.backup.portable.manifest import Manifest
from functions.backup.replacing import Source
from shared import audit, outbox
from shared.db import Tx
from shared.settings import Settings

DELIVERED_BEFORE = timedelta(minutes=30)  # what was handed to the queue so shortly before may not have been heard
INTERRUPTED = "The database it was being made from was replaced by an older one."


def settle(settings: Settings, source: Source, url: str) -> None:
    """Have a restored database know which backups there are, deliver what it had under way, and say what happened."""
    asyncio.run(_settle(settings, source, url))


def settle_import(settings: Settings, export: Manifest, url: str) -> None:
    """Have a database that took in an export know which backups there are, and say what happened."""
    asyncio.run(_settle_import(settings, export, url))


async def _settle(settings: Settings, source: Source, url: str) -> None:
    async with await psycopg.AsyncConnection.connect(url, connect_timeout=10) as tx:
        await _know_backups(tx, settings)
        if source.made_at is not None:
            await outbox.relay_again(tx, since=source.made_at - DELIVERED_BEFORE)
        await _record(tx, source)


async def _settle_import(settings: Settings, export: Manifest, url: str) -> None:
    async with await psycopg.AsyncConnection.connect(url, connect_timeout=10) as tx:
        await _know_backups(tx, settings)
        await audit.record(
            tx,
            account_id=None,
            action="practice-imported-whole",
            entity="backup",
            entity_id=export.made_at.isoformat(),
            new={"practice": export.practice, "made_at": export.made_at.isoformat(), "rows": export.rows},
        )


async def _know_backups(tx: Tx, settings: Settings) -> None:
    folder = Folder(settings.backup_dir)
    places = await asyncio.to_thread(look, folder, bucket_of(settings))
    await queries.interrupt(tx, trouble=INTERRUPTED)
    await reconcile(tx, settings, folder, places)


async def _record(tx: Tx, source: Source) -> None:
    await audit.record(
        tx,
        account_id=None,
        action="database-restored",
        entity="backup",
        entity_id=source.name,
        new={
            "name": source.name,
            "made_at": None if source.made_at is None else source.made_at.isoformat(),
            "sha256": source.stored.sha256,
        },
    )
