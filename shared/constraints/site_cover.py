"""Each site has enough people of a role group giving cover."""

from __future__ import annotations

from shared.constraints.linear import total
from shared.constraints.reasons import because, why_not
from shared.constraints.rule import Model
from shared.constraints.weights import points
from shared.domain.breach import Breach, Level
from shared.domain.calendar import Session
from shared.domain.people import Person, in_group
from shared.domain.problem import Problem, SiteCover
from shared.domain.rota import GIVES_COVER, Cell, Rota

ID = "site-cover"
LABEL = "Each site has the people its cover asks for"
LEVEL = Level.HARD
SOURCE = "docs/input.md `site_cover`"


def covers(rule: SiteCover, person: Person, cell: Cell) -> bool:
    return cell.site == rule.site and cell.activity in GIVES_COVER and in_group(person, rule.role_group)


def check(problem: Problem, rota: Rota) -> list[Breach]:
    facts = problem.facts
    found = []
    for rule in facts.rules.site_cover:
        for session in facts.sessions:
            need = facts.cover_need(rule, session)
            have = sum(covers(rule, person, cell) for person, cell in facts.at_work(rota, session)) if need else 0
            if have < need:
                words = _why(problem, rota, session, rule, have)
                cost = (need - have) * points(problem, ID)
                found.append(
                    Breach(
                        ID, LEVEL, cost, words, session.date, session.half, site=rule.site, need=need, have=have,
                        which=f"{rule.role_group} {rule.minimum}",
                    )
                )  # fmt: skip
    return found


def _why(problem: Problem, rota: Rota, session: Session, rule: SiteCover, have: int) -> str:
    facts = problem.facts
    reasons = []
    for person in facts.on(session.date):
        cell = rota.get((person.code, session))
        if in_group(person, rule.role_group) and not (cell is not None and covers(rule, person, cell)):
            reasons.append((person, why_not(facts, rota, person, session, rule.site)))
    return because(rule.minimum, have, reasons, f"there is nobody else in the group {rule.role_group}")


def post(problem: Problem, model: Model) -> None:
    facts = problem.facts
    for rule in facts.rules.site_cover:
        for session in facts.sessions:
            if need := facts.cover_need(rule, session):
                there = total(amount for person, cell, amount in model.cells(session) if covers(rule, person, cell))
                model.penalise(ID, points(problem, ID), need - there)
