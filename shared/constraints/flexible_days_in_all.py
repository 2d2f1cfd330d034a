"""Over the whole period, flexible days come to what the weeks' targets add up to, within half a day."""

from __future__ import annotations

from fractions import Fraction
from math import ceil, floor

from shared.constraints.flexible_days import in_days, worked, worked_in_model
from shared.constraints.linear import total
from shared.constraints.rule import Model
from shared.constraints.weights import points
from shared.domain.breach import Breach, Level
from shared.domain.facts import Facts
from shared.domain.people import Person
from shared.domain.problem import Problem
from shared.domain.rota import Rota

ID = "flexible-days-in-all"
LABEL = "Flexible days come out right over the period"
LEVEL = Level.HARD
SOURCE = "docs/input.md `flexible_days_per_week`; decision 0004"

HALF_A_DAY = 1


def band(facts: Facts, person: Person) -> tuple[int, int]:
    """Least and most half-days of the whole period; never narrower than what the weeks together can reach."""
    weeks = facts.week_targets(person.code)
    meant = sum((week.target for week in weeks), Fraction(0))
    low = min(ceil(meant - HALF_A_DAY), sum(week.high for week in weeks))
    high = max(floor(meant + HALF_A_DAY), sum(week.low for week in weeks))
    return low, high


def check(problem: Problem, rota: Rota) -> list[Breach]:
    facts = problem.facts
    found = []
    for person in facts.flexible_people:
        low, high = band(facts, person)
        have = sum(worked(facts, rota, person, week) for week in range(problem.horizon.weeks))
        off = max(low - have, have - high, 0)
        if off:
            words = f"{person.name} works {in_days(have)} days in all, not {in_days(low)} to {in_days(high)}"
            found.append(Breach(ID, LEVEL, off * points(problem, ID), words, code=person.code))
    return found


def post(problem: Problem, model: Model) -> None:
    facts = problem.facts
    for person in facts.flexible_people:
        low, high = band(facts, person)
        have = total(worked_in_model(facts, model, person, week) for week in range(problem.horizon.weeks))
        model.penalise(ID, points(problem, ID), low - have, have - high)
