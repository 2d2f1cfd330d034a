"""Duty holders of one half-day are at different sites."""

from __future__ import annotations

from shared.constraints.linear import total
from shared.constraints.rule import Model
from shared.constraints.weights import wished
from shared.domain.breach import Breach, Level
from shared.domain.calendar import Session
from shared.domain.facts import Facts
from shared.domain.problem import Problem
from shared.domain.rota import Activity, Rota

ID = "duty-spread-sites"
LABEL = "Duty is spread over the sites"
LEVEL = Level.SOFT
SOURCE = "docs/input.md `duty.spread_sites`"


def cost(problem: Problem) -> int:
    rule = problem.practice.rules.duty
    return wished(problem, ID, rule.spread_sites) if rule is not None else 0


def at_one_site(facts: Facts, session: Session) -> int | None:
    """Holders one site may have before it is one too many; None where all are at one site anyway."""
    able = (person for person in facts.on(session.date) if facts.could_hold_duty(person, session))
    homes = {facts.plan(person.code, session).site for person in able}
    return -(-facts.duty_need(session) // len(homes)) if len(homes) > 1 else None


def check(problem: Problem, rota: Rota) -> list[Breach]:
    facts, each = problem.facts, cost(problem)
    found = []
    for session in facts.sessions if each else ():
        limit = at_one_site(facts, session)
        for site in facts.sites if limit is not None else ():
            here = sum(cell.activity is Activity.DUTY and cell.site == site for _, cell in facts.at_work(rota, session))
            if limit is not None and here > limit:
                words = f"{here} hold duty at {facts.sites[site].name} at once"
                found.append(Breach(ID, LEVEL, (here - limit) * each, words, session.date, session.half, site=site))
    return found


def post(problem: Problem, model: Model) -> None:
    facts, each = problem.facts, cost(problem)
    for session in facts.sessions if each else ():
        limit = at_one_site(facts, session)
        for site in facts.sites if limit is not None else ():
            here = total(
                amount
                for _, cell, amount in model.cells(session)
                if cell.activity is Activity.DUTY and cell.site == site
            )
            if limit is not None:
                model.penalise(ID, each, here - limit)
