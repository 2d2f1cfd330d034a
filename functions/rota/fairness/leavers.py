"""People who have left, as they worked: weeks gone by were theirs too, and the rota no longer knows them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from shared.db import Tx
from shared.domain.calendar import Half, Session
from shared.domain.leave import LeaveKind
from shared.domain.people import Letter, Pattern, Person
from shared.domain.problem import Leave, Practice

SOME_MONDAY = date(2000, 1, 3)  # where nobody works any more, no alternating pattern is left to count


async def with_leavers(tx: Tx, practice: Practice) -> Practice:
    """The practice with the working terms and the approved leave of people who have left."""
    anchor = practice.people[0].pattern.anchor if practice.people else SOME_MONDAY
    people, leave = await _terms(tx, anchor), await _leave(tx)
    return replace(practice, people=(*practice.people, *people), leave=(*practice.leave, *leave))


async def _terms(tx: Tx, anchor: date) -> list[Person]:
    """Their terms, oldest first. Alternating patterns count from `anchor`, as everybody's do."""
    cursor = await tx.execute(
        """
        select p.code, p.name, t.role, t.site_code, t.wte, array_remove(array[t.pattern, t.pattern_b], null),
               t.flexible_days_per_week, t.annual_leave_sessions, t.flags, lower(t.valid), upper(t.valid) - 1,
               t.session_minutes
        from working_term t join person p on p.code = t.person_code
        where not p.active
        order by p.code, lower(t.valid) nulls first
        """
    )
    return [_term(row, anchor) for row in await cursor.fetchall()]


def _term(row: Sequence[Any], anchor: date) -> Person:
    code, name, role, site, wte, weeks, days, leave_sessions, flags, starts, ends, session_minutes = row
    pattern = Pattern(tuple(tuple(map(Letter, week)) for week in weeks if week), anchor)
    return Person(
        code, name, role, site, wte, pattern, days, leave_sessions, frozenset(flags), starts, ends, session_minutes
    )


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
