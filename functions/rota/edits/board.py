"""How many people of cover are missing in each session and day, and how that changes when somebody does something else.

It counts what the rules that name gaps count: duty, minimum doctors, supervision, cover of sites. Where their `check`
looks through a whole rota, this keeps its sums, so that thousands of changes are tried in a moment. A property test
holds the two together. Pure.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from datetime import date
from functools import cached_property
from typing import NamedTuple

from functions.rota.edits.cannot import Ground
from shared.constraints.minimum_doctors import need_on
from shared.constraints.site_cover import covers
from shared.constraints.supervision import needs_supervision, supervises
from shared.domain.calendar import Session
from shared.domain.people import Person
from shared.domain.rota import ABSENT, GIVES_COVER, Activity, Cell
from shared.standing import Slot, Standing


class Move(NamedTuple):
    """Somebody does something else in a session. None: is not at work."""

    slot: Slot
    was: Cell | None
    now: Cell | None


class Board:
    """The sums of some weeks of a rota; `ground` knows every one of these weeks.

    A session's sums are a list: people on duty; then for each place trainees and supervisors; then for each rule of
    site cover its people.
    """

    def __init__(self, ground: Ground, standing: Standing) -> None:
        self._ground = ground
        rules = ground.practice.rules
        self._cover = rules.site_cover
        self._places: tuple[str | None, ...] = ()
        if (supervision := rules.supervision) is not None:
            self._places = tuple(ground.site_names) if supervision.same_site else (None,)
            self._ratio = supervision.trainees_per_supervisor
        self._first_rule = 1 + 2 * len(self._places)
        self._adds: dict[tuple[int, Cell], tuple[int, ...]] = {}
        self._counts: dict[Session, list[int]] = {}
        self._doctors: dict[date, Counter[str]] = defaultdict(Counter)
        for line in standing.lines:
            self._put(Slot(line.code, line.session), Cell(line.activity, line.site))
        self._missing = {session: self._short(session, sums) for session, sums in self._counts.items()}

    def change(self, moves: Iterable[Move]) -> int:
        """People of cover gained (+) or lost (-) in what is needed, when all of this happens at once."""
        by_session: dict[Session, list[Move]] = {}
        for move in moves:
            by_session.setdefault(move.slot.session, []).append(move)
        days: dict[date, list[Move]] = {}
        gained = 0
        for session, here in by_session.items():
            gained += self._missing_in(session) - self._short(session, self._after(session, here))
            days.setdefault(session.date, []).extend(here)
        return gained + sum(self._doctors_gained(day, here) for day, here in days.items())

    # -- sums ----------------------------------------------------------------------------------------------------------

    def _put(self, slot: Slot, cell: Cell) -> None:
        sums = self._counts.setdefault(slot.session, self._nobody())
        for place in self._places_of(slot, cell):
            sums[place] += 1
        if self._is_doctor_in(slot, cell):
            self._doctors[slot.session.date][slot.code] += 1

    def _nobody(self) -> list[int]:
        return [0] * (self._first_rule + len(self._cover))

    def _places_of(self, slot: Slot, cell: Cell | None) -> tuple[int, ...]:
        """Which of a session's sums somebody adds one to."""
        person = self._ground.as_of(slot.code, slot.session.date)
        if cell is None or person is None or cell.activity in ABSENT:
            return ()
        key = id(person), cell  # a term stays the same object as long as its practice does
        if key not in self._adds:
            self._adds[key] = tuple(self._sums_of(person, cell))
        return self._adds[key]

    def _sums_of(self, person: Person, cell: Cell) -> Iterator[int]:
        if cell.activity is Activity.DUTY:
            yield 0
        for index, place in enumerate(self._places):
            if place in (None, cell.site):
                if needs_supervision(person, cell):
                    yield 1 + 2 * index
                if supervises(person, cell):
                    yield 2 + 2 * index
        for index, rule in enumerate(self._cover):
            if covers(rule, person, cell):
                yield self._first_rule + index

    def _after(self, session: Session, moves: Iterable[Move]) -> list[int]:
        sums = list(self._counts.get(session) or self._nobody())
        for move in moves:
            for place in self._places_of(move.slot, move.was):
                sums[place] -= 1
            for place in self._places_of(move.slot, move.now):
                sums[place] += 1
        return sums

    # -- what is missing -----------------------------------------------------------------------------------------------

    @cached_property
    def _needs(self) -> dict[Session, tuple[int, tuple[int, ...]]]:
        """Per session the people needed on duty, and for each rule of site cover."""
        found = {}
        for monday in self._ground.mondays:
            facts = self._ground.facts(monday)
            for session in facts.sessions:
                covered = tuple(facts.cover_need(rule, session) for rule in self._cover)
                found[session] = facts.duty_need(session), covered
        return found

    def _missing_in(self, session: Session) -> int:
        if session not in self._missing:
            self._missing[session] = self._short(session, self._nobody())
        return self._missing[session]

    def _short(self, session: Session, sums: list[int]) -> int:
        """People missing in a session with these sums."""
        if session not in self._needs:
            return 0
        duty, cover = self._needs[session]
        short = max(0, duty - sums[0])
        for index in range(len(self._places)):
            trainees, supervisors = sums[1 + 2 * index], sums[2 + 2 * index]
            if trainees:
                short += max(0, -(-trainees // self._ratio) - supervisors)
        for index, need in enumerate(cover):
            if need:
                short += max(0, need - sums[self._first_rule + index])
        return short

    # -- doctors of a day ----------------------------------------------------------------------------------------------

    def _is_doctor_in(self, slot: Slot, cell: Cell | None) -> bool:
        if cell is None or cell.activity not in GIVES_COVER:
            return False
        person = self._ground.as_of(slot.code, slot.session.date)
        return person is not None and self._ground.facts(slot.session.date).counts_as_doctor(person)

    def _doctors_gained(self, day: date, moves: Iterable[Move]) -> int:
        need, halves = self._doctors_needed.get(day, 0), self._doctors[day]
        if not need:
            return 0
        there = sum(count > 0 for count in halves.values())
        differs = Counter[str]()
        for move in moves:
            differs[move.slot.code] += self._is_doctor_in(move.slot, move.now)
            differs[move.slot.code] -= self._is_doctor_in(move.slot, move.was)
        after = there
        for code, more in differs.items():
            after += (halves[code] + more > 0) - (halves[code] > 0)
        return max(0, need - there) - max(0, need - after)

    @cached_property
    def _doctors_needed(self) -> dict[date, int]:
        weeks = (self._ground.facts(monday) for monday in self._ground.mondays)
        return {day: need_on(facts, day) for facts in weeks for day in facts.days}
