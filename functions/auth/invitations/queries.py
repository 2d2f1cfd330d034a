"""Every SQL statement about invitations."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from psycopg.rows import class_row

from shared.db import Tx


@dataclass(frozen=True, slots=True)
class Invitation:
    """Somebody who is to have an account, without the token of their link.

    `newest`: found by its newest link. `sender_roles`: what whoever sent that link is now; None for the operator.
    """

    id: UUID
    email: str
    display_name: str
    roles: list[str]
    person_code: str | None
    mail_id: UUID | None
    invited_by: str | None
    invited_at: datetime
    sent_at: datetime
    expires_at: datetime
    accepted_at: datetime | None
    revoked_at: datetime | None
    newest: bool
    sender_roles: list[str] | None


SELECT = """
    select i.id, i.email, i.display_name, i.roles, i.person_code, mail_id, a.display_name as invited_by, invited_at,
           sent_at, expires_at, accepted_at, revoked_at, {newest} as newest,
           case when a.active then a.roles when a.id is not null then array[]::text[] end as sender_roles
    from invitation i left join account a on a.id = i.invited_by
"""


async def invitations(tx: Tx) -> list[Invitation]:
    """Every invitation, newest first."""
    async with tx.cursor(row_factory=class_row(Invitation)) as cursor:
        await cursor.execute(SELECT.format(newest="true") + "order by invited_at desc, i.id")
        return await cursor.fetchall()


async def invitation(tx: Tx, *, invitation_id: UUID) -> Invitation | None:
    """One invitation; nobody else changes it until this transaction ends."""
    async with tx.cursor(row_factory=class_row(Invitation)) as cursor:
        await cursor.execute(SELECT.format(newest="true") + "where i.id = %s for update of i", (invitation_id,))
        return await cursor.fetchone()


async def invitation_of(tx: Tx, *, token_hash: bytes) -> Invitation | None:
    """The invitation one of whose links, the newest or a former one, has this token."""
    async with tx.cursor(row_factory=class_row(Invitation)) as cursor:
        await cursor.execute(
            SELECT.format(newest="token_hash = %(hash)s") + "where token_hash = %(hash)s or %(hash)s = any(former)",
            {"hash": token_hash},
        )
        return await cursor.fetchone()


async def open_invitation(tx: Tx, *, email: str) -> Invitation | None:
    """The invitation of this address that is neither accepted nor revoked, whether it ran out or not."""
    async with tx.cursor(row_factory=class_row(Invitation)) as cursor:
        await cursor.execute(
            SELECT.format(newest="true") + "where lower(i.email) = %s and accepted_at is null and revoked_at is null",
            (email,),
        )
        return await cursor.fetchone()


async def insert_invitation(
    tx: Tx,
    *,
    email: str,
    display_name: str,
    roles: list[str],
    person_code: str | None,
    token_hash: bytes,
    expires_at: datetime,
    invited_by: UUID | None,
) -> UUID:
    """Add an invitation and give its id."""
    cursor = await tx.execute(
        """
        insert into invitation (email, display_name, roles, person_code, token_hash, expires_at, invited_by)
        values (%s, %s, %s, %s, %s, %s, %s) returning id
        """,
        (email, display_name, roles, person_code, token_hash, expires_at, invited_by),
    )
    row = await cursor.fetchone()
    assert row is not None  # noqa: S101  # `returning` gives the row it inserted
    invitation_id: UUID = row[0]
    return invitation_id


async def note_mail(tx: Tx, *, invitation_id: UUID, mail_id: UUID) -> None:
    """Remember which message carries the newest link."""
    await tx.execute("update invitation set mail_id = %s where id = %s", (mail_id, invitation_id))


async def renew_link(tx: Tx, *, invitation_id: UUID, token_hash: bytes, expires_at: datetime, by: UUID) -> None:
    """Put a new link in place of the one before, which is remembered only to say that it was replaced.

    Whoever sends it answers for the invitation from now on.
    """
    await tx.execute(
        """
        update invitation
        set former = former || token_hash, token_hash = %s, expires_at = %s, sent_at = now(), invited_by = %s
        where id = %s
        """,
        (token_hash, expires_at, by, invitation_id),
    )


async def revoke(tx: Tx, *, invitation_id: UUID, by: UUID) -> None:
    """Make an invitation worthless."""
    await tx.execute(
        "update invitation set revoked_at = now(), revoked_by = %s where id = %s and accepted_at is null",
        (by, invitation_id),
    )


async def accept(tx: Tx, *, invitation_id: UUID, token_hash: bytes, account_id: UUID) -> bool:
    """Use an invitation up by its newest link. False when somebody was quicker, or it stopped working meanwhile."""
    done = await tx.execute(
        """
        update invitation set accepted_at = now(), account_id = %s
        where id = %s and token_hash = %s and accepted_at is null and revoked_at is null and expires_at > now()
        """,
        (account_id, invitation_id, token_hash),
    )
    return done.rowcount == 1
