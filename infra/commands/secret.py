"""`rotacc secret`: a random word nobody guesses."""

from __future__ import annotations

import argparse
from typing import Any

HELP = "Print a good SECRET_KEY, password or passphrase, a new one each time"


def add_to(subparsers: argparse._SubParsersAction[Any]) -> None:
    subparsers.add_parser("secret", help=HELP, description=HELP + ".").set_defaults(run=run)


def run(_args: argparse.Namespace) -> int:
    import secrets

    print(secrets.token_urlsafe(48))
    return 0
