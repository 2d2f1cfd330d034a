"""`rotacc migrate`: bring the database up to date."""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from infra.migrate import Migration, State

HELP = "Bring the database up to date"


def add_to(subparsers: argparse._SubParsersAction[Any]) -> None:
    parser = subparsers.add_parser("migrate", help=HELP, description=HELP + ".")
    parser.add_argument("--plan", action="store_true", help="only say what would be applied")
    parser.add_argument("--sql", action="store_true", help="with --plan: the statements as well")
    parser.add_argument("--no-backup", action="store_true", help="change the database without a backup of it first")
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    from infra.migrate import state
    from infra.update import update
    from shared.settings import load

    settings = load()
    if args.plan or args.sql:
        found = state(settings.database_url)
        print(plan(found, sql=args.sql))
        return 1 if found.unknown or found.changed else 0
    update(settings, print, backup=not args.no_backup)
    return 0


def plan(found: State, *, sql: bool) -> str:
    """What a migration would do, in order, or why it would do nothing."""
    from infra.migrate import migrations

    if not found.pending or found.unknown or found.changed:
        return str(found)
    known = {migration.id: migration for migration in migrations()}
    return "\n".join(line for id_ in found.pending for line in planned(known[id_], sql=sql))


def planned(migration: Migration, *, sql: bool) -> Iterator[str]:
    """One migration that waits, and whether the former release goes on running while and after it is applied."""
    yield f"would apply {migration.id}" + ("; the former release runs beside it" if migration.beside else "")
    if sql:
        yield f"{migration.sql.strip()}\n"
