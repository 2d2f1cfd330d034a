"""Rules that cannot all hold: together they cannot, without any one of them they can, and no others are needed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from functions.rota_generate.conflicts.attempt import work_out
from functions.rota_generate.conflicts.fewest import Conflict, fewest, without
from functions.rota_generate.conflicts.ground import ground_of
from functions.rota_generate.conflicts.members import Kind, Member, candidates
from functions.rota_generate.conflicts.nouns import Gap, Ground
from functions.rota_generate.conflicts.oracle import Oracle
from functions.rota_generate.conflicts.words import sentence
from functions.rota_generate.questions.clock import Clock
from functions.rota_generate.solver.search import solve
from shared.constraints import check_all, flexible_days
from shared.constraints.weights import GAPS
from shared.domain.breach import Breach
from shared.domain.calendar import Half, Session
from shared.domain.leave import LeaveKind
from shared.domain.problem import Closure, DutyRule, Leave, Off, Problem, SiteCover, Supervision
from shared.domain.rota import Activity, Assignment
from tests.builders import BRANCH, MAIN, as_planned, leave, line, lines_of, person, problem, problems, session, shipped
from tests.cast import by_hand

THURSDAY = date(2027, 1, 21)
DUTY = DutyRule(1)
Lines = tuple[Assignment, ...]


def in_the_way(ground: Ground) -> tuple[Oracle, tuple[Member, ...], Conflict]:
    """What is in the way of closing a gap that cannot be closed as things are."""
    oracle = Oracle(ground, Clock(60))
    assert not oracle.can_be_met(ground.question)
    every = candidates(ground)
    return oracle, every, fewest(oracle, every)


def said(ground: Ground) -> list[str]:
    return [member.words for member in in_the_way(ground)[2].members]


def gap_of(asked: Problem, lines: Lines, wanted: Callable[[Breach], bool] = lambda _: True) -> Ground:
    """The first gap of a rota, or the first that is wanted."""
    gap = next(each for each in check_all(asked, lines) if each.is_gap and wanted(each))
    assert gap.date is not None
    return ground_of(asked, lines, Gap(gap.rule, gap.date, gap.half, gap.site))


def rota_of(asked: Problem, *changes: Assignment, out: Iterable[tuple[str, str]] = ()) -> Lines:
    return lines_of(as_planned(asked, *changes, out=out))


@pytest.fixture(scope="module")
def tern_valley() -> tuple[Problem, Lines]:
    asked = shipped("tern-valley")
    return asked, solve(asked, seed=1, effort=2, workers=1).assignments


def test_it_works(tern_valley: tuple[Problem, Lines]) -> None:
    """Thursday afternoon with the only doctor on leave: exactly four rules."""
    ground = gap_of(*tern_valley, lambda gap: gap.date == THURSDAY)
    oracle, _, found = in_the_way(ground)
    assert found.proved
    assert [(member.kind, member.words) for member in found.members] == [
        (Kind.AWAY, "Dr Alder is on leave from Mon 18 Jan to Fri 22 Jan"),
        (Kind.NOT_WORKING, "Dr Birch does not work Thu PM"),
        (Kind.NOT_WORKING, "Dr Cedar does not work Thu PM"),
    ]
    assert sentence(ground, found.members) == (
        "Need 1, have 0: Dr Alder on leave, Dr Birch and Dr Cedar not working Thu PM."
    )
    assert oracle.solves < 30


def test_the_whole_answer_counts_the_cover_and_has_ways_out_cheapest_first(tern_valley: tuple[Problem, Lines]) -> None:
    status, answer = work_out(gap_of(*tern_valley, lambda gap: gap.date == THURSDAY), solve=solve, watch=Clock(20))
    assert (status, answer["proved"], len(answer["members"])) == ("done", True, 4)
    assert answer["members"][0] == {"kind": "cover", "code": None, "words": "Duty on Thu 21 Jan PM asks for 1"}
    assert [way["words"] for way in answer["ways_out"]] == [
        "Ask Dr Cedar to stay on for Thu 21 Jan PM",
        "Ask Dr Birch to work on Thu 21 Jan PM",
        "Use a locum on Thu 21 Jan PM",
        "Ask Dr Alder to move leave, or to come in on Thu 21 Jan PM",
        "Do without: ask for 0 in place of 1 on Thu 21 Jan PM",
    ]
    assert all(way["closes"] and way["cost"] for way in answer["ways_out"])


def test_the_whole_solver_agrees_on_tern_valley(tern_valley: tuple[Problem, Lines]) -> None:
    """Made again from scratch by the solver, with all its rules: one rule away, and the gap is gone."""
    asked, lines = tern_valley
    ground = gap_of(asked, lines, lambda gap: gap.date == THURSDAY)
    _, _, found = in_the_way(ground)
    for member in found.members:
        loosened = member.without(replace(ground.question, problem=replace(asked, horizon=ground.week))).problem
        again = solve(loosened, seed=2, effort=2, workers=1)
        assert THURSDAY not in {gap.date for gap in again.gaps}, member.words


def test_a_large_practice_folds_into_a_sentence() -> None:
    """Twenty-four people in the way: counted, not listed."""
    asked = shipped("severnbank")
    then = Session(date(2027, 2, 11), Half.PM)
    may = [one for one in asked.practice.people if "duty" in one.flags]
    there = [one.code for one in may if one.pattern.at(then) != "-"]
    stays, gone = there[0], frozenset(there[1:])
    first = Session(then.date, Half.AM)
    away = tuple(Leave(code, LeaveKind.ANNUAL, first, then, True) for code in gone)
    asked = replace(asked, practice=replace(asked.practice, leave=(*asked.practice.leave, *away)))
    lines = tuple(
        replace(each, activity=Activity.DUTY) if (each.code, each.session) == (stays, then) else each
        for each in rota_of(asked)
    )
    ground = ground_of(asked, lines, Gap("duty", then.date, then.half, None))
    _, _, found = in_the_way(ground)
    assert found.proved
    assert len(found.members) == 24
    assert sentence(ground, found.members) == "Need 2, have 1: 14 on leave, 10 not working Thu PM."


# -- each sort of rule -----------------------------------------------------------------------------------------------


def test_leave_that_is_not_in_the_way_is_not_said() -> None:
    asked = problem(person("A", "--SSSSSSSS", flags="duty"), duty=DUTY, leave=[leave("A", "Mon AM", "Mon PM")])
    assert said(gap_of(asked, rota_of(asked))) == ["Dr A does not work Mon AM"]


def test_what_was_decided_by_hand_is_a_rule() -> None:
    asked = problem(person("A", flags="duty"), person("B", flags="duty"), duty=DUTY)
    asked = replace(asked, pins=(line("A", "Mon AM"),), off=frozenset({Off("B", session("Mon AM"))}))
    lines = rota_of(asked)
    assert said(ground_of(asked, lines, Gap("duty", session("Mon AM").date, Half.AM, None))) == [
        "Dr A was put in clinic at Northgate by hand",
        "Dr B is kept off by hand",
    ]


def test_excused_from_duty_other_work_and_a_closed_site_are_rules() -> None:
    asked = problem(
        person("A", flags="duty|no-duty"), person("B", "TSSSSSSSSS", flags="duty"),
        person("C", site="BRANCH", flags="duty"), person("D", flags=""), person("E", role="ST2", flags="duty"),
        person("F", flags="duty|by-hand"), duty=DUTY, sites=(MAIN, BRANCH),
        closures=[Closure("PLT", (session("Mon AM").date,), Half.AM, "BRANCH")],
    )  # fmt: skip
    ground = gap_of(asked, rota_of(asked))
    assert said(ground) == [
        "the rota of Dr F is only written by hand",
        "Eastfield is closed then (PLT)",
        "Dr A is excused from duty",
        "Dr B is in a tutorial then",
    ]


def test_other_cover_and_agreed_days_are_rules() -> None:
    """One doctor, two sites, one day a week: the other site's cover is in the way, or the number of days."""
    asked = problem(person("A", "????------", days="1"), sites=(MAIN, BRANCH), site_cover=(SiteCover("MAIN", "gp", 1),))
    lines = rota_of(asked, out=[("A", "Tue AM"), ("A", "Tue PM")])
    ground = ground_of(asked, lines, Gap("site-cover", session("Tue AM").date, Half.AM, "MAIN"))
    oracle, _, found = in_the_way(ground)
    kinds = Counter(member.kind for member in found.members)
    assert kinds == {Kind.DAYS: 1, Kind.OTHER_COVER: 1}
    assert found.proved and oracle.solves


def test_a_trainee_who_needs_somebody_is_a_rule_of_supervision() -> None:
    asked = problem(person("A", "--SSSSSSSS", flags="supervise"), person("T", role="ST2"), supervision=Supervision(1))
    ground = gap_of(asked, rota_of(asked))
    assert said(ground) == ["Dr T is in then and needs a supervisor", "Dr A does not work Mon AM"]


def test_where_several_are_missing_several_are_asked_together() -> None:
    asked = problem(
        person("A", "--SSSSSSSS"), person("B", "--SSSSSSSS"), person("C", "--SSSSSSSS"),
        minimum_doctors=(2, 0, 0, 0, 0),
    )  # fmt: skip
    _, answer = work_out(gap_of(asked, rota_of(asked)), solve=solve, watch=Clock(20))
    assert [way["words"] for way in answer["ways_out"]] == [
        "Ask Dr A to work on Mon 4 Jan and ask Dr B to work on Mon 4 Jan",
        "Ask Dr B to work on Mon 4 Jan and ask Dr C to work on Mon 4 Jan",
        "Use 2 locums on Mon 4 Jan",
        "Do without: ask for 0 in place of 2 on Mon 4 Jan",
    ]


def test_a_gap_that_nothing_is_in_the_way_of_is_closed_with_few_moves() -> None:
    asked = problem(person("A", flags="duty"), person("B"), duty=DUTY)
    day = [f"{name} {half}" for name in ("Tue", "Wed", "Thu", "Fri") for half in Half]
    lines = rota_of(asked, *(line("A", when, Activity.DUTY) for when in ["Mon AM", *day]))
    _, answer = work_out(gap_of(asked, lines), solve=solve, watch=Clock(20))
    assert answer["members"] == []
    assert [way["words"] for way in answer["ways_out"]] == ["Mon 4 Jan PM: Dr A holds duty"]


def test_without_time_it_says_that_it_is_an_estimate(tern_valley: tuple[Problem, Lines]) -> None:
    ground = gap_of(*tern_valley, lambda gap: gap.date == THURSDAY)
    oracle, every = Oracle(ground, Clock(60)), candidates(ground)
    oracle.clock = Clock(0)
    found = fewest(oracle, every)
    assert (found.proved, found.members) == (False, every)


# -- any practice ----------------------------------------------------------------------------------------------------


@st.composite
def grounds(draw: st.DrawFn) -> Ground:
    """Any gap that cannot be closed in any small rota."""
    asked = replace(draw(problems(weeks=1, people=4)), published=(), pins=())
    assume(asked.verify() == ())
    lines = by_hand(asked).assignments
    gaps = [each for each in check_all(asked, lines) if each.is_gap]
    assume(gaps)
    gap = draw(st.sampled_from(gaps))
    assert gap.date is not None
    ground = ground_of(asked, lines, Gap(gap.rule, gap.date, gap.half, gap.site))
    assume(not Oracle(ground, Clock(60)).can_be_met(ground.question))
    return ground


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much])
@given(grounds())
def test_in_any_practice_no_rule_too_many_and_none_too_few(ground: Ground) -> None:
    oracle, every, found = in_the_way(ground)
    together = without(oracle, every, found.members)
    assert not oracle.can_be_met(together)
    for member in found.members:
        others = [each for each in found.members if each is not member]
        rota = oracle.rota(without(oracle, every, others))
        assert rota is not None, member.words
        _is_closed(ground, without(oracle, every, others).problem, rota)


def _is_closed(ground: Ground, asked: Problem, rota: Lines) -> None:
    """By the rules' own checks, which the question was not asked with: nothing in the rota that cannot be, and no gap
    there any more."""
    found = [each for each in check_all(asked, rota) if each.level == "hard" and each.date in ground.days]
    gap = ground.gap
    assert (gap.rule, gap.date, gap.half, gap.site) not in {(one.rule, one.date, one.half, one.site) for one in found}
    assert {one.rule for one in found} <= GAPS | {flexible_days.ID}
