"""Duty takes a clinic rather than an admin session."""

from __future__ import annotations

from shared.constraints.linear import total
from shared.constraints.rule import Model
from shared.constraints.weights import points
from shared.domain.breach import Breach, Level
from shared.domain.problem import Problem
from shared.domain.rota import Activity, Rota

ID = "duty-on-admin"
LABEL = "Duty leaves admin sessions alone"
LEVEL = Level.SOFT
SOURCE = "decision 0004: duty on an admin session costs a little"


def check(problem: Problem, rota: Rota) -> list[Breach]:
    facts = problem.facts
    return [
        Breach(
            ID,
            LEVEL,
            points(problem, ID),
            f"{person.name} holds duty in an admin session",
            session.date,
            session.half,
            person.code,
        )
        for session in facts.sessions
        for person, cell in facts.at_work(rota, session)
        if cell.activity is Activity.DUTY
        and facts.plan(person.code, session).activity is Activity.ADMIN
        and points(problem, ID)
    ]


def post(problem: Problem, model: Model) -> None:
    facts = problem.facts
    for session in facts.sessions:
        model.penalise(
            ID,
            points(problem, ID),
            total(
                amount
                for person, cell, amount in model.cells(session)
                if cell.activity is Activity.DUTY and facts.plan(person.code, session).activity is Activity.ADMIN
            ),
        )
