"""When the last backup was made and the last one proved, for every part that reports on the system's health."""

from __future__ import annotations

from datetime import datetime

from shared.db import Tx


async def last_made(tx: Tx) -> datetime | None:
    """When the newest backup of the database was made; None when there has been none."""
    return await _newest(tx, "select max(made_at) from backup where kind = 'database' and status <> 'gone'")


async def last_proved(tx: Tx) -> datetime | None:
    """When a backup was last proved by restoring it; None when none ever was."""
    return await _newest(tx, "select max(proof_at) from backup where kind = 'database' and proof = 'proved'")


async def failed(tx: Tx) -> bool:
    """Whether the newest backup of the database failed, or the newest proof of one."""
    cursor = await tx.execute(
        """
        select coalesce((select status = 'failed' from backup where kind = 'database' and status in ('made', 'failed')
                         order by asked_at desc limit 1), false)
            or coalesce((select proof = 'failed' from backup where kind = 'database' and proof in ('proved', 'failed')
                         and proof_at is not null order by proof_at desc limit 1), false)
        """
    )
    row = await cursor.fetchone()
    return bool(row and row[0])


async def _newest(tx: Tx, question: str) -> datetime | None:
    row = await (await tx.execute(question)).fetchone()
    found: datetime | None = row[0] if row else None
    return found
