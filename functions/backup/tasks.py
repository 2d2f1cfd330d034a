"""Making, proving and clearing backups, each on connections of its own: their steps must be on record as they go."""

from __future__ import annotations

from functions.backup import clearing, making, proving, service
from functions.backup.turns import our_turn
from shared.db import Database, Tx
from shared.events import BackupDue, ProofDue, subscribe
from shared.settings import load


@subscribe(BackupDue)
async def make_due(_tx: Tx, event: BackupDue) -> None:
    """Make what waits to be made."""
    settings = load()
    async with Database(settings.database_url, max_size=1) as database:
        await making.make(database, settings, backup_id=event.backup_id)
        await _next(database)


@subscribe(ProofDue)
async def prove_due(_tx: Tx, event: ProofDue) -> None:
    """Prove what waits to be proved."""
    settings = load()
    async with Database(settings.database_url, max_size=1) as database:
        await proving.prove(database, settings, backup_id=event.backup_id)
        await _next(database)


async def _next(database: Database) -> None:
    """Announce what came due meanwhile: it found us at work, and would wait for the job of the next minute."""
    async with database.tx() as tx:
        await service.ask_again(tx)


async def nightly(tx: Tx) -> None:
    """The job of 03:00."""
    await service.ask_nightly(tx)


async def again(tx: Tx) -> None:
    """The job of every minute."""
    await service.ask_again(tx)


async def clear_old(tx: Tx) -> None:
    """The job of 04:00. While a backup is being made or proved, it waits for the next night."""
    settings = load()
    async with our_turn(settings.database_url) as ours:
        if ours:
            await clearing.clear(tx, settings)
