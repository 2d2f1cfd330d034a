"""Everybody works the letters of their pattern, all of them, and nothing else."""

from __future__ import annotations

from shared.constraints.rule import Model
from shared.constraints.weights import points
from shared.domain.breach import Breach, Level
from shared.domain.calendar import Session
from shared.domain.facts import Facts
from shared.domain.people import Person
from shared.domain.problem import Problem
from shared.domain.rota import ABSENT, Activity, Cell, Rota

ID = "pattern"
LABEL = "Everybody works the letters of their pattern"
LEVEL = Level.HARD
SOURCE = "docs/input.md `pattern`: a letter is fixed, `?` may be given, `-` never"


def check(problem: Problem, rota: Rota) -> list[Breach]:
    facts = problem.facts
    found = []
    for session in facts.sessions:
        for person in facts.people:
            now = facts.as_of(person.code, session.date)
            words = _departure(facts, rota, now, session) if now else _without_term(rota, person, session)
            if words is not None:
                found.append(Breach(ID, LEVEL, points(problem, ID), words, session.date, session.half, person.code))
        for person in facts.others.values():
            words = _without_term(rota, person, session)
            if words is not None and problem.practice.term_on(person.code, session.date) is None:
                found.append(Breach(ID, LEVEL, points(problem, ID), words, session.date, session.half, person.code))
    return found


def _without_term(rota: Rota, person: Person, session: Session) -> str | None:
    """How somebody is listed whom no working term has on the rota that day."""
    return f"{person.name} has no working term then" if (person.code, session) in rota else None


def _departure(facts: Facts, rota: Rota, person: Person, session: Session) -> str | None:
    """How somebody's session departs from what is settled, or None when it does not."""
    plan = facts.plan(person.code, session)
    cell = rota.get((person.code, session))
    if plan.pinned and facts.pins.get((person.code, session)) is not None:
        return None  # the rule `pins` looks at it
    if cell is None:
        return _missing(facts, rota, person, session)
    if plan.cell is None:
        seen_elsewhere = facts.away(person.code, session) or not facts.is_open(person.site, session)
        return None if seen_elsewhere and cell.activity not in ABSENT else f"{person.name} does not work then"
    return _wrong(facts, person, session, plan.cell, cell)


def _missing(facts: Facts, rota: Rota, person: Person, session: Session) -> str | None:
    plan = facts.plan(person.code, session)
    if plan.activity is None:
        return None
    if not plan.optional:
        return f"{person.name} should be listed with {plan.activity.value}"
    together = facts.optional_days[person.code, session.date]
    if any((person.code, other) in rota for other in together):
        return f"{person.name} works only part of a flexible day"
    return None


def _wrong(facts: Facts, person: Person, session: Session, usual: Cell, cell: Cell) -> str | None:
    if cell.activity is Activity.DUTY and usual.activity is not Activity.DUTY:
        if not facts.could_hold_duty(person, session) and facts.has_duty_skill(person):
            return f"{person.name} is on duty in place of {usual.activity.value}, which duty may not take"
    elif cell.activity is not usual.activity:
        return f"{person.name} is listed with {cell.activity.value} in place of {usual.activity.value}"
    if cell.site != usual.site and not facts.can_be_sent(person, session):
        return f"{person.name} cannot be sent to another site then"
    return None


def post(problem: Problem, model: Model) -> None:
    """Nothing: fixed letters are no decisions, and the `?` sessions of a day are one decision."""
