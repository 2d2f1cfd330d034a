"""`rotacc demo`: the whole system on this machine, until Ctrl-C."""

from __future__ import annotations

import argparse
from typing import Any

HELP = "A practice's real rota on this machine, until Ctrl-C (ROTACC_PORT, ROTACC_DATA)"


def add_to(subparsers: argparse._SubParsersAction[Any]) -> None:
    subparsers.add_parser("demo", help=HELP, description=HELP + ".").set_defaults(run=run)


def run(_args: argparse.Namespace) -> int:
    from infra.demo.show import show

    return show()
