"""A rota as the grid on the page draws it: one compact document for a published rota and for a draft alike.

Pure. What somebody may see is decided here and nowhere else: to a colleague, study leave and a day in court are "away",
like any other leave, and the kind of a leave is in no answer at all.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

from shared.access import Caller
from shared.domain.calendar import WEEKDAYS, Half, Horizon, Session
from shared.domain.leave import LeaveKind
from shared.domain.people import Person, TermType
from shared.domain.problem import Leave, Practice, Problem
from shared.domain.rota import ABSENT, GIVES_COVER, Activity
from shared.grid_out import ClosureOut, DayOut, GapOut, GridOut, RowOut, ShownVersionOut
from shared.marks import NO_MARKS, Marks, Place
from shared.queries.rota import Line
from shared.standing import Slot, slot_of

__all__ = [
    "ClosureOut", "DayOut", "GapOut", "Grid", "GridOut", "RowOut", "ShownVersionOut", "Viewer", "lines_of_draft",
]  # fmt: skip

HALVES = {"AM": 0, "PM": 1}
PRIVATE = frozenset(activity.value for activity in ABSENT)
COVER = frozenset(activity.value for activity in GIVES_COVER)
GROUPS = tuple(term.value for term in TermType)  # the order people stand in
FORMER = "former"


@dataclass(frozen=True, slots=True)
class Viewer:
    """Who looks. `code` is their own on the rota, if they have one."""

    everything: bool
    code: str | None

    @classmethod
    def of(cls, caller: Caller) -> Viewer:
        return cls(caller.is_administrator, caller.person_code)

    def may_see(self, code: str, activity: str) -> bool:
        """Whether they may know what this person does then, or only that they are away."""
        return activity not in PRIVATE or self.everything or code == self.code


class Grid:
    """One rota over one range, worked out once and shown to each viewer as they may see it."""

    def __init__(
        self,
        practice: Practice,
        horizon: Horizon,
        lines: Iterable[Line],
        *,
        gaps: Sequence[Mapping[str, Any]],
        versions: Sequence[ShownVersionOut] = (),
        former: Mapping[str, str] | None = None,
        marks: Marks = NO_MARKS,
        stamp: Sequence[object] = (),
    ) -> None:
        self._practice = practice
        self._horizon = horizon
        self._facts = Problem(practice, horizon).facts
        self._gaps = gaps
        self._versions = versions
        self._marks = marks
        self._stamp = stamp
        self._days = tuple(horizon.days())
        self._day_index = {day: index for index, day in enumerate(self._days)}
        self._lines = tuple(line for line in lines if line.date in self._day_index)
        rank = {group: place for place, group in enumerate(GROUPS)}
        self._terms = practice.by_code()
        here = {code: term for code, terms in self._terms.items() if (term := self._first_term(terms)) is not None}
        self._people: tuple[Person, ...] = tuple(sorted(here.values(), key=lambda person: rank[person.term.value]))
        gone = {line.code for line in self._lines if line.code not in here}
        names = dict(former or {}) | {code: terms[-1].name for code, terms in self._terms.items()}
        self._gone = tuple((code, names.get(code, code)) for code in sorted(gone))
        codes = [*(person.code for person in self._people), *(code for code, _ in self._gone)]
        self._person_index = {code: index for index, code in enumerate(codes)}

    def _first_term(self, terms: Iterable[Person]) -> Person | None:
        """The term in force when the range begins, or the first that begins in it."""
        first, last = self._horizon.start, self._horizon.end
        return next((term for term in terms if term.in_term_between(first, last)), None)

    def _as_of(self, code: str, day: date) -> Person | None:
        """Somebody as they work on a day; None when no term covers it."""
        return next((term for term in self._terms.get(code, ()) if term.in_term_on(day)), None)

    @cached_property
    def private_to(self) -> frozenset[str]:
        """The people who see something here that their colleagues do not."""
        return frozenset(line.code for line in self._lines if line.activity in PRIVATE) | {
            slot.code for slot in self._marks.part
        }

    def seen_by(self, viewer: Viewer) -> dict[str, Any]:
        """The grid as `GridOut` has it, fit for this viewer."""
        shown: list[tuple[int, int, int, str, str]] = []
        hidden: set[Slot] = set()
        away = set(self._on_leave)
        for line in self._lines:
            cell = (self._person_index[line.code], self._day_index[line.date], HALVES[line.half])
            if viewer.may_see(line.code, line.activity):
                shown.append((*cell, line.activity, line.site))
                away.discard(cell)
            else:
                hidden.add(slot_of(line.code, line.date, line.half))
                away.add(cell)
        marks = self._marks.seen(
            self._place, lambda slot: slot not in hidden, everything=viewer.everything, code=viewer.code
        )
        return (
            self._common
            | marks
            | {
                "assignments": shown,
                "away": sorted(away),
                "sick": sorted(self._sick) if viewer.everything else [],
                # Counters of leave would tell a colleague how often something private has happened.
                "version_stamp": ".".join(map(str, self._stamp if viewer.everything else self._stamp[:1])),
            }
        )

    def _place(self, slot: Slot) -> Place | None:
        """Where a session stands on the page; None when it does not."""
        person, day = self._person_index.get(slot.code), self._day_index.get(slot.session.date)
        return None if person is None or day is None else (person, day, HALVES[slot.session.half])

    @cached_property
    def _common(self) -> dict[str, Any]:
        return {
            "practice": self._practice.name,
            "start": self._horizon.start,
            "weeks": self._horizon.weeks,
            "versions": [version.model_dump() for version in self._versions],
            "days": [self._day(day) for day in self._days],
            "people": [
                *({"code": p.code, "name": p.name, "role": p.role, "group": p.term.value, "site": p.site,
                   "wte": format(p.wte, "f")} for p in self._people),
                *({"code": code, "name": name, "role": "", "group": FORMER, "site": "", "wte": ""}
                  for code, name in self._gone),
            ],
            "gaps": [{key: gap.get(key) for key in GapOut.model_fields} for gap in self._gaps],
            "minimum": [self._minimum(day) for day in self._days],
            "duty": self._duty,
            "doctors_in": self._doctors_in,
        }  # fmt: skip

    def _day(self, day: date) -> dict[str, Any]:
        return {
            "date": day,
            "weekday": WEEKDAYS[day.weekday()],
            "bank_holiday": self._facts.bank_holidays.get(day),
            "closures": [
                {"label": closure.label, "half": closure.half, "site": closure.site}
                for closure in self._practice.closures
                if day in closure.dates
            ],
            "week": self._horizon.week_of(day),
        }

    def _shut(self, day: date) -> bool:
        """Whether nobody works that day, anywhere."""
        return not any(self._facts.anywhere_open(Session(day, half)) for half in Half)

    def _minimum(self, day: date) -> int | None:
        asked = self._practice.rules.minimum_doctors
        return None if asked is None or self._shut(day) else asked[day.weekday()]

    @cached_property
    def _on_leave(self) -> frozenset[Place]:
        """Every cell approved leave covers on a day the practice is open and a working term covers."""
        return self._covered_by(self._practice.leave)

    @cached_property
    def _sick(self) -> frozenset[Place]:
        """Those of them that sickness covers."""
        return self._covered_by(leave for leave in self._practice.leave if leave.kind is LeaveKind.SICK)

    def _covered_by(self, leaves: Iterable[Leave]) -> frozenset[Place]:
        cells = set()
        for leave in leaves:
            person = self._person_index.get(leave.code)
            if not leave.approved or person is None:
                continue
            for index, day in enumerate(self._days):
                if leave.start.date <= day <= leave.end.date and self._is_expected(leave.code, day):
                    cells |= {(person, index, HALVES[half]) for half in Half if leave.covers(Session(day, half))}
        return frozenset(cells)

    def _is_expected(self, code: str, day: date) -> bool:
        """Whether somebody has a working term on a day the practice is open."""
        return self._as_of(code, day) is not None and not self._shut(day)

    @cached_property
    def _duty(self) -> list[tuple[int, int, list[int]]]:
        held: dict[tuple[int, int], list[int]] = defaultdict(list)
        for line in self._lines:
            if line.activity == Activity.DUTY:
                held[self._day_index[line.date], HALVES[line.half]].append(self._person_index[line.code])
        return [(*slot, sorted(people)) for slot, people in sorted(held.items())]

    @cached_property
    def _doctors_in(self) -> list[int]:
        giving_cover = {(line.date, line.code) for line in self._lines if line.activity in COVER}
        counted = dict.fromkeys(self._days, 0)
        for day, code in giving_cover:
            person = self._as_of(code, day)
            counted[day] += person is not None and self._facts.counts_as_doctor(person)
        return list(counted.values())


def lines_of_draft(draft: Mapping[str, Any]) -> list[Line]:
    """The lines of a documented draft."""
    return [
        Line(each["code"], date.fromisoformat(each["date"]), each["half"], each["activity"], each["site"])
        for each in draft["assignments"]
    ]
