"""Seeing to it that an account exists, as the demo and the command line do."""

from __future__ import annotations

import asyncio

import pytest

from functions.auth import service
from functions.auth.passwords import matches
from functions.auth.queries import account_named
from shared.db import Database
from shared.errors import Refused

PASSWORD = "twelve letters or more"


async def _ensure(db: Database, **changed: object) -> object:
    values: dict[str, object] = {
        "username": "Priya",
        "password": PASSWORD,
        "roles": ("administrator",),
        "display_name": "Priya Shah",
    }
    async with db.tx() as tx:
        return await service.ensure_account(tx, **(values | changed))  # type: ignore[arg-type]  # a test's mixture


async def _audited(db: Database) -> list[str]:
    async with db.tx() as tx:
        cursor = await tx.execute("select action, coalesce(old::text, '') || new::text from audit order by id")
        rows = await cursor.fetchall()
    assert not any(PASSWORD in text or "argon2" in text for _, text in rows)
    return [action for action, _ in rows]


async def test_it_works(db: Database) -> None:
    await _ensure(db)
    async with db.tx() as tx:
        account = await account_named(tx, username="priya")
    assert account is not None
    assert account.password_hash.startswith("$argon2id$v=19$m=19456,t=2,p=1$")
    assert await matches(account.password_hash, PASSWORD)


async def test_asked_twice_nothing_changes(db: Database) -> None:
    first = await _ensure(db)
    assert await _ensure(db) == first
    assert await _audited(db) == ["account-made"]


async def test_two_at_once_make_one_account(db: Database) -> None:
    assert len(set(await asyncio.gather(*(_ensure(db) for _ in range(4))))) == 1
    assert await _audited(db) == ["account-made"]


async def test_a_new_role_or_password_is_taken_over(db: Database) -> None:
    await _ensure(db)
    await _ensure(db, roles=("superuser",))
    await _ensure(db, roles=("superuser",), password="another long password")
    assert await _audited(db) == ["account-made", "account-changed", "account-changed"]


async def test_everything_wrong_is_said_at_once(db: Database) -> None:
    with pytest.raises(Refused) as refused:
        await _ensure(db, username="no spaces", password="short", roles=("king",))
    assert [reason.code for reason in refused.value.reasons] == [
        "username",
        "password-too-short",
        "password-common",
        "unknown-role",
    ]


async def test_the_last_superuser_stays_one(db: Database) -> None:
    await _ensure(db, roles=("superuser",))
    with pytest.raises(Refused) as refused:
        await _ensure(db, roles=("administrator",))
    assert [reason.code for reason in refused.value.reasons] == ["last-superuser"]
    await _ensure(db, username="another", roles=("superuser",))
    await _ensure(db, roles=("administrator",))


async def test_what_belongs_to_somebody_else_is_refused_in_words(db: Database) -> None:
    await _ensure(db, email="Priya@Example.com", person_code="PS")
    with pytest.raises(Refused) as refused:
        await _ensure(db, username="priya@example.com", email="priya@example.com", person_code="PS")
    assert [reason.field for reason in refused.value.reasons] == ["username", "email", "person_code"]
