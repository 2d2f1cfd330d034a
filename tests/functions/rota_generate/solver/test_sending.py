"""Leaving out the sendings that cannot help loses nothing."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from functions.rota_generate.solver.search import solve
from functions.rota_generate.solver.sending import useful_sending
from shared.constraints import check_all
from shared.domain.problem import DutyRule, Problem, Site, SiteCover, Wish
from shared.domain.rota import Activity
from tests.benchmarks.plain_model import PlainModel
from tests.builders import BRANCH, MAIN, as_planned, line, lines_of, person, problem, problems, session, slot

TIGHT = (replace(MAIN, rooms=2), replace(BRANCH, rooms=3), Site("C", "Corner", 1))


@pytest.mark.slow
@settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
@given(
    asked=problems(weeks=1, people=8),
    weights=st.sampled_from(({}, {"one-site-a-day": 9}, {"sent-elsewhere": 1})),
    tight=st.booleans(),
)
def test_a_model_that_may_send_anybody_anywhere_finds_nothing_better(
    asked: Problem, weights: dict[str, int], tight: bool
) -> None:
    rule = asked.practice.rules.duty
    assume(rule is None or rule.spread_sites is not Wish.PREFER)
    practice = replace(asked.practice, sites=TIGHT) if tight else asked.practice
    asked = replace(asked, practice=practice, weights=weights)
    ours = solve(asked, seed=1, seconds=10, workers=2)
    plain = PlainModel(asked).solve(seconds=10)
    assume(plain.assignments is not None)
    theirs = sum(breach.points for breach in check_all(asked, plain.assignments or ()))
    assert ours.bound <= theirs
    assert plain.bound <= ours.objective
    assert theirs == plain.bound or not plain.proved


def test_one_site_has_nowhere_to_send_to() -> None:
    assert useful_sending(problem(person("A"), duty=DutyRule(1))) == {}


def test_nobody_is_sent_where_nothing_is_missing() -> None:
    cover = (SiteCover("BRANCH", "gp", 1),)
    asked = problem(person("A"), person("B", site="BRANCH"), sites=(MAIN, BRANCH), site_cover=cover)
    assert useful_sending(asked) == {}


def test_those_who_help_and_those_who_then_stand_in_for_them_may_be_sent() -> None:
    morning = (slot("Mon AM"),)
    cover = (SiteCover("BRANCH", "gp", 1, morning), SiteCover("MAIN", "gp", 1, morning))
    asked = problem(
        person("A"), person("N", role="Nurse"), person("C", site="C"), sites=(MAIN, BRANCH, TIGHT[2]), site_cover=cover
    )
    assert useful_sending(asked) == {
        ("A", session("Mon AM")): ("BRANCH",),
        ("C", session("Mon AM")): ("MAIN", "BRANCH"),
    }


def test_of_people_alike_only_as_many_are_looked_at_as_have_no_room_and_they_take_turns() -> None:
    nurses = [person(f"N{number}", "SS--SS----", role="Nurse") for number in range(4)]
    sending = useful_sending(problem(*nurses, sites=(replace(MAIN, rooms=3), BRANCH)))
    assert {code: when.date.day for code, when in sending} == {"N0": 4, "N2": 6}


def test_who_stays_on_where_they_were_sent_in_the_morning_may_need_a_room_made_for_them() -> None:
    cover = (SiteCover("BRANCH", "nurse", 1, (slot("Mon AM"),)),)
    people = (person("A", "-S--------", site="BRANCH"), person("N", "SS--------", role="Nurse"))
    few = (replace(MAIN, rooms=1), replace(BRANCH, rooms=1))
    asked = problem(*people, sites=few, site_cover=cover, weights={"one-site-a-day": 9})
    assert useful_sending(asked) == {
        ("A", session("Mon PM")): ("MAIN",),
        ("N", session("Mon AM")): ("BRANCH",),
        ("N", session("Mon PM")): ("BRANCH",),
    }
    assert solve(asked, seed=1, seconds=5, workers=1).objective == PlainModel(asked).solve(seconds=5).bound == 12


def test_who_stays_on_may_leave_their_own_site_short_and_somebody_stands_in_for_them() -> None:
    cover = (SiteCover("BRANCH", "nurse", 1, (slot("Mon AM"),)), SiteCover("MAIN", "nurse", 1, (slot("Mon PM"),)))
    people = (person("M", "-S--------", role="Nurse", site="BRANCH"), person("N", "SS--------", role="Nurse"))
    asked = problem(*people, sites=(MAIN, BRANCH), site_cover=cover, weights={"one-site-a-day": 9})
    assert useful_sending(asked)["M", session("Mon PM")] == ("MAIN",)
    assert solve(asked, seed=1, seconds=5, workers=1).objective == PlainModel(asked).solve(seconds=5).bound == 12


def test_where_somebody_was_published_they_may_stay() -> None:
    before = problem(person("A", "S---------"), sites=(MAIN, BRANCH))
    published = lines_of(as_planned(before, line("A", "Mon AM", Activity.CLINIC, "BRANCH")))
    asked = replace(before, published=published)
    assert useful_sending(asked) == {("A", session("Mon AM")): ("BRANCH",)}
    assert solve(asked, seed=1, seconds=5, workers=1).assignments == published


def test_who_is_elsewhere_as_published_is_missed_at_home_and_somebody_may_stand_in_for_them() -> None:
    """Coming home for the morning would cost A a change of sites at lunchtime; C loses nothing."""
    cover = (SiteCover("MAIN", "gp", 1, (slot("Mon AM"),)),)
    people = (person("A", "SS--------"), person("C", "S---------", site="C"))
    weights = {"one-site-a-day": 9, "stability": 100}
    before = problem(*people, sites=(MAIN, BRANCH, TIGHT[2]), site_cover=cover, weights=weights)
    there = (line("A", half, Activity.CLINIC, "BRANCH") for half in ("Mon AM", "Mon PM"))
    asked = replace(before, published=lines_of(as_planned(before, *there)))
    assert "MAIN" in useful_sending(asked)["C", session("Mon AM")]
    assert solve(asked, seed=1, seconds=5, workers=1).objective == PlainModel(asked).solve(seconds=5).bound == 112


def test_who_may_be_sent_to_spread_duty_is_missed_at_home() -> None:
    cover = (SiteCover("MAIN", "gp", 2, (slot("Mon AM"),)),)
    people = [person(code, "S---------", flags="duty") for code in "AB"]
    asked = problem(
        *people, person("C", "S---------", site="C"), sites=(MAIN, BRANCH, TIGHT[2]), site_cover=cover,
        duty=DutyRule(2, spread_sites=Wish.REQUIRE),
    )  # fmt: skip
    assert "MAIN" in useful_sending(asked)["C", session("Mon AM")]
    plain = PlainModel(asked).solve(seconds=5)
    assert solve(asked, seed=1, seconds=5, workers=1).objective == plain.bound
