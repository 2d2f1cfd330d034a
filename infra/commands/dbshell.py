"""`rotacc dbshell`: psql on the database of the settings."""

from __future__ import annotations

import argparse
import os
from typing import Any

HELP = "Open PostgreSQL's own prompt (psql) on the database of the settings"


def add_to(subparsers: argparse._SubParsersAction[Any]) -> None:
    parser = subparsers.add_parser("dbshell", help=HELP, description=HELP + ".")
    parser.add_argument("-c", "--command", dest="sql", metavar="SQL", action="append", help="run this and end")
    parser.add_argument("more", nargs="*", metavar="OPTION", help="passed on to psql; write -- before the first")
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    from infra.trouble import Trouble
    from shared.pg_tools import ToolMissing, environment, tool
    from shared.settings import load

    url = load().database_url
    try:
        program = tool("psql")
    except ToolMissing as missing:
        raise Trouble(str(missing)) from None
    words = [str(program), *(word for sql in args.sql or () for word in ("-c", sql)), *args.more]
    # Where and as whom stands in the environment: a password among the words of a command can be read by everybody.
    os.execve(program, words, os.environ | environment(url))  # noqa: S606
