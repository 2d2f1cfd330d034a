"""The question: a stretch of the published rota, perhaps with somebody away, and what of it may change. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from typing import Any

from functions.rota_generate.what_if.policy import MOST_WEEKS
from shared.domain.calendar import Half, Horizon, Session, monday_of
from shared.domain.leave import LeaveKind
from shared.domain.people import Letter
from shared.domain.problem import Leave, Off, Practice, Problem
from shared.domain.rota import ABSENT, Assignment
from shared.errors import Reason
from shared.standing import Slot, Standing, to_be_changed


@dataclass(frozen=True, slots=True)
class Absence:
    """Somebody who is away or is thought of as away, from `start` to `end`, both included."""

    code: str
    start: Session
    end: Session

    def takes(self, code: str, session: Session) -> bool:
        """Whether a session is one the absence takes away."""
        return code == self.code and self.start <= session <= self.end


@dataclass(frozen=True, slots=True)
class Asked:
    """Which days are to be repaired, both included, and who is the cause where somebody is. `edited`: of the rota with
    the changes by hand that wait."""

    start: date
    end: date
    absence: Absence | None = None
    edited: bool = False

    def weeks(self, today: date) -> Horizon:
        """The weeks it touches, from today's on: all that may change."""
        first = monday_of(max(min(self._starts), working_day(today)))
        return Horizon(first, max(0, (monday_of(self.last) - first).days // 7 + 1))

    @property
    def last(self) -> date:
        """The last day it is about."""
        return max(self.end, self.absence.end.date) if self.absence else self.end

    @property
    def _starts(self) -> tuple[date, ...]:
        return (self.start, self.absence.start.date) if self.absence else (self.start,)


def working_day(day: date) -> date:
    """The day itself, or the Monday after a weekend."""
    return day if day.weekday() < 5 else monday_of(day) + timedelta(weeks=1)


def as_document(asked: Asked) -> dict[str, Any]:
    """The question as it is stored: the same question is always the same document."""
    absence = asked.absence and {
        "code": asked.absence.code,
        "start": [asked.absence.start.date.isoformat(), asked.absence.start.half.value],
        "end": [asked.absence.end.date.isoformat(), asked.absence.end.half.value],
    }
    return {"start": asked.start.isoformat(), "end": asked.end.isoformat(), "absence": absence}


def from_document(document: Mapping[str, Any]) -> Asked:
    """The question a document was made of."""
    absence = document["absence"] and Absence(
        document["absence"]["code"], *(_session(*document["absence"][end]) for end in ("start", "end"))
    )
    start, end = date.fromisoformat(document["start"]), date.fromisoformat(document["end"])
    return Asked(start, end, absence, edited=document.get("edits") is not None)


def _session(day: str, half: str) -> Session:
    return Session(date.fromisoformat(day), Half(half))


def faults(practice: Practice, asked: Asked, today: date) -> tuple[Reason, ...]:
    """Everything that keeps the question from making sense."""
    return (*_wrong_stretch(asked, today), *(_wrong_absence(practice, asked.absence) if asked.absence else ()))


def _wrong_stretch(asked: Asked, today: date) -> Iterator[Reason]:
    if asked.end < asked.start:
        yield Reason("The stretch ends before it begins.", "ends-before-start", "end")
    elif asked.last < working_day(today):
        yield Reason("These days are over; only days from today on can be repaired.", "in-the-past", "end")
    elif asked.weeks(today).weeks > MOST_WEEKS:
        yield Reason(f"Repair at most {MOST_WEEKS} weeks at a time; for more, generate again.", "too-long", "end")


def _wrong_absence(practice: Practice, absence: Absence) -> Iterator[Reason]:
    if absence.end < absence.start:
        yield Reason("The absence ends before it begins.", "absence-ends-before-start", "absence")
    if not practice.terms_of(absence.code):
        yield Reason("Nobody on the rota has this code.", "unknown-person", "absence")


# -- the rota it is about --------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Stand:
    """The rota of a period as it stands, and what of it may change: the weeks `only`, from the day `since` on.

    `since` lies in `only`. `standing` is without what the absence takes away, and `practice` knows the absence;
    `before` and `known` are the same without it. `unseen`: weeks asked about that are not published, or too many;
    `edited`: the changes by hand that wait are in it.
    """

    practice: Practice
    horizon: Horizon
    only: Horizon
    since: date
    standing: Standing
    before: Standing
    known: Practice
    absence: Absence | None = None
    unseen: int = 0
    carried: Mapping[str, int] = field(default_factory=dict)
    edited: bool = False

    def is_open(self, day: date) -> bool:
        """Whether what people do on a day may change."""
        return day in self.only and day >= self.since

    @property
    def is_only_thought_of(self) -> bool:
        """Whether the absence takes sessions away that leave on record does not."""
        return self.standing.lines != self.before.lines


def stand_of(
    practice: Practice,
    asked: Asked,
    standing: Standing,
    *,
    horizon: Horizon,
    only: Horizon,
    today: date,
    unseen: int = 0,
    carried: Mapping[str, int] | None = None,
) -> Stand:
    """The stand of a question about the weeks `only`, published and in the period `horizon`."""
    here, absence = standing.between(horizon.start, horizon.end), asked.absence
    away = practice if absence is None else with_absence(practice, absence)
    left = here if absence is None else without(here, absence)
    return Stand(
        away,
        horizon,
        only,
        max(working_day(today), only.start),
        left,
        here,
        practice,
        absence,
        unseen,
        carried or {},
        asked.edited,
    )


def with_absence(practice: Practice, absence: Absence) -> Practice:
    """The practice with somebody away, in the sessions no leave of theirs on record covers already."""
    weeks = Horizon(monday_of(absence.start.date), (absence.end.date - monday_of(absence.start.date)).days // 7 + 1)
    known = [leave for leave in practice.leave if leave.approved and leave.code == absence.code]
    new = tuple(
        Leave(absence.code, LeaveKind.SICK, session, session, approved=True)
        for session in weeks.sessions()
        if absence.takes(absence.code, session) and not any(leave.covers(session) for leave in known)
    )
    return replace(practice, leave=(*practice.leave, *new))


def without(standing: Standing, absence: Absence) -> Standing:
    """The rota without what an absence takes away. What is listed as an absence already stays."""

    def stays(slot: Slot) -> bool:
        return not absence.takes(*slot)

    return Standing(
        tuple(line for line in standing.lines if stays(Slot(line.code, line.session)) or line.activity in ABSENT),
        frozenset(slot for slot in standing.pinned if stays(slot)),
        standing.off,
        {slot: locum for slot, locum in standing.locums.items() if stays(slot)},
    )


def period(stand: Stand) -> Problem:
    """The rota of the period as it stands, asked how it could be repaired: duty is shared over all of it."""
    return _asked(stand, stand.horizon)


def weeks_alone(stand: Stand) -> Problem:
    """The same asked of nothing but the weeks that may change.

    The hard rules say the same of both: each looks at one week, but for the flexible days of the whole period, and of
    these the weeks that stay have exactly what they are meant to have. What is fair differs; `period` knows that.
    """
    return _asked(stand, stand.only)


def _asked(stand: Stand, horizon: Horizon) -> Problem:
    problem = to_be_changed(
        stand.practice, horizon, stand.standing, only=stand.only, since=stand.since, carried=dict(stand.carried)
    )
    return replace(problem, off=problem.off | _resting(stand))


def _resting(stand: Stand) -> frozenset[Off]:
    """Nobody who is off sick makes up for the days they lose: flexible days they were not given stay free."""
    listed = {Slot(line.code, line.session) for line in stand.standing.lines}
    return frozenset(
        Off(code, session)
        for code in _off_sick(stand)
        for session in stand.only.sessions()
        if stand.is_open(session.date)
        and Slot(code, session) not in listed
        and _is_flexible(stand.practice, code, session)
    )


def _off_sick(stand: Stand) -> set[str]:
    first, last = Session(stand.since, Half.AM), Session(stand.only.end, Half.PM)
    return {
        leave.code
        for leave in stand.practice.leave
        if leave.approved and leave.kind is LeaveKind.SICK and max(leave.start, first) <= min(leave.end, last)
    }


def _is_flexible(practice: Practice, code: str, session: Session) -> bool:
    term = practice.term_on(code, session.date)
    return term is not None and term.is_generated and term.pattern.at(session) is Letter.FLEXIBLE


def kept_as_they_are(problem: Problem, stand: Stand, slots: frozenset[Slot]) -> Problem:
    """The same question with these sessions as they stand: what somebody does there is not for choosing."""
    lines = {Slot(line.code, line.session): line for line in stand.standing.lines}
    pins = {Slot(pin.code, pin.session): pin for pin in problem.pins}
    more: list[Assignment] = [lines[slot] for slot in slots if slot in lines and slot not in pins]
    off = frozenset(Off(*slot) for slot in slots if slot not in lines)
    return replace(problem, pins=tuple(sorted((*problem.pins, *more))), off=problem.off | off)
