"""What stands already where a run may change it, what of it stays anyway, and what is fixed. Pure."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from functions.rota_generate.policy import Wanted, people_of, since_of
from shared.domain.calendar import Horizon
from shared.domain.problem import Practice
from shared.domain.rota import ABSENT, Assignment
from shared.intake.kept import kept_of
from shared.standing import Slot, Standing


@dataclass(frozen=True, slots=True)
class Existing:
    """Sessions that are on the rota where a run may change it.

    pinned: decided by hand, and stay; off: people kept off by hand, and stay off; by_hand: of people whose rota is only
    ever written by hand, and stay; leave: what leave lists, and goes with it; free: all others. people: whose they are.
    """

    sessions: int = 0
    people: int = 0
    pinned: int = 0
    off: int = 0
    by_hand: int = 0
    leave: int = 0
    free: int = 0


@dataclass(frozen=True, slots=True)
class Fixed:
    """The fixed period: until which day (None: there is none), and how many sessions in it a run could change."""

    until: date | None
    sessions: int = 0


@dataclass(frozen=True, slots=True)
class Scope:
    """Where a run may change something."""

    horizon: Horizon
    since: date | None
    people: frozenset[str] | None

    def __contains__(self, slot: Slot) -> bool:
        day = slot.session.date
        return (
            day in self.horizon
            and (self.since is None or day >= self.since)
            and (self.people is None or slot.code in self.people)
        )


def scope_of(wanted: Wanted, practice: Practice, horizon: Horizon) -> Scope:
    return Scope(horizon, since_of(wanted, horizon), people_of(wanted, practice))


def existing_of(practice: Practice, standing: Standing, scope: Scope) -> Existing:
    """What stands within a scope."""
    lines = [line for line in standing.lines if Slot(line.code, line.session) in scope]
    kinds = [_kind(practice, line, standing) for line in lines]
    return Existing(
        sessions=len(lines),
        people=len({line.code for line in lines}),
        pinned=kinds.count("pinned"),
        off=sum(slot in scope for slot in standing.off),
        by_hand=kinds.count("by hand"),
        leave=kinds.count("leave"),
        free=kinds.count("free"),
    )


def fixed_of(practice: Practice, standing: Standing, scope: Scope, *, today: date) -> Fixed:
    """What of it lies in the fixed period, or before: sessions nobody was told of yet are not fixed."""
    until = fixed_until(practice, today)
    if until is None:
        return Fixed(None)
    return Fixed(until, sum(line.session.date <= until for line in _free(practice, standing, scope)))


def fixed_until(practice: Practice, today: date) -> date | None:
    """The last day that only a person changes; None when the practice fixes nothing."""
    weeks = kept_of(practice).fixed_period_weeks
    return today + timedelta(weeks=weeks, days=-1) if weeks else None


def _free(practice: Practice, standing: Standing, scope: Scope) -> Iterator[Assignment]:
    for line in standing.lines:
        if Slot(line.code, line.session) in scope and _kind(practice, line, standing) == "free":
            yield line


def _kind(practice: Practice, line: Assignment, standing: Standing) -> str:
    """Why a session stays, or that it is free to change."""
    if line.activity in ABSENT:
        return "leave"
    if Slot(line.code, line.session) in standing.pinned:
        return "pinned"
    return "by hand" if is_by_hand(practice, line) else "free"


def is_by_hand(practice: Practice, line: Assignment) -> bool:
    """Whether somebody's rota is only written by hand, by their working term of that day."""
    term = practice.term_on(line.code, line.session.date)
    return term is not None and not term.is_generated
