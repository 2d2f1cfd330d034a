"""Who supervises whom, as the people room keeps it."""

from __future__ import annotations

from datetime import date

from shared.constraints.supervisors import Link
from shared.db import Tx


async def links(tx: Tx, *, start: date, end: date) -> tuple[Link, ...]:
    """The links that hold on some day of a range, in one order. PostgreSQL keeps the day after a link's last."""
    cursor = await tx.execute(
        """
        select trainee_code, supervisor_code, kind, lower(valid), upper(valid) - 1
        from supervision_link where valid && daterange(%s, %s, '[]')
        order by trainee_code, kind, supervisor_code, lower(valid) nulls first
        """,
        (start, end),
    )
    return tuple(Link(*row) for row in await cursor.fetchall())
