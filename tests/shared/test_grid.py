"""The grid of a rota with people who come, go and change."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

from shared.domain.calendar import Half
from shared.domain.problem import Problem
from shared.domain.rota import Activity
from shared.grid import Grid, Viewer
from shared.queries.rota import Line
from tests.builders import BRANCH, MAIN, MONDAY, as_planned, leave, lines_of, person, problem, split

EVERYTHING = Viewer(everything=True, code=None)
TUESDAY = MONDAY + timedelta(days=1)
SECOND_WEEK = MONDAY + timedelta(days=7)


def grid(asked: Problem, *more: Line, former: dict[str, str] | None = None) -> dict[str, Any]:
    """The rota as planned, with these lines besides."""
    planned = lines_of(as_planned(asked))
    lines = [Line(a.code, a.session.date, a.session.half, a.activity, a.site) for a in planned]
    return Grid(asked.practice, asked.horizon, [*lines, *more], gaps=(), former=former).seen_by(EVERYTHING)


def test_it_works() -> None:
    first, then = split(person("A", role="ST3"), SECOND_WEEK, role="Salaried", site="BRANCH")
    drawn = grid(problem(first, then, person("B"), weeks=2, sites=(MAIN, BRANCH)))
    assert [(each["code"], each["group"]) for each in drawn["people"]] == [("B", "partner"), ("A", "ST doctor")]
    assert {row[4] for row in drawn["assignments"] if row[0] == 1 and row[1] < 5} == {"MAIN"}
    assert {row[4] for row in drawn["assignments"] if row[0] == 1 and row[1] >= 5} == {"BRANCH"}


def test_the_row_is_that_of_the_first_term_of_the_range() -> None:
    first, then = split(person("A", role="ST3"), SECOND_WEEK, role="Salaried")
    (row,) = grid(problem(first, then, start=SECOND_WEEK))["people"]
    assert (row["role"], row["group"]) == ("Salaried", "salaried")
    (row,) = grid(problem(then))["people"] or [None]
    assert row is None


def test_a_joiner_is_shown_in_the_weeks_they_come_and_not_before() -> None:
    to_come = person("A", starts=SECOND_WEEK)
    assert grid(problem(to_come, person("B")))["people"][0]["code"] == "B"
    assert [each["code"] for each in grid(problem(to_come, person("B"), weeks=2))["people"]] == ["A", "B"]


def test_nobody_is_away_on_a_day_no_term_covers() -> None:
    drawn = grid(problem(person("A", "SSSS------", ends=MONDAY), leave=[leave("A", "Mon AM", "Fri PM")]))
    assert drawn["away"] == [(0, 0, 0), (0, 0, 1)]


def test_what_was_published_for_somebody_whose_terms_are_over_still_shows_under_their_name() -> None:
    over = person("A", ends=MONDAY - timedelta(days=1))
    drawn = grid(problem(over, person("B")), Line("A", MONDAY, Half.AM, Activity.CLINIC, "MAIN"))
    assert [(each["name"], each["group"]) for each in drawn["people"]] == [("Dr B", "partner"), ("Dr A", "former")]
    assert (1, 0, 0, "clinic", "MAIN") in drawn["assignments"]


def test_doctors_are_counted_as_the_term_of_the_day_says() -> None:
    first, then = split(person("A", "SSSS------", role="Nurse"), TUESDAY, role="Partner")
    assert grid(problem(first, then))["doctors_in"] == [0, 1, 0, 0, 0]


def test_somebody_always_by_hand_is_shown_as_before() -> None:
    asked = problem(person("A", flags="by-hand"), person("B"))
    assert [each["code"] for each in grid(asked)["people"]] == ["A", "B"]


def test_a_practice_without_dates_is_drawn_as_it_always_was() -> None:
    asked = problem(person("A"), person("B", role="Nurse"))
    undated = grid(asked)
    cut = [term for one in asked.practice.people for term in split(one, TUESDAY)]
    assert grid(replace(asked, practice=replace(asked.practice, people=tuple(cut)))) == undated
