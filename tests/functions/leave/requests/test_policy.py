"""What stands in the way, without a database."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from functions.leave.requests import policy
from functions.leave.requests.cover import Cover, Standing, weeks_of
from functions.leave.requests.kinds import KINDS, askable
from functions.leave.requests.nouns import Against, Outcome, Situation, Taken, Wanted, Weight
from functions.leave.requests.words import months_after
from shared.domain.calendar import Half, Session
from shared.domain.entitlement import charge
from shared.domain.leave import LeaveKind, LeaveRules, LockedDates, Unit
from shared.domain.problem import Closure, MaxOff, Practice
from tests.builders import BRANCH, MAIN, MONDAY, leave, person, problem

TODAY = date(2026, 11, 16)


def wanted(
    first: str = "AM", last: str = "PM", *, start: date = MONDAY, end: date | None = None, code: str = "P",
    kind: LeaveKind = LeaveKind.ANNUAL, **more: Any,
) -> Wanted:  # fmt: skip
    return Wanted(code, kind, Session(start, Half(first)), Session(end or start, Half(last)), **more)


def practice(*people: Any, rules: LeaveRules | None = None, **more: Any) -> Practice:
    made = problem(*(people or (person("P", role="Salaried"), person("Q", role="Salaried"))), **more).practice
    return replace(made, leave_rules=rules or LeaveRules())


def reasons(asked: Wanted, here: Practice | None = None, **more: Any) -> dict[str, Against]:
    here = here or practice()
    horizon = weeks_of(asked.start.date, asked.end.date if asked.end >= asked.start else asked.start.date)
    known = Situation(
        practice=here,
        today=more.pop("today", TODAY),
        charge=charge(here, asked.code, asked.start, asked.end, asked.part_minutes),
        cover=Cover(here, Standing(horizon, {}), asked.as_leave(approved=True), removed=asked.part_minutes is None),
        **more,
    )
    return {each.code: each for each in policy.against(asked, known)}


def test_nothing_stands_in_the_way_of_an_ordinary_day() -> None:
    assert reasons(wanted()) == {}


def test_notice_is_counted_from_the_day_of_asking() -> None:
    last = MONDAY - timedelta(weeks=6)
    assert "notice" not in reasons(wanted(), today=last)
    late = reasons(wanted(), today=last + timedelta(days=1))["notice"]
    assert late.weight is Weight.DECIDE
    assert late.message == "Annual leave is asked for 6 weeks ahead. Before Tue 5 Jan 2027 a person decides."


def test_study_leave_has_a_notice_of_its_own() -> None:
    rules = LeaveRules(notice_weeks=0, study_notice_weeks=8)
    assert "notice" not in reasons(wanted(), practice(rules=rules))
    assert "notice" in reasons(wanted(kind=LeaveKind.STUDY), practice(rules=rules))


def test_too_far_ahead_stops_and_the_last_day_does_not() -> None:
    rules = LeaveRules(longest_ahead_months=2)
    assert "too-far" not in reasons(wanted(start=date(2027, 1, 15)), practice(rules=rules))
    far = reasons(wanted(start=date(2027, 1, 18)), practice(rules=rules))["too-far"]
    assert (far.weight, far.field) == (Weight.STOPS, "end")
    assert far.message == "Leave can be asked for 2 months ahead: until Sat 16 Jan 2027."


def test_the_past_is_for_administrators() -> None:
    yesterday = wanted(start=date(2026, 11, 13))
    assert reasons(yesterday)["past"].weight is Weight.STOPS
    assert "past" not in reasons(yesterday, on_behalf=True, administrator=True)
    assert "past" not in reasons(yesterday, practice(rules=LeaveRules(past_days=3)))


@pytest.mark.parametrize(
    ("unit", "asked", "whole"),
    [
        (Unit.WEEK, wanted(end=MONDAY + timedelta(days=4)), True),
        (Unit.WEEK, wanted(end=MONDAY + timedelta(days=6)), True),
        (Unit.WEEK, wanted(end=MONDAY + timedelta(days=11)), True),
        (Unit.WEEK, wanted(end=MONDAY + timedelta(days=3)), False),
        (Unit.WEEK, wanted(start=MONDAY + timedelta(days=1), end=MONDAY + timedelta(days=4)), False),
        (Unit.DAY, wanted(), True),
        (Unit.DAY, wanted(last="AM"), False),
        (Unit.DAY, wanted(first="PM"), False),
        (Unit.DAY, wanted(last="AM", part_minutes=30), False),
        (Unit.SESSION, wanted(last="AM", part_minutes=30), True),
    ],
)
def test_units_are_whole(unit: Unit, asked: Wanted, whole: bool) -> None:
    found = reasons(asked, practice(rules=LeaveRules(salaried_unit=unit)))
    assert ("unit" not in found) is whole


def test_leave_across_the_end_of_a_term_is_stopped_and_outside_any_cannot_be() -> None:
    here = practice(replace(person("P", role="Salaried"), ends=MONDAY + timedelta(days=1)))
    across = reasons(wanted(end=MONDAY + timedelta(days=2)), here)["no-term"]
    assert (across.weight, across.message) == (Weight.STOPS, "No working term covers Wed 6 Jan.")
    outside = reasons(wanted(start=MONDAY + timedelta(days=7)), here)
    assert outside["no-term"].weight is Weight.CANNOT
    assert "nothing-to-take" not in outside  # it is said once


def test_closed_half_days_are_named() -> None:
    here = practice(closures=[Closure("PLT", (MONDAY,), Half.PM)])
    found = reasons(wanted(first="PM"), here)["nothing-to-take"]
    assert found.message == "There is nothing to take: Mon 4 Jan PM is closed (PLT)."
    assert "nothing-to-take" not in reasons(wanted(), here)


def test_dates_are_locked_for_those_of_a_site() -> None:
    rules = LeaveRules(locked=(LockedDates("Flu", MONDAY, MONDAY, site="BRANCH"),))
    people = (person("P", role="Salaried"), person("B", role="Salaried", site="BRANCH"))
    here = practice(*people, rules=rules, sites=(MAIN, BRANCH))
    assert "locked" not in reasons(wanted(), here)
    found = reasons(wanted(code="B"), here)["locked"]
    assert found.message == "Flu (Mon 4 Jan 2027 to Mon 4 Jan 2027): nobody may ask for these dates."
    assert not policy.stops(found, on_behalf=True)


def test_a_place_is_counted_among_those_the_limit_is_about() -> None:
    limit = MaxOff(("Salaried",), 1)
    people = (person("P", role="Salaried"), person("Q", role="Salaried"), person("N", role="Nurse"))
    for off, full in (("Q", True), ("N", False)):
        found = reasons(wanted(), practice(*people, max_off=(limit,), leave=[leave(off, "Mon AM", "Mon PM")]))
        assert ("max-off" in found) is full
    mine = practice(*people, max_off=(MaxOff(("Nurse",), 0),))
    assert "max-off" not in reasons(wanted(), mine)


def test_what_is_spent_is_said_in_sessions() -> None:
    found = reasons(wanted(), left={date(2027, 1, 1): 300})["entitlement"]
    assert found.message == "It takes 2 sessions of 2027, where 1.2 are left."
    assert "entitlement" not in reasons(wanted(), left={date(2027, 1, 1): 500})


def test_each_leave_year_is_looked_at_for_itself() -> None:
    over = wanted(start=date(2026, 12, 31), end=date(2027, 1, 5))
    found = reasons(over, left={date(2026, 1, 1): 0, date(2027, 1, 1): 10_000}, on_behalf=True)
    assert found["entitlement"].message == "It takes 2 sessions of 2026, where 0 are left."


def test_only_administrators_record_sickness_and_never_their_own() -> None:
    sick = wanted(kind=LeaveKind.SICK)
    assert reasons(sick)["administrators-only"].weight is Weight.CANNOT
    own = reasons(sick, administrator=True)
    assert own["own"].weight is Weight.DECIDE
    assert policy.outcome(sick, tuple(own.values()), on_behalf=False) is Outcome.DECISION
    theirs = reasons(sick, administrator=True, on_behalf=True)
    assert policy.outcome(sick, tuple(theirs.values()), on_behalf=True) is Outcome.AT_ONCE


def test_a_day_not_working_is_for_partners() -> None:
    day = wanted(kind=LeaveKind.DAY_NOT_WORKING)
    assert reasons(day)["not-for-you"].weight is Weight.CANNOT
    assert reasons(day, practice(person("P", role="Partner"))) == {}


@pytest.mark.parametrize("kind", [LeaveKind.STUDY, LeaveKind.CORONERS])
def test_study_and_court_are_always_decided_by_a_person(kind: LeaveKind) -> None:
    found = reasons(wanted(kind=kind))
    assert list(found) == ["a-person-decides"]
    assert policy.outcome(wanted(kind=kind), tuple(found.values()), on_behalf=True) is Outcome.DECISION


def test_an_overlap_cannot_be_for_anybody() -> None:
    taken = Taken(Session(MONDAY, Half.PM), Session(MONDAY, Half.PM), approved=False)
    found = reasons(wanted(), taken=[taken], on_behalf=True, administrator=True)["overlap"]
    assert (found.weight, found.message) == (Weight.CANNOT, "Mon 4 Jan PM has been asked for already.")


def test_a_buddy_must_work_here_then() -> None:
    assert reasons(wanted(buddy_code="Z"))["buddy-not-here"].message == "Z does not work here then."
    gone = practice(person("P", role="Salaried"), replace(person("Q"), ends=date(2026, 12, 31)))
    assert "buddy-not-here" in reasons(wanted(buddy_code="Q"), gone)


def test_every_kind_has_words_and_somebody_who_decides() -> None:
    assert set(KINDS) == set(LeaveKind)
    everybody = [kind.kind for kind in askable(person("P", role="Nurse"), administrator=False)]
    assert everybody == [LeaveKind.ANNUAL, LeaveKind.STUDY, LeaveKind.CORONERS]


@pytest.mark.parametrize(
    ("day", "months", "then"),
    [
        (date(2027, 1, 31), 1, date(2027, 2, 28)),
        (date(2028, 1, 31), 1, date(2028, 2, 29)),
        (date(2026, 11, 16), 18, date(2028, 5, 16)),
        (date(2026, 12, 31), 12, date(2027, 12, 31)),
        (date(2026, 12, 15), 0, date(2026, 12, 15)),
    ],
)
def test_months_end_where_they_end(day: date, months: int, then: date) -> None:
    assert months_after(day, months) == then
