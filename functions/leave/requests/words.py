"""Dates, spells and numbers as sentences about leave say them. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from shared.constraints.reasons import in_a_row
from shared.domain.calendar import Half, Session, in_words

DAYS_NAMED, SESSIONS_NAMED = 5, 6  # more than these are counted


def months_after(day: date, months: int) -> date:
    """The same day so many months later; the last of the month when that is shorter."""
    years, month = divmod(day.month - 1 + months, 12)
    first = date(day.year + years, month + 1, 1)
    following = date(first.year + first.month // 12, first.month % 12 + 1, 1)
    return min(first + timedelta(days=day.day - 1), following - timedelta(days=1))


def dated(day: date) -> str:
    """'Thu 11 Feb 2027'."""
    return f"{in_words(day)} {day.year}"


def span(start: Session, end: Session) -> str:
    """'Mon 4 Jan AM', or 'Mon 4 Jan AM to Fri 8 Jan PM'."""
    return str(start) if start == end else f"{start} to {end}"


def stretch(start: Session, end: Session) -> str:
    """'on Mon 4 Jan 2027', 'from Mon 4 Jan to Fri 8 Jan 2027', or by half-days where it is not whole days."""
    if start.half is not Half.AM or end.half is not Half.PM:
        return f"on {start}" if start == end else f"from {start} to {end}"
    if start.date == end.date:
        return f"on {dated(start.date)}"
    return f"from {in_words(start.date)} to {dated(end.date)}"


def days(some: Sequence[date]) -> str:
    """'Mon 4 Jan and Tue 5 Jan'."""
    rest = len(some) - DAYS_NAMED
    return in_a_row(
        [in_words(day) for day in some[:DAYS_NAMED]] + ([f"{counted(rest, 'more day')}"] if rest > 0 else [])
    )


def listed(some: Sequence[Session]) -> str:
    """'Mon 4 Jan AM and Tue 5 Jan PM'."""
    rest = len(some) - SESSIONS_NAMED
    return in_a_row([str(session) for session in some[:SESSIONS_NAMED]] + ([f"{rest} more"] if rest > 0 else []))


def counted(number: int, what: str) -> str:
    """'1 week', '2 weeks'."""
    return f"{number} {what}" + ("" if number == 1 else "s")
