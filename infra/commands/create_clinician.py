"""`rotacc create-clinician`: an account for somebody on the rota, who is put on it first where they are not."""

from __future__ import annotations

import argparse
import asyncio
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from shared.db import Tx

HELP = "Make the account of somebody new who is a clinician, and put them on the rota if they are not on it yet"
MORE = "What is not given is asked for. The password is asked for, or is one line of standard input."
# The columns of the people file that a first term needs, and what is asked.
TERM = {
    "role": "Role, such as Salaried",
    "site": "Code of the site",
    "wte": "Whole-time equivalent, such as 0.75",
    "pattern": "Pattern, ten letters from Monday morning, such as SSSS--SSSA",
    "starts": "First day, such as 2027-01-04",
}


@dataclass(frozen=True, slots=True)
class Wanted:
    """Who is to have an account. `term`: their first one, for somebody new on the rota."""

    code: str
    name: str
    email: str | None
    username: str
    term: dict[str, str] | None


def add_to(subparsers: argparse._SubParsersAction[Any]) -> None:
    parser = subparsers.add_parser("create-clinician", help=HELP, description=f"{HELP}. {MORE}")
    parser.add_argument("--code", help="code of the person on the rota, such as AO")
    parser.add_argument("--name", help="as colleagues say it")
    parser.add_argument("--email", help="by which a forgotten password is mended; your word for it is taken")
    parser.add_argument("--username")
    for name, question in TERM.items():
        parser.add_argument(f"--{name}", help=f"for somebody new on the rota: {question[0].lower()}{question[1:]}")
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    from infra.migrate import require_served
    from shared.settings import load

    require_served(load().database_url)
    wanted = asyncio.run(create(args))
    new = " is on the rota, and" if wanted.term else ""
    print(f"{wanted.name} ({wanted.code}){new} may sign in as {wanted.username}.")
    return 0


async def create(args: argparse.Namespace) -> Wanted:
    """The person, if need be, and the account, or neither. Raises Trouble with everything that is wrong."""
    from infra.asking import ask_password, trouble
    from shared.db import Database
    from shared.errors import NotFound, Refused
    from shared.settings import load

    async with Database(load().database_url, max_size=1) as database:
        async with database.tx() as tx:
            known = await on_the_rota(tx)
        wanted = complete(args, known)
        password = ask_password()
        try:
            async with database.tx() as tx:
                await make(tx, wanted, password)
        except (Refused, NotFound) as error:
            raise trouble(error) from None
    return wanted


async def on_the_rota(tx: Tx) -> dict[str, tuple[str, str | None]]:
    """Everybody on the rota by code: name and address."""
    cursor = await tx.execute("select code, name, email from person where active order by code")
    return {code: (name, email) for code, name, email in await cursor.fetchall()}


def complete(args: argparse.Namespace, known: dict[str, tuple[str, str | None]]) -> Wanted:
    """What was given, and answers to what was not."""
    from infra.asking import ask

    code = args.code or ask("Code on the rota")
    name, email = known.get(code, ("", None))
    name = args.name or name or ask("Name, as colleagues say it")
    email = args.email or email or ask("Email address (may be left empty)") or None
    username = args.username or email or ask("Username")
    term = None if code in known else {each: getattr(args, each) or ask(TERM[each]) for each in TERM}
    return Wanted(code, name, email, username, term)


async def make(tx: Tx, wanted: Wanted, password: str) -> None:
    """Raises Refused, and then nothing was made."""
    from functions.auth.policy import plain_username
    from functions.auth.queries import account_named
    from functions.auth.service import ensure_account
    from functions.practice.people.schemas import PersonIn, TermIn
    from functions.practice.people.service import By, add_person
    from shared.errors import Refused

    if wanted.term is not None:
        person = PersonIn(
            code=wanted.code, name=wanted.name, email=wanted.email, term=TermIn.model_validate(wanted.term)
        )
        await add_person(tx, wanted=person, by=By(None))
    if await account_named(tx, username=plain_username(wanted.username)):
        raise Refused("account", f"There is an account {wanted.username} already. `rotacc create-account` changes it.")
    await ensure_account(
        tx,
        username=wanted.username,
        password=password,
        roles=["clinician"],
        display_name=wanted.name,
        email=wanted.email,
        person_code=wanted.code,
    )
