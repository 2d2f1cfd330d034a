"""Every SQL statement about accounts."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from psycopg.rows import class_row

from shared.db import Tx


@dataclass(frozen=True, slots=True)
class Account:
    """Somebody who can sign in, unless they are inactive."""

    id: UUID
    username: str
    display_name: str
    email: str | None
    password_hash: str
    roles: list[str]
    person_code: str | None
    active: bool
    version: int
    created_at: datetime
    last_sign_in_at: datetime | None
    password_changed_at: datetime


@dataclass(frozen=True, slots=True)
class Taken:
    """What of an account belongs to another one already, and to whom: display names, None where it is free."""

    username: str | None
    email: str | None
    person: str | None


COLUMNS = """id, username, display_name, email, password_hash, roles, person_code, active, version, created_at,
             last_sign_in_at, password_changed_at"""


async def account_named(tx: Tx, *, username: str) -> Account | None:
    """The account with this (plain) username, active or not."""
    return await _one(tx, "username = %s", username)


async def account_of_email(tx: Tx, *, email: str) -> Account | None:
    """The active account this (plain) address belongs to."""
    return await _one(tx, "active and lower(email) = %s", email)


async def account(tx: Tx, *, account_id: UUID) -> Account | None:
    """The account with this id, active or not."""
    return await _one(tx, "id = %s", account_id)


async def accounts(tx: Tx) -> list[Account]:
    """Every account, by name."""
    async with tx.cursor(row_factory=class_row(Account)) as cursor:
        await cursor.execute(f"select {COLUMNS} from account order by lower(display_name), username")  # noqa: S608
        return await cursor.fetchall()


async def _one(tx: Tx, condition: str, value: object) -> Account | None:
    """The account for which a condition (of this file) holds."""
    async with tx.cursor(row_factory=class_row(Account)) as cursor:
        await cursor.execute(f"select {COLUMNS} from account where {condition}", (value,))  # noqa: S608
        return await cursor.fetchone()


async def lock_accounts(tx: Tx) -> None:
    """Let one transaction at a time make or change accounts, so that two asking for the same one agree, and the last
    superuser stays one."""
    await tx.execute("select pg_advisory_xact_lock(hashtext('account'))")


async def taken(
    tx: Tx, *, other_than: UUID | None, username: str | None, email: str | None, person_code: str | None
) -> Taken:
    """Whose account has this username, address or person already. A username may not be somebody else's address, nor
    the other way round: one may sign in with either."""
    cursor = await tx.execute(
        """
        select
          (select display_name from account where id is distinct from %(me)s
             and (username = %(username)s or (active and lower(email) = %(username)s)) limit 1),
          (select display_name from account where id is distinct from %(me)s
             and (username = %(email)s or (active and lower(email) = %(email)s)) limit 1),
          (select display_name from account where id is distinct from %(me)s
             and active and person_code = %(person)s limit 1)
        """,
        {"me": other_than, "username": username, "email": email, "person": person_code},
    )
    row = await cursor.fetchone()
    assert row is not None  # noqa: S101  # a select without from gives one row
    return Taken(*row)


async def others_in_charge(tx: Tx, *, account_id: UUID) -> tuple[int, int]:
    """How many other active accounts are superusers, and how many are superusers or administrators."""
    cursor = await tx.execute(
        """
        select count(*) filter (where 'superuser' = any(roles)),
               count(*) filter (where roles && array['superuser', 'administrator'])
        from account where active and id <> %s
        """,
        (account_id,),
    )
    row = await cursor.fetchone()
    assert row is not None  # noqa: S101  # an aggregate gives one row
    return int(row[0]), int(row[1])


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
    tx: Tx, *, account_id: UUID, display_name: str, email: str | None, roles: list[str], person_code: str | None
) -> None:
    """Make an account what it is now."""
    await tx.execute(
        """
        update account set display_name = %s, email = %s, roles = %s, person_code = %s, version = version + 1
        where id = %s
        """,
        (display_name, email, roles, person_code, account_id),
    )


async def set_active(tx: Tx, *, account_id: UUID, active: bool) -> None:
    """Let an account sign in, or not."""
    await tx.execute("update account set active = %s, version = version + 1 where id = %s", (active, account_id))


async def set_password(tx: Tx, *, account_id: UUID, password_hash: str) -> None:
    """Give an account another password, which ends its sign-ins. No new version, as in `note_sign_in`."""
    await tx.execute(
        "update account set password_hash = %s, password_changed_at = now() where id = %s",
        (password_hash, account_id),
    )


async def set_email(tx: Tx, *, account_id: UUID, username: str, email: str) -> None:
    """Give an account an address that was proved to be its owner's, and the username that goes with it."""
    await tx.execute(
        "update account set username = %s, email = %s, version = version + 1 where id = %s",
        (username, email, account_id),
    )


async def note_sign_in(tx: Tx, *, account_id: UUID) -> None:
    """Remember when somebody last signed in. No new version: nothing anybody edits has changed."""
    await tx.execute("update account set last_sign_in_at = now() where id = %s", (account_id,))
