"""Two versions beside each other: what differs on the dates both have, and the dates only one of them has. Pure."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise

from functions.rota.versions.notice import Noticed
from shared.difference import Change, Difference, Does, difference, line_of
from shared.domain.rota import Assignment
from shared.grid import Viewer

FRIDAY = 4


@dataclass(frozen=True, slots=True)
class Span:
    """Weekdays in a row, both ends included; a weekend does not part them."""

    start: date
    end: date

    def days(self) -> frozenset[date]:
        every = (self.start + timedelta(days=day) for day in range((self.end - self.start).days + 1))
        return frozenset(day for day in every if day.weekday() <= FRIDAY)


def spans(days: Collection[date]) -> tuple[Span, ...]:
    """The fewest spans that hold these weekdays and no others."""
    ordered = sorted(days)
    breaks = [index for index, (one, other) in enumerate(pairwise(ordered), 1) if other != _next(one)]
    edges = [0, *breaks, len(ordered)]
    return tuple(Span(ordered[first], ordered[last - 1]) for first, last in pairwise(edges) if first < last)


def _next(day: date) -> date:
    return day + timedelta(days=1 if day.weekday() < FRIDAY else 7 - day.weekday())


@dataclass(frozen=True, slots=True)
class Compared:
    """What differs, where both can be compared, and where only the newer or only the older one says anything."""

    difference: Difference
    both: tuple[Span, ...]
    only_now: tuple[Span, ...]
    only_was: tuple[Span, ...]


def compared(now: Span, rota: Iterable[Assignment], was: Span, then: Iterable[Assignment], viewer: Viewer) -> Compared:
    """One version against another, as somebody may see it."""
    both = now.days() & was.days()
    seen = [
        [line_of(line) for line in lines if line.session.date in both and viewer.may_see(line.code, line.activity)]
        for lines in (then, rota)
    ]
    return Compared(difference(*seen), spans(both), spans(now.days() - both), spans(was.days() - both))


def against_what_people_saw(
    now: Span, first_published: Collection[date], changes: Iterable[Noticed], viewer: Viewer
) -> Compared:
    """One version against the rota people saw until it was published, as somebody may see it."""
    only_now = now.days() & frozenset(first_published)
    shown = (_as_seen(each.change, viewer) for each in changes)
    found = tuple(change for change in shown if change.was != change.now)
    return Compared(Difference(found), spans(now.days() - only_now), spans(only_now), ())


def _as_seen(change: Change, viewer: Viewer) -> Change:
    was, now = (_seen(change.code, does, viewer) for does in (change.was, change.now))
    return Change(change.date, change.half, change.code, was, now)


def _seen(code: str, does: Does | None, viewer: Viewer) -> Does | None:
    return does if does is not None and viewer.may_see(code, does[0]) else None
