"""Stretches of half-days: what lies in them, what is left when another is taken out, which touch. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import timedelta

from shared.domain.calendar import Half, Session

Span = tuple[Session, Session]  # both ends included


def sessions_in(start: Session, end: Session) -> Iterator[Session]:
    """Every half-day from Monday to Friday between two, both included."""
    day = start.date
    while day <= end.date:
        if day.weekday() < 5:
            yield from (one for half in Half if start <= (one := Session(day, half)) <= end)
        day += timedelta(days=1)


def remaining(start: Session, end: Session, out_start: Session, out_end: Session) -> Iterator[tuple[Session, Session]]:
    """What is left of a spell when another is taken out of it: nothing, one part or two."""
    if start < out_start:
        yield start, min(end, before(out_start))
    if out_end < end:
        yield max(start, after(out_end)), end


def before(session: Session) -> Session:
    """The half-day before."""
    if session.half is Half.PM:
        return Session(session.date, Half.AM)
    return Session(session.date - timedelta(days=1), Half.PM)


def after(session: Session) -> Session:
    """The half-day after."""
    if session.half is Half.AM:
        return Session(session.date, Half.PM)
    return Session(session.date + timedelta(days=1), Half.AM)


def joined(spans: Iterable[Span]) -> list[Span]:
    """Spans of one person, those that overlap or have only a weekend or nothing between them made one."""
    found: list[Span] = []
    for start, end in sorted(spans):
        if found and not _work_between(found[-1][1], start):
            found[-1] = (found[-1][0], max(found[-1][1], end))
        else:
            found.append((start, end))
    return found


def _work_between(end: Session, start: Session) -> bool:
    """Whether a half-day from Monday to Friday lies between the end of one spell and the start of the next."""
    return any(end < session < start for session in sessions_in(end, start))
