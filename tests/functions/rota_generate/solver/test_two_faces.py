"""The two faces of every rule agree: what `check` counts is what `post` makes the solver pay."""

from __future__ import annotations

import random
from collections import Counter
from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from functions.rota_generate.solver.model import RotaModel
from functions.rota_generate.solver.search import solve
from functions.rota_generate.solver.sending import useful_sending
from shared.constraints import ALL, check_all
from shared.domain.problem import Problem
from shared.domain.rota import Rota, as_rota
from tests.builders import any_rota, lines_of, problems, rotas
from tests.made_up import STEMS, practice_of

SLOWLY = settings(max_examples=150, deadline=None, suppress_health_check=list(HealthCheck))


@SLOWLY
@given(data=st.data(), problem=problems())
def test_every_rota_that_can_be_costs_the_same_by_both_faces(data: st.DataObject, problem: Problem) -> None:
    assert problem.verify() == ()
    costs_the_same(problem, data.draw(rotas(problem, useful_sending(problem))))


def costs_the_same(problem: Problem, rota: Rota) -> Counter[str]:
    """What each rule counts, once it is seen that the solver pays as much in all."""
    model = RotaModel(problem).build()
    values = model.values_of(rota)
    assert model.broken(values) == []
    assert model.rota_of(values) == lines_of(rota)
    paid = Counter({"": model.settled_cost})
    for penalty in model.penalties:
        paid[penalty.rule] += penalty.points * model.excess(penalty, values)
    checked = Counter({rule.ID: sum(b.points for b in rule.check(problem, rota)) for rule in ALL})
    assert paid.total() == checked.total(), (paid, checked)
    return checked


def test_so_it_is_in_the_practices_there_are_where_hardly_a_rule_is_free() -> None:
    """Small problems seldom have two on duty at two sites: whole practices have whatever is wished for."""
    choice, costs = random.Random(1).choice, Counter[str]()
    for name in STEMS:
        practice = practice_of(name)
        assert practice.horizon is not None
        asked = Problem(practice, replace(practice.horizon, weeks=2))
        for _ in range(2):
            costs += costs_the_same(asked, any_rota(asked, useful_sending(asked), choice))
    cannot_be_broken = {"absence", "closed", "duty-skill", "one-place", "pattern", "pins", "whole-days"}
    assert {rule.ID for rule in ALL} - costs.keys() == cannot_be_broken | {"max-off", "stability"}  # nobody wishes them


@settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
@given(data=st.data(), problem=problems(weeks=1, people=3))
def test_no_rota_at_all_is_better_than_the_one_called_best(data: st.DataObject, problem: Problem) -> None:
    outcome = solve(problem, seed=1, seconds=10, workers=1)
    assert outcome.proved
    assert (
        outcome.bound == outcome.objective == sum(breach.points for breach in check_all(problem, outcome.assignments))
    )
    for _ in range(10):
        rota = data.draw(rotas(problem, useful_sending(problem)))
        assert sum(breach.points for breach in check_all(problem, lines_of(rota))) >= outcome.objective


@settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
@given(problem=problems())
def test_every_draft_keeps_to_what_cannot_be_otherwise(problem: Problem) -> None:
    outcome = solve(problem, seed=1, effort=0.05, workers=1)
    cannot_be = {"absence", "closed", "one-place", "pattern", "duty-skill", "pins"}
    assert {breach.rule for breach in outcome.breaches}.isdisjoint(cannot_be)
    rota = as_rota(outcome.assignments)
    assert len(rota) == len(outcome.assignments)


@pytest.mark.parametrize("rule", ALL, ids=lambda rule: rule.ID)
def test_every_rule_says_what_it_is(rule: object) -> None:
    assert all(getattr(rule, name) for name in ("ID", "LABEL", "LEVEL", "SOURCE", "__doc__"))
