"""What cannot be on any rota, and what is missing where one has changed. Pure."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from datetime import date
from typing import Any

from shared.constraints import ALL, absence, closures, duty_skill, one_place, working_pattern
from shared.constraints.weights import GAPS
from shared.domain.calendar import Horizon, monday_of
from shared.domain.outcome import gap_document
from shared.domain.problem import Practice, Problem
from shared.domain.rota import as_rota
from shared.queries.rota import Line, as_assignment

# The rules a rota cannot break; the others only make it worse, and the draft says so already.
CANNOT = frozenset(rule.ID for rule in (absence, closures, one_place, working_pattern, duty_skill))


def gaps_on(practice: Practice, dates: Collection[date], lines: Iterable[Line]) -> list[dict[str, Any]]:
    """What is missing on these dates by the practice as it is now; a version's own gaps are as it was published.

    Who is only ever listed by hand counts as listed.
    """
    weeks: dict[date, list[Line]] = {monday_of(day): [] for day in dates}
    for line in lines:
        if (week := weeks.get(monday_of(line.date))) is not None:
            week.append(line)
    return [gap for monday, week in sorted(weeks.items()) for gap in _gaps_of(practice, monday, week, dates)]


def _gaps_of(
    practice: Practice, monday: date, lines: Sequence[Line], dates: Collection[date]
) -> Iterable[dict[str, Any]]:
    assignments = tuple(as_assignment(line) for line in lines)
    by_hand = {person.code for person in practice.people if not person.is_generated}
    problem = Problem(practice, Horizon(monday, 1), pins=tuple(a for a in assignments if a.code in by_hand))
    for rule in ALL:
        if rule.ID in GAPS:
            yield from (gap_document(b) for b in rule.check(problem, as_rota(assignments)) if b.date in dates)
