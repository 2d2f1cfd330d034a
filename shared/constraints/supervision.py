"""Trainees in the building have enough supervisors there."""

from __future__ import annotations

from shared.constraints.linear import total
from shared.constraints.reasons import because, in_a_row, why_not
from shared.constraints.rule import Model
from shared.constraints.weights import points
from shared.domain.breach import Breach, Level
from shared.domain.calendar import Session
from shared.domain.people import Person
from shared.domain.problem import Problem, Supervision
from shared.domain.rota import IN_THE_BUILDING, Activity, Cell, Rota

ID = "supervision"
LABEL = "Trainees have a supervisor in the building"
LEVEL = Level.HARD
SOURCE = "docs/input.md `supervision`; BMA and COGPED joint guide: never unsupervised"

# Not education release or self-directed learning: those are not at the practice.
TRAINEE_IN_THE_BUILDING = IN_THE_BUILDING | {Activity.VISITS}


def needs_supervision(person: Person, cell: Cell) -> bool:
    return person.is_trainee and cell.activity in TRAINEE_IN_THE_BUILDING


def supervises(person: Person, cell: Cell) -> bool:
    return person.may_supervise and cell.activity in IN_THE_BUILDING


def places(problem: Problem, rule: Supervision) -> tuple[str | None, ...]:
    """Where supervision is counted: site by site, or everywhere together."""
    return tuple(problem.facts.sites) if rule.same_site else (None,)


def check(problem: Problem, rota: Rota) -> list[Breach]:
    facts, rule = problem.facts, problem.practice.rules.supervision
    found: list[Breach] = []
    if rule is None:
        return found
    for session in facts.sessions:
        cells = list(facts.at_work(rota, session))
        for site in places(problem, rule):
            here = [(person, cell) for person, cell in cells if site in (None, cell.site)]
            trainees = [person for person, cell in here if needs_supervision(person, cell)]
            have = sum(supervises(person, cell) for person, cell in here)
            need = -(-len(trainees) // rule.trainees_per_supervisor)
            if have < need:
                words = _why(problem, rota, session, site, need, have, trainees)
                cost = (need - have) * points(problem, ID)
                found.append(
                    Breach(ID, LEVEL, cost, words, session.date, session.half, site=site, need=need, have=have)
                )
    return found


def _why(
    problem: Problem, rota: Rota, session: Session, site: str | None, need: int, have: int, trainees: list[Person]
) -> str:
    facts = problem.facts
    reasons = []
    for person in facts.on(session.date):
        cell = rota.get((person.code, session))
        counts = cell is not None and supervises(person, cell) and site in (None, cell.site)
        if person.may_supervise and not counts:
            reasons.append((person, why_not(facts, rota, person, session, site)))
    words = because(need, have, reasons, "nobody else may supervise")
    where = f" at {facts.sites[site].name}" if site is not None else ""
    return f"{words}; for {in_a_row([trainee.name for trainee in trainees])}{where}"


def post(problem: Problem, model: Model) -> None:
    facts, rule = problem.facts, problem.practice.rules.supervision
    if rule is None:
        return
    for session in facts.sessions:
        cells = model.cells(session)
        for site in places(problem, rule):
            here = [(person, cell, amount) for person, cell, amount in cells if site in (None, cell.site)]
            trainees = total(amount for person, cell, amount in here if needs_supervision(person, cell))
            supervisors = total(amount for person, cell, amount in here if supervises(person, cell))
            needed = model.share_out(trainees, rule.trainees_per_supervisor)
            model.penalise(ID, points(problem, ID), needed - supervisors)
