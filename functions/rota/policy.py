"""What may be published, and what makes two rotas the same. Pure."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence

import orjson

from shared.constraints import absence, check_all, closures, duty_skill, one_place, working_pattern
from shared.domain.calendar import Horizon, Session
from shared.domain.problem import Practice, Problem
from shared.errors import Reason
from shared.queries.rota import Line, as_assignment

# The rules a rota cannot break; the others only make it worse, and the draft says so already.
CANNOT = frozenset(rule.ID for rule in (absence, closures, one_place, working_pattern, duty_skill))


def content_hash(lines: Iterable[Line]) -> str:
    """sha256 of the lines, in one order and one spelling: the same rota always has the same one."""
    ordered = sorted((line.date.isoformat(), line.half, line.code, line.activity, line.site) for line in lines)
    return hashlib.sha256(orjson.dumps(ordered)).hexdigest()


def no_longer_true(practice: Practice, horizon: Horizon, lines: Sequence[Line]) -> tuple[Reason, ...]:
    """Everything in a draft that cannot be, by the practice as it is now; empty when it may be published.

    Only what is listed counts: somebody who could be in by now and is not makes a draft no worse than it was.
    """
    assignments = tuple(as_assignment(line) for line in lines)
    listed = {(assignment.code, assignment.session) for assignment in assignments}
    here = {person.code for person in practice.people}
    gone = sorted({code for code, _ in listed if code not in here})
    problem = Problem(practice, horizon)
    broken = [
        breach
        for breach in check_all(problem, assignments)
        if breach.rule in CANNOT and breach.date and breach.half
        and (breach.code, Session(breach.date, breach.half)) in listed
    ]  # fmt: skip
    return (
        *(Reason(f"{code} no longer works here.", code="no-longer-here") for code in gone),
        *(Reason(f"{b.because} ({Session(b.date, b.half)}).", code=b.rule) for b in broken if b.date and b.half),
    )
