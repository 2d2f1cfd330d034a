"""The ledger's nouns."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from enum import StrEnum
from fractions import Fraction
from types import MappingProxyType
from typing import Any, NamedTuple

from shared.domain.calendar import Session
from shared.domain.duty_ledger import Count, DutyKind, DutyWeights
from shared.domain.problem import DutyRule


class EntryKind(StrEnum):
    """Why a balance moves."""

    WEEK = "week"  # a week was closed, or counted again because its rota changed
    OPENING = "opening"  # somebody joins at the median
    SETTLEMENT = "settlement"  # somebody leaves: their balance comes to nought
    RETURN = "return"  # who was settled had never gone: the settlement is taken back
    ADJUSTMENT = "adjustment"  # by hand, with a reason


@dataclass(frozen=True, slots=True)
class Line:
    """One movement of somebody's balance, in hundredths of a half-day. about: who joined, left or was adjusted."""

    code: str
    kind: EntryKind
    week: date | None
    points: int
    about: str | None = None
    held: int = 0
    part: int = 0
    reason: str = ""
    detail: Mapping[str, Any] = field(default_factory=lambda: MappingProxyType({}))


@dataclass(frozen=True, slots=True)
class Entry(Line):
    """A line as it was posted."""

    id: int = 0
    at: datetime = datetime.min
    by: str | None = None


class Rule(NamedTuple):
    """Who can hold duty, and what it counts for, by the settings of the day a week is closed."""

    duty: DutyRule
    full_time_days_per_week: str


@dataclass(frozen=True, slots=True)
class Closed:
    """A week that is closed, and what it counts by, whatever the settings say later."""

    week: date  # its Monday
    rule: Rule

    @property
    def weights(self) -> DutyWeights:
        """What harder duty counts for in it."""
        return self.rule.duty.weights

    @property
    def last_day(self) -> date:
        """Its Sunday."""
        return self.week + timedelta(days=6)


class Held(NamedTuple):
    """A half-day of duty somebody held."""

    session: Session
    kind: DutyKind
    points: int


@dataclass(frozen=True, slots=True)
class Week:
    """A week as it is counted. counts: everybody who could hold duty in it, by code, with what they held of it and the
    sessions they had free for it; wte: what each of them works, for what is shared out among them."""

    closed: Closed
    counts: Mapping[str, Count]
    duties: Mapping[str, tuple[Held, ...]]
    available: Mapping[str, Fraction]
    wte: Mapping[str, Fraction]

    @property
    def monday(self) -> date:
        return self.closed.week
