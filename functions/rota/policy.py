"""What cannot be on any rota, and what is missing where one has changed. Pure."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import date
from typing import Any

from shared.constraints import ALL, absence, closures, duty_skill, one_place, working_pattern
from shared.constraints.weights import GAPS
from shared.domain.calendar import Horizon, monday_of
from shared.domain.outcome import gap_document
from shared.domain.problem import Practice
from shared.domain.rota import as_rota
from shared.standing import Standing, as_it_stands

# The rules a rota cannot break; the others only make it worse, and the draft says so already.
CANNOT = frozenset(rule.ID for rule in (absence, closures, one_place, working_pattern, duty_skill))


def gaps_on(practice: Practice, dates: Collection[date], standing: Standing) -> list[dict[str, Any]]:
    """What is missing on these dates by the practice as it is now; a version's own gaps are as it was published.

    Who is only ever listed by hand counts as listed, and who was taken off by hand is said to have been.
    """
    mondays = sorted({monday_of(day) for day in dates})
    return [gap for monday in mondays for gap in _gaps_of(practice, monday, standing, dates)]


def _gaps_of(practice: Practice, monday: date, standing: Standing, dates: Collection[date]) -> Iterable[dict[str, Any]]:
    week = Horizon(monday, 1)
    here = standing.between(week.start, week.end)
    problem, rota = as_it_stands(practice, week, here), as_rota(here.lines)
    for rule in ALL:
        if rule.ID in GAPS:
            yield from (gap_document(breach) for breach in rule.check(problem, rota) if breach.date in dates)
