"""`rotacc entrypoint`: what every container of ours starts with."""

from __future__ import annotations

import argparse
import sys
from typing import Any

HELP = "Prepare volumes, database and pages, then be the command given (what the image starts with)"


def add_to(subparsers: argparse._SubParsersAction[Any]) -> None:
    parser = subparsers.add_parser("entrypoint", help=HELP, description=HELP + ".")
    parser.add_argument(
        "command_line",
        nargs=argparse.REMAINDER,
        metavar="COMMAND",
        help="rotacc web, worker, solver or scheduler; another command runs without preparing; none: only prepare",
    )
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    import os

    from infra import start_up

    start_up.end_when_told()
    if os.geteuid() == 0:
        _give_up_root()
    start_up.give_up_privileges()
    if not args.command_line or start_up.is_process(args.command_line):
        _prepare(pages="web" in args.command_line)
    if args.command_line:
        start_up.become(args.command_line)
    return 0


def _give_up_root() -> None:
    from infra import start_up

    try:
        if mended := start_up.mend(start_up.VOLUMES):
            say(f"{mended} entries in the volumes belonged to another account; they are appuser's now.")
    except OSError as error:  # a volume that is read-only or refuses root; whoever writes there will say so
        say(f"The volumes could not be given to appuser: {error}")
    start_up.drop()


def _prepare(*, pages: bool) -> None:
    from infra import start_up
    from shared.settings import load

    start_up.prepare(load(), say, pages=pages)


def say(sentence: str) -> None:
    print(sentence, file=sys.stderr, flush=True)
