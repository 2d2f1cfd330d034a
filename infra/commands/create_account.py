"""`rotacc create-account`: somebody who may sign in."""

from __future__ import annotations

import argparse
import asyncio
from dataclasses import dataclass
from typing import Any

HELP = "Make an account; where there is one of that username, give it a new password, this role and what else is named"
ROLES = ("clinician", "administrator", "superuser")


@dataclass(frozen=True, slots=True)
class Wanted:
    """What the account is to be. What is None stays as it is, or is left empty."""

    username: str
    role: str
    name: str | None = None
    person: str | None = None
    email: str | None = None


def add_to(subparsers: argparse._SubParsersAction[Any]) -> None:
    parser = subparsers.add_parser("create-account", help=HELP, description=HELP + ". The password is asked for.")
    parser.add_argument("--role", choices=ROLES, required=True)
    parser.add_argument("--username", help="asked for when left out")
    parser.add_argument("--name", help="as colleagues say it; the username when left out")
    parser.add_argument("--email", help="by which a forgotten password is mended; your word for it is taken")
    parser.add_argument("--person", help="code of the person on the rota this account belongs to")
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    from infra.asking import ask, ask_password
    from infra.migrate import require_served
    from shared.settings import load

    require_served(load().database_url)
    username = args.username or ask("Username")
    wanted = Wanted(username, args.role, args.name, args.person, args.email)
    asyncio.run(create(wanted, ask_password()))
    print(f"{username} may sign in as {args.role}.")
    return 0


async def create(wanted: Wanted, password: str) -> None:
    """Raises Trouble with everything that is wrong with the account."""
    from functions.auth.policy import plain_username
    from functions.auth.queries import account_named
    from functions.auth.service import ensure_account
    from infra.asking import trouble
    from shared.db import Database
    from shared.errors import Refused
    from shared.settings import load

    async with Database(load().database_url, max_size=1) as database, database.tx() as tx:
        before = await account_named(tx, username=plain_username(wanted.username))
        try:
            await ensure_account(
                tx,
                username=wanted.username,
                password=password,
                roles=[wanted.role],
                display_name=wanted.name or (before.display_name if before else wanted.username),
                email=wanted.email or (before.email if before else None),
                person_code=wanted.person or (before.person_code if before else None),
            )
        except Refused as refusal:
            raise trouble(refusal) from None
