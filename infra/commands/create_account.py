"""`rotacc create-account`: somebody who may sign in."""

from __future__ import annotations

import argparse
import asyncio
import getpass
import sys
from typing import Any

from infra.trouble import Trouble

HELP = "Make an account, or give an existing one a new password and role"
ROLES = ("clinician", "administrator", "superuser")


def add_to(subparsers: argparse._SubParsersAction[Any]) -> None:
    parser = subparsers.add_parser("create-account", help=HELP, description=HELP + ". The password is asked for.")
    parser.add_argument("--role", choices=ROLES, required=True)
    parser.add_argument("--username", help="asked for when left out")
    parser.add_argument("--name", help="as colleagues say it; the username when left out")
    parser.add_argument("--person", help="code of the person on the rota this account belongs to")
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    username = args.username or ask("Username: ")
    asyncio.run(create(username, ask_password(), args.role, args.name or username, args.person))
    print(f"{username} may sign in as {args.role}.")
    return 0


async def create(username: str, password: str, role: str, name: str, person: str | None) -> None:
    """Raises Trouble with everything that is wrong with the account."""
    from functions.auth.service import ensure_account
    from shared.db import Database
    from shared.errors import Refused
    from shared.settings import load

    async with Database(load().database_url, max_size=1) as database, database.tx() as tx:
        try:
            await ensure_account(
                tx, username=username, password=password, roles=[role], display_name=name, person_code=person
            )
        except Refused as refusal:
            raise Trouble(
                "\n".join([refusal.message, *(f"  {reason.message}" for reason in refusal.reasons)])
            ) from None


def ask(question: str) -> str:
    if not sys.stdin.isatty():
        return sys.stdin.readline().strip()
    return input(question).strip()


def ask_password() -> str:
    """The password, typed twice and never shown; one line of standard input when nobody is at a terminal."""
    if not sys.stdin.isatty():
        return sys.stdin.readline().rstrip("\n")
    password = getpass.getpass("Password (12 characters or more): ")
    if getpass.getpass("Again: ") != password:
        raise Trouble("The two passwords differ; nothing was changed.")
    return password
