"""What somebody's leave does to the rota of those weeks: staffing before and after, what becomes missing, who could
take over, who is left without a supervisor. From the rules themselves, without the solver. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from enum import StrEnum
from functools import cached_property

from functions.leave.requests.spells import sessions_in
from shared.constraints import ALL, minimum_doctors, site_cover, supervision
from shared.constraints.reasons import in_a_row
from shared.domain.breach import Breach
from shared.domain.calendar import Horizon, Session, in_words, monday_of
from shared.domain.facts import Facts
from shared.domain.people import Person, in_group
from shared.domain.problem import Leave, Practice, Problem
from shared.domain.rota import ABSENT, GIVES_COVER, Activity, Assignment, Cell, Rota

# The rules somebody's absence can break. The others weigh a whole rota's fairness and comfort: generation's business.
GAPS = frozenset({"duty", "minimum-doctors", "supervision", "site-cover"})
SOFT = frozenset({"tutorial", "supervisor-free-of-duty", "max-off"})
COUNTED = tuple(rule for rule in ALL if rule.ID in GAPS | SOFT)

WHAT = {
    "duty": "Duty",
    "minimum-doctors": "Doctors",
    "supervision": "Supervision",
    "site-cover": "Cover",
    "tutorial": "Tutorial",
    "supervisor-free-of-duty": "Supervisor",
    "max-off": "People off",
}
AS_IT_IS = "Cover stays as it is."
NO_ROTA = "There is no rota for these dates yet; cover is looked at when one is made."


class Verdict(StrEnum):
    """green: nothing new; amber: something is worse, or has to move; red: something would be missing."""

    GREEN = "green"
    AMBER = "amber"
    RED = "red"


@dataclass(frozen=True, slots=True)
class Standing:
    """The rota of some whole weeks as it stands: who does what, and which version shows on each date that has one."""

    horizon: Horizon
    cells: Rota
    versions: Mapping[date, int] = field(default_factory=dict)


def weeks_of(start: date, end: date) -> Horizon:
    """The whole weeks that hold these dates."""
    first = monday_of(start)
    return Horizon(first, (monday_of(end) - first).days // 7 + 1)


@dataclass(frozen=True, slots=True)
class Staffing:
    """People the tightest rule of cover counts in a session. `needed` None: no rule asks for a number."""

    needed: int | None
    before: int | None
    after: int | None


@dataclass(frozen=True, slots=True)
class Stranded:
    """A trainee without a supervisor."""

    code: str
    name: str
    session: Session


@dataclass(frozen=True)
class Cover:
    """The rota with and without somebody's leave. `removed` False: they still work the session they ask part of."""

    practice: Practice
    standing: Standing
    leave: Leave
    removed: bool = True

    @cached_property
    def before(self) -> Problem:
        return Problem(self.practice, self.standing.horizon)

    @cached_property
    def after(self) -> Problem:
        if not self.removed:
            return self.before
        away = replace(self.leave, approved=True)
        return Problem(replace(self.practice, leave=(*self.practice.leave, away)), self.standing.horizon)

    @cached_property
    def rota_before(self) -> Rota:
        """As published; where nothing is, as everybody's fixed sessions will be."""
        facts, covered = self.before.facts, self.standing.versions
        cells = dict(self.standing.cells)
        for session in facts.sessions if len(covered) < len(facts.days) else ():
            if session.date not in covered:
                for code in {person.code for person in facts.people}:
                    plan = facts.plan(code, session)
                    if plan.cell is not None and not plan.optional:
                        cells[code, session] = plan.cell
        return cells

    @cached_property
    def rota_after(self) -> Rota:
        if not self.removed:
            return self.rota_before
        cells = {key: cell for key, cell in self.rota_before.items() if not self._is_in_it(*key)}
        for session in sessions_in(self.leave.start, self.leave.end):
            if (cell := self.after.facts.plan(self.leave.code, session).cell) and cell.activity in ABSENT:
                cells[self.leave.code, session] = cell
        return cells

    def _is_in_it(self, code: str, session: Session) -> bool:
        return code == self.leave.code and self.leave.covers(session)

    @cached_property
    def new_breaches(self) -> tuple[Breach, ...]:
        """What the leave breaks that was not as bad before. Where there is no rota, only supervision counts."""
        was = {_key(breach): breach.points for breach in self._breaches(self.before, self.rota_before)}
        return tuple(
            breach
            for breach in self._breaches(self.after, self.rota_after)
            if _key(breach) not in was or breach.points > was[_key(breach)]
        )

    def _breaches(self, problem: Problem, rota: Rota) -> Iterator[Breach]:
        for rule in COUNTED:
            for breach in rule.check(problem, rota):
                if breach.date in self.standing.versions or rule.ID == supervision.ID:
                    yield breach

    # -- what it comes to --------------------------------------------------------------------------------------------

    @cached_property
    def gaps(self) -> tuple[Breach, ...]:
        """What would be missing and nobody there can take over."""
        return tuple(
            breach
            for breach in self.new_breaches
            if breach.is_gap and not (breach.rule == "duty" and self._duty_can_move(breach))
        )

    def _duty_can_move(self, breach: Breach) -> bool:
        return len(self._could_take_duty(breach)) >= (breach.need or 0) - (breach.have or 0)

    def _could_take_duty(self, breach: Breach) -> list[Person]:
        """Those in clinic then who may hold duty: taking it, they give the same cover."""
        if breach.date is None or breach.half is None:
            return []
        session, facts = Session(breach.date, breach.half), self.after.facts
        return [
            person
            for person, cell in facts.at_work(self.rota_after, session)
            if cell.activity is Activity.CLINIC and facts.could_hold_duty(person, session)
        ]

    @property
    def verdict(self) -> Verdict:
        if self.gaps:
            return Verdict.RED
        return Verdict.AMBER if self.new_breaches else Verdict.GREEN

    @property
    def sentences(self) -> tuple[str, ...]:
        """What is new, what is missing first; or that nothing is."""
        said = [self._said(breach) for breach in self.gaps]
        said += [self._said(breach) for breach in self.new_breaches if breach not in self.gaps]
        if said:
            return tuple(said)
        first, last = self.leave.start.date, self.leave.end.date
        return (AS_IT_IS if any(first <= day <= last for day in self.standing.versions) else NO_ROTA,)

    def _said(self, breach: Breach) -> str:
        when = in_words(breach.date) + (f" {breach.half}" if breach.half else "") if breach.date else "those weeks"
        if breach.rule == "duty" and breach not in self.gaps:
            names = [person.name for person in self._could_take_duty(breach)]
            return f"Duty on {when} has to move; {_or(names)} could take it."
        return f"{WHAT[breach.rule]} on {when}: {breach.because}."

    @cached_property
    def stranded(self) -> tuple[Stranded, ...]:
        """Trainees whose supervision breaks, in calendar order."""
        found = {}
        for breach in self.new_breaches:
            if breach.rule == supervision.ID and breach.date and breach.half:
                session = Session(breach.date, breach.half)
                for person, cell in self.after.facts.at_work(self.rota_after, session):
                    if supervision.needs_supervision(person, cell) and breach.site in (None, cell.site):
                        found[session, person.code] = Stranded(person.code, person.name, session)
        return tuple(found[key] for key in sorted(found))

    def staffing(self, person: Person, session: Session) -> Staffing:
        """How the cover somebody counts toward stands in a session, without and with the leave."""
        if session.date not in self.standing.versions:
            return Staffing(None, None, None)
        facts = self.before.facts
        options = [*self._doctors(person, session.date), *self._site_cover(person, session)]
        if options:
            return min(options, key=lambda one: (one.after or 0) - (one.needed or 0))
        return Staffing(None, _alike(facts, self.rota_before, person, session),
                        _alike(self.after.facts, self.rota_after, person, session))  # fmt: skip

    def _doctors(self, person: Person, day: date) -> Iterator[Staffing]:
        """Doctors are counted by the day."""
        facts = self.before.facts
        if facts.counts_as_doctor(person) and (need := minimum_doctors.need_on(facts, day)):
            yield Staffing(
                need,
                len(minimum_doctors.doctors_in(facts, self.rota_before, day)),
                len(minimum_doctors.doctors_in(self.after.facts, self.rota_after, day)),
            )

    def _site_cover(self, person: Person, session: Session) -> Iterator[Staffing]:
        cell = self.rota_before.get((person.code, session))
        for rule in self.before.facts.rules.site_cover:
            need = self.before.facts.cover_need(rule, session)
            if need and in_group(person, rule.role_group) and cell is not None and cell.site == rule.site:
                counts = (
                    sum(site_cover.covers(rule, one, its) for one, its in problem.facts.at_work(rota, session))
                    for problem, rota in ((self.before, self.rota_before), (self.after, self.rota_after))
                )
                yield Staffing(need, *counts)


def _key(breach: Breach) -> tuple[object, ...]:
    return breach.rule, breach.date, breach.half, breach.code, breach.site


def _alike(facts: Facts, rota: Rota, person: Person, session: Session) -> int:
    """People of the same term type who give cover then."""
    return sum(one.term is person.term and cell.activity in GIVES_COVER for one, cell in facts.at_work(rota, session))


def _or(names: Iterable[str]) -> str:
    return " or ".join(in_a_row(tuple(names)).rsplit(" and ", 1))


def as_cells(lines: Iterable[Assignment]) -> dict[tuple[str, Session], Cell]:
    """Lines of a rota by person and session."""
    return {(line.code, line.session): Cell(line.activity, line.site) for line in lines}
