"""The question: which weeks of which rota are looked at, and what is not worth asking."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from functions.rota_generate.what_if import policy
from functions.rota_generate.what_if.policy import Asked
from shared.domain.calendar import Half, Horizon, Session
from shared.domain.leave import LeaveKind
from shared.domain.problem import DutyRule
from tests.builders import MONDAY, leave, person, problem, session, split

DUTY = DutyRule(1)
DAYS = st.dates(date(2026, 1, 1), date(2028, 12, 31))


def asked(first: str, last: str | None = None, *, code: str = "A", week: int = 0) -> Asked:
    return Asked(code, LeaveKind.ANNUAL, session(first, week), session(last or first, week))


@given(start=DAYS, length=st.integers(0, 100), halves=st.tuples(st.sampled_from(Half), st.sampled_from(Half)))
def test_a_question_goes_to_json_and_back_and_lies_in_its_weeks(
    start: date, length: int, halves: tuple[Half, Half]
) -> None:
    end = start + timedelta(days=length)
    one = Asked("A", LeaveKind.STUDY, Session(start, halves[0]), Session(end, halves[1]))
    assert policy.from_document(policy.as_document(one)) == one
    weeks = one.weeks
    assert weeks.start.weekday() == 0
    assert weeks.start <= start < weeks.start + timedelta(weeks=1)
    assert weeks.start + timedelta(weeks=weeks.weeks - 1) <= end < weeks.start + timedelta(weeks=weeks.weeks)
    assert one.moved(3).moved(-3) == one
    assert one.moved(1).start.weekday == start.weekday()


def test_only_published_weeks_in_a_row_are_looked_at() -> None:
    weeks = Horizon(MONDAY, 4)
    days = list(weeks.days())
    assert policy.first_stretch(weeks, days) == weeks
    assert policy.first_stretch(weeks, days[5:10]) == Horizon(MONDAY + timedelta(weeks=1), 1)
    assert policy.first_stretch(weeks, days[:5] + days[10:]) == Horizon(MONDAY, 1)
    assert policy.first_stretch(weeks, []) is None
    year = Horizon(MONDAY, 52)
    assert policy.first_stretch(year, year.days()) == Horizon(MONDAY, 13)


def test_duty_is_shared_over_the_versions_that_cover_the_weeks() -> None:
    weeks = Horizon(MONDAY + timedelta(weeks=3), 1)
    version = (MONDAY, MONDAY + timedelta(days=7 * 13 - 3))
    assert policy.surroundings(weeks, [version]) == Horizon(MONDAY, 13)
    assert policy.surroundings(weeks, []) == weeks
    ages = (MONDAY - timedelta(weeks=100), MONDAY + timedelta(weeks=100))
    assert policy.surroundings(weeks, [ages]) == Horizon(weeks.start - timedelta(weeks=13), 27)


def test_every_reason_not_to_ask_is_given() -> None:
    practice = problem(person("A"), leave=[leave("A", "Wed AM", "Fri PM")]).practice
    assert policy.faults(practice, asked("Mon AM", "Tue PM")) == ()
    assert [reason.code for reason in policy.faults(practice, asked("Tue AM", "Wed AM"))] == ["already-away"]
    assert [reason.code for reason in policy.faults(practice, asked("Tue AM", "Mon AM"))] == ["ends-before-start"]
    part = replace(asked("Tue AM", "Thu AM"), part_minutes=30)
    assert [reason.code for reason in policy.faults(practice, part)] == ["already-away", "part-of-several"]
    assert [reason.code for reason in policy.faults(practice, asked("Mon AM", code="Z"))] == ["unknown-person"]


def test_leave_that_is_only_asked_for_does_not_stand_in_the_way() -> None:
    practice = problem(person("A"), leave=[leave("A", "Wed AM", approved=False)]).practice
    assert policy.faults(practice, asked("Wed AM")) == ()


def test_nobody_is_asked_about_outside_their_terms() -> None:
    before, after = split(person("A"), MONDAY + timedelta(weeks=2))
    assert policy.faults(problem(before, after).practice, asked("Mon AM", week=3)) == ()
    gone = policy.faults(problem(before).practice, asked("Mon AM", week=3))
    assert [reason.code for reason in gone] == ["not-in-term"]
