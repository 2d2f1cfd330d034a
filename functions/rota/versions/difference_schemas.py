"""What is answered about how two versions differ."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from itertools import groupby
from typing import Literal
from uuid import UUID

from functions.rota.versions.difference import Compared, Span
from functions.rota.versions.publication_schemas import DoesOut
from functions.rota.versions.reads import Version
from shared.difference import Change
from shared.domain.calendar import Half
from shared.http import Out, Query


class DifferenceQuery(Query):
    """`against`: another version, or "previous": the rota people saw until this one was published."""

    against: Literal["previous"] | UUID = "previous"


class SideOut(Out):
    id: UUID
    number: int
    start: date
    end: date

    @classmethod
    def of(cls, version: Version) -> SideOut:
        return cls(id=version.id, number=version.number, start=version.start_date, end=version.end_date)


class SpanOut(Out):
    """From a day to another, both included."""

    start: date
    end: date

    @classmethod
    def of(cls, span: Span) -> SpanOut:
        return cls(start=span.start, end=span.end)


class ChangeOut(Out):
    """One session that differs. None: not at work."""

    date: date
    half: Half
    was: DoesOut | None
    now: DoesOut | None

    @classmethod
    def of(cls, change: Change) -> ChangeOut:
        half = Half(change.half)
        return cls(date=change.date, half=half, was=DoesOut.of(change.was), now=DoesOut.of(change.now))


class PersonChangesOut(Out):
    code: str
    name: str
    changes: list[ChangeOut]


class DayChangeOut(ChangeOut):
    """One session of somebody that differs."""

    code: str
    name: str


class DayChangesOut(Out):
    date: date
    changes: list[DayChangeOut]


class DifferenceOut(Out):
    """What `a` has otherwise than `b` (null: than the rota people saw until then): `was` is b's, `now` is a's.

    `both`: where they can be compared; `only_a` and `only_b`: where only one of them says anything.
    """

    a: SideOut
    b: SideOut | None
    changed: int
    people: int
    by_person: list[PersonChangesOut]
    by_day: list[DayChangesOut]
    both: list[SpanOut]
    only_a: list[SpanOut]
    only_b: list[SpanOut]

    @classmethod
    def of(cls, a: Version, b: Version | None, found: Compared, names: Mapping[str, str]) -> DifferenceOut:
        changes = found.difference.changes
        return cls(
            a=SideOut.of(a),
            b=SideOut.of(b) if b else None,
            changed=len(changes),
            people=len(found.difference.by_person),
            by_person=[
                PersonChangesOut(code=code, name=names.get(code, code), changes=[ChangeOut.of(each) for each in theirs])
                for code, theirs in found.difference.by_person.items()
            ],
            by_day=[
                DayChangesOut(date=day, changes=[_of_day(each, names) for each in of_day])
                for day, of_day in groupby(changes, key=lambda change: change.date)
            ],
            both=[SpanOut.of(span) for span in found.both],
            only_a=[SpanOut.of(span) for span in found.only_now],
            only_b=[SpanOut.of(span) for span in found.only_was],
        )


def _of_day(change: Change, names: Mapping[str, str]) -> DayChangeOut:
    return DayChangeOut(
        **ChangeOut.of(change).model_dump(), code=change.code, name=names.get(change.code, change.code)
    )  # fmt: skip
