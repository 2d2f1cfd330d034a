"""The sum of what somebody earns in a leave year, line by line. Pure: of terms, year and leave rules, and nothing else.

Every line is worked out in exact fractions and said to the nearest minute; the year is rounded once, at the end, as
the practice has it, and the difference is a line of its own.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction
from math import ceil

from functions.leave.entitlement.nouns import EntryKind, Line
from functions.leave.entitlement.words import day_in_words, number, span_in_words
from shared.domain.amount import Amount, nearest, plain
from shared.domain.calendar import Half, Session, practice_holidays
from shared.domain.entitlement import ONE_DAY, LeaveYear, session_minutes_in, weekly_sessions, year_sessions
from shared.domain.leave import LeaveRules, Rounding
from shared.domain.people import Person
from shared.domain.problem import Practice

WEEKDAYS_IN_A_WEEK = 5

ROUNDING_IN_WORDS = {
    Rounding.MINUTE: "Rounded once, at the end of the sum, to the nearest minute.",
    Rounding.HALF_SESSION_UP: "Rounded once, at the end of the sum, up to the next half session.",
    Rounding.SESSION_UP: "Rounded once, at the end of the sum, up to the next whole session.",
}


@dataclass(frozen=True, slots=True)
class Span:
    """Days in a row of one leave year that earn at one rate."""

    first: date
    last: date
    rate: Decimal | Fraction  # sessions a year, or a week
    session_minutes: int

    @property
    def days(self) -> int:
        return (self.last - self.first).days + 1


def entitlement(practice: Practice, code: str, year: LeaveYear, rules: LeaveRules) -> tuple[Line, ...]:
    """The lines of a year: grants, bank-holiday credit and charge, and the rounding, in that order.

    Terms that adjoin at the same rate are one line, so splitting one changes nothing.
    """
    terms = [term for term in practice.terms_of(code) if term.in_term_between(*year)]
    exact = [_grant(span, year) for span in spans(terms, year, lambda term: term.annual_leave_sessions)]
    if rules.bank_holiday_pro_rata:
        weekly = spans(terms, year, lambda term: weekly_sessions(practice, term))
        exact += [_credit(span, year, len(practice_holidays(practice, *year))) for span in weekly]
        exact += _charges(practice, code, year)
    lines = tuple(line for line, _ in exact)
    total = sum((sum_ for _, sum_ in exact), Fraction())
    return (*lines, *_rounding(lines, total, year, rules, session_minutes_in(practice, code, year)))


def spans(terms: list[Person], year: LeaveYear, rate: Callable[[Person], Decimal | Fraction]) -> Iterator[Span]:
    """The days of the year that working terms cover, joined where they adjoin at the same rate and session length."""
    waiting: Span | None = None
    for term in terms:
        first, last = max(year.start, term.starts or date.min), min(year.end, term.ends or date.max)
        span = Span(first, last, rate(term), term.session_minutes)
        if waiting and _goes_on(waiting, span):
            waiting = Span(waiting.first, span.last, span.rate, span.session_minutes)
        else:
            if waiting:
                yield waiting
            waiting = span
    if waiting:
        yield waiting


def _goes_on(span: Span, then: Span) -> bool:
    same = (span.rate, span.session_minutes) == (then.rate, then.session_minutes)
    return same and span.last + ONE_DAY == then.first


def _grant(span: Span, year: LeaveYear) -> tuple[Line, Fraction]:
    exact = Fraction(span.rate) * span.session_minutes * Fraction(span.days, year.days)
    working = (
        f"{number(span.rate, 4)} sessions a year × {span.session_minutes} minutes × "
        f"{span.days} of {year.days} days ({span_in_words(span.first, span.last)}) = {number(exact)} minutes",
    )
    what = f"Leave for {span_in_words(span.first, span.last)}"
    return _line(EntryKind.GRANT, span, exact, what, working), exact


def _credit(span: Span, year: LeaveYear, holidays: int) -> tuple[Line, Fraction]:
    full = Fraction(holidays, WEEKDAYS_IN_A_WEEK) * Fraction(span.rate)
    exact = full * span.session_minutes * Fraction(span.days, year.days)
    working = (
        f"{holidays} bank holidays in the leave year ÷ {WEEKDAYS_IN_A_WEEK} × {number(span.rate, 4)} sessions a week "
        f"= {number(full)} sessions",
        f"× {span.session_minutes} minutes × {span.days} of {year.days} days = {number(exact)} minutes",
    )
    what = f"Bank holidays, pro rata, for {span_in_words(span.first, span.last)}"
    return _line(EntryKind.CREDIT, span, exact, what, working), exact


def _line(kind: EntryKind, span: Span, exact: Fraction, what: str, working: tuple[str, ...]) -> Line:
    facts = {"rate": number(span.rate, 4), "first": span.first.isoformat(), "last": span.last.isoformat(),
             "session_minutes": str(span.session_minutes)}  # fmt: skip
    return Line(
        kind, f"term:{span.first.isoformat()}", span.first, nearest(exact), span.session_minutes, what, working, facts
    )


def _charges(practice: Practice, code: str, year: LeaveYear) -> list[tuple[Line, Fraction]]:
    """One line for each bank holiday with sessions of theirs."""
    worth = year_sessions(practice, code, year)
    found = []
    for day, name in practice_holidays(practice, *year).items():
        halves = [half for half in Half if Session(day, half) in worth]
        minutes = sum(worth[Session(day, half)] for half in halves)
        term = practice.term_on(code, day)
        if minutes and term:
            what = f"Bank holiday, {day_in_words(day)}: {name}"
            working = (f"Sessions of the pattern that day: {' and '.join(halves)} = {minutes} minutes",)
            key = f"bank-holiday:{day.isoformat()}"
            line = Line(EntryKind.CHARGE, key, day, -minutes, term.session_minutes, what, working)
            found.append((line, Fraction(-minutes)))
    return found


def _rounding(
    lines: tuple[Line, ...], total: Fraction, year: LeaveYear, rules: LeaveRules, session_minutes: int
) -> tuple[Line, ...]:
    """What rounding the year adds to the sum of its lines; no line when it adds nothing."""
    posted, rounded = sum(line.minutes for line in lines), rounded_total(total, rules.rounding, session_minutes)
    if rounded == posted:
        return ()
    working = (
        f"The exact sum is {number(total)} minutes; its lines to the nearest minute come to {posted:,}",
        f"{ROUNDING_IN_WORDS[rules.rounding].removesuffix('.')} = {rounded:,} minutes, "
        f"{plain(Amount(rounded, session_minutes).sessions)} sessions",
    )
    what = "Rounding of the year"
    return (
        Line(EntryKind.ROUNDING, "rounding", year.start, rounded - posted, session_minutes, what, working),
    )  # fmt: skip


def rounded_total(total: Fraction, rounding: Rounding, session_minutes: int) -> int:
    """A year's exact minutes as the practice rounds them. Up is in the person's favour, also below nought."""
    if rounding is Rounding.MINUTE:
        return nearest(total)
    step = Fraction(session_minutes, 2 if rounding is Rounding.HALF_SESSION_UP else 1)
    # Half of an odd session is no whole minute; what is rounded up stays up.
    return ceil(ceil(total / step) * step)
