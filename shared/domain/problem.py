"""The frozen input of the solver, as a document: everything that decides a rota, and nothing else.

A `Practice` is what a practice manager hands over (settings, people, leave). A `Problem` is one question asked of it:
these weeks, these pins, this published rota to stay close to. Both are plain data and go to JSON and back unchanged,
so any run can be stored, repeated, downloaded or sent with a bug report.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from enum import StrEnum
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

from shared.domain.calendar import AS_THE_NATION, Half, HolidayEdits, Horizon, Session
from shared.domain.duty_ledger import DEFAULT_DUTY_WEIGHTS, DutyWeights
from shared.domain.leave import DEFAULT_LEAVE_RULES, LeaveKind, LeaveRules
from shared.domain.people import Letter, Person
from shared.domain.rota import Assignment

if TYPE_CHECKING:
    from shared.domain.facts import Facts

__all__ = [
    "Closure", "Decide", "DutyRule", "Leave", "LeaveKind", "MaxOff", "Off", "Practice", "Problem", "Rules", "Site",
    "SiteCover", "Slot", "Supervision", "Wish",
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Site:
    code: str
    name: str
    rooms: int


@dataclass(frozen=True, slots=True)
class Leave:
    """Sessions somebody is away, from `start` to `end`, both included. Only approved leave binds."""

    code: str
    kind: LeaveKind
    start: Session
    end: Session
    approved: bool

    def covers(self, session: Session) -> bool:
        return self.start <= session <= self.end


@dataclass(frozen=True, slots=True)
class Closure:
    """Sessions the practice, or one site, is shut by its own choice: closed, not uncovered."""

    label: str
    dates: tuple[date, ...]
    half: Half | None = None  # None: the whole day
    site: str | None = None  # None: every site


class Wish(StrEnum):
    """How much a practice wants something that has no yes or no."""

    NO = "no"
    PREFER = "prefer"
    REQUIRE = "require"  # costs ten times as much, yet a draft always comes back


@dataclass(frozen=True, slots=True)
class DutyRule:
    """People holding duty in each open half-day."""

    default: int
    mondays: int | None = None
    first_day_after_bank_holiday: int | None = None
    skill: str = "duty"  # the flag that allows somebody to hold duty
    same_person_both_halves: Wish = Wish.PREFER
    spread_sites: Wish = Wish.NO
    not_on: tuple[Letter, ...] = ()  # letters whose sessions duty may not take
    weights: DutyWeights = DEFAULT_DUTY_WEIGHTS


@dataclass(frozen=True, slots=True)
class MaxOff:
    """At most `limit` people of these roles away in one session (at one site, when `site` is given)."""

    roles: tuple[str, ...]
    limit: int
    site: str | None = None


class Slot(NamedTuple):
    """One half-day of every week. weekday: 0 = Monday."""

    weekday: int
    half: Half


@dataclass(frozen=True, slots=True)
class Supervision:
    """How trainees are looked after."""

    trainees_per_supervisor: int
    same_site: bool = True
    prefer_one_supervisor_free_of_duty: bool = False
    tutorial_needs: str | None = None  # the flag somebody must have to give a tutorial
    tutorial: Slot | None = None  # the practice's usual tutorial


@dataclass(frozen=True, slots=True)
class SiteCover:
    """At least `minimum` people of `role_group` doing clinic, duty or visits at `site` (see `people.in_group`)."""

    site: str
    role_group: str  # "gp", "doctor", "nurse" ..., or a role
    minimum: int
    when: tuple[Slot, ...] | None = None  # None: every open half-day


@dataclass(frozen=True, slots=True)
class Rules:
    """What a practice asks of its rota. Everything may be left out."""

    duty: DutyRule | None = None
    minimum_doctors: tuple[int, ...] | None = None  # people per day, Monday to Friday
    minimum_doctors_counts: tuple[str, ...] | None = None  # roles; None: every doctor
    max_off: tuple[MaxOff, ...] = ()
    supervision: Supervision | None = None
    site_cover: tuple[SiteCover, ...] = ()
    full_time_days_per_week: Decimal = Decimal("3.5")

    @property
    def duty_weights(self) -> DutyWeights:
        """What harder duty counts for, also where nobody holds any."""
        return DEFAULT_DUTY_WEIGHTS if self.duty is None else self.duty.weights


@dataclass(frozen=True, slots=True)
class Practice:
    """A practice as its manager hands it over. `people` holds working terms: one code may have several, in turn."""

    name: str
    nation: str
    horizon: Horizon | None  # the weeks to generate when nobody says otherwise
    sites: tuple[Site, ...]
    rules: Rules
    closures: tuple[Closure, ...]
    people: tuple[Person, ...]
    leave: tuple[Leave, ...]
    list_size: int | None = None
    week_a_starts: date | None = None
    notes: tuple[str, ...] = ()
    leave_rules: LeaveRules = DEFAULT_LEAVE_RULES
    holidays: HolidayEdits = AS_THE_NATION  # what this practice keeps otherwise than its nation
    kept: str = "{}"  # settings no rota depends on yet (enhanced_access), as JSON text, so that export has them

    def by_code(self) -> dict[str, tuple[Person, ...]]:
        """Everybody's working terms by code, oldest first; people in the order they are listed in."""
        terms: dict[str, list[Person]] = {}
        for person in self.people:
            terms.setdefault(person.code, []).append(person)
        return {
            code: tuple(sorted(theirs, key=lambda person: person.starts or date.min)) for code, theirs in terms.items()
        }

    def terms_of(self, code: str) -> tuple[Person, ...]:
        """Every working term of somebody, oldest first; empty for a code nobody has."""
        terms = (person for person in self.people if person.code == code)
        return tuple(sorted(terms, key=lambda person: person.starts or date.min))

    def term_between(self, code: str, first: date, last: date) -> Person | None:
        """Somebody as they work on `first`, or from the first term after; None when no term covers a day of these."""
        return next((term for term in self.terms_of(code) if term.in_term_between(first, last)), None)

    def term_on(self, code: str, day: date) -> Person | None:
        """Somebody as they work on one day; None when no term covers it, and they are not on the rota."""
        return next((person for person in self.people if person.code == code and person.in_term_on(day)), None)


class Off(NamedTuple):
    """A session somebody was taken off by hand: they stay off, whatever is generated."""

    code: str
    session: Session


class Decide(StrEnum):
    """What a run may change; the rest stays as published."""

    DAYS = "days"  # which days flexible people work
    DUTY = "duty"  # who holds duty


@dataclass(frozen=True)
class Problem:
    """One question for the solver.

    `published` is the rota to stay close to (empty: there is none); `pins` are assignments that stay whatever is
    generated, `off` the sessions people stay off. `weights` overrides points of soft rules by rule id.

    What may change: the weeks of `only` (None: every week of the horizon), from the day `since` on (None: from the
    first), for the people of `only_people` (None: everybody). All else stays as published, as far as it still can.
    With `adds_only` nothing that is published goes: sessions nobody is listed for are added, and clinics become duty
    where duty is short.

    `carried`: by code, hundredths of a half-day of duty held beyond their part in weeks gone by, or short of it; who
    held more is expected to hold less in these.
    """

    practice: Practice
    horizon: Horizon
    published: tuple[Assignment, ...] = ()
    pins: tuple[Assignment, ...] = ()
    decide: frozenset[Decide] = frozenset(Decide)
    weights: dict[str, int] = field(default_factory=dict)
    only: Horizon | None = None
    off: frozenset[Off] = frozenset()
    since: date | None = None
    only_people: frozenset[str] | None = None
    carried: dict[str, int] = field(default_factory=dict)
    adds_only: bool = False

    @cached_property
    def facts(self) -> Facts:
        """What patterns, leave, bank holidays and closures already settle; worked out once."""
        from shared.domain.facts import Facts

        return Facts(self)

    def verify(self) -> tuple[str, ...]:
        """Every contradiction in the question itself, in words; empty when it can be asked. See `refusals`."""
        from shared.domain.refusals import refusals

        return refusals(self)
