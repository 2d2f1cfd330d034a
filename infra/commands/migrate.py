"""`rotacc migrate`: bring the database up to date."""

from __future__ import annotations

import argparse
from typing import Any

HELP = "Bring the database up to date"


def add_to(subparsers: argparse._SubParsersAction[Any]) -> None:
    parser = subparsers.add_parser("migrate", help=HELP, description=HELP + ".")
    parser.add_argument("--plan", action="store_true", help="only say what would be applied")
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    from infra.migrate import migrate, state
    from shared.settings import load

    url = load().database_url
    if args.plan:
        found = state(url)
        print(found if not found.pending else "\n".join(f"would apply {id_}" for id_ in found.pending))
        return 1 if found.unknown or found.changed else 0
    done = migrate(url)
    print("\n".join(f"applied {id_}" for id_ in done) or "The database is up to date.")
    return 0
