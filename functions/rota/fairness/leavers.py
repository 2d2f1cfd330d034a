"""People who have left, as they worked: weeks gone by were theirs too, and the rota no longer knows them."""

from __future__ import annotations

from dataclasses import replace

from shared.db import Tx
from shared.domain.calendar import Half, Session
from shared.domain.leave import LeaveKind
from shared.domain.problem import Leave, Practice
from shared.queries import leavers


async def with_leavers(tx: Tx, practice: Practice) -> Practice:
    """The practice with the working terms and the approved leave of people who have left."""
    everybody = await leavers.with_leavers(tx, practice)
    return replace(everybody, leave=(*everybody.leave, *await _leave(tx)))


async def _leave(tx: Tx) -> list[Leave]:
    cursor = await tx.execute(
        """
        select r.person_code, r.kind, r.start_date, r.start_half, r.end_date, r.end_half
        from leave_request r join person p on p.code = r.person_code
        where not p.active and r.status = 'approved' and r.part_minutes is null
        order by r.start_date, r.start_half, r.person_code
        """
    )
    return [
        Leave(code, LeaveKind(kind), Session(start, Half(start_half)), Session(end, Half(end_half)), approved=True)
        for code, kind, start, start_half, end, end_half in await cursor.fetchall()
    ]
