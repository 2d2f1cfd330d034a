"""Who holds duty in the morning holds it in the afternoon too."""

from __future__ import annotations

from collections.abc import Iterator

from shared.constraints.linear import Linear
from shared.constraints.rule import Model
from shared.constraints.weights import wished
from shared.domain.breach import Breach, Level
from shared.domain.calendar import Half, Session
from shared.domain.problem import Problem
from shared.domain.rota import Activity, Rota

ID = "duty-both-halves"
LABEL = "One person holds duty in both halves of a day"
LEVEL = Level.SOFT
SOURCE = "docs/input.md `duty.same_person_both_halves`"


def cost(problem: Problem) -> int:
    rule = problem.practice.rules.duty
    return wished(problem, ID, rule.same_person_both_halves) if rule is not None else 0


def check(problem: Problem, rota: Rota) -> list[Breach]:
    facts, each = problem.facts, cost(problem)
    found = []
    for day in sorted(facts.days_for_one_holder) if each else ():
        holders = {
            half: [p for p, cell in facts.at_work(rota, Session(day, half)) if cell.activity is Activity.DUTY]
            for half in Half
        }
        for half, other in ((Half.AM, Half.PM), (Half.PM, Half.AM)):
            for person in holders[half]:
                if person not in holders[other]:
                    words = f"{person.name} holds duty in one half of the day only"
                    found.append(Breach(ID, LEVEL, each, words, day, half, person.code))
    return found


def post(problem: Problem, model: Model) -> None:
    facts, each = problem.facts, cost(problem)
    for day in sorted(facts.days_for_one_holder) if each else ():
        holds = {half: _holding(model, Session(day, half)) for half in Half}
        for code in _everybody(holds):
            morning, afternoon = (holds[half].get(code, Linear()) for half in Half)
            model.penalise(ID, each, morning - afternoon, afternoon - morning)


def _holding(model: Model, session: Session) -> dict[str, Linear]:
    """By code: 1 when they hold duty in this session, at whatever site."""
    holding: dict[str, Linear] = {}
    for person, cell, amount in model.cells(session):
        if cell.activity is Activity.DUTY:
            holding[person.code] = holding.get(person.code, Linear()) + amount
    return holding


def _everybody(holds: dict[Half, dict[str, Linear]]) -> Iterator[str]:
    return iter(dict.fromkeys(code for half in Half for code in holds[half]))
