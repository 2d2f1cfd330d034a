"""The question: one leave, and which weeks of which rota are asked about. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

from shared.domain.calendar import Half, Horizon, Session, monday_of
from shared.domain.leave import LeaveKind
from shared.domain.problem import Leave, Off, Practice, Problem
from shared.domain.rota import Assignment
from shared.errors import Reason

Lines = tuple[Assignment, ...]

# What somebody else's session costs when it changes: more than any comfort one change could bring, and so little that
# two dozen changes are made for one gap. Gap, then changes for others, then fairness: the order a repair keeps too.
CHANGE = 400
MOST_WEEKS = 13  # of a leave that are looked at: a longer one is planned for, not repaired around
MOST_WEEKS_UNPUBLISHED = 4  # the same where nothing is published and the whole rota has to be made
LONGEST_DAYS = 400
WEEK = timedelta(weeks=1)


@dataclass(frozen=True, slots=True)
class Asked:
    """A leave that is thought of. Both ends included. `part_minutes`: only so much of one session, still worked."""

    code: str
    kind: LeaveKind
    start: Session
    end: Session
    part_minutes: int | None = None

    @property
    def leave(self) -> Leave:
        """As if it were approved."""
        return Leave(self.code, self.kind, self.start, self.end, approved=True)

    @property
    def weeks(self) -> Horizon:
        """The weeks it touches."""
        first = monday_of(self.start.date)
        return Horizon(first, (monday_of(self.end.date) - first).days // 7 + 1)

    def moved(self, weeks: int) -> Asked:
        """The same so many weeks later (earlier, when negative)."""
        by = timedelta(weeks=weeks)
        start, end = (Session(each.date + by, each.half) for each in (self.start, self.end))
        return replace(self, start=start, end=end)


def as_document(asked: Asked) -> dict[str, Any]:
    """The question as it is stored: the same question is always the same document."""
    return {
        "code": asked.code,
        "kind": asked.kind.value,
        "start": [asked.start.date.isoformat(), asked.start.half.value],
        "end": [asked.end.date.isoformat(), asked.end.half.value],
        "part_minutes": asked.part_minutes,
    }


def from_document(document: Mapping[str, Any]) -> Asked:
    """The question a document was made of."""
    start, end = (Session(date.fromisoformat(day), Half(half)) for day, half in (document["start"], document["end"]))
    return Asked(document["code"], LeaveKind(document["kind"]), start, end, document["part_minutes"])


def faults(practice: Practice, asked: Asked) -> tuple[Reason, ...]:
    """Everything that keeps the question from making sense."""
    if asked.end < asked.start:
        return (Reason("The leave ends before it begins.", "ends-before-start", "end"),)
    found = []
    if not practice.terms_of(asked.code):
        found.append(Reason("Nobody on the rota has this code.", "unknown-person", "person_code"))
    elif not any(person.in_term_on(day) for person in practice.terms_of(asked.code) for day in _ends(asked)):
        found.append(Reason("They do not work here then.", "not-in-term", "start"))
    if (asked.end.date - asked.start.date).days > LONGEST_DAYS:
        found.append(Reason(f"Ask about {LONGEST_DAYS} days at most.", "too-long", "end"))
    if any(_overlap(leave, asked) for leave in practice.leave if leave.approved):
        found.append(Reason("Approved leave already covers some of these sessions.", "already-away", "start"))
    if asked.part_minutes is not None and asked.start != asked.end:
        found.append(Reason("Part of a session is part of one session.", "part-of-several", "part_minutes"))
    return tuple(found)


def _ends(asked: Asked) -> tuple[date, date]:
    return asked.start.date, asked.end.date


def _overlap(leave: Leave, asked: Asked) -> bool:
    return leave.code == asked.code and max(leave.start, asked.start) <= min(leave.end, asked.end)


@dataclass(frozen=True, slots=True)
class Stand:
    """The rota as it stands around a question. `published` lies in `horizon`; `only` are the weeks looked at, None
    where nothing is published; `pins` stay whatever happens, and people stay off in `off`. `unseen`: weeks of the leave
    that are not looked at."""

    horizon: Horizon
    only: Horizon | None
    published: Lines = ()
    pins: Lines = ()
    unseen: int = 0
    off: frozenset[Off] = frozenset()


def first_stretch(weeks: Horizon, published: Iterable[date]) -> Horizon | None:
    """The first weeks in a row, among these, that are published; None when none is."""
    covered = {monday_of(day) for day in published}
    mondays = [monday for monday in _mondays(weeks) if monday in covered]
    if not mondays:
        return None
    count = next((n for n, monday in enumerate(mondays) if monday != mondays[0] + n * WEEK), len(mondays))
    return Horizon(mondays[0], min(count, MOST_WEEKS))


def _mondays(weeks: Horizon) -> list[date]:
    return [weeks.start + n * WEEK for n in range(weeks.weeks)]


def surroundings(weeks: Horizon, versions: Iterable[tuple[date, date]]) -> Horizon:
    """The period these weeks are part of, that duty is shared over: from the first to the last day of the versions
    that cover them, at most a quarter to either side."""
    spans = list(versions)
    first = monday_of(min((start for start, _ in spans), default=weeks.start))
    last = monday_of(max((end for _, end in spans), default=weeks.end))
    first = max(min(first, weeks.start), weeks.start - MOST_WEEKS * WEEK)
    last = min(max(last, monday_of(weeks.end)), monday_of(weeks.end) + MOST_WEEKS * WEEK)
    return Horizon(first, (last - first).days // 7 + 1)


def stand_of(
    weeks: Horizon,
    seen: Horizon | None,
    horizon: Horizon,
    published: Lines,
    pins: Lines,
    off: frozenset[Off] = frozenset(),
) -> Stand:
    """The stand of a question that touches `weeks`, of which `seen` are published, in the period `horizon`."""
    if seen is None:
        looked_at = Horizon(weeks.start, min(weeks.weeks, MOST_WEEKS_UNPUBLISHED))
        return Stand(looked_at, None, unseen=weeks.weeks - looked_at.weeks)
    return Stand(
        horizon,
        seen,
        tuple(line for line in published if line.session.date in horizon),
        tuple(pin for pin in pins if pin.session.date in horizon),
        unseen=weeks.weeks - seen.weeks,
        off=frozenset(each for each in off if each.session.date in horizon),
    )


def present(practice: Practice, stand: Stand) -> Problem:
    """The rota as it stands, asked whether it could be repaired: everybody stays close to what is published."""
    return Problem(
        practice,
        stand.horizon,
        published=stand.published,
        pins=stand.pins,
        off=stand.off,
        weights={"stability": CHANGE},
        only=stand.only,
    )


def with_leave(problem: Problem, asked: Asked, standing: Lines) -> Problem:
    """The same with the leave approved, and everybody staying close to `standing` once the person is taken out."""
    practice = replace(problem.practice, leave=(*problem.practice.leave, asked.leave))
    pins = tuple(pin for pin in problem.pins if not is_theirs(asked, pin))
    published = tuple(line for line in standing if not is_theirs(asked, line))
    return replace(problem, practice=practice, pins=pins, published=published)


def is_theirs(asked: Asked, line: Assignment) -> bool:
    """Whether a line of a rota is a session the leave takes away."""
    return line.code == asked.code and asked.start <= line.session <= asked.end
