"""`rotacc export`: everything the practice owns, as one zip that other programs can read."""

from __future__ import annotations

import argparse
import asyncio
import os
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any

from infra.trouble import Trouble

if TYPE_CHECKING:
    from functions.backup.nouns import Backup
    from shared.settings import Settings

HELP = "Export everything the practice owns as one zip"
MORE = (
    "It says why people were away and what they were told: keep it as safe as a personnel file. No password is in it."
)
STANDARD_OUTPUT = "-"


def add_to(subparsers: argparse._SubParsersAction[Any]) -> None:
    parser = subparsers.add_parser("export", help=HELP, description=f"{HELP}. {MORE}")
    parser.add_argument(
        "file", metavar="FILE", nargs="?", help="where to write it; - for standard output; else only in BACKUP_DIR"
    )
    parser.add_argument("--prove", action="store_true", help="import it into a scratch database and compare")
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    from functions.backup.nouns import Failure
    from shared.settings import load

    file = None if args.file in (None, STANDARD_OUTPUT) else Path(args.file)
    if file is not None and file.exists():
        raise Trouble(f"{file} is there already, and nothing is written over. Name another file.")
    try:
        asyncio.run(_export(load(), args, file))
    except Failure as failure:
        raise Trouble(failure.message) from failure
    return 0


async def _export(settings: Settings, args: argparse.Namespace, file: Path | None) -> None:
    from functions.backup.nouns import Cause
    from functions.backup.portable.fetching import plain
    from infra.commands.backup import made, prove

    export = await made(settings, Cause.BY_HAND, wants_proof=args.prove, kind="export")
    if args.file == STANDARD_OUTPUT:
        _pour(plain(settings, export), sys.stdout.buffer)
        return
    if file is not None:
        _write(plain(settings, export), file)
    _tell(settings, export, file)
    if args.prove:
        await prove(settings, export)


def _tell(settings: Settings, export: Backup, file: Path | None) -> None:
    from functions.backup.policy import EXPORTS_KEPT

    kept = settings.backup_dir / export.export_name
    print(f"Exported {sum((export.measured or {}).get('rows', {}).values())} rows.")
    if file is not None:
        print(f"It is in {file}, not encrypted: it holds personal data, so keep it safe.")
    print(f"It is kept in {kept} ({export.size} bytes) for {EXPORTS_KEPT.days} days.")


def _write(chunks: Iterator[bytes], file: Path) -> None:
    """Write it beside, for our own eyes only, and give it its name once it is whole."""
    beside = file.with_name(f".{file.name}.unfinished")
    try:
        with os.fdopen(os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as target:
            _pour(chunks, target)
            os.fsync(target.fileno())
        beside.replace(file)
    except OSError as error:
        raise Trouble(f"{file} cannot be written: {error.strerror or type(error).__name__}.") from error
    finally:
        beside.unlink(missing_ok=True)


def _pour(chunks: Iterator[bytes], target: IO[bytes]) -> None:
    for chunk in chunks:
        target.write(chunk)
    target.flush()
