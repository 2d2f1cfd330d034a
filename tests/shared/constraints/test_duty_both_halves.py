from __future__ import annotations

import pytest

from shared.constraints import duty_both_halves
from shared.domain.problem import DutyRule, Wish
from shared.domain.rota import Activity
from tests.builders import as_planned, line, person, problem


@pytest.mark.parametrize(("wish", "points"), [(Wish.NO, 0), (Wish.PREFER, 20), (Wish.REQUIRE, 200)])
def test_a_day_split_between_two_is_paid_for_by_both(wish: Wish, points: int) -> None:
    asked = problem(
        person("A", "SS--------", flags="duty"),
        person("B", "SS--------", flags="duty"),
        duty=DutyRule(1, same_person_both_halves=wish),
    )
    split = as_planned(asked, line("A", "Mon AM", Activity.DUTY), line("B", "Mon PM", Activity.DUTY))
    whole = as_planned(asked, line("A", "Mon AM", Activity.DUTY), line("A", "Mon PM", Activity.DUTY))
    assert sum(breach.points for breach in duty_both_halves.check(asked, split)) == points
    assert duty_both_halves.check(asked, whole) == []


def test_a_day_nobody_could_hold_whole_is_nobody_s_fault() -> None:
    asked = problem(person("A", "S---------", flags="duty"), person("B", "-S--------", flags="duty"), duty=DutyRule(1))
    split = as_planned(asked, line("A", "Mon AM", Activity.DUTY), line("B", "Mon PM", Activity.DUTY))
    assert duty_both_halves.check(asked, split) == []
