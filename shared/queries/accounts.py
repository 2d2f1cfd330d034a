"""What an account may do now, read by every room at its door."""

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
