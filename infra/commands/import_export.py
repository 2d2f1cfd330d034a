"""`rotacc import`: an export, in the place of what is there."""

from __future__ import annotations

import argparse
import asyncio
from pathlib import Path
from typing import TYPE_CHECKING, Any

from infra.commands import in_its_place
from infra.trouble import Trouble

if TYPE_CHECKING:
    from functions.backup.portable.reading import Export
    from shared.settings import Settings

HELP = "Import everything from an export"
MORE = (
    "Into a system that has no practice yet; with --replace also in the place of the one that is there. All of it is "
    "checked first, imported beside, and compared; only then it takes the database's name. What was there is kept "
    "under another name."
)


def add_to(subparsers: argparse._SubParsersAction[Any]) -> None:
    parser = subparsers.add_parser("import", help=HELP, description=f"{HELP}. {MORE}")
    parser.add_argument("file", metavar="FILE", type=Path, help="an export")
    parser.add_argument("--dry-run", action="store_true", help="import it into a scratch database, compare, drop that")
    parser.add_argument("--replace", action="store_true", help="also when there is a practice already")
    parser.add_argument("--yes", action="store_true", help="do not ask before a practice is replaced")
    in_its_place.add_options(parser)
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    from functions.backup.nouns import Failure
    from functions.backup.portable.manifest import NotUsable
    from shared.settings import load

    try:
        asyncio.run(_import(load(), args))
    except NotUsable as problem:
        raise Trouble(f"It cannot be imported, and nothing was changed:\n{problem}") from problem
    except Failure as failure:
        raise Trouble(failure.message) from failure
    return 0


async def _import(settings: Settings, args: argparse.Namespace) -> None:
    from functions.backup.portable import importing

    async with importing.checked(settings, args.file) as export:
        _describe(export)
        if args.dry_run:
            await _dry_run(settings, export)
        else:
            await _replace(settings, export, args)


def _describe(export: Export) -> None:
    said = export.manifest
    print(f"An export of {said.practice or 'a practice'}, made {said.made_at:%Y-%m-%d %H:%M} UTC by {said.release}.")
    print("Every byte of it is as it was exported.")
    print(f"It holds {said.rows} rows in these tables:")
    for name, part in sorted(said.tables.items()):
        if part.rows:
            print(f"  {name}: {part.rows}")
    print("Not in it: passwords, sign-ins, links and letters, and what belongs to the machine it was made on.")


async def _dry_run(settings: Settings, export: Export) -> None:
    from functions.backup.portable import importing

    async with in_its_place.our_turn(settings):
        held = await importing.tried(settings, export)
    print(f"It can be imported: {sum(held.rows.values())} rows came in, and everything adds up. Nothing was changed.")
    if not await importing.is_empty(settings):
        print("There is a practice here already: an import would need --replace, and takes a backup of it first.")


async def _replace(settings: Settings, export: Export, args: argparse.Namespace) -> None:
    from functions.backup.afterwards import settle_import
    from functions.backup.portable import importing

    if not await importing.is_empty(settings):
        _agree(export, args)
    await in_its_place.refuse_while_others_work(settings, args)
    await in_its_place.backup_first(settings, args)
    async with in_its_place.our_turn(settings):
        replaced = await importing.replace(
            settings, export, prepare=lambda url: settle_import(settings, export.manifest, url)
        )
    in_its_place.end_sessions(settings)
    print(f"Imported {sum(replaced.held.rows.values())} rows. Everybody has to sign in again.")
    print(
        "Whoever had the same account here keeps their password. Everybody else asks for a link on the sign-in page, "
        "or is given a password with rotacc create-account."
    )
    in_its_place.tell(replaced)


def _agree(export: Export, args: argparse.Namespace) -> None:
    """Have somebody say that the practice which is there is to go. Raises Trouble unless they do."""
    from infra.asking import ask

    if not args.replace:
        raise Trouble(
            "There is a practice here already, and nothing was changed. Look first with --dry-run; --replace puts the "
            "export in its place."
        )
    if not args.yes and ask("The practice that is here is replaced by the export. Type yes to go on") != "yes":
        raise Trouble("Nothing was changed.")
