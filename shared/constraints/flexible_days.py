"""Somebody with flexible days works as many of them in a week as was agreed."""

from __future__ import annotations

from shared.constraints.linear import Linear, total
from shared.constraints.rule import Model
from shared.constraints.weights import points
from shared.domain.breach import Breach, Level
from shared.domain.facts import Facts
from shared.domain.people import Person
from shared.domain.problem import Problem
from shared.domain.rota import ABSENT, Rota

ID = "flexible-days"
LABEL = "Flexible days keep to the week's target"
LEVEL = Level.HARD
SOURCE = "docs/input.md `flexible_days_per_week`; decision 0004"


def worked(facts: Facts, rota: Rota, person: Person, week: int) -> int:
    """Half-days somebody works in a week, counted as `Facts.half_days` counts them."""
    return sum(
        facts.half_days(person.code, session)
        for session in facts.week_sessions(week)
        if (cell := rota.get((person.code, session))) is not None and cell.activity not in ABSENT
    )


def worked_in_model(facts: Facts, model: Model, person: Person, week: int) -> Linear:
    """The same, as the solver sees it."""
    return total(
        model.at_work(person.code, session) * facts.half_days(person.code, session)
        for session in facts.week_sessions(week)
    )


def in_days(half_days: int) -> str:
    """'3', '3.5'."""
    return f"{half_days / 2:g}"


def check(problem: Problem, rota: Rota) -> list[Breach]:
    facts = problem.facts
    found = []
    for person in facts.flexible_people:
        for week, (_, low, high) in enumerate(facts.week_targets(person.code)):
            have = worked(facts, rota, person, week)
            off = max(low - have, have - high, 0)
            if off:
                meant = in_days(low) if low == high else f"{in_days(low)} to {in_days(high)}"
                words = f"{person.name} works {in_days(have)} days this week, not {meant}"
                monday = facts.week_sessions(week)[0].date
                found.append(Breach(ID, LEVEL, off * points(problem, ID), words, monday, code=person.code))
    return found


def post(problem: Problem, model: Model) -> None:
    facts = problem.facts
    for person in facts.flexible_people:
        for week, (_, low, high) in enumerate(facts.week_targets(person.code)):
            have = worked_in_model(facts, model, person, week)
            model.penalise(ID, points(problem, ID), low - have, have - high)
