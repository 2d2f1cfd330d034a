"""People work at their own site unless another needs them."""

from __future__ import annotations

from shared.constraints.linear import total
from shared.constraints.rule import Model
from shared.constraints.weights import points
from shared.domain.breach import Breach, Level
from shared.domain.calendar import Session
from shared.domain.facts import Facts
from shared.domain.people import Person
from shared.domain.problem import Problem
from shared.domain.rota import Cell, Rota

ID = "sent-elsewhere"
LABEL = "People work at their own site"
LEVEL = Level.SOFT
SOURCE = "docs/input.md `site`: may be sent to another when cover there needs it"


def is_sent(facts: Facts, person: Person, session: Session, cell: Cell) -> bool:
    """Whether somebody is away from home by choice: a pin is nobody's choice."""
    return cell.site != person.site and not facts.plan(person.code, session).pinned


def check(problem: Problem, rota: Rota) -> list[Breach]:
    facts = problem.facts
    return [
        Breach(
            ID,
            LEVEL,
            points(problem, ID),
            f"{person.name} is sent to {facts.sites[cell.site].name}",
            session.date,
            session.half,
            person.code,
            cell.site,
        )
        for session in facts.sessions
        for person, cell in facts.at_work(rota, session)
        if cell.site in facts.sites and is_sent(facts, person, session, cell) and points(problem, ID)
    ]


def post(problem: Problem, model: Model) -> None:
    facts = problem.facts
    for session in facts.sessions:
        sent = total(amount for person, cell, amount in model.cells(session) if is_sent(facts, person, session, cell))
        model.penalise(ID, points(problem, ID), sent)
