from __future__ import annotations

from datetime import date

import pytest

from shared.constraints import flexible_days
from shared.domain.calendar import Half
from shared.domain.problem import Closure, LeaveKind, Problem
from tests.builders import EASTER, as_planned, leave, line, person, problem

ALWAYS = "??????????"


def band(asked: Problem, week: int = 0) -> tuple[float, float, float]:
    """Target, least and most in days."""
    target, low, high = asked.facts.week_targets("A")[week]
    return float(target) / 2, low / 2, high / 2


@pytest.mark.parametrize(("days", "low", "high"), [("3", 3, 3), ("3.5", 3, 4), ("2.5", 2, 3), ("9", 5, 5)])
def test_a_full_week_keeps_to_the_whole_days_either_side_of_its_target(days: str, low: int, high: int) -> None:
    assert band(problem(person("A", ALWAYS, days=days)))[1:] == (low, high)


def test_the_target_is_full_time_days_times_wte_when_none_is_given() -> None:
    assert band(problem(person("A", ALWAYS, wte="0.60"))) == (2.1, 2, 3)


def test_a_week_shortened_by_a_bank_holiday_asks_for_its_share_rounded_up() -> None:
    assert band(problem(person("A", ALWAYS, days="3.5"), start=EASTER)) == (3, 3, 3)  # 4/5 of 3.5 is 2.8


def test_a_week_shortened_by_leave_asks_for_its_share_and_no_more_than_there_is() -> None:
    away = [leave("A", "Mon AM", "Wed PM", kind=LeaveKind.STUDY)]
    assert band(problem(person("A", ALWAYS, days="3.5"), leave=away)) == (2, 2, 2)
    assert band(problem(person("A", ALWAYS, days="3.5"), leave=[leave("A", "Mon AM", "Fri PM")])) == (0, 0, 0)


def test_a_closed_afternoon_shortens_nobody_s_week() -> None:
    shut = Closure("PLT", (date(2027, 1, 6),), Half.PM)
    asked = problem(person("A", ALWAYS, days="5"), closures=[shut])
    assert band(asked) == (5, 5, 5)
    assert flexible_days.check(asked, as_planned(asked)) == []


def test_fixed_letters_count_and_when_they_are_too_many_nobody_is_to_blame() -> None:
    assert band(problem(person("A", "SSSSSS??--", days="2"))) == (3, 3, 3)


def test_only_alternate_weeks_with_flexible_days_are_flexible() -> None:
    asked = problem(person("A", "????------", pattern_b="SSSSSS----", days="1"), weeks=2)
    assert [band(asked, week)[1:] for week in (0, 1)] == [(1, 1), (3, 3)]


def test_each_half_day_off_target_is_paid_for() -> None:
    asked = problem(person("A", ALWAYS, days="3"))
    (breach,) = flexible_days.check(asked, as_planned(asked))
    assert (breach.points, breach.because) == (4 * 50_000, "Dr A works 5 days this week, not 3")


def test_study_leave_is_not_a_day_worked() -> None:
    asked = problem(person("A", ALWAYS, days="5"), leave=[leave("A", "Mon AM", "Mon PM", kind=LeaveKind.STUDY)])
    assert band(asked) == (4, 4, 4)
    assert flexible_days.check(asked, as_planned(asked)) == []


def test_a_session_pinned_on_a_day_off_counts() -> None:
    asked = problem(person("A", "????------", days="1"), pins=[line("A", "Fri AM")])
    assert band(asked)[1:] == (0.5, 0.5)  # the nearest to one day that half a day and whole days can make
    (breach,) = flexible_days.check(asked, as_planned(asked, out=[("A", "Mon AM"), ("A", "Mon PM")]))
    assert breach.because == "Dr A works 1.5 days this week, not 0.5"
