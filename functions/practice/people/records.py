"""People and their terms as they are stored: plain rows, and what can be said of them without a database."""

from __future__ import annotations

from dataclasses import asdict, dataclass, replace
from datetime import date
from decimal import Decimal
from typing import Any

from shared.domain.calendar import MONTHS
from shared.domain.people import DOCTOR_TERMS, TRAINEE_TERMS, Letter, Person, TermType, term_type


@dataclass(frozen=True, slots=True)
class PersonRow:
    """Somebody on record, whether or not they still work here."""

    code: str
    name: str
    email: str | None
    note: str
    active: bool
    version: int


@dataclass(frozen=True, slots=True)
class TermRow:
    """One working term. `starts` and `ends` are both included; None: open. `id` 0: not stored yet."""

    id: int
    person_code: str
    starts: date | None
    ends: date | None
    role: str
    site: str
    wte: Decimal
    pattern: str
    pattern_b: str | None
    flexible_days_per_week: Decimal | None
    annual_leave_sessions: Decimal
    flags: list[str]
    session_minutes: int
    note: str

    def covers(self, day: date) -> bool:
        return (self.starts or date.min) <= day <= (self.ends or date.max)

    def state(self, today: date) -> str:
        """past, current or future."""
        if (self.ends or date.max) < today:
            return "past"
        return "future" if (self.starts or date.min) > today else "current"

    @property
    def group(self) -> TermType:
        return term_type(self.role) or TermType.OTHER

    @property
    def is_trainee(self) -> bool:
        return "trainee" in self.flags or self.group in TRAINEE_TERMS

    @property
    def may_supervise(self) -> bool:
        return "supervise" in self.flags and not self.is_trainee

    @property
    def is_doctor(self) -> bool:
        return self.group in DOCTOR_TERMS

    @property
    def weekly_sessions(self) -> Decimal:
        """Sessions a week with a letter that is always worked; the mean of two alternating weeks."""
        weeks = [self.pattern] + ([self.pattern_b] if self.pattern_b else [])
        fixed = sum(letter not in (Letter.NEVER, Letter.FLEXIBLE) for week in weeks for letter in week)
        return Decimal(fixed) / len(weeks)

    def same_work(self, other: TermRow) -> bool:
        """Whether two terms differ in nothing but their dates and what they are called in the database."""
        return replace(self, id=0, starts=None, ends=None, note="") == replace(
            other, id=0, starts=None, ends=None, note=""
        )

    def said(self) -> dict[str, Any]:
        """The term as the audit keeps it: JSON."""
        return {name: _said(value) for name, value in asdict(self).items() if name != "person_code"}


@dataclass(frozen=True, slots=True)
class LinkRow:
    """Who supervises whom, from when to when; both dates included, None: open."""

    id: int
    trainee_code: str
    supervisor_code: str
    kind: str
    starts: date | None
    ends: date | None

    def said(self) -> dict[str, Any]:
        return {name: _said(value) for name, value in asdict(self).items()}


@dataclass(frozen=True, slots=True)
class GroupRow:
    """A named set of people. `code` is what files and rules call it."""

    code: str
    name: str
    version: int


def term_of(person: Person, *, term_id: int = 0, note: str = "") -> TermRow:
    """A term as read from the words of a file or a form, ready to be stored."""
    first, *others = ("".join(week) for week in person.pattern.weeks)
    return TermRow(
        id=term_id,
        person_code=person.code,
        starts=person.starts,
        ends=person.ends,
        role=person.role,
        site=person.site,
        wte=plain_number(person.wte),
        pattern=first,
        pattern_b=others[0] if others else None,
        flexible_days_per_week=None
        if person.flexible_days_per_week is None
        else plain_number(person.flexible_days_per_week),
        annual_leave_sessions=plain_number(person.annual_leave_sessions),
        flags=sorted(person.flags),
        session_minutes=person.session_minutes,
        note=note,
    )


def plain_number(value: Decimal) -> Decimal:
    """The same number without zeros at its end, and never in powers of ten: 0.50 is 0.5, 60 stays 60."""
    return Decimal(format(value.normalize(), "f"))


def day_in_words(day: date) -> str:
    """'1 Mar 2027'."""
    return f"{day.day} {MONTHS[day.month - 1]} {day.year}"


def dates_in_words(starts: date | None, ends: date | None) -> str:
    """'from 1 Mar 2027 to 4 Jul 2027', 'on 1 Mar 2027', 'from 1 Mar 2027 on', 'until 4 Jul 2027', 'without a start or
    an end'.
    """
    if starts and starts == ends:
        return f"on {day_in_words(starts)}"
    if starts and ends:
        return f"from {day_in_words(starts)} to {day_in_words(ends)}"
    if starts:
        return f"from {day_in_words(starts)} on"
    return f"until {day_in_words(ends)}" if ends else "without a start or an end"


def _said(value: object) -> object:
    if isinstance(value, date):
        return value.isoformat()
    return format(value.normalize(), "f") if isinstance(value, Decimal) else value
