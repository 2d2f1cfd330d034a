"""Nobody works while on approved leave."""

from __future__ import annotations

from shared.constraints.rule import Model
from shared.constraints.weights import points
from shared.domain.breach import Breach, Level
from shared.domain.problem import Problem
from shared.domain.rota import Rota

ID = "absence"
LABEL = "Nobody works while on approved leave"
LEVEL = Level.HARD
SOURCE = "docs/input.md: approved leave binds"


def check(problem: Problem, rota: Rota) -> list[Breach]:
    facts = problem.facts
    return [
        Breach(
            ID, LEVEL, points(problem, ID), f"{person.name} is on leave then", session.date, session.half, person.code
        )
        for session in facts.sessions
        for person, _ in facts.at_work(rota, session)
        if facts.away(person.code, session)
    ]


def post(problem: Problem, model: Model) -> None:
    """Nothing: the model has no decision that brings in somebody who is away."""
