"""The solver's answer."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from shared.domain.breach import Breach
from shared.domain.problem import Problem
from shared.domain.rota import Assignment


@dataclass(frozen=True, slots=True)
class Progress:
    """Where a run stands. `bound` is the least any rota could cost; `objective` None until there is a draft."""

    seconds: float
    objective: int | None
    bound: int
    gaps: int | None

    @property
    def gap_percent(self) -> float | None:
        return None if self.objective is None else gap_percent(self.objective, self.bound)


def gap_percent(objective: int, bound: int) -> float:
    """How far from perfect a draft can be at most: 100 x (objective - bound) / max(1, objective)."""
    return round(100 * (objective - bound) / max(1, objective), 4)


@dataclass(frozen=True, slots=True)
class Outcome:
    """A draft and how good it is. `objective` equals the sum of the breaches' points."""

    assignments: tuple[Assignment, ...]
    breaches: tuple[Breach, ...]
    objective: int
    bound: int
    proved: bool  # no better rota exists
    stopped: bool  # ended by a person before its time
    seed: int
    workers: int
    version: str  # of the solver: OR-Tools' and ours
    seconds: float

    @property
    def gaps(self) -> tuple[Breach, ...]:
        return tuple(breach for breach in self.breaches if breach.is_gap)

    @property
    def gap_percent(self) -> float:
        return gap_percent(self.objective, self.bound)


def as_document(problem: Problem, outcome: Outcome) -> dict[str, Any]:
    """The documented draft: what `rotacc generate --format json` writes and what the API gives back.

    Every gap stands in `gaps` and also in `breaches` (level hard), so that the points of `breaches` add up to
    the objective.
    """
    return {
        "practice": problem.practice.name,
        "start": problem.horizon.start.isoformat(),
        "weeks": problem.horizon.weeks,
        "seed": outcome.seed,
        "workers": outcome.workers,
        "version": outcome.version,
        "assignments": [
            {
                "code": a.code,
                "date": a.session.date.isoformat(),
                "half": a.session.half.value,
                "activity": a.activity.value,
                "site": a.site,
            }
            for a in outcome.assignments
        ],
        "gaps": [gap_document(gap) for gap in outcome.gaps],
        "breaches": [breach_document(breach) for breach in outcome.breaches],
        "objective": outcome.objective,
        "bound": outcome.bound,
        "gap_percent": outcome.gap_percent,
        "proved": outcome.proved,
        "stopped": outcome.stopped,
        "seconds": outcome.seconds,
    }


def gap_document(gap: Breach) -> dict[str, Any]:
    """A gap as drafts, versions and the rota page have it."""
    return {
        "rule": gap.rule,
        "date": gap.date.isoformat() if gap.date else None,
        "half": gap.half.value if gap.half else None,
        "site": gap.site,
        "need": gap.need,
        "have": gap.have,
        "why": gap.because,
    }


def breach_document(breach: Breach) -> dict[str, Any]:
    """A rule not kept, as drafts and versions have it."""
    return {
        "rule": breach.rule,
        "level": breach.level.value,
        "points": breach.points,
        "date": breach.date.isoformat() if breach.date else None,
        "half": breach.half.value if breach.half else None,
        "code": breach.code,
        "site": breach.site,
        "because": breach.because,
    }
