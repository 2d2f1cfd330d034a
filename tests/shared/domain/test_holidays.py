"""Bank holidays as a practice keeps them: its nation's, with its own and without those it works."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from shared.domain.calendar import Holiday, HolidayEdits, bank_holidays, practice_holidays
from shared.domain.problem import DutyRule, Problem
from tests.builders import EASTER, person, problem, session

GOOD_FRIDAY, EASTER_MONDAY = date(2027, 3, 26), date(2027, 3, 29)
FAIR = Holiday(date(2027, 3, 23), "Fair")


def at_easter(*kept: Holiday, worked: tuple[date, ...] = (), **rules: Any) -> Problem:
    asked = problem(person("A", flags="duty"), start=EASTER, weeks=2, **rules)
    return replace(asked, practice=replace(asked.practice, holidays=HolidayEdits(kept, worked)))


def test_it_works() -> None:
    practice = at_easter(FAIR, worked=(GOOD_FRIDAY,)).practice
    assert practice_holidays(practice, EASTER, date(2027, 4, 2)) == {FAIR.date: "Fair", EASTER_MONDAY: "Easter Monday"}


def test_a_kept_day_closes_and_a_worked_one_opens() -> None:
    facts = at_easter(FAIR, worked=(GOOD_FRIDAY,)).facts
    assert facts.closed_by("MAIN", session("Tue AM", start=EASTER)) == "Fair"
    assert facts.plan("A", session("Tue AM", start=EASTER)).cell is None
    assert facts.plan("A", session("Fri AM", start=EASTER)).cell is not None
    assert facts.plan("A", session("Mon AM", 1, EASTER)).cell is None


def test_the_day_after_a_kept_holiday_is_the_first_after_a_bank_holiday() -> None:
    facts = at_easter(FAIR, duty=DutyRule(1, first_day_after_bank_holiday=2)).facts
    assert facts.duty_need(session("Tue AM", start=EASTER)) == 0
    assert facts.duty_need(session("Wed AM", start=EASTER)) == 2
    assert facts.duty_need(session("Thu AM", start=EASTER)) == 1


def test_the_day_after_a_worked_bank_holiday_is_a_day_like_others() -> None:
    facts = at_easter(worked=(GOOD_FRIDAY, EASTER_MONDAY), duty=DutyRule(1, first_day_after_bank_holiday=2)).facts
    assert facts.duty_need(session("Tue AM", 1, EASTER)) == 1


def test_a_holiday_kept_on_a_weekend_closes_nothing() -> None:
    practice = at_easter(Holiday(date(2027, 3, 27), "Saturday fair")).practice
    assert list(practice_holidays(practice, EASTER, EASTER_MONDAY)) == [GOOD_FRIDAY, EASTER_MONDAY]


DAYS = st.dates(date(2026, 12, 1), date(2027, 12, 31))


@given(st.sets(DAYS), st.sets(DAYS), DAYS, st.integers(0, 60))
def test_a_day_is_kept_when_it_is_the_practice_s_own_or_the_nation_s_and_not_worked(
    kept: set[date], worked: set[date], first: date, days: int
) -> None:
    practice = at_easter(*(Holiday(day, "Own") for day in kept - worked), worked=tuple(worked)).practice
    last = first + timedelta(days=days)
    found = practice_holidays(practice, first, last)
    nation = bank_holidays(practice.nation, 2026, 2028)
    for number in range(days + 1):
        day = first + timedelta(days=number)
        own = day in kept - worked and day.weekday() < 5
        assert (day in found) == (own or (day in nation and day not in worked))
    assert list(found) == sorted(found)
