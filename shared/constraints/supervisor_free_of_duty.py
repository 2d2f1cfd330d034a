"""Where trainees are, at least one supervisor is not on duty."""

from __future__ import annotations

from shared.constraints.linear import total
from shared.constraints.rule import Model
from shared.constraints.supervision import needs_supervision, places, supervises
from shared.constraints.weights import points
from shared.domain.breach import Breach, Level
from shared.domain.people import Person
from shared.domain.problem import Problem
from shared.domain.rota import Activity, Cell, Rota

ID = "supervisor-free-of-duty"
LABEL = "A supervisor is free of duty"
LEVEL = Level.SOFT
SOURCE = "docs/input.md `supervision.prefer_one_supervisor_free_of_duty`"


def where(problem: Problem) -> tuple[str | None, ...]:
    """The places where one is wanted: none when the practice does not ask for it."""
    rule = problem.practice.rules.supervision
    return places(problem, rule) if rule is not None and rule.prefer_one_supervisor_free_of_duty else ()


def _is_free(person: Person, cell: Cell) -> bool:
    return supervises(person, cell) and cell.activity is not Activity.DUTY


def check(problem: Problem, rota: Rota) -> list[Breach]:
    facts = problem.facts
    found = []
    for session in facts.sessions:
        cells = list(facts.at_work(rota, session))
        for site in where(problem):
            here = [(person, cell) for person, cell in cells if site in (None, cell.site)]
            trainees = any(needs_supervision(person, cell) for person, cell in here)
            if points(problem, ID) and trainees and not any(_is_free(person, cell) for person, cell in here):
                words = "no supervisor is free of duty while trainees are in"
                found.append(Breach(ID, LEVEL, points(problem, ID), words, session.date, session.half, site=site))
    return found


def post(problem: Problem, model: Model) -> None:
    facts = problem.facts
    for session in facts.sessions:
        cells = model.cells(session)
        for site in where(problem):
            here = [(person, cell, amount) for person, cell, amount in cells if site in (None, cell.site)]
            trainees = model.any_of(
                total(amount for other, cell, amount in here if other is person and needs_supervision(person, cell))
                for person in dict.fromkeys(person for person, _, _ in here if person.is_trainee)
            )
            free = total(amount for person, cell, amount in here if _is_free(person, cell))
            model.penalise(ID, points(problem, ID), trainees - free)
