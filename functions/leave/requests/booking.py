"""The booking calendar: day by day what somebody would do, what they have taken, and whether they may ask. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property
from uuid import UUID

from functions.leave.requests.checks_of_practice import locked_dates
from functions.leave.requests.cover import Standing
from functions.leave.requests.kinds import KINDS, Kind
from functions.leave.requests.limits import Limits
from functions.leave.requests.nouns import Wanted, person_on
from functions.leave.requests.words import dated, months_after
from shared.domain.calendar import Half, Session
from shared.domain.facts import Facts
from shared.domain.leave import LeaveKind, Unit
from shared.domain.people import Letter
from shared.domain.problem import Practice, Problem


@dataclass(frozen=True, slots=True)
class Mine:
    """Somebody's own spell. `part`: only some minutes of its session."""

    id: UUID
    start: Session
    end: Session
    status: str
    part: bool


@dataclass(frozen=True, slots=True)
class HalfDay:
    """One half-day. `places` None: no limit counts them. `why_not` also holds what a person may decide on."""

    half: Half
    activity: str | None
    away: str | None
    request_id: UUID | None
    closed: str | None
    places: int | None
    may_ask: bool
    why_not: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Day:
    date: date
    bank_holiday: str | None
    locked: tuple[str, ...]
    halves: tuple[HalfDay, ...]


@dataclass(frozen=True)
class Calendar:
    """Some weeks of one person, for one kind of leave."""

    practice: Practice
    standing: Standing
    code: str
    kind: LeaveKind
    today: date
    mine: Sequence[Mine]
    on_behalf: bool

    @cached_property
    def facts(self) -> Facts:
        return Problem(self.practice, self.standing.horizon).facts

    @cached_property
    def limits(self) -> Limits:
        return Limits(self.practice, self.standing.horizon)

    @property
    def unit(self) -> Unit:
        first = Session(self.standing.horizon.start, Half.AM)
        person = person_on(self.practice, Wanted(self.code, self.kind, first, first))
        return KINDS[self.kind].unit_of(person, self.practice.leave_rules)

    def days(self) -> Iterator[Day]:
        for day in self.standing.horizon.days():
            wanted = Wanted(self.code, self.kind, Session(day, Half.AM), Session(day, Half.PM))
            locked = tuple(each.label for each in locked_dates(self.practice, wanted))
            halves = tuple(self._half(Session(day, half), locked) for half in Half)
            yield Day(day, self.facts.bank_holidays.get(day), locked, halves)

    def _half(self, session: Session, locked: tuple[str, ...]) -> HalfDay:
        mine = next((each for each in self.mine if each.start <= session <= each.end), None)
        closed = self._closed(session)
        works = self._works(session)
        places = self.limits.left(self.code, session) if works and not closed else None
        stopping = [*self._stopping(session, mine, closed, works), *(self._locked(locked))]
        deciding = [*self._deciding(session, places)] if not stopping else []
        return HalfDay(
            session.half,
            self._activity(session),
            mine.status if mine and not mine.part else None,
            mine.id if mine else None,
            closed,
            places,
            not stopping,
            tuple(stopping + deciding),
        )

    def _activity(self, session: Session) -> str | None:
        """As the rota has it; where there is none, as their pattern says."""
        if session.date in self.standing.versions:
            cell = self.standing.cells.get((self.code, session))
            return cell.activity.value if cell else None
        activity = self.facts.plan(self.code, session).activity
        return activity.value if activity else None

    def _closed(self, session: Session) -> str | None:
        term = self.practice.term_on(self.code, session.date)
        return self.facts.closed_by(term.site, session) if term else None

    def _works(self, session: Session) -> bool:
        term = self.practice.term_on(self.code, session.date)
        listed = (self.code, session) in self.standing.cells
        return listed or (term is not None and term.pattern.at(session) is not Letter.NEVER)

    def _stopping(self, session: Session, mine: Mine | None, closed: str | None, works: bool) -> Iterator[str]:
        if mine is not None:
            yield "On leave already." if mine.status == "approved" else "Asked for already."
        if self.practice.term_on(self.code, session.date) is None:
            yield "No working term covers this day."
        elif closed:
            yield f"Closed: {closed}."
        elif not works:
            yield "Not a working half-day."
        yield from self._by_date(session.date)

    def _by_date(self, day: date) -> Iterator[str]:
        rules = self.practice.leave_rules
        if self.on_behalf:
            return
        if day < self.today - timedelta(days=rules.past_days):
            yield "In the past."
        last = months_after(self.today, rules.longest_ahead_months)
        if self._kind.chosen and day > last:
            yield f"Leave can be asked for until {dated(last)}."

    def _locked(self, locked: tuple[str, ...]) -> Iterator[str]:
        if self._kind.chosen and not self.on_behalf:
            yield from (f"{label}: nobody may ask for this day." for label in locked)

    def _deciding(self, session: Session, places: int | None) -> Iterator[str]:
        weeks = self._kind.notice_weeks(self.practice.leave_rules)
        first = self.today + timedelta(weeks=weeks)
        if weeks and self.today <= session.date < first:
            yield f"Before {dated(first)} a person decides."
        if places == 0:
            yield "No place is left; a person decides."

    @property
    def _kind(self) -> Kind:
        return KINDS[self.kind]
