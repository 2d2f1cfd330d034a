"""People who have left, as they worked: what they did and earned is still counted, and the rota knows them no more."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from shared.db import Tx
from shared.domain.people import Letter, Pattern, Person
from shared.domain.problem import Practice

SOME_MONDAY = date(2000, 1, 3)  # where nobody works any more, no alternating pattern is left to count


async def with_leavers(tx: Tx, practice: Practice) -> Practice:
    """The practice with the working terms of people who have left."""
    # Alternating patterns count from one Monday, everybody's.
    anchor = practice.people[0].pattern.anchor if practice.people else SOME_MONDAY
    return replace(practice, people=(*practice.people, *await _terms(tx, anchor)))


async def _terms(tx: Tx, anchor: date) -> list[Person]:
    """Their terms, oldest first."""
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
