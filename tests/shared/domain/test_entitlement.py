"""Leave years, what a session is worth, and what an absence takes."""

from __future__ import annotations

import inspect
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from shared.domain import amount, entitlement
from shared.domain.calendar import Half, Holiday, HolidayEdits, Session
from shared.domain.entitlement import (
    Charge,
    LeaveYear,
    charge,
    leave_year_of,
    leave_years,
    weekly_sessions,
    year_sessions,
)
from shared.domain.leave import DayOfYear, LeaveRules
from shared.domain.people import Person
from shared.domain.problem import Closure, Practice
from tests.builders import person, problem

YEAR = LeaveYear(date(2027, 1, 1), date(2027, 12, 31))
PATTERNS = ("SSSSSSSSSS", "SS--SA--SS", "????------", "SS????--??", "S?--?A----", "??????????", "S---------")


def practice_of(*people: Person, **changed: object) -> Practice:
    return replace(problem(*people).practice, **changed)  # type: ignore[arg-type]


def am(year: int, month: int, day: int) -> Session:
    return Session(date(year, month, day), Half.AM)


def pm(year: int, month: int, day: int) -> Session:
    return Session(date(year, month, day), Half.PM)


def cost(practice: Practice, start: Session, end: Session, part: int | None = None) -> Charge:
    return charge(practice, "A", start, end, part)


# -- leave years ---------------------------------------------------------------------------------------------------


def test_a_leave_year_may_begin_in_april() -> None:
    rules = LeaveRules(year_start=DayOfYear(4, 1))
    year = leave_year_of(rules, date(2027, 3, 31))
    assert year == (date(2026, 4, 1), date(2027, 3, 31))
    assert (year.words, year.days) == ("2026/27", 365)
    assert leave_year_of(rules, date(2027, 4, 1)).start == date(2027, 4, 1)


def test_a_leave_year_that_begins_on_29_february_begins_on_28_in_other_years() -> None:
    rules = LeaveRules(year_start=DayOfYear(2, 29))
    assert leave_year_of(rules, date(2027, 6, 1)) == (date(2027, 2, 28), date(2028, 2, 28))
    assert leave_year_of(rules, date(2028, 2, 29)) == (date(2028, 2, 29), date(2029, 2, 27))


@given(st.dates(date(2000, 1, 1), date(2090, 1, 1)), st.dates(date(2024, 1, 1), date(2024, 12, 31)))
def test_every_day_is_in_just_one_leave_year(day: date, begins: date) -> None:
    rules = LeaveRules(year_start=DayOfYear(begins.month, begins.day))
    year = leave_year_of(rules, day)
    assert day in year
    following = leave_year_of(rules, year.end + timedelta(days=1))
    assert following.start == year.end + timedelta(days=1)
    assert list(leave_years(rules, year.start, following.end)) == [year, following]


# -- what a session is worth ---------------------------------------------------------------------------------------


def test_a_session_is_worth_its_terms_minutes() -> None:
    practice = practice_of(replace(person("A", "SS--------"), session_minutes=240))
    assert cost(practice, am(2027, 1, 4), pm(2027, 1, 4)).minutes == 480


def test_half_a_day_off_uses_one_session() -> None:
    assert cost(practice_of(person("A")), am(2027, 1, 4), am(2027, 1, 4)).minutes == 250


def test_a_flexible_session_is_worth_its_share_of_the_days_there_are_to_give() -> None:
    """3.5 days in ten "?" sessions: each is worth seven tenths, and a week off costs seven sessions."""
    practice = practice_of(person("A", "??????????", days="3.5"))
    week = cost(practice, am(2027, 1, 4), pm(2027, 1, 8))
    assert week.minutes == 7 * 250
    assert week.sessions[0] == (am(2027, 1, 4), 175)


def test_fixed_letters_count_toward_the_days() -> None:
    """Two fixed and four "?" in two days a week: two of the four, so each is worth a half."""
    practice = practice_of(person("A", "SS????----", days="2"))
    assert dict(cost(practice, am(2027, 1, 4), pm(2027, 1, 8)).sessions) == {
        am(2027, 1, 4): 250, pm(2027, 1, 4): 250,
        am(2027, 1, 5): 125, pm(2027, 1, 5): 125, am(2027, 1, 6): 125, pm(2027, 1, 6): 125,
    }  # fmt: skip


def test_thirds_of_a_session_sum_to_the_whole() -> None:
    """One day in six "?" sessions: a third each, 83.33 minutes; every week costs just two sessions."""
    practice = practice_of(person("A", "??????----", days="1"))
    for week in range(7, 12):
        monday = date(2027, 1, 4) + timedelta(weeks=week - 7)
        assert abs(cost(practice, Session(monday, Half.AM), Session(monday, Half.PM)).minutes - 500 / 3) <= 1
        friday = monday + timedelta(days=4)
        assert cost(practice, Session(monday, Half.AM), Session(friday, Half.PM)).minutes == 500


def test_without_days_of_their_own_it_is_full_time_times_wte() -> None:
    practice = practice_of(person("A", "??????????", wte="0.5"))
    assert weekly_sessions(practice, practice.people[0]) == Fraction(7, 2)


def test_alternating_weeks_are_counted_as_they_fall_and_weekly_sessions_are_their_mean() -> None:
    practice = practice_of(person("A", "SSSS------", pattern_b="SS--------"))
    assert weekly_sessions(practice, practice.people[0]) == 3
    assert cost(practice, am(2027, 1, 4), pm(2027, 1, 8)).minutes == 1000
    assert cost(practice, am(2027, 1, 11), pm(2027, 1, 15)).minutes == 500


# -- what an absence takes -----------------------------------------------------------------------------------------


def test_only_sessions_of_the_pattern_are_charged() -> None:
    practice = practice_of(person("A", "SS------S-"))
    assert [session for session, _ in cost(practice, am(2027, 1, 4), pm(2027, 1, 10)).sessions] == [
        am(2027, 1, 4), pm(2027, 1, 4), am(2027, 1, 8),
    ]  # fmt: skip


def test_no_leave_is_charged_on_a_bank_holiday() -> None:
    good_friday = cost(practice_of(person("A")), am(2027, 3, 26), pm(2027, 3, 26))
    assert good_friday.minutes == 0
    assert good_friday.sessions == ((am(2027, 3, 26), 0), (pm(2027, 3, 26), 0))


def test_the_practices_own_bank_holidays_count() -> None:
    edits = HolidayEdits(kept=(Holiday(date(2027, 6, 1), "Founder's day"),), worked=(date(2027, 5, 3),))
    practice = practice_of(person("A"), holidays=edits)
    assert cost(practice, am(2027, 6, 1), pm(2027, 6, 1)).minutes == 0
    assert cost(practice, am(2027, 5, 3), pm(2027, 5, 3)).minutes == 500


def test_a_closed_afternoon_is_not_charged() -> None:
    shut = Closure("Training afternoon", (date(2027, 1, 13),), Half.PM)
    practice = practice_of(person("A"), closures=(shut,))
    assert cost(practice, am(2027, 1, 13), pm(2027, 1, 13)).minutes == 250


def test_another_sites_closure_is_charged() -> None:
    shut = Closure("Boiler", (date(2027, 1, 13),), None, "BRANCH")
    assert cost(practice_of(person("A"), closures=(shut,)), am(2027, 1, 13), pm(2027, 1, 13)).minutes == 500
    moved = practice_of(person("A", site="BRANCH"), closures=(shut,))
    assert cost(moved, am(2027, 1, 13), pm(2027, 1, 13)).minutes == 0


def test_nothing_is_charged_outside_working_terms() -> None:
    one = replace(person("A"), starts=date(2027, 1, 6), ends=date(2027, 1, 7))
    assert cost(practice_of(one), am(2027, 1, 4), pm(2027, 1, 8)).minutes == 1000
    assert cost(practice_of(), am(2027, 1, 4), pm(2027, 1, 8)).minutes == 0


def test_the_length_of_a_session_is_the_one_in_force_then() -> None:
    before = replace(person("A"), ends=date(2027, 1, 5))
    after = replace(person("A"), starts=date(2027, 1, 6), session_minutes=240)
    assert cost(practice_of(before, after), am(2027, 1, 5), pm(2027, 1, 6)).minutes == 500 + 480


def test_part_of_a_session_costs_its_minutes_and_never_more_than_the_session() -> None:
    practice = practice_of(person("A", "S---------"))
    assert cost(practice, am(2027, 1, 4), am(2027, 1, 4), 90).minutes == 90
    assert cost(practice, am(2027, 1, 4), am(2027, 1, 4), 600).minutes == 250
    assert cost(practice, pm(2027, 1, 4), pm(2027, 1, 4), 90).minutes == 0


def test_leave_across_new_year_is_charged_to_both_years() -> None:
    found = cost(practice_of(person("A")), am(2027, 12, 29), pm(2028, 1, 4))
    assert found.by_year == {date(2027, 1, 1): 3 * 500, date(2028, 1, 1): 500}  # 3 Jan 2028 is the bank holiday
    assert found.minutes == sum(found.by_year.values())


# -- what holds whatever the numbers ---------------------------------------------------------------------------------

days_of_2027 = st.dates(date(2027, 1, 1), date(2027, 12, 31))
anybody = st.builds(
    lambda pattern, other, days, length: replace(
        person("A", pattern, pattern_b=other, days=str(days)), session_minutes=length
    ),
    st.sampled_from(PATTERNS),
    st.sampled_from(("", *PATTERNS)),
    st.sampled_from((Decimal("0.5"), Decimal(1), Decimal("2.5"), Decimal("3.5"), Decimal(5))),
    st.sampled_from((240, 250, 260, 247)),
)


@settings(max_examples=60)
@given(anybody, st.tuples(days_of_2027, days_of_2027, days_of_2027))
def test_charge_is_additive_over_sessions(one: Person, days: tuple[date, ...]) -> None:
    first, middle, last = sorted(days)
    practice = practice_of(one)
    whole = cost(practice, Session(first, Half.AM), Session(last, Half.PM))
    before = cost(practice, Session(first, Half.AM), Session(middle, Half.AM))
    after = cost(practice, Session(middle, Half.PM), Session(last, Half.PM))
    assert whole.sessions == before.sessions + after.sessions
    assert whole.minutes == before.minutes + after.minutes == sum(minutes for _, minutes in whole.sessions)


@settings(max_examples=60)
@given(anybody, days_of_2027, st.tuples(days_of_2027, days_of_2027))
def test_splitting_a_term_charges_nothing_else(one: Person, split: date, days: tuple[date, ...]) -> None:
    first, last = sorted(days)
    both = replace(one, ends=split - timedelta(days=1)), replace(one, starts=split)
    start, end = Session(first, Half.AM), Session(last, Half.PM)
    assert cost(practice_of(*both), start, end) == cost(practice_of(one), start, end)


@settings(max_examples=40)
@given(anybody)
def test_the_parts_of_a_year_sum_to_the_whole(one: Person) -> None:
    """Any run of sessions is within a minute of what it is exactly worth."""
    practice = practice_of(replace(one, pattern=replace(one.pattern, weeks=one.pattern.weeks[:1])))
    worth = year_sessions(practice, "A", YEAR)
    weekly = weekly_sessions(practice, practice.people[0]) * one.session_minutes
    monday = date(2027, 1, 4)
    weeks = [
        sum(minutes for session, minutes in worth.items() if 0 <= (session.date - monday).days - 7 * week < 7)
        for week in range(51)
    ]
    assert all(abs(minutes - weekly) <= 1 for minutes in weeks)
    assert abs(sum(weeks) - 51 * weekly) <= 1


@pytest.mark.parametrize("module", [amount, entitlement])
def test_no_function_has_a_date_by_default(module: object) -> None:
    """A missing date is never taken as today: there is none to leave out."""
    functions = [found for _, found in inspect.getmembers(module, inspect.isfunction)]
    mine = [found for found in functions if found.__module__ == module.__name__]  # type: ignore[attr-defined]
    assert len(mine) > 2
    for function in mine:
        defaults = {
            name: parameter.default
            for name, parameter in inspect.signature(function).parameters.items()
            if parameter.default is not inspect.Parameter.empty
        }
        assert not defaults, f"{function.__name__} may be called without {', '.join(defaults)}"
        assert "today" not in inspect.getsource(function)
