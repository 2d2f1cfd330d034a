"""`rotacc restore`: put a backup in the place of the database."""

from __future__ import annotations

import argparse
import asyncio
from typing import TYPE_CHECKING, Any

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
    parser.add_argument("--force", action="store_true", help="end the connections of web and workers that still run")
    parser.add_argument("--without-backup", action="store_true", help="do not take a backup of what is there first")
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
    from functions.backup import proving
    from functions.backup.turns import our_turn

    async with our_turn(settings.database_url) as ours:
        if not ours:
            raise Trouble("A backup is being made or proved at this moment. Try again in a minute.")
        held = await proving.restored_and_compared(settings, source.file, wanted=source.measured)
    print(f"It can be restored: {sum(held.rows.values())} rows in {len(held.rows)} tables came back.")
    if source.measured is not None:
        print("Rows, ledgers and the rota's versions are as they were measured when it was made.")


async def _dry_run(settings: Settings, source: Source) -> None:
    from functions.backup.replacing import others_connected

    now = await _rows_now(settings)
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


async def _rows_now(settings: Settings) -> dict[str, int]:
    import psycopg

    from functions.backup.measuring import rows

    async with await psycopg.AsyncConnection.connect(settings.database_url, connect_timeout=10) as tx:
        return await rows(tx)


async def _replace(settings: Settings, source: Source, args: argparse.Namespace) -> None:
    from functions.backup import replacing
    from functions.backup.turns import our_turn

    others = await asyncio.to_thread(replacing.others_connected, settings.database_url)
    if others and not args.force:
        raise Trouble(
            f"{others} connections to the database are open. Stop web, worker, solver and scheduler first, or have "
            "them ended with --force. Nothing was changed."
        )
    await _backup_first(settings, args)
    async with our_turn(settings.database_url) as ours:
        if not ours:
            raise Trouble("A backup is being made or proved at this moment. Try again in a minute.")
        replaced = await _replaced(settings, source)
    _end_sessions(settings)
    _tell(settings, source, replaced)


async def _replaced(settings: Settings, source: Source) -> Replaced:
    from functions.backup import replacing
    from functions.backup.afterwards import settle

    return await replacing.replace(settings, source, prepare=lambda url: settle(settings, source, url))


async def _backup_first(settings: Settings, args: argparse.Namespace) -> None:
    from functions.backup.nouns import Cause
    from infra.commands.backup import made

    if not await _rows_now(settings):
        print("The database is empty: there is nothing to back up first.")
        return
    if args.without_backup:
        print("No backup of what is there is taken, as you wished.")
        return
    try:
        backup = await made(settings, Cause.BEFORE_RESTORE)
    except Trouble as trouble:
        raise Trouble(
            f"What is there could not be backed up, so nothing was changed. {trouble} If it is not worth keeping, add "
            "--without-backup."
        ) from trouble
    print(f"What was there is in {settings.backup_dir / backup.dump_name}.")


def _end_sessions(settings: Settings) -> None:
    """Sign everybody out: their sign-ins are of accounts as they were."""
    from redis import Redis
    from redis.exceptions import RedisError

    try:
        with Redis.from_url(settings.redis_url, socket_timeout=5) as redis:
            keys = list(redis.scan_iter(match=f"{settings.cache_prefix}:session*", count=1000))
            if keys:
                redis.delete(*keys)
    except RedisError as error:
        print(f"redis does not answer ({error}), so sign-ins were not ended. Change SECRET_KEY, which ends them all.")


def _tell(settings: Settings, source: Source, replaced: Replaced) -> None:
    print(f"Restored {source.name}: {sum(replaced.held.rows.values())} rows. Everybody has to sign in again.")
    if replaced.former:
        print(
            f"The database that was there is now called {replaced.former}. When you no longer need it: rotacc dbshell, "
            f'then: drop database "{replaced.former}";'
        )
    else:
        print("This database user may not create databases, so the database was emptied and filled in one transaction.")
    print("Start web, worker, solver and scheduler again.")
