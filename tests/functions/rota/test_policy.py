"""What is missing where a rota changed, without a database."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from functions.rota.policy import gaps_on
from shared.domain.calendar import Half
from shared.domain.problem import DutyRule, Problem
from shared.domain.rota import Activity, Rota
from shared.standing import Standing, slot_of
from tests.builders import MONDAY, as_planned, line, lines_of, person, problem

TUESDAY = MONDAY + timedelta(days=1)


def stored(rota: Rota) -> Standing:
    return Standing(tuple(lines_of(rota)))


def planned(asked: Problem) -> Standing:
    return stored(as_planned(asked))


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


def test_who_was_taken_off_by_hand_is_said_to_have_been() -> None:
    """Not to work other days that week: nobody knows of a flexible day's other half what a person decided of this."""
    asked = problem(person("A", "????------", days="1", flags="duty"), duty=DutyRule(1))
    taken_off = Standing(off=frozenset({slot_of("A", MONDAY, Half.AM)}))
    said = {gap["half"]: gap["why"] for gap in gaps_on(asked.practice, {MONDAY}, taken_off)}
    assert said["AM"] == "need 1, have 0: Dr A taken off by hand"
    assert "taken off" not in said["PM"]
