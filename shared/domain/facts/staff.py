"""Who is on the rota when, by which working term, and who is away."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from typing import TYPE_CHECKING

from shared.domain.calendar import Session
from shared.domain.facts.calendar import OpenTimes
from shared.domain.leave import LeaveKind
from shared.domain.people import Letter, Person
from shared.domain.rota import ABSENT, Activity, Cell, Rota, as_rota

if TYPE_CHECKING:
    from shared.domain.problem import Leave, Problem

# Leave that is listed on a rota as something done; every other kind lists nothing.
LISTED = {LeaveKind.STUDY: Activity.STUDY_LEAVE, LeaveKind.CORONERS: Activity.CORONERS}


class Staff(OpenTimes):
    """The people a rota is made for.

    `people` and `person` have each of them once, as they are on the first day of these weeks or on the first day they
    come: good for names and for who there is. What somebody may do, and where they belong, changes with the working
    term: ask `on` and `as_of` for the day.
    """

    def __init__(self, problem: Problem) -> None:
        super().__init__(problem)
        self.pins: Rota = as_rota(problem.pins)
        self.published: Rota = as_rota(problem.published)
        by_hand = {code for code, _ in self.pins}
        first, last = problem.horizon.start, problem.horizon.end
        self.terms: dict[str, tuple[Person, ...]] = {}  # those of these weeks, oldest first
        self.others: dict[str, Person] = {}  # whom these weeks are not made for, as they last were
        for code, terms in problem.practice.by_code().items():
            theirs = tuple(term for term in terms if term.in_term_between(first, last))
            if any(term.is_generated for term in theirs) or (theirs and code in by_hand):
                self.terms[code] = theirs
            else:  # no working term in these weeks, or one written by hand with nothing pinned
                self.others[code] = terms[-1]
        self.people: tuple[Person, ...] = tuple(terms[0] for terms in self.terms.values())
        self.person: Mapping[str, Person] = {person.code: person for person in self.people}
        self._on = {day: tuple(self._in_force(day)) for day in self.days}
        self._as_of = {(person.code, day): person for day, people in self._on.items() for person in people}
        self._leave = self._read_leave()

    def _in_force(self, day: date) -> Iterator[Person]:
        return (term for terms in self.terms.values() for term in terms if term.in_term_on(day))

    def on(self, day: date) -> tuple[Person, ...]:
        """Everybody whose working term covers a day, as it describes them."""
        return self._on.get(day, ())

    def as_of(self, code: str, day: date) -> Person | None:
        """Somebody as they work on a day; None when no working term covers it."""
        return self._as_of.get((code, day))

    def _read_leave(self) -> dict[tuple[str, Session], Leave]:
        """(code, session) -> the approved leave that keeps them away."""
        away: dict[tuple[str, Session], Leave] = {}
        for leave in self.problem.practice.leave:
            if leave.approved and leave.code in self.person:
                for session in self.sessions:
                    if leave.covers(session):
                        away.setdefault((leave.code, session), leave)
        return away

    def away(self, code: str, session: Session) -> bool:
        """Whether approved leave keeps somebody away."""
        return (code, session) in self._leave

    def letter(self, code: str, session: Session) -> Letter:
        """The letter of somebody's pattern; never at work outside a term, or when their rota is written by hand."""
        person = self.as_of(code, session.date)
        return person.pattern.at(session) if person is not None and person.is_generated else Letter.NEVER

    def listed_absence(self, person: Person, session: Session) -> Activity | None:
        """Study leave or coroner's court, when somebody would otherwise have been at work."""
        leave = self._leave.get((person.code, session))
        if leave is None or leave.kind not in LISTED:
            return None
        if self.letter(person.code, session) is Letter.NEVER or not self.is_open(person.site, session):
            return None
        return LISTED[leave.kind]

    def at_work(self, rota: Rota, session: Session) -> Iterator[tuple[Person, Cell]]:
        """Everybody a rota lists in one session who is not absent, as they are then, with what they do.

        Who has no working term then is not: the rule `pattern` says so.
        """
        for person in self.on(session.date):
            cell = rota.get((person.code, session))
            if cell is not None and cell.activity not in ABSENT:
                yield person, cell
