"""How two rotas differ, session by session. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from shared.domain.rota import Assignment
from shared.queries.rota import Line

Does = tuple[str, str]  # activity, site


@dataclass(frozen=True, slots=True)
class Change:
    """One session in which two rotas differ. None: not at work."""

    date: date
    half: str
    code: str
    was: Does | None
    now: Does | None


@dataclass(frozen=True)
class Difference:
    """Every change, in the order of the calendar."""

    changes: tuple[Change, ...]

    @cached_property
    def by_person(self) -> Mapping[str, tuple[Change, ...]]:
        """Each person's changes; the most changed first."""
        found: dict[str, list[Change]] = {}
        for change in self.changes:
            found.setdefault(change.code, []).append(change)
        ordered = sorted(found, key=lambda code: (-len(found[code]), code))
        return {code: tuple(found[code]) for code in ordered}

    @cached_property
    def by_day(self) -> Mapping[date, int]:
        """How many changes each day has; days without any are left out."""
        counted: dict[date, int] = {}
        for change in self.changes:
            counted[change.date] = counted.get(change.date, 0) + 1
        return counted


def difference(was: Iterable[Line], now: Iterable[Line]) -> Difference:
    """What becomes different when one rota takes another's place."""
    before = {(line.date, line.half, line.code): (line.activity, line.site) for line in was}
    after = {(line.date, line.half, line.code): (line.activity, line.site) for line in now}
    return Difference(
        tuple(
            Change(*key, was=before.get(key), now=after.get(key))
            for key in sorted(before.keys() | after.keys())
            if before.get(key) != after.get(key)
        )
    )


def line_of(assignment: Assignment) -> Line:
    """An assignment as plain values."""
    session = assignment.session
    return Line(assignment.code, session.date, session.half.value, assignment.activity.value, assignment.site)
