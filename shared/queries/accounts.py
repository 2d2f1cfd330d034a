"""What an account may do now, read by every room at its door; and where its owner is written to."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from psycopg.rows import class_row

from shared.db import Tx


@dataclass(frozen=True, slots=True)
class Standing:
    """An account as it is at this moment. `stamp` changes with the password and the roles, and ends older sign-ins."""

    id: UUID
    username: str
    display_name: str
    roles: list[str]
    person_code: str | None
    stamp: str


@dataclass(frozen=True, slots=True)
class Reached:
    """Somebody on the rota who can be written to."""

    id: UUID
    name: str
    email: str


async def reached(tx: Tx, *, code: str) -> Reached | None:
    """The account of the person with this code, if it is active and its address is confirmed."""
    async with tx.cursor(row_factory=class_row(Reached)) as cursor:
        await cursor.execute(
            "select id, display_name as name, email from account "
            "where active and person_code = %s and email is not null",
            (code,),
        )
        return await cursor.fetchone()


async def standing(tx: Tx, *, account_id: UUID) -> Standing | None:
    """The account, or None when it is gone or no longer active."""
    async with tx.cursor(row_factory=class_row(Standing)) as cursor:
        await cursor.execute(
            """
            select id, username, display_name, roles, person_code, left(md5(password_hash || roles::text), 16) as stamp
            from account where id = %s and active
            """,
            (account_id,),
        )
        return await cursor.fetchone()
