"""`rotacc web`, `worker`, `solver` and `scheduler`: the four processes of a running system."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from shared.settings import Settings

HELP = {
    "web": "Serve the pages and the API (gunicorn)",
    "worker": "Deliver facts between the rooms and run jobs",
    "solver": "Solve runs, one at a time",
    "scheduler": "Announce jobs when they are due",
}


def add_to(subparsers: argparse._SubParsersAction[Any]) -> None:
    for name, help_ in HELP.items():
        subparsers.add_parser(name, help=help_, description=help_ + ".").set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    from infra.migrate import require_served
    from shared import log
    from shared.settings import load, older_names

    settings = load()
    require_served(settings.database_url)
    log.configure(settings.log_level, args.command)
    for sentence in older_names():
        log.get("rotacc.settings").info(sentence)
    if args.command == "web":
        return web()
    background(args.command, settings)
    return 0


def web() -> int:
    """Become gunicorn: no process of ours stays above it."""
    import os

    from infra.supervise import command

    words = command("web")
    os.execv(words[0], words)  # noqa: S606


def background(command: str, settings: Settings) -> None:
    if command == "scheduler":
        from infra import scheduler

        scheduler.main(settings)
    else:
        from infra import worker

        worker.main(settings, command)
