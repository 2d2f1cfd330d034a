"""Leave as other rooms read it: what a letter about a request needs, and who is away."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from psycopg.rows import class_row

from shared.db import Tx


@dataclass(frozen=True, slots=True)
class Told:
    """A request in what may be said of it to the one it belongs to and to administrators.

    `stranded`: trainees who would be without a supervisor, as {"code", "name", "date", "half"}; their supervisors may
    be told these, and never whose leave or what kind it is.
    """

    id: UUID
    person_code: str
    person_name: str
    kind: str
    start_date: date
    start_half: str
    end_date: date
    end_half: str
    part_minutes: int | None
    status: str
    automatic: bool
    decided_by: str | None
    decision_reason: str | None
    buddy_code: str | None
    stranded: list[dict[str, Any]]


async def told(tx: Tx, *, request_id: UUID) -> Told | None:
    """One request; None when there is no such request."""
    async with tx.cursor(row_factory=class_row(Told)) as cursor:
        await cursor.execute(
            """
            select r.id, r.person_code, p.name as person_name, r.kind, r.start_date, r.start_half, r.end_date,
                   r.end_half, r.part_minutes, r.status, r.automatic, d.display_name as decided_by, r.decision_reason,
                   r.buddy_code, coalesce(r.assessment -> 'stranded', '[]') as stranded
            from leave_request r
            join person p on p.code = r.person_code
            left join account d on d.id = r.decided_by
            where r.id = %s
            """,
            (request_id,),
        )
        return await cursor.fetchone()


@dataclass(frozen=True, slots=True)
class Spell:
    """Somebody is away, or has asked to be. The kind is not read: whoever needs it is in the room for leave."""

    id: UUID
    person_code: str
    start_date: date
    start_half: str
    end_date: date
    end_half: str
    status: str


async def spells(tx: Tx, *, start: date, end: date, code: str | None = None) -> list[Spell]:
    """Whole sessions asked for or approved with a day in a range, for one person or for all, in calendar order."""
    async with tx.cursor(row_factory=class_row(Spell)) as cursor:
        await cursor.execute(
            """
            select id, person_code, start_date, start_half, end_date, end_half, status
            from leave_request
            where status in ('requested', 'approved') and part_minutes is null
              and start_date <= %(end)s and end_date >= %(start)s
              and (%(code)s::text is null or person_code = %(code)s)
            order by start_date, start_half, person_code
            """,
            {"start": start, "end": end, "code": code},
        )
        return await cursor.fetchall()
