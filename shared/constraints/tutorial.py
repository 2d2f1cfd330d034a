"""A trainee's tutorial has somebody there who may give it and is not on duty."""

from __future__ import annotations

from shared.constraints.linear import total
from shared.constraints.rule import Model
from shared.constraints.weights import points
from shared.domain.breach import Breach, Level
from shared.domain.people import Person
from shared.domain.problem import Problem
from shared.domain.rota import IN_THE_BUILDING, Activity, Cell, Rota

ID = "tutorial"
LABEL = "A tutorial has somebody to give it"
LEVEL = Level.SOFT
SOURCE = "docs/input.md `supervision.tutorial_needs`"


def is_taught(person: Person, cell: Cell) -> bool:
    return person.is_trainee and cell.activity is Activity.TUTORIAL


def teaches(person: Person, cell: Cell, flag: str) -> bool:
    return (
        flag in person.flags
        and not person.is_trainee
        and cell.activity in IN_THE_BUILDING
        and cell.activity is not Activity.DUTY
    )


def _flag(problem: Problem) -> str | None:
    rule = problem.practice.rules.supervision
    return rule.tutorial_needs if rule is not None and points(problem, ID) else None


def check(problem: Problem, rota: Rota) -> list[Breach]:
    facts, flag = problem.facts, _flag(problem)
    found = []
    for session in facts.sessions if flag is not None else ():
        cells = list(facts.at_work(rota, session))
        for trainee, lesson in cells:
            if not is_taught(trainee, lesson) or flag is None:
                continue
            if not any(teaches(p, cell, flag) for p, cell in cells if cell.site == lesson.site):
                words = f"{trainee.name} has a tutorial and nobody there to give it"
                found.append(
                    Breach(ID, LEVEL, points(problem, ID), words, session.date, session.half, trainee.code, lesson.site)
                )
    return found


def post(problem: Problem, model: Model) -> None:
    facts, flag = problem.facts, _flag(problem)
    for session in facts.sessions if flag is not None else ():
        cells = model.cells(session)
        for trainee, lesson, taught in cells:
            if is_taught(trainee, lesson) and flag is not None:
                teachers = total(
                    amount for p, cell, amount in cells if cell.site == lesson.site and teaches(p, cell, flag)
                )
                model.penalise(ID, points(problem, ID), taught - teachers)
