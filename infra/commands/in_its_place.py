"""What comes before and after something takes the database's place, be it a backup or an export."""

from __future__ import annotations

import argparse
import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING, Any

from infra.trouble import Trouble

if TYPE_CHECKING:
    from functions.backup.replacing import Replaced
    from shared.settings import Settings


def add_options(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--force", action="store_true", help="end the connections of web and workers that still run")
    parser.add_argument("--without-backup", action="store_true", help="do not take a backup of what is there first")


async def refuse_while_others_work(settings: Settings, args: argparse.Namespace) -> None:
    from functions.backup import replacing

    others = await asyncio.to_thread(replacing.others_connected, settings.database_url)
    if others and not args.force:
        raise Trouble(
            f"{others} {'connections' if others > 1 else 'connection'} to the database {'are' if others > 1 else 'is'} "
            "open. Stop web, worker, solver and scheduler first, or have them ended with --force. Nothing was changed."
        )


@asynccontextmanager
async def our_turn(settings: Settings) -> AsyncIterator[None]:
    """Until the end of the block nobody else makes, proves or restores backups."""
    from functions.backup import turns

    async with turns.our_turn(settings.database_url) as ours:
        if not ours:
            raise Trouble("A backup is being made or proved at this moment. Try again in a minute.")
        yield


async def rows_now(settings: Settings) -> dict[str, int]:
    """How many rows each table has; nothing, when the database is empty."""
    import psycopg

    from functions.backup.measuring import rows

    async with await psycopg.AsyncConnection.connect(settings.database_url, connect_timeout=10) as tx:
        return await rows(tx)


async def backup_first(settings: Settings, args: argparse.Namespace) -> None:
    """Take a backup of what is there, unless that is nothing or not wished."""
    from functions.backup.nouns import Cause
    from infra.commands.backup import made

    if not await rows_now(settings):
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


def end_sessions(settings: Settings) -> None:
    """Sign everybody out: their sign-ins are of accounts as they were."""
    from redis import Redis
    from redis.exceptions import RedisError

    try:
        with Redis.from_url(settings.redis_url, socket_timeout=5) as redis:
            keys: list[Any] = list(redis.scan_iter(match=f"{settings.cache_prefix}:session*", count=1000))
            if keys:
                redis.delete(*keys)
    except RedisError as error:
        print(f"redis does not answer ({error}), so sign-ins were not ended. Change SECRET_KEY, which ends them all.")


def tell(replaced: Replaced) -> None:
    """What became of the database that was there, and what to do next."""
    if replaced.former:
        print(
            f"The database that was there is now called {replaced.former}. When you no longer need it: rotacc dbshell, "
            f'then: drop database "{replaced.former}";'
        )
    elif replaced.in_place:
        print("This database user may not create databases, so the database was emptied and filled in one transaction.")
    print("Start web, worker, solver and scheduler again.")
