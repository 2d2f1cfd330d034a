"""What leave on record takes from a leave year. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date

from functions.leave.entitlement.nouns import EntryKind, Line, OnRecord, request_key
from functions.leave.entitlement.words import span_in_words
from shared.domain.calendar import Session
from shared.domain.entitlement import Charge, LeaveYear, charge
from shared.domain.leave import LeaveKind
from shared.domain.people import SESSION_MINUTES
from shared.domain.problem import Practice

WORDS = {LeaveKind.ANNUAL: "Annual leave", LeaveKind.TOIL: "Time off in lieu"}


def charge_of(practice: Practice, leave: OnRecord) -> Charge:
    """What one spell of leave costs."""
    return charge(practice, leave.code, leave.start, leave.end, leave.part_minutes)


def lines(practice: Practice, on_record: Iterable[OnRecord], year: LeaveYear) -> Iterator[Line]:
    """A line for each spell of leave with sessions in the year: pending, or booked."""
    for leave in on_record:
        if leave.start.date <= year.end and year.start <= leave.end.date:
            kind = EntryKind.BOOKED if leave.approved else EntryKind.PENDING
            costs = charge_of(practice, leave)
            if costs.by_year[year.start]:
                yield line(practice, leave.code, leave.kind, kind, request_key(leave.id), costs, year)


def line(
    practice: Practice, code: str, why: LeaveKind, kind: EntryKind, key: str, costs: Charge, year: LeaveYear
) -> Line:
    """The line of one spell of leave in one leave year."""
    charged = [(session, minutes) for session, minutes in costs.sessions if session.date in year and minutes]
    first, last = (charged[0][0].date, charged[-1][0].date) if charged else (year.start, year.start)
    term = practice.term_on(code, first)
    what = f"{WORDS.get(why, why.value)}, {span_in_words(first, last)}"
    return Line(
        kind,
        key,
        first,
        -costs.by_year[year.start],
        term.session_minutes if term else SESSION_MINUTES,
        what,
        tuple(_working([(session, minutes) for session, minutes in costs.sessions if session.date in year])),
    )


def _working(sessions: list[tuple[Session, int]]) -> Iterator[str]:
    """Each day with its sessions: 'Mon 15 Feb AM and PM: 500 minutes'."""
    by_day: dict[date, list[tuple[Session, int]]] = {}
    for session, minutes in sessions:
        by_day.setdefault(session.date, []).append((session, minutes))
    for found in by_day.values():
        counted = [(session, minutes) for session, minutes in found if minutes]
        shut = [session for session, minutes in found if not minutes]
        if counted:
            halves = " and ".join(session.half for session, _ in counted[1:])
            yield f"{counted[0][0]}{f' and {halves}' if halves else ''}: {sum(m for _, m in counted)} minutes"
        if shut:
            halves = " and ".join(session.half for session in shut[1:])
            yield f"{shut[0]}{f' and {halves}' if halves else ''}: shut, nothing counted"
