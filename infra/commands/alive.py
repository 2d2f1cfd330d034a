"""`rotacc alive`: whether a process without an address is alive, for container health checks."""

from __future__ import annotations

import argparse
from typing import Any

from infra.heartbeat import PROCESSES

HELP = "Exit 0 when a worker, solver or scheduler has been alive in the last half minute"


def add_to(subparsers: argparse._SubParsersAction[Any]) -> None:
    parser = subparsers.add_parser("alive", help=HELP, description=HELP + ".")
    parser.add_argument("process", choices=PROCESSES)
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    from redis.exceptions import RedisError

    from infra.heartbeat import is_alive
    from infra.trouble import Trouble
    from shared.settings import load

    try:
        alive = is_alive(load(), args.process)
    except RedisError as error:
        raise Trouble(f"redis does not answer: {error}") from error
    print(f"The {args.process} is {'alive' if alive else 'silent'}.")
    return 0 if alive else 1
