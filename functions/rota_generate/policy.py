"""What may be asked of the solver, and how two rotas differ. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import cached_property

from shared.domain.calendar import Horizon
from shared.domain.problem import Decide, Practice, Problem
from shared.domain.rota import ABSENT, Assignment
from shared.errors import Reason
from shared.intake import weights_of
from shared.queries.rota import Line

SECONDS = 20.0  # of searching, when nobody says otherwise
ATTEMPTS = 3  # a run whose worker died this often is given up


class Mode(StrEnum):
    """Whether the published rota matters."""

    AFRESH = "afresh"
    STAY_CLOSE = "stay-close"


@dataclass(frozen=True, slots=True)
class Wanted:
    """A run somebody asks for, as they say it; None: not said."""

    start: date | None = None
    weeks: int | None = None
    seconds: float | None = None
    effort: float | None = None
    seed: int = 1
    workers: int | None = None
    decide: frozenset[Decide] = frozenset(Decide)
    mode: Mode | None = None


def horizon_of(wanted: Wanted, practice: Practice) -> Horizon | None:
    """The weeks asked for, with the practice's own for what was not said; None when neither says."""
    start = wanted.start or (practice.horizon.start if practice.horizon else None)
    weeks = wanted.weeks or (practice.horizon.weeks if practice.horizon else None)
    return None if start is None or weeks is None else Horizon(start, weeks)


def faults(wanted: Wanted, *, most_seconds: int, most_workers: int) -> tuple[Reason, ...]:
    """What is wrong with how a run is asked for, before the problem itself is looked at."""
    found = []
    if wanted.seconds is not None and wanted.effort is not None:
        found.append(Reason("A run is limited by seconds or by effort, not by both.", "both-limits", "effort"))
    if wanted.seconds is not None and wanted.seconds > most_seconds:
        found.append(Reason(f"A run lasts {most_seconds} seconds at most here.", "too-long", "seconds"))
    if wanted.workers is not None and wanted.workers > most_workers:
        found.append(Reason(f"The solver has {most_workers} workers at most here.", "too-many-workers", "workers"))
    return tuple(found)


def mode_of(wanted: Wanted, published: Iterable[Assignment]) -> Mode:
    """Stay close to what is published, when something is; as asked, when somebody asked."""
    return wanted.mode or (Mode.STAY_CLOSE if any(True for _ in published) else Mode.AFRESH)


def problem_of(
    practice: Practice,
    horizon: Horizon,
    wanted: Wanted,
    published: tuple[Assignment, ...],
    pinned: tuple[Assignment, ...] = (),
) -> Problem:
    """The question for the solver. What a run does not decide stays as published, so then it needs the published.

    `pinned` lines of the rota stay whatever is asked; those of an absence come from its leave anyway, and go with it.
    """
    keeps = mode_of(wanted, published) is Mode.STAY_CLOSE or wanted.decide != frozenset(Decide)
    return Problem(
        practice,
        horizon,
        published=published if keeps else (),
        pins=tuple(line for line in pinned if line.activity not in ABSENT),
        decide=wanted.decide,
        weights=weights_of(practice),
    )


Does = tuple[str, str]  # activity, site


@dataclass(frozen=True, slots=True)
class Change:
    """One session in which two rotas differ. None: not at work."""

    date: date
    half: str
    code: str
    was: Does | None
    now: Does | None


@dataclass(frozen=True)
class Difference:
    """Every change, in the order of the calendar."""

    changes: tuple[Change, ...]

    @cached_property
    def by_person(self) -> Mapping[str, tuple[Change, ...]]:
        """Each person's changes; the most changed first."""
        found: dict[str, list[Change]] = {}
        for change in self.changes:
            found.setdefault(change.code, []).append(change)
        ordered = sorted(found, key=lambda code: (-len(found[code]), code))
        return {code: tuple(found[code]) for code in ordered}

    @cached_property
    def by_day(self) -> Mapping[date, int]:
        """How many changes each day has; days without any are left out."""
        counted: dict[date, int] = {}
        for change in self.changes:
            counted[change.date] = counted.get(change.date, 0) + 1
        return counted


def difference(was: Iterable[Line], now: Iterable[Line]) -> Difference:
    """What becomes different when one rota takes another's place."""
    before = {(line.date, line.half, line.code): (line.activity, line.site) for line in was}
    after = {(line.date, line.half, line.code): (line.activity, line.site) for line in now}
    return Difference(
        tuple(
            Change(*key, was=before.get(key), now=after.get(key))
            for key in sorted(before.keys() | after.keys())
            if before.get(key) != after.get(key)
        )
    )
