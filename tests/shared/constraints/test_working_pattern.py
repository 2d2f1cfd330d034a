from __future__ import annotations

from collections.abc import Sequence

import pytest

from shared.constraints import working_pattern
from shared.domain.people import Letter
from shared.domain.problem import DutyRule, LeaveKind, Problem
from shared.domain.rota import Activity, Assignment
from tests.builders import BRANCH, MAIN, as_planned, leave, line, person, problem


def words(asked: Problem, *changes: Assignment, out: Sequence[tuple[str, str]] = ()) -> list[str]:
    return [breach.because for breach in working_pattern.check(asked, as_planned(asked, *changes, out=out))]


@pytest.mark.parametrize(
    ("change", "because"),
    [
        (line("A", "Fri AM"), "Dr A does not work then"),
        (line("A", "Mon PM", Activity.CLINIC), "Dr A is listed with clinic in place of admin"),
        (line("T", "Mon AM", site="BRANCH"), "Dr T cannot be sent to another site then"),
        (line("A", "Mon PM", Activity.ADMIN, "BRANCH"), "Dr A cannot be sent to another site then"),
        (line("A", "Tue AM", Activity.DUTY), "Dr A is on duty in place of visits, which duty may not take"),
        (line("A", "Mon PM", Activity.DUTY), "Dr A is on duty in place of admin, which duty may not take"),
    ],
)
def test_what_departs_from_the_pattern_is_said(change: Assignment, because: str) -> None:
    asked = problem(
        person("A", "SAVS------", flags="duty"),
        person("T", role="ST2"),
        sites=(MAIN, BRANCH),
        duty=DutyRule(1, not_on=(Letter.ADMIN,)),
    )
    assert words(asked, change) == [because]


def test_a_fixed_letter_must_be_worked() -> None:
    assert words(problem(person("A", "SA--------")), out=[("A", "Mon PM")]) == ["Dr A should be listed with admin"]


def test_study_leave_must_be_listed() -> None:
    asked = problem(person("A"), leave=[leave("A", "Mon AM", kind=LeaveKind.STUDY)])
    assert words(asked, out=[("A", "Mon AM")]) == ["Dr A should be listed with study-leave"]


def test_half_a_flexible_day_is_a_breach_and_none_of_it_is_not() -> None:
    asked = problem(person("A", "????------", days="1"))
    assert words(asked, out=[("A", "Mon AM"), ("A", "Mon PM")]) == []
    assert words(asked, out=[("A", "Mon AM")]) == ["Dr A works only part of a flexible day"]


def test_weeks_alternate() -> None:
    asked = problem(person("A", "SS--------", pattern_b="--SS------"), weeks=2)
    assert words(asked) == []
    assert words(asked, line("A", "Mon AM", week=1)) == ["Dr A does not work then"]
