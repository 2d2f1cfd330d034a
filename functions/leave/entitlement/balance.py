"""What somebody has, has used and has left of a leave year, and the law's least beside it. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from math import ceil

from functions.leave.entitlement import bookings
from functions.leave.entitlement.earned import spans
from functions.leave.entitlement.nouns import Entry, EntryKind, Line
from functions.leave.entitlement.policy import Ledger
from functions.leave.entitlement.words import number, sessions
from shared.domain.calendar import practice_holidays
from shared.domain.entitlement import LeaveYear, session_minutes_in, weekly_sessions, year_sessions
from shared.domain.people import TermType
from shared.domain.problem import Practice

# Working Time Regulations 1998, regulations 13 and 13A; gov.uk, "Holiday entitlement". Re-check before use.
STATUTORY_WEEKS = Decimal("5.6")
STATUTORY_MOST_SESSIONS = 56  # 28 days
STATUTORY_SOURCE = "Working Time Regulations 1998, regulations 13 and 13A; gov.uk, Holiday entitlement"
NOT_EMPLOYED = frozenset({TermType.PARTNER, TermType.LOCUM})


@dataclass(frozen=True, slots=True)
class Balance:
    """Minutes of one leave year. What is used is given as positive numbers.

    granted + carried + bank_holidays + toil + adjustments - taken - booked - pending = left. The year's rounding is in
    `granted`, sick compensation in `adjustments`.
    """

    session_minutes: int
    granted: int
    carried: int
    bank_holidays: int
    toil: int
    adjustments: int
    taken: int  # approved, before today
    booked: int  # approved, from today on
    pending: int

    @property
    def entitled(self) -> int:
        return self.granted + self.carried + self.bank_holidays + self.toil + self.adjustments

    @property
    def used(self) -> int:
        return self.taken + self.booked + self.pending

    @property
    def left(self) -> int:
        return self.entitled - self.used

    @property
    def percent_used(self) -> int:
        """Of everything there is for the year; 100 when something is used of nothing."""
        if self.entitled <= 0:
            return 100 if self.used else 0
        return round(Fraction(100 * self.used, self.entitled))


def balance(ledger: Ledger, year: LeaveYear) -> Balance:
    """The sums of a year, with what is still to be posted."""
    sums = dict.fromkeys(EntryKind, 0)
    both: list[Entry | Line] = [*ledger.posted(year), *ledger.differences(year)]
    for each in both:
        sums[EntryKind(each.kind)] += each.minutes
    approved = -sums[EntryKind.BOOKED]
    taken = approved if ledger.kept else _taken(ledger, year)
    return Balance(
        session_minutes=ledger.session_minutes(year),
        granted=sums[EntryKind.GRANT] + sums[EntryKind.ROUNDING],
        carried=sums[EntryKind.CARRY_OVER],
        bank_holidays=sums[EntryKind.CREDIT] + sums[EntryKind.CHARGE],
        toil=sums[EntryKind.TOIL],
        adjustments=sums[EntryKind.ADJUSTMENT] + sums[EntryKind.SICK_COMPENSATION],
        taken=taken,
        booked=approved - taken,
        pending=-sums[EntryKind.PENDING],
    )


def _taken(ledger: Ledger, year: LeaveYear) -> int:
    """Minutes of approved leave before today."""
    return sum(
        minutes
        for leave in ledger.on_record
        if leave.approved and leave.start.date < ledger.today
        for session, minutes in bookings.charge_of(ledger.practice, leave).sessions
        if session.date in year and session.date < ledger.today
    )


@dataclass(frozen=True, slots=True)
class Floor:
    """The least an employee must have by law, bank holidays included, beside what they have. Minutes; advice only."""

    least: int
    has: int
    working: str

    @property
    def is_met(self) -> bool:
        return self.has >= self.least


def statutory_floor(practice: Practice, code: str, year: LeaveYear, granted: Balance) -> Floor | None:
    """5.6 weeks of the sessions somebody works, 28 days at most, pro rata; None for who is not employed all year."""
    terms = [term for term in practice.terms_of(code) if term.in_term_between(*year) and term.term not in NOT_EMPLOYED]
    least, parts = Fraction(), []
    for span in spans(terms, year, lambda term: weekly_sessions(practice, term)):
        whole = min(Fraction(STATUTORY_WEEKS) * Fraction(span.rate), Fraction(STATUTORY_MOST_SESSIONS))
        least += whole * span.session_minutes * Fraction(span.days, year.days)
        parts.append(f"{STATUTORY_WEEKS} weeks × {number(span.rate, 4)} sessions × {span.days} of {year.days} days")
    if not parts:
        return None
    minutes = session_minutes_in(practice, code, year)
    working = f"{'; '.join(parts)} = {sessions(ceil(least), minutes)}"
    return Floor(ceil(least), _with_bank_holidays(practice, code, year, granted), working)


def _with_bank_holidays(practice: Practice, code: str, year: LeaveYear, balance: Balance) -> int:
    """What a year grants, and the sessions of the pattern that fall on bank holidays, which are paid time off too."""
    worth, holidays = year_sessions(practice, code, year), practice_holidays(practice, *year)
    on_holidays = sum(minutes for session, minutes in worth.items() if session.date in holidays)
    return balance.granted + balance.bank_holidays + on_holidays
