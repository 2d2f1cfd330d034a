"""How much somebody works in a week against what is theirs."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given, settings

from functions.rota.alerts import load
from functions.rota.alerts.load import Load
from functions.rota.alerts.policy import found
from shared.constraints import flexible_days, working_pattern
from shared.domain.calendar import Half, Horizon
from shared.domain.problem import Closure, Problem
from shared.standing import Standing
from tests.builders import MONDAY, as_planned, leave, line, lines_of, person, problem, problems


def of_a(asked: Problem, *changes: Any) -> Load:
    rota = as_planned(asked, *changes)
    return load.of_week(asked.facts, rota, "A")


def test_it_works() -> None:
    asked = problem(person("A", "SSSSSSSS--"))
    assert of_a(asked) == Load(8, 8)
    assert not load.is_too_much(of_a(asked))
    assert load.is_too_much(of_a(asked, line("A", "Fri AM")))
    assert load.in_words("Dr A", Load(9, 8)) == "Dr A works 4.5 days this week, against 4 due (112 %)"


@pytest.mark.parametrize(("worked", "own", "too_much"), [(11, 10, False), (10, 9, True), (0, 0, False), (1, 0, True)])
def test_more_than_a_tenth_beyond_is_too_much(worked: int, own: int, too_much: bool) -> None:
    assert load.is_too_much(Load(worked, own)) is too_much


def test_a_week_that_leave_shortens_has_less_that_is_theirs() -> None:
    asked = problem(person("A", "SSSSSSSS--"), leave=[leave("A", "Mon AM", "Tue PM")])
    assert of_a(asked) == Load(4, 4)


def test_a_closed_afternoon_makes_nobody_work_too_much() -> None:
    asked = problem(person("A", "SSSSSSSS--"), closures=[Closure("PLT", (MONDAY,), Half.PM)])
    assert of_a(asked) == Load(8, 8)


def test_flexible_days_are_whole_ones_rounded_up() -> None:
    asked = problem(person("A", "??????????", days="3.5"))
    assert of_a(asked) == Load(10, 8)


def test_somebody_written_in_by_hand_has_nothing_to_exceed() -> None:
    asked = problem(person("A", "SS--------", flags="by-hand"), pins=[line("A", "Wed AM")])
    assert load.of_week(asked.facts, {}, "A") == Load(0, 0)


@settings(max_examples=200, deadline=None)
@given(problems(weeks=1, terms=False))
def test_who_keeps_to_pattern_and_target_never_works_too_much(asked: Problem) -> None:
    plain = replace(asked, pins=(), published=(), decide=frozenset(Problem(asked.practice, asked.horizon).decide))
    rota = as_planned(plain)
    standing = Standing(lines_of(rota))
    unfit = {b.code for rule in (flexible_days, working_pattern) for b in rule.check(plain, rota)}
    warned = {a.code for a in found(asked.practice, asked.horizon.start, standing) if a.rule == load.ID}
    assert not warned - unfit
    assert Horizon(asked.horizon.start, 1) == asked.horizon
