"""What a rota's page marks that other rooms write down: leave within a session."""

from __future__ import annotations

from datetime import date

from shared.db import Tx
from shared.standing import Slot, slot_of


async def part_leave(tx: Tx, *, start: date, end: date) -> dict[Slot, int]:
    """Minutes of approved leave within a session that is otherwise worked."""
    cursor = await tx.execute(
        """
        select person_code, start_date, start_half, part_minutes from leave_request
        where status = 'approved' and part_minutes is not null and start_date between %s and %s
        """,
        (start, end),
    )
    return {slot_of(code, day, half): minutes for code, day, half, minutes in await cursor.fetchall()}
