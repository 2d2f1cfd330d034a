"""Every SQL statement about links mailed to those who have an account."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from psycopg.rows import class_row

from shared.db import Tx


@dataclass(frozen=True, slots=True)
class Link:
    """A link that was mailed, without its token.

    `account_roles`: of whose account it is about. `asker_roles`: what whoever asked for it is now; None where nobody
    else did.
    """

    id: UUID
    kind: str
    account_id: UUID
    email: str
    asked_by: UUID | None
    asked_at: datetime
    expires_at: datetime
    used_at: datetime | None
    replaced_at: datetime | None
    account_active: bool
    account_roles: list[str]
    asker_roles: list[str] | None


async def insert_ask(tx: Tx, *, email: str) -> UUID:
    """Note that somebody asked for a new password for an address."""
    cursor = await tx.execute("insert into reset_ask (email) values (%s) returning id", (email,))
    row = await cursor.fetchone()
    assert row is not None  # noqa: S101  # `returning` gives the row it inserted
    ask_id: UUID = row[0]
    return ask_id


async def take_ask(tx: Tx, *, ask_id: UUID) -> str | None:
    """The address somebody asked for, which is forgotten with this; None when it was seen to."""
    cursor = await tx.execute("delete from reset_ask where id = %s returning email", (ask_id,))
    row = await cursor.fetchone()
    return None if row is None else str(row[0])


async def insert_link(
    tx: Tx,
    *,
    kind: str,
    account_id: UUID,
    email: str,
    token_hash: bytes,
    expires_at: datetime,
    asked_by: UUID | None,
) -> None:
    """Add a link; the account's open ones of this kind stop working."""
    await replace_links(tx, account_id=account_id, kind=kind)
    await tx.execute(
        """
        insert into account_link (kind, account_id, email, token_hash, expires_at, asked_by)
        values (%s, %s, %s, %s, %s, %s)
        """,
        (kind, account_id, email, token_hash, expires_at, asked_by),
    )


async def replace_links(tx: Tx, *, account_id: UUID, kind: str | None = None) -> None:
    """Make an account's open links (of one kind, or of every kind) worthless."""
    await tx.execute(
        """
        update account_link set replaced_at = now()
        where account_id = %s and (%s::text is null or kind = %s) and used_at is null and replaced_at is null
        """,
        (account_id, kind, kind),
    )


async def link_of(tx: Tx, *, kind: str, token_hash: bytes) -> Link | None:
    """The link with this token, in whatever state."""
    async with tx.cursor(row_factory=class_row(Link)) as cursor:
        await cursor.execute(
            """
            select l.id, kind, account_id, l.email, asked_by, asked_at, expires_at, used_at, replaced_at,
                   a.active as account_active, a.roles as account_roles,
                   case when b.active then b.roles when b.id is not null then array[]::text[] end as asker_roles
            from account_link l join account a on a.id = account_id
            left join account b on b.id = asked_by and b.id <> account_id
            where kind = %s and token_hash = %s
            """,
            (kind, token_hash),
        )
        return await cursor.fetchone()


async def use_link(tx: Tx, *, link_id: UUID) -> bool:
    """Use a link up. False when somebody was quicker, or it stopped working meanwhile: of two, one wins."""
    done = await tx.execute(
        """
        update account_link set used_at = now()
        where id = %s and used_at is null and replaced_at is null and expires_at > now()
        """,
        (link_id,),
    )
    return done.rowcount == 1


async def pending_emails(tx: Tx) -> dict[UUID, str]:
    """The addresses that wait to be confirmed, by account."""
    cursor = await tx.execute(
        """
        select account_id, email from account_link
        where kind = 'email-change' and used_at is null and replaced_at is null and expires_at > now()
        """
    )
    return dict(await cursor.fetchall())
