"""Reading what is known of backups."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from psycopg.rows import class_row

from functions.backup.nouns import Backup, Kind
from shared.db import Tx

_BACKUP = """
    select b.id, b.kind, b.cause, b.name, b.status, b.asked_at, a.display_name as asked_by, b.attempts, b.due_at,
           b.made_at, b.size, b.sha256, b.encrypted, b.schema_id, b.measured, b.is_local, b.in_bucket, b.has_sheet,
           b.trouble, b.proof, b.proof_attempts, b.proof_at, b.proof_seconds::float as proof_seconds, b.proof_trouble,
           b.gone_at
    from backup b left join account a on a.id = b.asked_by
"""


async def find(tx: Tx, *, backup_id: UUID) -> Backup | None:
    return await _one(tx, "where b.id = %s", backup_id)


async def named(tx: Tx, *, name: str) -> Backup | None:
    return await _one(tx, "where b.name = %s", name)


async def unfinished(tx: Tx, *, kind: str = Kind.DATABASE) -> Backup | None:
    """A backup of this kind that is asked for and not made yet."""
    return await _one(
        tx,
        """
        where b.kind = %s and b.status in ('waiting', 'working') and b.made_at is null
        order by b.asked_at limit 1
        """,
        kind,
    )


async def newest_nightly(tx: Tx) -> Backup | None:
    """The newest backup that was due by the clock and has ended, one way or the other."""
    return await _one(
        tx, "where b.cause = 'nightly' and b.status not in ('waiting', 'working') order by b.asked_at desc limit 1"
    )


async def newest_judged(tx: Tx) -> Backup | None:
    """The backup whose proof ended last, one way or the other."""
    return await _one(
        tx,
        """
        where b.kind = 'database' and b.proof in ('proved', 'failed') and b.proof_at is not null
        order by b.proof_at desc limit 1
        """,
    )


async def newest_made(tx: Tx) -> Backup | None:
    """The newest backup of the database there is."""
    return await _one(
        tx,
        """
        where b.kind = 'database' and b.made_at is not null and (b.is_local or b.in_bucket)
        order by b.made_at desc limit 1
        """,
    )


async def listed(tx: Tx, *, kind: str = Kind.DATABASE, most: int = 500) -> list[Backup]:
    """Newest first."""
    async with tx.cursor(row_factory=class_row(Backup)) as cursor:
        await cursor.execute(_BACKUP + " where b.kind = %s order by b.asked_at desc, b.id limit %s", (kind, most))
        return await cursor.fetchall()


async def kept(tx: Tx, *, kind: str = Kind.DATABASE) -> list[Backup]:
    """Every backup that is somewhere, and every failed one whose grab sheet is."""
    async with tx.cursor(row_factory=class_row(Backup)) as cursor:
        await cursor.execute(
            _BACKUP + " where b.kind = %s and b.status <> 'gone' and b.name is not null order by b.asked_at", (kind,)
        )
        return await cursor.fetchall()


async def overdue(tx: Tx) -> list[UUID]:
    """Backups nobody sees to: due again, or left behind. Only while nobody is working on any."""
    cursor = await tx.execute(
        "select id from backup where status = 'working' or (status = 'waiting' and due_at <= now()) order by asked_at"
    )
    return [row[0] for row in await cursor.fetchall()]


async def overdue_proofs(tx: Tx) -> list[UUID]:
    cursor = await tx.execute(
        """
        select id from backup where status = 'made'
           and (proof = 'working' or (proof = 'waiting' and coalesce(proof_due_at, now()) <= now()))
        order by asked_at
        """
    )
    return [row[0] for row in await cursor.fetchall()]


async def installed_at(tx: Tx) -> datetime | None:
    """When this database was set up."""
    row = await _row(tx, "select min(applied_at) from schema_migration")
    found: datetime | None = row[0]
    return found


async def wants_notice(tx: Tx, *, account_id: UUID) -> bool:
    """Whether an account is told when a backup fails: what it chose, else whether it is a superuser's."""
    row = await _row(
        tx,
        """
        select coalesce(n.wanted, 'superuser' = any(a.roles))
        from account a left join backup_notice n on n.account_id = a.id where a.id = %s
        """,
        account_id,
    )
    return bool(row and row[0])


async def to_be_told(tx: Tx) -> list[tuple[str, str]]:
    """Name and address of whoever is told when a backup fails."""
    cursor = await tx.execute(
        """
        select a.display_name, a.email from account a left join backup_notice n on n.account_id = a.id
        where a.active and a.email is not null and a.roles && array['administrator', 'superuser']
          and coalesce(n.wanted, 'superuser' = any(a.roles))
        order by a.username
        """
    )
    return await cursor.fetchall()


async def _one(tx: Tx, where: str, *values: object) -> Backup | None:
    async with tx.cursor(row_factory=class_row(Backup)) as cursor:
        await cursor.execute(_BACKUP + where, values)
        return await cursor.fetchone()


async def _row(tx: Tx, question: str, *values: object) -> Any:
    return await (await tx.execute(question, values)).fetchone()
