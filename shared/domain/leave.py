"""Leave: why somebody may be away, and the rules a practice has for asking."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import NamedTuple


class LeaveKind(StrEnum):
    """Why someone is away. Never shown to a colleague: to others they are 'on leave' or 'away'."""

    ANNUAL = "annual"
    STUDY = "study"
    CORONERS = "coroners"
    SICK = "sick"
    DAY_NOT_WORKING = "day-not-working"
    MATERNITY = "maternity"
    PATERNITY = "paternity"
    PARENTAL = "parental"
    COMPASSIONATE = "compassionate"
    CARERS = "carers"
    TOIL = "toil"
    UNPAID = "unpaid"
    OTHER = "other"


class Unit(StrEnum):
    """The least somebody can book."""

    WEEK = "week"  # Monday to Friday
    DAY = "day"
    SESSION = "session"


class Rounding(StrEnum):
    """How a year's entitlement is rounded, once, at the end of the sum."""

    MINUTE = "minute"
    HALF_SESSION_UP = "half-session-up"
    SESSION_UP = "session-up"


class DayOfYear(NamedTuple):
    """A day of every year. 29 February is read as 28 in other years."""

    month: int
    day: int

    def in_year(self, year: int) -> date:
        try:
            return date(year, self.month, self.day)
        except ValueError:
            return date(year, 2, 28)


NEW_YEAR = DayOfYear(1, 1)
NONE = Decimal(0)


@dataclass(frozen=True, slots=True)
class LockedDates:
    """Dates nobody may ask for; people are told why."""

    label: str
    start: date
    end: date
    site: str | None = None  # None: every site


@dataclass(frozen=True, slots=True)
class LeaveRules:
    """What a practice asks of leave. Everything has a default. Weeks and months are counted from the day of asking."""

    year_start: DayOfYear = NEW_YEAR
    partner_unit: Unit = Unit.WEEK
    salaried_unit: Unit = Unit.SESSION
    other_unit: Unit = Unit.SESSION
    notice_weeks: int = 6  # annual leave and days not working
    study_notice_weeks: int = 6  # study leave and coroner's court when asked for by the person
    longest_ahead_months: int = 18
    past_days: int = 0  # how far back somebody may ask for themselves; administrators always may
    auto_approve: bool = True  # a request that passes every check is approved at once
    carry_over_sessions: Decimal = NONE  # most of what is left that goes into the next year
    bank_holiday_pro_rata: bool = False  # credit everybody pro rata, charge own sessions on bank holidays
    rounding: Rounding = Rounding.MINUTE
    buddy_required: bool = False  # somebody must be named for results, letters and tasks while away
    decide_within_days: int = 14  # after which an open request is overdue
    locked: tuple[LockedDates, ...] = ()


DEFAULT_LEAVE_RULES = LeaveRules()
