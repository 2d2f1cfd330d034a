"""Changes by hand that wait to be published, for rooms that only need to know of them."""

from __future__ import annotations

from datetime import date

from shared.db import Tx
from shared.queries import rota
from shared.standing import Standing, slot_of
from shared.working_copy import CellChange, CellState, with_changes


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


async def number(tx: Tx) -> int:
    """How often the working copy has changed so far."""
    cursor = await tx.execute("select number from edit_stamp")
    row = await cursor.fetchone()
    return 0 if row is None else int(row[0])


async def working_copy(tx: Tx, *, start: date, end: date) -> Standing:
    """The rota of a range with every change that waits."""
    standing = await rota.standing(tx, start=start, end=end)
    return with_changes(standing, await _changes(tx, start, end))


async def _changes(tx: Tx, start: date, end: date) -> list[CellChange]:
    """Every session that waits to be changed in a range, the oldest act first."""
    cursor = await tx.execute(
        """
        select c.person_code, c.date, c.half, c.was, c.now
        from rota_edit_cell c join rota_edit e on e.id = c.edit_id
        where e.undone_at is null and e.version_id is null and c.date between %s and %s
        order by e.id
        """,
        (start, end),
    )
    rows = await cursor.fetchall()
    return [
        CellChange(slot_of(code, day, half), CellState.of(was), CellState.of(now)) for code, day, half, was, now in rows
    ]
