"""Nobody works at a site that is shut, by the calendar or by the practice."""

from __future__ import annotations

from shared.constraints.rule import Model
from shared.constraints.weights import points
from shared.domain.breach import Breach, Level
from shared.domain.problem import Problem
from shared.domain.rota import Rota

ID = "closed"
LABEL = "Nobody works on bank holidays and closures"
LEVEL = Level.HARD
SOURCE = "docs/input.md `nation`, `closures`: closed is not uncovered"


def check(problem: Problem, rota: Rota) -> list[Breach]:
    facts = problem.facts
    found = []
    for session in facts.sessions:
        for person, cell in facts.at_work(rota, session):
            if closed := cell.site in facts.sites and facts.closed_by(cell.site, session):
                words = f"{person.name} is at {facts.sites[cell.site].name}, which is closed then ({closed})"
                found.append(
                    Breach(ID, LEVEL, points(problem, ID), words, session.date, session.half, person.code, cell.site)
                )
    return found


def post(problem: Problem, model: Model) -> None:
    """Nothing: the model has no decision that sends somebody to a site that is shut."""
