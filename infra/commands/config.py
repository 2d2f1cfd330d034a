"""`rotacc config`: the settings this process would run with."""

from __future__ import annotations

import argparse
import sys
from typing import Any

HELP = "Show every setting as it would be used, secrets masked"


def add_to(subparsers: argparse._SubParsersAction[Any]) -> None:
    subparsers.add_parser("config", help=HELP, description=HELP + ".").set_defaults(run=run)


def run(_args: argparse.Namespace) -> int:
    from shared.settings import load, older_names, shown, without_effect

    settings = load()
    for name, value in shown(settings).items():
        print(f"{name}={value}")
    for sentence in (*older_names(), *without_effect(settings)):
        print(f"{sentence}.", file=sys.stderr)
    return 0
