"""When the last backup was made and the last one proved, for every part that reports on the system's health."""

from __future__ import annotations

from datetime import datetime

from shared.db import Tx


async def last_made(tx: Tx) -> datetime | None:
    """When the newest backup of the database was made; None when there has been none."""
    return await _newest(tx, "select max(made_at) from backup where kind = 'database' and status <> 'gone'")


async def last_proved(tx: Tx) -> datetime | None:
    """When a backup was last proved by restoring it; None when none ever was."""
    return await _newest(tx, "select max(proof_at) from backup where proof = 'proved'")


async def _newest(tx: Tx, question: str) -> datetime | None:
    row = await (await tx.execute(question)).fetchone()
    found: datetime | None = row[0] if row else None
    return found
