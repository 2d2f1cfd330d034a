"""Flexible days keep pace with their target through the period, never more than a day ahead or behind."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from math import ceil, floor
from typing import NamedTuple

from shared.constraints.flexible_days import in_days, worked, worked_in_model
from shared.constraints.linear import Linear
from shared.constraints.rule import Model
from shared.constraints.weights import points
from shared.domain.breach import Breach, Level
from shared.domain.facts import Facts
from shared.domain.people import Person
from shared.domain.problem import Problem
from shared.domain.rota import Rota

ID = "flexible-days-evenly"
LABEL = "Flexible days keep pace with their target"
LEVEL = Level.SOFT
SOURCE = "decision 0004: right on the whole period, so never far off within it"

A_DAY = 2


class Pace(NamedTuple):
    """Least and most half-days worked by the end of a week."""

    week: int
    low: int
    high: int


def paces(facts: Facts, person: Person) -> Iterator[Pace]:
    """A day either side of the running target, widened to what the weeks can reach."""
    meant, least, most = Fraction(0), 0, 0
    for week, target in enumerate(facts.week_targets(person.code)):
        meant, least, most = meant + target.target, least + target.low, most + target.high
        yield Pace(week, min(ceil(meant - A_DAY), most), max(floor(meant + A_DAY), least))


def check(problem: Problem, rota: Rota) -> list[Breach]:
    facts = problem.facts
    found = []
    for person in facts.flexible_people:
        so_far = 0
        for week, low, high in paces(facts, person):
            so_far += worked(facts, rota, person, week)
            off = max(low - so_far, so_far - high, 0)
            if off:
                friday = facts.week_sessions(week)[-1].date
                words = f"{person.name} has worked {in_days(so_far)} days so far, not {in_days(low)} to {in_days(high)}"
                found.append(Breach(ID, LEVEL, off * points(problem, ID), words, friday, code=person.code))
    return found


def post(problem: Problem, model: Model) -> None:
    facts = problem.facts
    for person in facts.flexible_people:
        so_far = Linear()
        for week, low, high in paces(facts, person):
            so_far = so_far + worked_in_model(facts, model, person, week)
            model.penalise(ID, points(problem, ID), low - so_far, so_far - high)
