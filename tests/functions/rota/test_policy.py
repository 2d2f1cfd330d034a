"""What keeps a draft from being published, and what is missing where a rota changed, without a database."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from functions.rota.policy import gaps_on, no_longer_true
from shared.domain.calendar import Half
from shared.domain.problem import DutyRule, Problem
from shared.domain.rota import Activity, Rota
from shared.queries.rota import Line
from tests.builders import MONDAY, as_planned, line, lines_of, person, problem

TUESDAY = MONDAY + timedelta(days=1)


def stored(rota: Rota) -> list[Line]:
    return [Line(a.code, a.session.date, a.session.half, a.activity, a.site) for a in lines_of(rota)]


def planned(asked: Problem) -> list[Line]:
    return stored(as_planned(asked))


def said(asked: Problem, lines: list[Line], pinned: list[Line] | None = None) -> list[str]:
    return [reason.message for reason in no_longer_true(asked.practice, asked.horizon, lines, pinned or [])]


def test_it_works() -> None:
    asked = problem(person("A"), person("B", starts=TUESDAY))
    assert said(asked, planned(asked)) == []


def test_a_draft_made_before_somebody_s_last_day_was_known_is_refused_day_by_day() -> None:
    draft = planned(problem(person("A", "SSSS------")))
    left = problem(person("A", "SSSS------", ends=MONDAY))
    assert said(left, draft) == [
        "Dr A has no working term then (Tue 5 Jan AM).",
        "Dr A has no working term then (Tue 5 Jan PM).",
    ]


def test_a_draft_of_somebody_who_has_left_altogether_since_is_refused() -> None:
    draft = planned(problem(person("A", "S---------")))
    gone = problem(person("A", "S---------", ends=MONDAY - timedelta(days=1)))
    assert said(gone, draft) == ["Dr A has no working term then (Mon 4 Jan AM)."]


def test_a_draft_without_what_is_pinned_by_now_is_refused() -> None:
    asked = problem(person("A", "SS--------"))
    pin = Line("A", MONDAY, Half.AM, Activity.ADMIN, "MAIN")
    assert said(asked, planned(asked), [pin]) == ["Dr A is pinned to admin at MAIN (Mon 4 Jan AM)."]
    kept = [pin if line[:3] == pin[:3] else line for line in planned(asked)]
    assert said(asked, kept, [pin]) == []


def test_an_absence_that_was_pinned_goes_with_its_leave() -> None:
    asked = problem(person("A", "SS--------"))
    assert said(asked, planned(asked), [Line("A", MONDAY, Half.AM, Activity.STUDY_LEAVE, "MAIN")]) == []


def test_gaps_are_those_of_the_days_asked_about() -> None:
    asked = problem(person("A"), duty=DutyRule(1), weeks=2)
    gaps = gaps_on(asked.practice, {MONDAY, TUESDAY + timedelta(days=7)}, planned(asked))
    assert [(gap["rule"], gap["date"], gap["half"]) for gap in gaps] == [
        ("duty", "2027-01-04", "AM"), ("duty", "2027-01-04", "PM"),
        ("duty", "2027-01-12", "AM"), ("duty", "2027-01-12", "PM"),
    ]  # fmt: skip


def test_who_is_written_by_hand_counts_where_they_are_listed() -> None:
    by_hand = person("A", flags="by-hand|duty")
    asked = problem(by_hand, duty=DutyRule(1))
    duty = as_planned(asked, line("A", "Mon AM", Activity.DUTY))
    assert [gap["half"] for gap in gaps_on(asked.practice, {MONDAY}, stored(duty))] == ["PM"]
    nobody = replace(asked.practice, people=(replace(by_hand, flags=frozenset({"duty"})),))
    assert [gap["half"] for gap in gaps_on(nobody, {MONDAY}, stored(duty))] == ["PM"]
