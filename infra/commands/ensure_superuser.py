"""`rotacc ensure-superuser`: somebody who may do everything, from the settings, if there is nobody of that name."""

from __future__ import annotations

import argparse
import asyncio
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from shared.errors import Refused
    from shared.settings import Settings

HELP = "Make the superuser of SUPERUSER_USERNAME, _EMAIL and _PASSWORD, unless there is one; change nothing else"


def add_to(subparsers: argparse._SubParsersAction[Any]) -> None:
    subparsers.add_parser("ensure-superuser", help=HELP, description=HELP + ".").set_defaults(run=run)


def run(_args: argparse.Namespace) -> int:
    from infra.migrate import require_served
    from shared.settings import load

    settings = load()
    if not settings.superuser_username:  # all three or none: that is checked with every other setting
        print("No superuser is asked for: SUPERUSER_USERNAME, _EMAIL and _PASSWORD are empty.")
        return 0
    require_served(settings.database_url)
    print(asyncio.run(ensure(settings)))
    return 0


async def ensure(settings: Settings) -> str:
    """Make them if there is nobody of that name; what was done. Asked by several at once, one of them makes it."""
    from functions.auth.policy import plain_username
    from functions.auth.queries import account_named, lock_accounts
    from functions.auth.service import ensure_account
    from shared.db import Database
    from shared.errors import Refused

    username = plain_username(settings.superuser_username)
    async with Database(settings.database_url, max_size=1) as database, database.tx() as tx:
        await lock_accounts(tx)
        if account := await account_named(tx, username=username):
            usable = account.active and "superuser" in account.roles
            return f"{username} exists{'' if usable else ', though not as a superuser who may sign in'}; left as it is."
        try:
            await ensure_account(
                tx,
                username=username,
                password=settings.superuser_password,
                roles=["superuser"],
                display_name=settings.superuser_username,
                email=settings.superuser_email,
            )
        except Refused as refusal:
            raise trouble(refusal) from None
    return f"{username} may sign in as superuser."


def trouble(refusal: Refused) -> Exception:
    """Every reason, by the setting it is about."""
    from infra.trouble import Trouble

    reasons = (f"  SUPERUSER_{(reason.field or 'username').upper()}: {reason.message}" for reason in refusal.reasons)
    return Trouble("\n".join(["The superuser cannot be made:", *reasons]))
