"""What may be published, what makes two rotas the same, and what is missing where one has changed. Pure."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterable, Sequence
from datetime import date
from typing import Any

import orjson

from shared.constraints import ALL, absence, check_all, closures, duty_skill, one_place, working_pattern
from shared.constraints.weights import GAPS
from shared.domain.calendar import Horizon, Session, monday_of
from shared.domain.outcome import gap_document
from shared.domain.problem import Practice, Problem
from shared.domain.rota import ABSENT, Assignment, as_rota
from shared.errors import Reason
from shared.queries.rota import Line, as_assignment

# The rules a rota cannot break; the others only make it worse, and the draft says so already.
CANNOT = frozenset(rule.ID for rule in (absence, closures, one_place, working_pattern, duty_skill))


def content_hash(lines: Iterable[Line]) -> str:
    """sha256 of the lines, in one order and one spelling: the same rota always has the same one."""
    ordered = sorted((line.date.isoformat(), line.half, line.code, line.activity, line.site) for line in lines)
    return hashlib.sha256(orjson.dumps(ordered)).hexdigest()


def no_longer_true(
    practice: Practice, horizon: Horizon, lines: Sequence[Line], pinned: Sequence[Line] = ()
) -> tuple[Reason, ...]:
    """Everything in a draft that cannot be, by the practice as it is now; empty when it may be published.

    Only what is listed counts: somebody who could be in by now and is not makes a draft no worse than it was. What
    changed on the rota whose place the draft takes is over with it, unless it is `pinned`: the draft must have that.
    """
    assignments = tuple(as_assignment(line) for line in lines)
    listed = {(assignment.code, assignment.session) for assignment in assignments}
    here = {person.code for person in practice.people}
    gone = sorted({code for code, _ in listed if code not in here})
    stays = tuple(as_assignment(line) for line in pinned if line.activity not in ABSENT)
    problem = Problem(practice, horizon, pins=stays)
    broken = [
        breach
        for breach in check_all(problem, assignments)
        if breach.rule in CANNOT and breach.date and breach.half
        and (breach.code, Session(breach.date, breach.half)) in listed
    ]  # fmt: skip
    lost = sorted(set(stays) - set(assignments))
    return (
        *(Reason(f"{code} no longer works here.", code="no-longer-here") for code in gone),
        *(Reason(f"{b.because} ({Session(b.date, b.half)}).", code=b.rule) for b in broken if b.date and b.half),
        *(Reason(f"{_pin_in_words(practice, pin)}.", code="pins") for pin in lost),
    )


def _pin_in_words(practice: Practice, pin: Assignment) -> str:
    name = next((person.name for person in practice.people if person.code == pin.code), pin.code)
    return f"{name} is pinned to {pin.activity.value} at {pin.site} ({pin.session})"


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
