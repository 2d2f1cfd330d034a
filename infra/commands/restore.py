"""`rotacc restore`: put a backup in the place of the database."""

from __future__ import annotations

import argparse
import asyncio
from typing import TYPE_CHECKING, Any

from infra.commands import in_its_place
from infra.trouble import Trouble

if TYPE_CHECKING:
    from functions.backup.replacing import Replaced, Source
    from shared.settings import Settings

HELP = "Put a backup in the place of the database"
MORE = (
    "Takes a backup of what is there first, restores beside it, compares, brings it up to date, and only then gives it "
    "the database's name. What was there is kept under another name."
)


def add_to(subparsers: argparse._SubParsersAction[Any]) -> None:
    parser = subparsers.add_parser("restore", help=HELP, description=f"{HELP}. {MORE}")
    parser.add_argument("backup", metavar="BACKUP", help="a file, a backup's name in BACKUP_DIR, or s3:NAME")
    parser.add_argument("--dry-run", action="store_true", help="only say what would happen")
    parser.add_argument(
        "--verify", action="store_true", help="restore it into a scratch database, compare, and drop that"
    )
    in_its_place.add_options(parser)
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    from functions.backup.nouns import Failure
    from shared.settings import load

    try:
        asyncio.run(_restore(load(), args))
    except Failure as failure:
        raise Trouble(failure.message) from failure
    return 0


async def _restore(settings: Settings, args: argparse.Namespace) -> None:
    from functions.backup import replacing

    async with replacing.found(settings, args.backup) as source:
        _describe(source)
        _refuse_newer(source)
        if args.verify:
            await _verify(settings, source)
        elif args.dry_run:
            await _dry_run(settings, source)
        else:
            await _replace(settings, source, args)


def _describe(source: Source) -> None:
    made = f", made {source.made_at:%Y-%m-%d %H:%M} UTC" if source.made_at else ""
    print(f"{source.name}{made}, {source.stored.size} bytes{', encrypted' if source.encrypted else ''}.")
    if source.checksum_known:
        print("Its checksum is right.")
    else:
        print("Nothing beside it says what its checksum was, or what it held.")


def _refuse_newer(source: Source) -> None:
    if newer := _newer(source):
        raise Trouble(f"It was made by a newer version, which has {', '.join(newer)}. Install that version first.")


def _newer(source: Source) -> list[str]:
    from infra.migrate import migrations

    known = {migration.id for migration in migrations()}
    return [id_ for id_ in source.migrations if id_ not in known]


def _pending(source: Source) -> list[str]:
    from infra.migrate import migrations

    return [migration.id for migration in migrations() if migration.id not in source.migrations]


async def _verify(settings: Settings, source: Source) -> None:
    from functions.backup import scratch

    async with in_its_place.our_turn(settings):
        held = await scratch.restored_and_compared(settings, source.file, wanted=source.measured)
    print(f"It can be restored: {sum(held.rows.values())} rows in {len(held.rows)} tables came back.")
    if source.measured is not None:
        print("Rows, ledgers and the rota's versions are as they were measured when it was made.")


async def _dry_run(settings: Settings, source: Source) -> None:
    from functions.backup.replacing import others_connected

    now = await in_its_place.rows_now(settings)
    then = source.measured.rows if source.measured else {}
    print("Nothing is changed. A restore would:")
    print(f"  take a backup of what is there ({sum(now.values())} rows)" if now else "  find an empty database")
    if pending := _pending(source):
        print(f"  bring it up to date: {', '.join(pending)}")
    if others := await asyncio.to_thread(others_connected, settings.database_url):
        print(f"  refuse while others are connected ({others}): stop web, worker, solver and scheduler first")
    if then:
        print("  change these tables (rows now, rows then):")
        for name in sorted({*now, *then}):
            if now.get(name, 0) != then.get(name, 0):
                print(f"    {name}: {now.get(name, 0)}, {then.get(name, 0)}")


async def _replace(settings: Settings, source: Source, args: argparse.Namespace) -> None:
    await in_its_place.refuse_while_others_work(settings, args)
    await in_its_place.backup_first(settings, args)
    async with in_its_place.our_turn(settings):
        replaced = await _replaced(settings, source)
    in_its_place.end_sessions(settings)
    print(f"Restored {source.name}: {sum(replaced.held.rows.values())} rows. Everybody has to sign in again.")
    in_its_place.tell(replaced)


async def _replaced(settings: Settings, source: Source) -> Replaced:
    from functions.backup import replacing
    from functions.backup.afterwards import settle

    return await replacing.replace(settings, source, prepare=lambda url: settle(settings, source, url))
