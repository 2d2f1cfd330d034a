"""A new rota stays close to the published one."""

from __future__ import annotations

from shared.constraints.linear import total
from shared.constraints.rule import Model
from shared.constraints.weights import points
from shared.domain.breach import Breach, Level
from shared.domain.problem import Problem
from shared.domain.rota import Cell, Rota

ID = "stability"
LABEL = "A new rota stays close to the published one"
LEVEL = Level.SOFT
SOURCE = "decision 0001: the price of differing from the published rota"


def check(problem: Problem, rota: Rota) -> list[Breach]:
    """One breach for each session somebody spends otherwise than published."""
    facts, each = problem.facts, points(problem, ID)
    return [
        Breach(
            ID,
            LEVEL,
            each,
            f"{person.name}: {_words(now)}, published {_words(was)}",
            session.date,
            session.half,
            person.code,
        )
        for session in facts.published_sessions
        for person in facts.people
        if (now := rota.get((person.code, session))) != (was := facts.published.get((person.code, session))) and each
    ]


def _words(cell: Cell | None) -> str:
    return f"{cell.activity.value} at {cell.site}" if cell is not None else "not at work"


def post(problem: Problem, model: Model) -> None:
    facts = problem.facts
    for session in facts.published_sessions:
        model.penalise(
            ID,
            points(problem, ID),
            total(
                1 - model.here(person.code, session, was)
                if (was := facts.published.get((person.code, session))) is not None
                else 1 - model.unlisted(person.code, session)
                for person in facts.people
            ),
        )
