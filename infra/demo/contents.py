"""What the demonstration begins with: a practice from its files, and an account for each role."""

from __future__ import annotations

import asyncio
import json
import os
import secrets
from collections.abc import Mapping
from pathlib import Path

from functions.auth.service import ensure_account
from functions.practice.service import import_practice, read
from shared.db import Database
from shared.intake import Files
from shared.queries.practice import practice_version

PRACTICES = Path(__file__).parent / "practices"
PRACTICE = "northgate"

Accounts = Mapping[str, Mapping[str, str]]

# Role, name shown, person on the rota.
PEOPLE = (
    ("clinician", "Dr Beech", "P2"),
    ("administrator", "Practice manager", None),
    ("superuser", "System manager", None),
)


def files_of(name: str) -> Files:
    """The three files of one of the practices that come with the project."""
    practice, people, leave = (PRACTICES / f"{name}.{kind}" for kind in ("practice.json", "people.csv", "leave.csv"))
    return Files(name, practice.read_bytes(), people.read_bytes(), leave.read_bytes())


def accounts_in(file: Path) -> Accounts:
    """The accounts written in this file, made up and written there the first time; only its owner may read it."""
    if file.exists():
        kept: Accounts = json.loads(file.read_text())
        return kept
    made_up = {role: {"username": role, "password": secrets.token_urlsafe(12)} for role, _, _ in PEOPLE}
    unfinished = file.with_suffix(".new")
    unfinished.unlink(missing_ok=True)
    with os.fdopen(os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as new:
        json.dump(made_up, new, indent=2)
    unfinished.rename(file)
    return made_up


def fill(database_url: str, accounts: Accounts, *, practice: str = PRACTICE) -> bool:
    """Have these accounts, and a practice unless there is one; whether one was read in."""
    return asyncio.run(_fill(database_url, accounts, practice))


async def _fill(database_url: str, accounts: Accounts, practice: str) -> bool:
    async with Database(database_url, max_size=2) as database:
        async with database.tx() as tx:
            is_new = await practice_version(tx) is None
            if is_new:
                await import_practice(tx, read(files_of(practice)), preview=False, by=None)
        async with database.tx() as tx:
            for role, display_name, person_code in PEOPLE:
                account = accounts[role]
                await ensure_account(
                    tx,
                    username=account["username"],
                    password=account["password"],
                    roles=[role],
                    display_name=display_name,
                    person_code=person_code,
                )
        return is_new
