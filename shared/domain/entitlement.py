"""What leave costs: leave years, what each session is worth, and what an absence takes. Integer minutes throughout."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from functools import lru_cache
from math import lcm
from types import MappingProxyType
from typing import NamedTuple

from shared.domain.calendar import Half, Session, monday_of, practice_holidays
from shared.domain.leave import LeaveKind, LeaveRules
from shared.domain.people import SESSION_MINUTES, Letter, Person
from shared.domain.problem import Practice

# Leave that is taken from the entitlement. Time off in lieu was credited to it when it was earned.
USES_ENTITLEMENT = frozenset({LeaveKind.ANNUAL, LeaveKind.TOIL})

ONE_DAY = timedelta(days=1)


class LeaveYear(NamedTuple):
    """Twelve months of leave, both ends included. Known by its first day."""

    start: date
    end: date

    @property
    def days(self) -> int:
        return (self.end - self.start).days + 1

    @property
    def words(self) -> str:
        """'2027', or '2027/28' when it does not begin with the year."""
        same = self.start.year == self.end.year
        return str(self.start.year) if same else f"{self.start.year}/{self.end.year % 100:02d}"

    def __contains__(self, day: object) -> bool:
        return isinstance(day, date) and self.start <= day <= self.end


class Charge(NamedTuple):
    """What an absence costs. `by_year`: leave year's first day -> minutes, for each year it touches.

    `sessions`: each session of the pattern in it with its minutes; 0 when shut by a bank holiday or closure.
    """

    minutes: int
    by_year: Mapping[date, int]
    sessions: tuple[tuple[Session, int], ...]


def uses_entitlement(kind: LeaveKind) -> bool:
    return kind in USES_ENTITLEMENT


def leave_year_of(rules: LeaveRules, day: date) -> LeaveYear:
    """The leave year that holds a day."""
    start = rules.year_start.in_year(day.year)
    if day < start:
        start = rules.year_start.in_year(day.year - 1)
    return LeaveYear(start, rules.year_start.in_year(start.year + 1) - ONE_DAY)


def leave_years(rules: LeaveRules, first: date, last: date) -> Iterator[LeaveYear]:
    """Every leave year with a day from `first` to `last`, in order."""
    year = leave_year_of(rules, first)
    while year.start <= last:
        yield year
        year = leave_year_of(rules, year.end + ONE_DAY)


# -- what a session is worth ---------------------------------------------------------------------------------------


def full_days(practice: Practice, term: Person) -> Decimal:
    """Days a week somebody with "?" works: the term's own, or full-time days times WTE."""
    own = term.flexible_days_per_week
    return practice.rules.full_time_days_per_week * term.wte if own is None else own


def weekly_sessions(practice: Practice, term: Person) -> Fraction:
    """Sessions a term works in a week; the mean of two that alternate."""
    days, weeks = full_days(practice, term), term.pattern.weeks
    return sum((_weight(letter, week, days) for week in weeks for letter in week), Fraction()) / len(weeks)


def _weight(letter: Letter, week: tuple[Letter, ...], days: Decimal) -> Fraction:
    """The part of a session a letter stands for: all, nothing, or for "?" its share of the days there are to give."""
    if letter is Letter.NEVER:
        return Fraction(0)
    if letter is not Letter.FLEXIBLE:
        return Fraction(1)
    maybe = week.count(Letter.FLEXIBLE)
    fixed = len(week) - maybe - week.count(Letter.NEVER)
    return min(max((2 * Fraction(days) - fixed) / maybe, Fraction(0)), Fraction(1))


def year_sessions(practice: Practice, code: str, year: LeaveYear) -> Mapping[Session, int]:
    """Every session of somebody's pattern in a leave year -> its minutes were the practice open, in order.

    Fractions are rounded on the running total, so any run of sessions is within a minute of its exact worth, and the
    parts always sum to the whole.
    """
    terms = tuple(
        (term, full_days(practice, term)) for term in practice.terms_of(code) if term.in_term_between(*year)
    )  # fmt: skip
    return _year_sessions(terms, year)


@lru_cache(maxsize=2048)
def _year_sessions(terms: tuple[tuple[Person, Decimal], ...], year: LeaveYear) -> Mapping[Session, int]:
    exact = [pair for term, days in terms for pair in _exact_sessions(term, days, year)]
    # Numerators over one denominator: adding whole numbers is many times faster than adding fractions.
    over = lcm(*(minutes.denominator for minutes in {minutes for _, minutes in exact}))
    total, before, found = 0, 0, {}
    for session, minutes in exact:
        total += minutes.numerator * (over // minutes.denominator)
        now = (2 * total + over) // (2 * over)  # the nearest whole minute
        found[session], before = now - before, now
    return MappingProxyType(found)


def _exact_sessions(term: Person, days: Decimal, year: LeaveYear) -> Iterator[tuple[Session, Fraction]]:
    """Each session of a term's pattern in a year, Monday to Friday, with its exact minutes."""
    pattern = term.pattern
    minutes = [[_weight(letter, week, days) * term.session_minutes for letter in week] for week in pattern.weeks]
    day, last = max(year.start, term.starts or date.min), min(year.end, term.ends or date.max)
    while day <= last:
        if day.weekday() < 5:
            week = minutes[(monday_of(day) - pattern.anchor).days // 7 % len(minutes)]
            for half in Half:
                if exact := week[day.weekday() * 2 + (half is Half.PM)]:
                    yield Session(day, half), exact
        day += ONE_DAY


def session_minutes_in(practice: Practice, code: str, year: LeaveYear) -> int:
    """The session length a year's sums are said in: that of the last working term in it."""
    terms = [term for term in practice.terms_of(code) if term.in_term_between(*year)]
    return terms[-1].session_minutes if terms else SESSION_MINUTES


# -- what an absence takes -----------------------------------------------------------------------------------------


def shut_sessions(practice: Practice, site: str, first: date, last: date) -> dict[Session, str]:
    """Sessions from `first` to `last` in which a site is shut, each with the closure's or bank holiday's name."""
    shut = {
        Session(day, half): closure.label
        for closure in practice.closures
        if closure.site in (None, site)
        for day in closure.dates
        if first <= day <= last
        for half in ((closure.half,) if closure.half else tuple(Half))
    }
    for day, name in practice_holidays(practice, first, last).items():
        shut |= {Session(day, half): name for half in Half}
    return shut


def charge(practice: Practice, code: str, start: Session, end: Session, part_minutes: int | None) -> Charge:
    """What being away from `start` to `end`, both included, takes from somebody's entitlement.

    Each session of the pattern costs its minutes; nothing on bank holidays, in closures of their site, or outside
    their terms. `part_minutes`: so much of the one session, and never more than it is worth.
    """
    charged: list[tuple[Session, int]] = []
    by_year: dict[date, int] = {}
    for year in leave_years(practice.leave_rules, start.date, end.date):
        of_year = [
            (session, worth if part_minutes is None else min(worth, part_minutes))
            for session, worth in _worth(practice, code, year, start, end)
        ]
        by_year[year.start] = sum(minutes for _, minutes in of_year)
        charged += of_year
    return Charge(sum(by_year.values()), by_year, tuple(charged))


def _worth(
    practice: Practice, code: str, year: LeaveYear, start: Session, end: Session
) -> Iterator[tuple[Session, int]]:
    """Each session of a leave year from `start` to `end` that somebody's pattern has; shut ones are worth nothing."""
    worth = year_sessions(practice, code, year)
    first, last = max(start, Session(year.start, Half.AM)), min(end, Session(year.end, Half.PM))
    for term in practice.terms_of(code):
        if term.in_term_between(first.date, last.date):
            shut = shut_sessions(practice, term.site, first.date, last.date)
            for session in _between(first, last):
                if session in worth and term.in_term_on(session.date):
                    yield session, 0 if session in shut else worth[session]


def _between(start: Session, end: Session) -> Iterator[Session]:
    """Each half-day from `start` to `end`, weekends included."""
    day = start.date
    while day <= end.date:
        yield from (session for half in Half if start <= (session := Session(day, half)) <= end)
        day += ONE_DAY
