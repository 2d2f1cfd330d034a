"""Only people who may hold duty hold it; trainees never."""

from __future__ import annotations

from shared.constraints.rule import Model
from shared.constraints.weights import points
from shared.domain.breach import Breach, Level
from shared.domain.problem import Problem
from shared.domain.rota import Activity, Rota

ID = "duty-skill"
LABEL = "Duty is held by people who may hold it"
LEVEL = Level.HARD
SOURCE = "docs/input.md `duty.skill`; trainees never hold duty"


def check(problem: Problem, rota: Rota) -> list[Breach]:
    facts = problem.facts
    return [
        Breach(
            ID, LEVEL, points(problem, ID), f"{person.name} may not hold duty", session.date, session.half, person.code
        )
        for session in facts.sessions
        for person, cell in facts.at_work(rota, session)
        if cell.activity is Activity.DUTY and not facts.has_duty_skill(person)
    ]


def post(problem: Problem, model: Model) -> None:
    """Nothing: the model lets nobody else be chosen."""
