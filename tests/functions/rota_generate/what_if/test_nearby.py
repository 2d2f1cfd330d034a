"""Other dates: the same days of the week, open to be asked for, and green by the plain checks."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

from functions.rota_generate.what_if.nearby import Neighbourhood, candidates, green_dates
from functions.rota_generate.what_if.policy import Asked, Lines
from shared.domain.leave import LeaveKind, LeaveRules, LockedDates
from shared.domain.problem import DutyRule, Practice, Problem
from shared.domain.rota import Activity
from tests.builders import MONDAY, as_planned, leave, line, lines_of, person, problem, session

WEEKS = 9
LONG_AGO = date(2026, 10, 1)
MIDDLE = 4


def asked(kind: LeaveKind = LeaveKind.ANNUAL) -> Asked:
    """Monday and Tuesday of the fifth week."""
    return Asked("A", kind, session("Mon AM", MIDDLE), session("Tue PM", MIDDLE))


def weeks_away(dates: list[Asked]) -> list[int]:
    return [(other.start.date - asked().start.date).days // 7 for other in dates]


def among(practice: Practice, today: date = LONG_AGO, kind: LeaveKind = LeaveKind.ANNUAL) -> list[int]:
    return weeks_away(list(candidates(practice, asked(kind), today)))


def practice(**rules: object) -> Practice:
    return replace(problem(person("A"), weeks=WEEKS).practice, leave_rules=LeaveRules(**rules))  # type: ignore[arg-type]  # as given


def test_the_nearest_come_first() -> None:
    assert among(practice()) == [1, -1, 2, -2, 3, -3, 4, -4]


def test_notice_is_kept_by_kinds_that_can_wait() -> None:
    today = asked().start.date - timedelta(weeks=6)
    assert among(practice(), today) == [1, 2, 3, 4]
    assert among(practice(study_notice_weeks=4), today, LeaveKind.STUDY) == [1, -1, 2, -2, 3, 4]
    assert among(practice(), today, LeaveKind.COMPASSIONATE) == [1, -1, 2, -2, 3, -3, 4, -4]
    assert among(practice(), asked().start.date, LeaveKind.COMPASSIONATE) == [1, 2, 3, 4]


def test_nothing_is_too_far_ahead_locked_or_taken() -> None:
    assert among(practice(longest_ahead_months=4)) == [-1, -2, -3, -4]
    locked = LockedDates("Inspection", MONDAY, MONDAY + timedelta(weeks=3))
    assert among(practice(locked=(locked,))) == [1, 2, 3, 4]
    elsewhere = replace(locked, site="BRANCH")
    assert len(among(practice(locked=(elsewhere,)))) == 8
    taken = replace(practice(), leave=(leave("A", "Tue PM", week=5, approved=False),))
    assert among(taken) == [-1, 2, -2, 3, -3, 4, -4]


def test_only_weeks_somebody_works_here_are_offered() -> None:
    ends = MONDAY + timedelta(weeks=5)
    assert among(problem(person("A", ends=ends), weeks=WEEKS).practice) == [-1, -2, -3, -4]


def a_rota() -> tuple[Problem, Lines]:
    """A and B; A holds duty in even weeks, B in odd ones, and nobody else may: only in B's weeks A is not needed."""
    made = problem(
        person("A", "SSSS------", flags="duty"), person("B", "SSSS------", flags="duty"), weeks=WEEKS, duty=DutyRule(1)
    )
    halves = [f"{day} {half}" for day in ("Mon", "Tue") for half in ("AM", "PM")]
    duties = [line("AB"[week % 2], half, Activity.DUTY, week=week) for week in range(WEEKS) for half in halves]
    return made, lines_of(as_planned(made, *duties))


def test_at_most_three_that_are_green_are_given_nearest_first() -> None:
    made, lines = a_rota()
    mondays = frozenset(day for day in made.horizon.days() if day.weekday() == 0)
    around = Neighbourhood(lines, (), mondays)

    def found(around: Neighbourhood, *, time: bool = True) -> list[int]:
        return weeks_away(list(green_dates(made.practice, asked(), around, today=LONG_AGO, has_time=lambda: time)))

    assert found(around) == [1, -1, 3]
    assert found(replace(around, mondays=frozenset(sorted(mondays)[:MIDDLE]))) == [-1, -3]
    assert found(around, time=False) == []


def test_days_somebody_does_not_work_anyway_are_no_use() -> None:
    made = problem(person("A", "----SSSSSS"), weeks=WEEKS)
    mondays = frozenset(day for day in made.horizon.days() if day.weekday() == 0)
    around = Neighbourhood(lines_of(as_planned(made)), (), mondays)
    assert list(green_dates(made.practice, asked(), around, today=LONG_AGO, has_time=lambda: True)) == []
