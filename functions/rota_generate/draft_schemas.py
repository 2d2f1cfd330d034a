"""What a run came back with, as it is answered: the draft, what it would change, and the problem it answers."""

from __future__ import annotations

from datetime import date
from typing import Any, Literal

from pydantic import RootModel

from shared.difference import Difference
from shared.domain.calendar import Half
from shared.grid import GapOut
from shared.http import Out, Query


class LineOut(Out):
    """Somebody's session in a draft."""

    code: str
    date: date
    half: Half
    activity: str
    site: str


class BreachOut(Out):
    """A rule not kept, once, and what it costs."""

    rule: str
    level: Literal["hard", "soft"]
    points: int
    date: date | None
    half: Half | None
    code: str | None
    site: str | None
    because: str


class DraftOut(Out):
    """The documented draft, as `rotacc generate` writes it."""

    practice: str
    start: date
    weeks: int
    seed: int
    workers: int
    version: str
    assignments: list[LineOut]
    gaps: list[GapOut]
    breaches: list[BreachOut]
    objective: int
    bound: int
    gap_percent: float
    proved: bool
    stopped: bool
    seconds: float


class DiffQuery(Query):
    against: Literal["published"] = "published"


class CellOut(Out):
    activity: str
    site: str


class ChangeOut(Out):
    """One session that differs. None: not at work in it."""

    date: date
    half: Half
    was: CellOut | None
    now: CellOut | None


class PersonChangesOut(Out):
    code: str
    name: str
    changes: list[ChangeOut]


class DayChangesOut(Out):
    date: date
    changes: int


class DiffOut(Out):
    """What publishing the draft would change in weeks that are published. `against`: numbers of the versions people see
    in them now; `new_weeks`: how many others there are, of which nobody knows anything yet."""

    against: list[int]
    new_weeks: int
    changed: int
    people: int
    by_person: list[PersonChangesOut]
    by_day: list[DayChangesOut]

    @classmethod
    def of(cls, difference: Difference, *, against: list[int], new_weeks: int, names: dict[str, str]) -> DiffOut:
        return cls(
            against=against,
            new_weeks=new_weeks,
            changed=len(difference.changes),
            people=len(difference.by_person),
            by_person=[
                PersonChangesOut(
                    code=code,
                    name=names.get(code, code),
                    changes=[
                        ChangeOut(
                            date=change.date,
                            half=Half(change.half),
                            was=CellOut(activity=change.was[0], site=change.was[1]) if change.was else None,
                            now=CellOut(activity=change.now[0], site=change.now[1]) if change.now else None,
                        )
                        for change in changes
                    ],
                )
                for code, changes in difference.by_person.items()
            ],
            by_day=[DayChangesOut(date=day, changes=count) for day, count in difference.by_day.items()],
        )


class ProblemOut(RootModel[dict[str, Any]]):
    """The frozen problem a run worked on, whole: enough to repeat the run anywhere."""
