"""`rotacc backup`: a backup of the database, now."""

from __future__ import annotations

import argparse
import asyncio
import sys
from contextlib import redirect_stdout
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from functions.backup.nouns import Backup, Cause
    from shared.settings import Settings

HELP = "Make a backup of the database now"


def add_to(subparsers: argparse._SubParsersAction[Any]) -> None:
    parser = subparsers.add_parser("backup", help=HELP, description=HELP + ".")
    parser.add_argument("--prove", action="store_true", help="restore it into a scratch database and compare")
    parser.add_argument("--before-update", action="store_true", help="note that it was made for an update")
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    from functions.backup.nouns import Cause
    from shared.settings import load

    cause = Cause.BEFORE_UPDATE if args.before_update else Cause.BY_HAND
    asyncio.run(_backup(load(), cause, wants_proof=args.prove))
    return 0


async def _backup(settings: Settings, cause: Cause, *, wants_proof: bool) -> None:
    from infra.migrate import state

    if (await asyncio.to_thread(state, settings.database_url)).pending:
        return await _unrecorded(settings)
    backup = await made(settings, cause, wants_proof=wants_proof)
    print(f"Made {settings.backup_dir / backup.dump_name} ({backup.size} bytes).")
    print(f"SHA-256 {backup.sha256}")
    if backup.in_bucket:
        print(f"Copied to s3://{settings.backup_s3_bucket}/{settings.backup_s3_prefix}{backup.dump_name}")
    if wants_proof:
        await prove(settings, backup)


async def _unrecorded(settings: Settings) -> None:
    """Before an update the database is behind this version: a dump can be made, and a row about it cannot."""
    from functions.backup.before_update import before_update
    from functions.backup.nouns import Failure
    from infra.trouble import Trouble

    try:
        print(await asyncio.to_thread(before_update, settings))
    except Failure as failure:
        raise Trouble(failure.message) from failure
    print("It is in the list of backups once the database is up to date.")


async def made(settings: Settings, cause: Cause, *, wants_proof: bool = False, kind: str = "database") -> Backup:
    """Make a backup, or an export, in this process, in one attempt. Raises Trouble with what went wrong."""
    from functions.backup import making, service
    from functions.backup.nouns import Failure, Kind
    from infra.migrate import require_served
    from infra.trouble import Trouble
    from shared.db import Database

    await asyncio.to_thread(require_served, settings.database_url)
    async with Database(settings.database_url, max_size=2) as database:
        async with database.tx() as tx:
            asked = await service.ask(tx, cause=cause, kind=Kind(kind), wants_proof=wants_proof)
        try:
            with redirect_stdout(sys.stderr):  # what it logs; standard output may be the export itself
                await making.make(database, settings, backup_id=asked.id)
        except Failure as failure:
            raise Trouble(failure.message) from failure
        async with database.tx() as tx:
            backup = await service.one(tx, backup_id=asked.id)
    if backup.status == "working" or (backup.status == "waiting" and backup.trouble is None):
        raise Trouble("Another backup is being made or proved at this moment. Try again in a minute.")
    if backup.status != "made" or backup.trouble:
        what = "export" if kind == Kind.EXPORT else "backup"
        raise Trouble(f"The {what} is not complete: {backup.trouble}")
    return backup


async def prove(settings: Settings, backup: Backup) -> None:
    from functions.backup import proving, service
    from infra.trouble import Trouble
    from shared.db import Database

    async with Database(settings.database_url, max_size=2) as database:
        with redirect_stdout(sys.stderr):
            await proving.prove(database, settings, backup_id=backup.id)
        async with database.tx() as tx:
            proved = await service.one(tx, backup_id=backup.id)
    if proved.proof != "proved":
        raise Trouble(f"It could not be proved: {proved.proof_trouble or 'a worker is at it.'}")
    how = "importing" if proved.kind == "export" else "restoring"
    print(f"Proved by {how} it: everything it holds came back, in {proved.proof_seconds} seconds.")
