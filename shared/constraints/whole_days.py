"""Who is in for a fixed half of a day is given its `?` half too: people come in for whole days."""

from __future__ import annotations

from collections.abc import Iterator

from shared.constraints.rule import Model
from shared.constraints.weights import points
from shared.domain.breach import Breach, Level
from shared.domain.calendar import Half, Session
from shared.domain.facts import Facts
from shared.domain.people import Person
from shared.domain.problem import Problem
from shared.domain.rota import ABSENT, Rota

ID = "whole-days"
LABEL = "A day half fixed is worked whole"
LEVEL = Level.SOFT
SOURCE = "docs/words.md: flexible days are whole days"


def left_over(facts: Facts) -> Iterator[tuple[Person, Session]]:
    """`?` sessions whose other half is worked whatever is decided."""
    for person in facts.flexible_people:
        for session in facts.sessions:
            other = Session(session.date, Half.PM if session.half is Half.AM else Half.AM)
            beside = facts.plan(person.code, other)
            settled = beside.activity is not None and not beside.optional and beside.activity not in ABSENT
            if settled and facts.plan(person.code, session).optional:
                yield person, session


def check(problem: Problem, rota: Rota) -> list[Breach]:
    return [
        Breach(
            ID,
            LEVEL,
            points(problem, ID),
            f"{person.name} is in for the other half of the day only",
            session.date,
            session.half,
            person.code,
        )
        for person, session in left_over(problem.facts)
        if (person.code, session) not in rota and points(problem, ID)
    ]


def post(problem: Problem, model: Model) -> None:
    for person, session in left_over(problem.facts):
        model.penalise(ID, points(problem, ID), 1 - model.at_work(person.code, session))
