"""What is spoken of when a leave is looked at: what is wanted, what is known, what stands in the way. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import cached_property

from functions.leave.requests.cover import Cover
from functions.leave.requests.limits import Limits
from shared.domain.calendar import Session
from shared.domain.entitlement import Charge
from shared.domain.leave import LeaveKind
from shared.domain.people import SESSION_MINUTES, Person
from shared.domain.problem import Leave, Practice

LONGEST_DAYS = 400  # of one spell; longer leave is asked for in parts


class Weight(StrEnum):
    """How much a reason stands in the way."""

    CANNOT = "cannot"  # nobody can have it like this
    STOPS = "stops"  # not to be asked for; an administrator may on somebody's behalf
    DECIDE = "decide"  # a person may say yes all the same


class Outcome(StrEnum):
    """What becomes of it when it is asked for."""

    AT_ONCE = "approved-at-once"
    DECISION = "needs-a-decision"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True)
class Against:
    """One thing that stands in the way. `field`: where on the form."""

    code: str
    message: str
    weight: Weight
    field: str = "start"


@dataclass(frozen=True, slots=True)
class Wanted:
    """Leave somebody would like, both ends included."""

    code: str
    kind: LeaveKind
    start: Session
    end: Session
    part_minutes: int | None = None
    note: str = ""
    buddy_code: str | None = None

    def as_leave(self, *, approved: bool) -> Leave:
        return Leave(self.code, self.kind, self.start, self.end, approved)


@dataclass(frozen=True, slots=True)
class Taken:
    """A spell somebody has asked for or been given already."""

    start: Session
    end: Session
    approved: bool


@dataclass(frozen=True)
class Situation:
    """All that is known when a leave is looked at.

    `on_behalf`: an administrator asks for, or decides on, somebody else's. `taken`: their other spells that share a
    half-day with it. `left`: minutes left in each leave year it touches, without it.
    """

    practice: Practice
    today: date
    charge: Charge
    cover: Cover
    taken: Sequence[Taken] = ()
    left: Mapping[date, int] | None = None
    administrator: bool = False
    on_behalf: bool = False

    @cached_property
    def limits(self) -> Limits:
        return Limits(self.practice, self.cover.standing.horizon)


def person_on(practice: Practice, wanted: Wanted) -> Person:
    """Somebody as they work when it begins; the nearest working term when none covers that day."""
    term = practice.term_on(wanted.code, wanted.start.date) or practice.term_on(wanted.code, wanted.end.date)
    return term or practice.terms_of(wanted.code)[-1]


def session_minutes(practice: Practice, wanted: Wanted) -> int:
    """The length of a session when it begins."""
    return person_on(practice, wanted).session_minutes if practice.terms_of(wanted.code) else SESSION_MINUTES
