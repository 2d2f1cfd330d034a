"""Each day reaches its minimum number of doctors."""

from __future__ import annotations

from datetime import date

from shared.constraints.linear import Linear, total
from shared.constraints.reasons import because, why_not_that_day
from shared.constraints.rule import Model
from shared.constraints.weights import points
from shared.domain.breach import Breach, Level
from shared.domain.calendar import Half, Session
from shared.domain.facts import Facts
from shared.domain.problem import Problem
from shared.domain.rota import GIVES_COVER, Rota

ID = "minimum-doctors"
LABEL = "Each day reaches its minimum number of doctors"
LEVEL = Level.HARD
SOURCE = "docs/input.md `minimum_doctors`"


def need_on(facts: Facts, day: date) -> int:
    """People asked for on an open day."""
    minimum = facts.rules.minimum_doctors
    return minimum[day.weekday()] if minimum is not None and day in facts.open_days else 0


def doctors_in(facts: Facts, rota: Rota, day: date) -> frozenset[str]:
    """Codes of those who count and give cover in at least one session of the day."""
    return frozenset(
        person.code
        for half in Half
        for person, cell in facts.at_work(rota, Session(day, half))
        if cell.activity in GIVES_COVER and facts.counts_as_doctor(person)
    )


def doctors_in_model(facts: Facts, model: Model, day: date) -> Linear:
    """The number of them, as the solver sees it."""
    cover: dict[str, list[Linear]] = {}
    for half in Half:
        covering: dict[str, list[Linear]] = {}
        for person, cell, amount in model.cells(Session(day, half)):
            if cell.activity in GIVES_COVER and facts.counts_as_doctor(person):
                covering.setdefault(person.code, []).append(amount)
        for code, amounts in covering.items():
            cover.setdefault(code, []).append(total(amounts))
    return total(model.any_of(halves) for halves in cover.values())


def check(problem: Problem, rota: Rota) -> list[Breach]:
    facts = problem.facts
    found = []
    for day in facts.days:
        need, there = need_on(facts, day), doctors_in(facts, rota, day)
        if len(there) < need:
            absent = [p for p in facts.on(day) if facts.counts_as_doctor(p) and p.code not in there]
            reasons = [(person, why_not_that_day(facts, rota, person, day)) for person in absent]
            words = because(need, len(there), reasons, "there are no other doctors")
            cost = (need - len(there)) * points(problem, ID)
            found.append(Breach(ID, LEVEL, cost, words, day, need=need, have=len(there)))
    return found


def post(problem: Problem, model: Model) -> None:
    facts = problem.facts
    for day in facts.days:
        if need := need_on(facts, day):
            model.penalise(ID, points(problem, ID), need - doctors_in_model(facts, model, day))
