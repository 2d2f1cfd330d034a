"""What is settled before anything is decided."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from shared.domain.calendar import Half, Horizon
from shared.domain.problem import Closure, Decide, DutyRule, LeaveKind, Problem
from shared.domain.rota import Activity, Assignment
from tests.builders import (
    BRANCH,
    EASTER,
    MAIN,
    MONDAY,
    as_planned,
    leave,
    line,
    lines_of,
    person,
    problem,
    session,
)


def planned(asked: Problem, code: str, words: str) -> Activity | None:
    return asked.facts.plan(code, session(words, start=asked.horizon.start)).activity


def test_everybody_is_planned_at_their_letters() -> None:
    asked = problem(person("A", "SATELV?---", days="1"))
    halves = ("Mon AM", "Mon PM", "Tue AM", "Tue PM", "Wed AM", "Wed PM", "Thu AM", "Thu PM")
    assert [planned(asked, "A", words) for words in halves] == [
        Activity.CLINIC,
        Activity.ADMIN,
        Activity.TUTORIAL,
        Activity.EDUCATION,
        Activity.SELF_DIRECTED,
        Activity.VISITS,
        Activity.CLINIC,
        None,
    ]


def test_approved_leave_takes_people_away_and_study_and_court_are_listed_where_they_would_have_worked() -> None:
    asked = problem(
        person("A", "SS??------", days="1"),
        leave=[
            leave("A", "Mon AM"),
            leave("A", "Mon PM", kind=LeaveKind.STUDY),
            leave("A", "Tue AM", "Wed AM", kind=LeaveKind.CORONERS),
        ],
    )
    halves = ("Mon AM", "Mon PM", "Tue AM", "Wed AM")
    assert [planned(asked, "A", words) for words in halves] == [
        None,
        Activity.STUDY_LEAVE,
        Activity.CORONERS,
        None,
    ]


def test_nothing_is_listed_where_the_site_is_shut() -> None:
    shut = Closure("Flood", (MONDAY,), Half.AM, "BRANCH")
    asked = problem(
        person("A", site="BRANCH"),
        person("B"),
        sites=(MAIN, BRANCH),
        closures=[shut],
        leave=[leave("A", "Mon AM", kind=LeaveKind.STUDY)],
    )
    assert planned(asked, "A", "Mon AM") is None
    assert planned(asked, "B", "Mon AM") is Activity.CLINIC


def test_bank_holidays_are_the_nation_s_own() -> None:
    asked = problem(person("A"), start=date(2027, 11, 29))
    scottish = replace(asked, practice=replace(asked.practice, nation="scotland"))
    assert planned(asked, "A", "Tue AM") is Activity.CLINIC
    assert planned(scottish, "A", "Tue AM") is None  # St Andrew's Day


def test_somebody_whose_rota_is_written_by_hand_is_not_planned() -> None:
    asked = problem(person("A", flags="by-hand"))
    assert asked.facts.people == ()


def test_a_flexible_day_goes_together_and_a_half_on_leave_does_not() -> None:
    facts = problem(person("A", "????------", days="1"), leave=[leave("A", "Mon AM")]).facts
    assert facts.optional_days == {
        ("A", MONDAY): (session("Mon PM"),),
        ("A", date(2027, 1, 5)): (session("Tue AM"), session("Tue PM")),
    }


def test_a_pin_on_a_flexible_day_brings_the_rest_of_the_day_with_it() -> None:
    asked = problem(person("A", "??--------", days="1"), pins=[line("A", "Mon AM", Activity.ADMIN)])
    assert asked.facts.optional_days == {}
    assert planned(asked, "A", "Mon PM") is Activity.CLINIC


def test_days_that_are_not_for_deciding_stay_as_published() -> None:
    staff = person("A", "????------", days="1")
    published = [line("A", "Tue AM"), line("A", "Tue PM")]
    asked = problem(staff, published=published, decide={Decide.DUTY})
    assert asked.facts.optional_days == {}
    assert lines_of(as_planned(asked)) == tuple(published)


def test_duty_that_is_not_for_deciding_stays_as_published() -> None:
    staff = person("A", "SS--------", flags="duty")
    published = [line("A", "Mon AM", Activity.DUTY), line("A", "Mon PM")]
    asked = problem(staff, published=published, duty=DutyRule(1), decide={Decide.DAYS})
    assert lines_of(as_planned(asked)) == tuple(published)
    assert not asked.facts.plan("A", session("Mon PM")).may_hold_duty


def test_the_facts_of_a_horizon_that_starts_elsewhere_follow_the_pattern_s_anchor() -> None:
    asked = problem(person("A", "SS--------", pattern_b="--SS------"), start=date(2027, 1, 11))
    assert planned(asked, "A", "Mon AM") is None
    assert planned(asked, "A", "Tue AM") is Activity.CLINIC


STAFF = (person("A", "SSSS--SS--", flags="duty"), person("B"))


@pytest.mark.parametrize(
    ("pin", "words"),
    [
        (line("X", "Mon AM"), "The pin on Mon 4 Jan AM names X, whom the practice does not have."),
        (
            line("A", "Mon AM", site="MOON"),
            "Dr A's pin on Mon 4 Jan AM names the site MOON, which the practice does not have.",
        ),
        (line("A", "Tue AM"), "Dr A's pin on Tue 5 Jan AM is in their approved leave."),
        (line("B", "Mon AM", Activity.DUTY), "Dr B's pin on Mon 4 Jan AM is for duty, which they may not hold."),
        (line("B", "Mon AM", week=9), "Dr B's pin on Mon 8 Mar AM is outside the weeks asked for."),
    ],
)
def test_a_pin_that_cannot_be_is_refused(pin: Assignment, words: str) -> None:
    asked = problem(*STAFF, leave=[leave("A", "Tue AM")], pins=[pin])
    assert asked.verify() == (words,)


def test_all_refusals_come_at_once() -> None:
    pins = [
        line("A", "Mon AM"),
        line("A", "Mon AM", Activity.ADMIN),
        line("B", "Fri AM", start=EASTER),
        line("B", "Mon AM", site="BRANCH"),
    ]
    shut = Closure("Flood", (MONDAY,), site="BRANCH")
    asked = problem(*STAFF, sites=(MAIN, BRANCH), closures=[shut], pins=pins)
    assert asked.verify() == (
        "Dr A is pinned twice on Mon 4 Jan AM: clinic at MAIN and admin at MAIN.",
        "Dr B's pin on Fri 26 Mar AM is outside the weeks asked for.",
        "Dr B's pin on Mon 4 Jan AM is at Eastfield, which is closed then (Flood).",
    )


def test_a_pin_on_a_day_off_is_an_extra_session_by_hand() -> None:
    assert problem(*STAFF, pins=[line("A", "Wed AM")]).verify() == ()


def test_a_pin_of_the_study_leave_that_was_approved_agrees_with_it() -> None:
    pins = [line("A", "Tue AM", Activity.STUDY_LEAVE)]
    assert problem(*STAFF, leave=[leave("A", "Tue AM", kind=LeaveKind.STUDY)], pins=pins).verify() == ()


def test_a_practice_that_contradicts_itself_is_refused_with_every_fault() -> None:
    asked = problem(
        person("A", site="MOON", role="Wizard"),
        person("A"),
        leave=[leave("A", "Mon AM"), leave("A", "Mon AM", "Tue AM", kind=LeaveKind.SICK), leave("Z", "Mon AM")],
        duty=DutyRule(-1),
        weights={"rooms": -1, "duty": 5, "magic": 1},
    )
    asked = replace(asked, horizon=Horizon(date(2027, 1, 5), 0))
    assert asked.verify() == (
        "A rota is made for at least one week, not 0.",
        "A rota starts on a Monday; 2027-01-05 is not one.",
        "The person A is listed 2 times.",
        "Dr A (A) belongs to the site MOON, which the practice does not have.",
        "Dr A (A) has the role 'Wizard', which is not known.",
        "A has two kinds of approved leave at once from Mon 4 Jan AM.",
        "There is leave for Z, whom the practice does not have.",
        "Duty doctors per half-day cannot be less than none.",
        "The weight of rooms cannot be negative.",
        "The rule duty must not be broken, so its weight is not for choosing.",
        "There is no rule 'magic' to give a weight.",
    )


def test_days_cannot_stay_as_published_when_nothing_is() -> None:
    asked = problem(person("A", "????------"), decide={Decide.DUTY})
    assert asked.verify() == ("Working days are to stay as published, but nothing is published for these weeks.",)
