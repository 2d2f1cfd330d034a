"""`rotacc cleanup`: forget what is old, as every night does."""

from __future__ import annotations

import argparse
import asyncio
from typing import Any

HELP = "Remove what has been kept for long enough, as every night does"


def add_to(subparsers: argparse._SubParsersAction[Any]) -> None:
    parser = subparsers.add_parser("cleanup", help=HELP, description=HELP + ".")
    parser.add_argument("--dry-run", action="store_true", help="only say how much that would be")
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    from infra.migrate import require_served
    from shared.settings import load

    require_served(load().database_url)
    counts = asyncio.run(clean(dry_run=args.dry_run))
    for table, count in sorted(counts.items()):
        print(f"{table:16} {count:>8}")
    print(
        "Nothing was removed: this was a look only." if args.dry_run else f"{sum(counts.values())} rows were removed."
    )
    return 0


async def clean(*, dry_run: bool) -> dict[str, int]:
    """What was removed, or would be, by table."""
    from functions.cleanup import service
    from shared.db import Database
    from shared.settings import load

    async with Database(load().database_url, max_size=1) as database, database.tx() as tx:
        return await service.preview(tx) if dry_run else await service.forget(tx)
