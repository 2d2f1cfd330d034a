"""Everything a practice asks of its days that counts people: how many, and how many there are. Pure.

The same for a rota as it stands and for one that is still to be decided: both are looked at through `Cells`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple, Protocol

from shared.constraints import duty_cover, minimum_doctors, site_cover, supervision
from shared.constraints.linear import Linear, total
from shared.domain.calendar import Half, Session
from shared.domain.facts import Facts
from shared.domain.people import Person
from shared.domain.problem import Problem
from shared.domain.rota import GIVES_COVER, Activity, Cell, Rota


class Place(NamedTuple):
    """One thing that is asked of a session or a day; of a site's covers each is one, by its group of people."""

    rule: str
    date: date
    half: Half | None = None
    site: str | None = None
    group: str | None = None


class Cells(Protocol):
    """What the sums below need to know of a rota."""

    def cells(self, session: Session) -> Sequence[tuple[Person, Cell, Linear]]: ...

    def any_of(self, parts: Iterable[Linear]) -> Linear: ...

    def share_out(self, amount: Linear, size: int) -> Linear: ...


class Asked(NamedTuple):
    """What one place asks for, and what it has."""

    place: Place
    need: Linear
    have: Linear

    @property
    def missing(self) -> Linear:
        return self.need - self.have


def asked_for(problem: Problem, cells: Cells) -> Iterator[Asked]:
    """Every place of these weeks that asks for anybody."""
    facts = problem.facts
    for session in facts.sessions:
        yield from _of_session(problem, cells, session)
    for day in facts.days:
        if need := minimum_doctors.need_on(facts, day):
            yield Asked(Place(minimum_doctors.ID, day), Linear(need), _doctors(facts, cells, day))


def _of_session(problem: Problem, cells: Cells, session: Session) -> Iterator[Asked]:
    facts, here = problem.facts, cells.cells(session)
    if need := facts.duty_need(session):
        held = total(amount for _, cell, amount in here if cell.activity is Activity.DUTY)
        yield Asked(Place(duty_cover.ID, *session), Linear(need), held)
    for rule in facts.rules.site_cover:
        if need := facts.cover_need(rule, session):
            there = total(amount for person, cell, amount in here if site_cover.covers(rule, person, cell))
            yield Asked(Place(site_cover.ID, *session, rule.site, rule.role_group), Linear(need), there)
    if rule_of_trainees := facts.rules.supervision:
        for site in supervision.places(problem, rule_of_trainees):
            at = [(person, cell, amount) for person, cell, amount in here if site in (None, cell.site)]
            trainees = total(amount for person, cell, amount in at if supervision.needs_supervision(person, cell))
            there = total(amount for person, cell, amount in at if supervision.supervises(person, cell))
            needed = cells.share_out(trainees, rule_of_trainees.trainees_per_supervisor)
            yield Asked(Place(supervision.ID, *session, site), needed, there)


def _doctors(facts: Facts, cells: Cells, day: date) -> Linear:
    """Those who count and give cover in at least one half of a day."""
    covering: dict[str, list[Linear]] = {}
    for session in (session for session in facts.sessions if session.date == day):
        halves: dict[str, list[Linear]] = {}
        for person, cell, amount in cells.cells(session):
            if cell.activity in GIVES_COVER and facts.counts_as_doctor(person):
                halves.setdefault(person.code, []).append(amount)
        for code, amounts in halves.items():
            covering.setdefault(code, []).append(total(amounts))
    return total(cells.any_of(halves) for halves in covering.values())


@dataclass(frozen=True, slots=True)
class AsItStands:
    """A rota in which everything is decided."""

    facts: Facts
    rota: Rota

    def cells(self, session: Session) -> Sequence[tuple[Person, Cell, Linear]]:
        return [(person, cell, Linear(1)) for person, cell in self.facts.at_work(self.rota, session)]

    def any_of(self, parts: Iterable[Linear]) -> Linear:
        return Linear(max((part.constant for part in parts), default=0))

    def share_out(self, amount: Linear, size: int) -> Linear:
        return Linear(-(-amount.constant // size))
