"""Everybody holds their fair part of Monday duty, counted apart because Mondays are the hardest day."""

from __future__ import annotations

from shared.constraints.duty_fairness import compare, weigh
from shared.constraints.rule import Model
from shared.domain.breach import Breach, Level
from shared.domain.problem import Problem
from shared.domain.rota import Rota

ID = "duty-fairness-mondays"
LABEL = "Monday duty is shared fairly"
LEVEL = Level.SOFT
SOURCE = "ours: Mondays are the hardest duty, so they are counted apart"


def check(problem: Problem, rota: Rota) -> list[Breach]:
    facts = problem.facts
    return compare(problem, rota, ID, facts.monday_shares, facts.monday_counts, "holds {:g} half-day Monday duties")


def post(problem: Problem, model: Model) -> None:
    weigh(problem, model, ID, problem.facts.monday_shares, problem.facts.monday_counts)
