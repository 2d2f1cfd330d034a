"""Doctors beyond the minimum are spread over the days of a week, not heaped on one."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from fractions import Fraction
from math import ceil
from typing import NamedTuple

from shared.constraints.minimum_doctors import doctors_in, doctors_in_model, need_on
from shared.constraints.rule import Model
from shared.constraints.weights import points
from shared.domain.breach import Breach, Level
from shared.domain.facts import Facts
from shared.domain.problem import Problem
from shared.domain.rota import GIVES_COVER, Rota

ID = "even-staffing"
LABEL = "Doctors beyond the minimum are spread evenly"
LEVEL = Level.SOFT
SOURCE = "ours: a day to spare is worth most where there are fewest"


class Enough(NamedTuple):
    """The most doctors a day has before others would be better off with one of them."""

    day: date
    most: int


def enough(facts: Facts) -> Iterator[Enough]:
    """Day by day: its minimum, and its even part of what the week has to spare, rounded up."""
    if not any(facts.counts_as_doctor(term) for person in facts.flexible_people for term in facts.terms[person.code]):
        return
    for week in range(facts.problem.horizon.weeks):
        days = [day for day in facts.days[5 * week : 5 * week + 5] if day in facts.open_days]
        if days:
            fixed = {day: _certain(facts, day) for day in days}
            floor = {day: max(need_on(facts, day), fixed[day]) for day in days}
            spare = sum(fixed.values()) + _flexible(facts, week) - sum(floor.values())
            each = max(0, ceil(spare / len(days)))
            yield from (Enough(day, floor[day] + each) for day in days)


def _certain(facts: Facts, day: date) -> int:
    """Doctors who give cover that day whatever is decided."""
    return sum(
        any(
            (plan := facts.plan(person.code, session)).activity in GIVES_COVER and not plan.optional
            for session in facts.sessions
            if session.date == day
        )
        for person in facts.on(day)
        if facts.counts_as_doctor(person)
    )


def _flexible(facts: Facts, week: int) -> Fraction:
    """Days of doctors still to be given in a week, by their targets."""
    return sum(
        (
            (facts.week_targets(person.code)[week].target - facts.settled_half_days(person.code, week)) / 2
            for person in facts.flexible_people
            if _counts_in(facts, person.code, week)
        ),
        Fraction(0),
    )


def _counts_in(facts: Facts, code: str, week: int) -> bool:
    """Whether somebody counts as a doctor on some day of a week."""
    terms = (facts.as_of(code, day) for day in facts.days[5 * week : 5 * week + 5])
    return any(term is not None and facts.counts_as_doctor(term) for term in terms)


def check(problem: Problem, rota: Rota) -> list[Breach]:
    facts = problem.facts
    found = []
    for day, most in enough(facts):
        over = len(doctors_in(facts, rota, day)) - most
        if over > 0 and points(problem, ID):
            words = f"{most + over} doctors are in, where {most} would be an even spread of the week"
            found.append(Breach(ID, LEVEL, over * points(problem, ID), words, day))
    return found


def post(problem: Problem, model: Model) -> None:
    facts = problem.facts
    for day, most in enough(facts):
        model.penalise(ID, points(problem, ID), doctors_in_model(facts, model, day) - most)
