"""Changes by hand that wait to be published, for rooms that only need to know that there are some."""

from __future__ import annotations

from datetime import date

from shared.db import Tx


async def waiting(tx: Tx, *, start: date, end: date) -> int:
    """How many wait that touch a range."""
    cursor = await tx.execute(
        """
        select count(*) from rota_edit e
        where e.undone_at is null and e.version_id is null
          and exists (select from rota_edit_cell c where c.edit_id = e.id and c.date between %s and %s)
        """,
        (start, end),
    )
    row = await cursor.fetchone()
    return 0 if row is None else int(row[0])
