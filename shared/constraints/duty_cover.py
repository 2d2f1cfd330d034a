"""Enough people hold duty in each open half-day."""

from __future__ import annotations

from shared.constraints.linear import total
from shared.constraints.reasons import because, why_not
from shared.constraints.rule import Model
from shared.constraints.weights import points
from shared.domain.breach import Breach, Level
from shared.domain.calendar import Session
from shared.domain.problem import Problem
from shared.domain.rota import Activity, Rota

ID = "duty"
LABEL = "Enough people hold duty in each half-day"
LEVEL = Level.HARD
SOURCE = "docs/input.md `duty`"


def check(problem: Problem, rota: Rota) -> list[Breach]:
    facts = problem.facts
    found = []
    for session in facts.sessions:
        need = facts.duty_need(session)
        have = sum(cell.activity is Activity.DUTY for _, cell in facts.at_work(rota, session))
        if have < need:
            words = _why(problem, rota, session, need, have)
            cost = (need - have) * points(problem, ID)
            found.append(Breach(ID, LEVEL, cost, words, session.date, session.half, need=need, have=have))
    return found


def _why(problem: Problem, rota: Rota, session: Session, need: int, have: int) -> str:
    facts = problem.facts
    able = [person for person in facts.on(session.date) if facts.has_duty_skill(person)]
    others = [p for p in able if (cell := rota.get((p.code, session))) is None or cell.activity is not Activity.DUTY]
    reasons = [(person, why_not(facts, rota, person, session)) for person in others]
    return because(need, have, reasons, "nobody else may hold duty" if able else "nobody may hold duty")


def post(problem: Problem, model: Model) -> None:
    """Never more holders than needed, unless more are settled already; each one missing is paid for."""
    facts = problem.facts
    for session in facts.sessions:
        need = facts.duty_need(session)
        holders = total(amount for _, cell, amount in model.cells(session) if cell.activity is Activity.DUTY)
        settled = sum(facts.plan(p.code, session).activity is Activity.DUTY for p in facts.on(session.date))
        model.at_most(holders, max(need, settled))
        model.penalise(ID, points(problem, ID), need - holders)
