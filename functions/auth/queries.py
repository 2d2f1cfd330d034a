"""Every SQL statement about accounts."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from psycopg.rows import class_row

from shared.db import Tx


@dataclass(frozen=True, slots=True)
class Account:
    """Somebody who can sign in."""

    id: UUID
    username: str
    display_name: str
    email: str | None
    password_hash: str
    roles: list[str]
    person_code: str | None
    active: bool


async def account_named(tx: Tx, *, username: str) -> Account | None:
    """The account with this (plain) username, active or not."""
    async with tx.cursor(row_factory=class_row(Account)) as cursor:
        await cursor.execute(
            """
            select id, username, display_name, email, password_hash, roles, person_code, active
            from account where username = %s
            """,
            (username,),
        )
        return await cursor.fetchone()


async def lock_accounts(tx: Tx) -> None:
    """Let one transaction at a time make or change accounts, so that two asking for the same one agree."""
    await tx.execute("select pg_advisory_xact_lock(hashtext('account'))")


async def insert_account(
    tx: Tx,
    *,
    username: str,
    display_name: str,
    email: str | None,
    password_hash: str,
    roles: list[str],
    person_code: str | None,
) -> UUID:
    """Add an account and give its id."""
    cursor = await tx.execute(
        """
        insert into account (username, display_name, email, password_hash, roles, person_code)
        values (%s, %s, %s, %s, %s, %s) returning id
        """,
        (username, display_name, email, password_hash, roles, person_code),
    )
    row = await cursor.fetchone()
    assert row is not None  # noqa: S101  # `returning` gives the row it inserted
    account_id: UUID = row[0]
    return account_id


async def update_account(
    tx: Tx,
    *,
    account_id: UUID,
    display_name: str,
    email: str | None,
    password_hash: str,
    roles: list[str],
    person_code: str | None,
) -> None:
    """Make an account what it is now, and active."""
    await tx.execute(
        """
        update account
        set display_name = %s, email = %s, password_hash = %s, roles = %s, person_code = %s, active = true
        where id = %s
        """,
        (display_name, email, password_hash, roles, person_code, account_id),
    )
