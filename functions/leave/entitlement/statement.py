"""The statement: the whole sum of a leave year, line by line, each with what is left after it. Pure."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from functions.leave.entitlement.balance import Balance, Floor, balance, statutory_floor
from functions.leave.entitlement.earned import ROUNDING_IN_WORDS
from functions.leave.entitlement.nouns import BY_HAND, EARNED, USED, Entry, EntryKind, Line
from functions.leave.entitlement.policy import Ledger
from functions.leave.entitlement.words import sessions
from shared.domain.amount import Amount
from shared.domain.entitlement import LeaveYear
from shared.domain.people import Person


class Section(StrEnum):
    """The parts of a statement, in order."""

    EARNED = "earned"
    CARRIED = "carried"
    CHANGED = "changed"
    USED = "used"


@dataclass(frozen=True, slots=True)
class Shown:
    """One line. `posted` None: it follows from what is on record, and is not in the ledger yet.

    `evens_out`: everything under its key sums to nought, so it may be folded away.
    """

    id: int | None
    section: Section
    date: date
    kind: EntryKind
    what: str
    amount: Amount
    running: Amount
    by: str | None
    why: str
    working: tuple[str, ...]
    posted: datetime | None
    evens_out: bool
    reverses: int | None
    may_reverse: bool


@dataclass(frozen=True, slots=True)
class Statement:
    """A leave year of one person as it is shown, printed and saved."""

    year: LeaveYear
    terms: tuple[Person, ...]
    lines: tuple[Shown, ...]
    totals: Balance
    rounding: str
    carrying: str
    floor: Floor | None


def statement(ledger: Ledger, year: LeaveYear) -> Statement:
    """The statement of a year. Its last line's running amount is what is left."""
    totals = balance(ledger, year)
    terms = tuple(term for term in ledger.practice.terms_of(ledger.code) if term.in_term_between(*year))
    return Statement(
        year=year,
        terms=terms,
        lines=tuple(_lines(ledger, year)),
        totals=totals,
        rounding=ROUNDING_IN_WORDS[ledger.rules(year).rounding],
        carrying=_carrying(ledger, year, totals),
        floor=statutory_floor(ledger.practice, ledger.code, year, totals),
    )


def _section(kind: EntryKind) -> Section:
    if kind in USED:
        return Section.USED
    if kind in BY_HAND:
        return Section.CHANGED
    return Section.CARRIED if kind is EntryKind.CARRY_OVER else Section.EARNED


def _lines(ledger: Ledger, year: LeaveYear) -> Iterator[Shown]:
    """Every entry and everything not yet posted, in the order of the sum; what is about one thing stands together."""
    posted = [entry for entry in ledger.posted(year) if entry.kind != EntryKind.RULES]
    everything: list[Entry | Line] = [*posted, *ledger.differences(year)]
    taken_back = {entry.reverses for entry in posted}
    sums: dict[object, int] = {}
    first: dict[object, tuple[date, float]] = {}
    for each in everything:
        thread, start = _thread(each), (each.effective, _number(each))
        sums[thread] = sums.get(thread, 0) + each.minutes
        first[thread] = min(first.get(thread, start), start)
    order = list(Section)

    def place(each: Entry | Line) -> tuple[object, ...]:
        kind = EntryKind(each.kind)
        step = EARNED.index(kind) if kind in EARNED else 0  # what is earned is read as it is worked out
        return order.index(_section(kind)), step, first[_thread(each)], str(_thread(each)), _number(each)

    minutes, running = ledger.session_minutes(year), 0
    for each in sorted(everything, key=place):
        running += each.minutes
        yield _shown(each, running, minutes, evens_out=sums[_thread(each)] == 0, taken_back=taken_back)


def _thread(each: Entry | Line) -> tuple[str, ...]:
    """What lines stand together: one key of one kind; something done by hand stands with what takes it back."""
    if isinstance(each, Entry) and each.kind in BY_HAND:
        return each.kind, f"{each.reverses or each.id:012d}"
    return each.about


def _number(each: Entry | Line) -> float:
    return each.id if isinstance(each, Entry) else float("inf")


def _shown(
    each: Entry | Line, running: int, session_minutes: int, *, evens_out: bool, taken_back: set[int | None]
) -> Shown:
    entry, kind = each if isinstance(each, Entry) else None, EntryKind(each.kind)
    detail = each.detail
    return Shown(
        id=entry.id if entry else None,
        section=_section(kind),
        date=each.effective,
        kind=kind,
        what=str(detail.get("what", "")),
        amount=Amount(each.minutes, each.session_minutes),
        running=Amount(running, session_minutes),
        by=entry.by if entry else None,
        why=each.reason,
        working=tuple(detail.get("working", ())),
        posted=entry.at if entry else None,
        evens_out=evens_out,
        reverses=entry.reverses if entry else None,
        may_reverse=bool(entry and kind in BY_HAND and entry.reverses is None and entry.id not in taken_back),
    )


def _carrying(ledger: Ledger, year: LeaveYear, totals: Balance) -> str:
    """What goes from this year into the next, or would if nothing else happened."""
    cap = Amount(int(ledger.rules(year).carry_over_sessions * totals.session_minutes), totals.session_minutes)
    then = ledger.year_of(date.fromordinal(year.end.toordinal() + 1)).words
    over = ledger.is_over(year)
    if totals.left < 0:
        owed = sessions(-totals.left, totals.session_minutes)
        return f"{owed} more than there was {'was' if over else 'is'} used; {then} begins with that owed."
    if not cap.minutes:
        return f"What is left at the end of the year is not carried over into {then}."
    carried = sessions(min(totals.left, cap.minutes), totals.session_minutes)
    most = sessions(cap.minutes, totals.session_minutes)
    if over:
        return f"{carried} went into {then}; at most {most} may."
    return f"If nothing else were booked, {carried} would go into {then}; at most {most} may."
