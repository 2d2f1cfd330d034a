"""Weeks that may change, and the rest of a period that stays as it is published."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from functions.rota_generate.solver.search import solve
from shared.domain import codec
from shared.domain.calendar import Horizon
from shared.domain.problem import DutyRule, Problem
from shared.domain.rota import Activity, Assignment
from tests.builders import BRANCH, MAIN, as_planned, leave, line, lines_of, person, problem, problems

SLOWLY = settings(max_examples=30, deadline=None, suppress_health_check=list(HealthCheck))


def within(lines: tuple[Assignment, ...], weeks: Horizon) -> set[Assignment]:
    return {each for each in lines if each.session.date in weeks}


def one_week(asked: Problem, week: int) -> Horizon:
    return Horizon(asked.horizon.start + timedelta(weeks=week), 1)


@SLOWLY
@given(data=st.data(), asked=problems(weeks=3, people=6))
def test_nobody_changes_outside_the_weeks_that_may(data: st.DataObject, asked: Problem) -> None:
    """The two faces of the rules are held together by `solve` itself, on published rotas that keep them and not."""
    whole = Problem(asked.practice, asked.horizon)
    published = solve(whole, seed=1, effort=0.05, workers=1).assignments
    only = one_week(asked, data.draw(st.integers(0, asked.horizon.weeks - 1)))
    again = solve(replace(whole, published=published, only=only), seed=2, effort=0.05, workers=1)
    assert set(again.assignments) - within(again.assignments, only) == set(published) - within(published, only)
    messy = replace(whole, published=lines_of(as_planned(whole)), only=only)
    assert solve(messy, seed=2, effort=0.05, workers=1).assignments is not None


def test_what_cannot_be_any_more_does_not_stay() -> None:
    """Away, shut, no such site, no skill: the second week loses what it cannot keep, and nothing else."""
    staff = [person("A", "SS--------"), person("B", "??--------", days="1")]
    asked = problem(*staff, weeks=2, sites=(MAIN, BRANCH), duty=DutyRule(1), leave=[leave("A", "Mon PM", week=1)])
    published = (
        line("A", "Mon AM", Activity.DUTY, week=1),
        line("A", "Mon PM", week=1),
        line("B", "Mon AM", site="GONE", week=1),
        line("B", "Mon PM", site="BRANCH", week=1),
    )
    found = solve(replace(asked, published=published, only=one_week(asked, 0)), seed=1, seconds=10, workers=1)
    second = within(found.assignments, one_week(asked, 1))
    assert line("B", "Mon PM", site="BRANCH", week=1) in second
    assert line("A", "Mon PM", week=1) not in second
    assert line("A", "Mon AM", week=1) in second, "back in clinic: A may not hold duty"


def test_it_goes_to_json_and_back() -> None:
    asked = replace(problem(person("A"), weeks=2), only=Horizon(problem().horizon.start, 1))
    assert codec.from_document(codec.to_document(asked)) == asked
