"""What is asked of, and answered by, the ledger."""

from __future__ import annotations

import datetime as dt
from typing import Literal

from pydantic import Field

from functions.leave.entitlement.balance import STATUTORY_SOURCE, Balance, Floor
from functions.leave.entitlement.statement import Shown, Statement
from shared.domain.amount import Amount, AmountUnit, plain
from shared.domain.entitlement import LeaveYear
from shared.domain.people import Person
from shared.http import In, Out, Query

FIRST, LAST = dt.date(2000, 1, 1), dt.date(2099, 12, 31)


class AmountOut(Out):
    """Minutes, and the same in sessions, hours and days. Signed. A day is two sessions."""

    minutes: int
    sessions: str
    hours: str
    days: str

    @classmethod
    def of(cls, amount: Amount) -> AmountOut:
        return cls(
            minutes=amount.minutes,
            sessions=plain(amount.sessions),
            hours=plain(amount.hours),
            days=plain(amount.days),
        )


class YearQuery(Query):
    """`year`: any day of the leave year; its first, as a rule."""

    year: dt.date = Field(ge=FIRST, le=LAST)


class LeaveYearOut(Out):
    """A leave year, both ends included. `current`: today is in it."""

    start: dt.date
    end: dt.date
    words: str
    current: bool

    @classmethod
    def of(cls, year: LeaveYear, today: dt.date) -> LeaveYearOut:
        return cls(start=year.start, end=year.end, words=year.words, current=today in year)


class LeaveYearsOut(Out):
    """Oldest first."""

    years: list[LeaveYearOut]


class WhoseOut(Out):
    code: str
    name: str
    group: str


class LeaveTotalsOut(Out):
    """granted + carried + bank_holidays + toil + adjustments - taken - booked - pending = left.

    The year's rounding is in `granted`, sick compensation in `adjustments`. `taken`: approved, before today.
    """

    granted: AmountOut
    carried: AmountOut
    bank_holidays: AmountOut
    toil: AmountOut
    adjustments: AmountOut
    taken: AmountOut
    booked: AmountOut
    pending: AmountOut
    left: AmountOut
    left_percent_used: int
    session_minutes: int

    @classmethod
    def amounts(cls, balance: Balance) -> dict[str, AmountOut | int]:
        """The fields, for this and those that have more."""
        names = ("granted", "carried", "bank_holidays", "toil", "adjustments", "taken", "booked", "pending", "left")
        said = {name: AmountOut.of(Amount(getattr(balance, name), balance.session_minutes)) for name in names}
        return {**said, "left_percent_used": balance.percent_used, "session_minutes": balance.session_minutes}

    @classmethod
    def of(cls, balance: Balance) -> LeaveTotalsOut:
        return cls.model_validate(cls.amounts(balance))


class PersonBalanceOut(LeaveTotalsOut):
    person: WhoseOut

    @classmethod
    def of_person(cls, who: WhoseOut, balance: Balance) -> PersonBalanceOut:
        return cls.model_validate({"person": who, **cls.amounts(balance)})


class BalanceOut(PersonBalanceOut):
    year: LeaveYearOut

    @classmethod
    def of_year(cls, who: WhoseOut, year: LeaveYearOut, balance: Balance) -> BalanceOut:
        return cls.model_validate({"person": who, "year": year, **cls.amounts(balance)})


class BalancesOut(Out):
    """Everybody with a working term, or anything on the ledger, in the year."""

    year: LeaveYearOut
    balances: list[PersonBalanceOut]


class StatementTermOut(Out):
    """A working term as the sum reads it."""

    starts: dt.date | None
    ends: dt.date | None
    role: str
    wte: str
    weekly_sessions: str
    session_minutes: int
    annual_leave_sessions: str

    @classmethod
    def of(cls, term: Person, weekly_sessions: str) -> StatementTermOut:
        return cls(
            starts=term.starts,
            ends=term.ends,
            role=term.role,
            wte=plain(term.wte),
            weekly_sessions=weekly_sessions,
            session_minutes=term.session_minutes,
            annual_leave_sessions=plain(term.annual_leave_sessions),
        )


class StatementLineOut(Out):
    """One line of the statement. `posted` None: it follows from what is on record, and is not in the ledger yet.

    `pending`: leave that waits for a decision. `evens_out`: with the other lines about the same it comes to nought.
    """

    id: int | None
    section: str
    date: dt.date
    kind: str
    what: str
    amount: AmountOut
    running: AmountOut
    by: str | None
    why: str
    working: list[str]
    pending: bool
    posted: dt.datetime | None
    evens_out: bool
    reverses: int | None
    may_reverse: bool

    @classmethod
    def of(cls, line: Shown) -> StatementLineOut:
        return cls(
            id=line.id,
            section=line.section.value,
            date=line.date,
            kind=line.kind.value,
            what=line.what,
            amount=AmountOut.of(line.amount),
            running=AmountOut.of(line.running),
            by=line.by,
            why=line.why,
            working=list(line.working),
            pending=line.kind.value == "pending",
            posted=line.posted,
            evens_out=line.evens_out,
            reverses=line.reverses,
            may_reverse=line.may_reverse,
        )


class StatutoryFloorOut(Out):
    """The law's least for an employee, bank holidays included, beside what they have. Advice; re-check before use."""

    least: AmountOut
    has: AmountOut
    is_met: bool
    working: str
    source: str

    @classmethod
    def of(cls, floor: Floor, session_minutes: int) -> StatutoryFloorOut:
        return cls(
            least=AmountOut.of(Amount(floor.least, session_minutes)),
            has=AmountOut.of(Amount(floor.has, session_minutes)),
            is_met=floor.is_met,
            working=floor.working,
            source=STATUTORY_SOURCE,
        )


class StatementOut(Out):
    """The whole sum of a leave year. The last line's `running` is what is left."""

    person: WhoseOut
    year: LeaveYearOut
    practice: str
    made_at: dt.datetime
    rounding: str
    carrying: str
    terms: list[StatementTermOut]
    lines: list[StatementLineOut]
    totals: LeaveTotalsOut
    statutory: StatutoryFloorOut | None

    @classmethod
    def of(
        cls, who: WhoseOut, year: LeaveYearOut, practice: str, made_at: dt.datetime, said: Statement, weekly: list[str]
    ) -> StatementOut:
        return cls(
            person=who,
            year=year,
            practice=practice,
            made_at=made_at,
            rounding=said.rounding,
            carrying=said.carrying,
            terms=[StatementTermOut.of(term, sessions) for term, sessions in zip(said.terms, weekly, strict=True)],
            lines=[StatementLineOut.of(line) for line in said.lines],
            totals=LeaveTotalsOut.of(said.totals),
            statutory=StatutoryFloorOut.of(said.floor, said.totals.session_minutes) if said.floor else None,
        )


class AdjustmentIn(In):
    """`amount`: a signed number in `unit`, as "1.5". `year`: any day of the leave year it counts in."""

    year: dt.date = Field(ge=FIRST, le=LAST)
    kind: Literal["adjustment", "toil", "sick-compensation"]
    amount: str = Field(max_length=40)
    unit: AmountUnit
    reason: str = Field(max_length=2000)


class ReversalIn(In):
    reason: str = Field(max_length=2000)


class LedgerEntryOut(Out):
    """An entry as it was posted."""

    id: int
    date: dt.date
    kind: str
    what: str
    amount: AmountOut
    by: str | None
    why: str
    working: list[str]
    reverses: int | None
