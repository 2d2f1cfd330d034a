"""Green, amber or red: small practices in which one can see why."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

import pytest

from functions.rota_generate.questions.clock import Clock
from functions.rota_generate.solver.search import solve
from functions.rota_generate.what_if import policy, words
from functions.rota_generate.what_if.judge import Judged, Verdict, judge
from functions.rota_generate.what_if.policy import Asked, Lines, Stand
from shared.domain.leave import LeaveKind
from shared.domain.problem import DutyRule, Problem, SiteCover, Supervision
from shared.domain.rota import Activity, Assignment
from tests.builders import BRANCH, MAIN, as_planned, leave, line, lines_of, person, problem, session, slot

DUTY = DutyRule(1)


def published(asked: Problem, *duties: Assignment, out: Iterable[tuple[str, str]] = ()) -> Lines:
    """Everybody as planned, with these on duty."""
    return lines_of(as_planned(asked, *duties, out=out))


def verdict(practice: Problem, lines: Lines, code: str, first: str, last: str | None = None) -> Judged:
    """On somebody's annual leave in the one week there is."""
    asked = Asked(code, LeaveKind.ANNUAL, session(first), session(last or first))
    stand = policy.stand_of(asked.weeks, practice.horizon, practice.horizon, lines, ())
    return judge(practice.practice, asked, stand, solve=solve, clock=Clock(20))


def moves(judged: Judged) -> list[str]:
    return [f"{move.date:%a} {move.half}: {move.words}" for move in judged.moves]


def test_green_when_the_rota_holds() -> None:
    asked = problem(person("A", "SS--------", flags="duty"), person("B", "SS--------", flags="duty"), duty=DUTY)
    on_duty = [line("A", half, Activity.DUTY) for half in ("Mon AM", "Mon PM")]
    judged = verdict(asked, published(asked, *on_duty), "B", "Mon AM", "Mon PM")
    assert (judged.verdict, judged.estimate, judged.old_gaps) == (Verdict.GREEN, False, 8)
    assert (judged.moves, judged.fairness, judged.gaps) == ((), (), {})


def test_amber_when_somebody_takes_the_duty_and_says_who_and_what_it_does_to_fairness() -> None:
    asked = problem(person("A", "SS--------", flags="duty"), person("B", "SS--------", flags="duty"), duty=DUTY)
    on_duty = [line("A", half, Activity.DUTY) for half in ("Mon AM", "Mon PM")]
    judged = verdict(asked, published(asked, *on_duty), "A", "Mon AM", "Mon PM")
    assert (judged.verdict, judged.estimate, judged.others, judged.sessions) == (Verdict.AMBER, False, 1, 2)
    assert moves(judged) == [f"Mon {half}: Dr B holds duty in place of Dr A" for half in ("AM", "PM")]
    shares = [
        (each.person.code, each.before, each.after, each.fair_before, each.fair_after) for each in judged.fairness
    ]
    assert shares == [("B", "0", "1.5", "0.8", "1.5"), ("A", "1.5", "0", "0.8", "0")]


def test_amber_when_a_tutorial_has_nobody_to_give_it_although_nobody_has_to_move() -> None:
    asked = problem(
        person("A", "SS--------", flags="educational-supervisor|supervise"),
        person("B", "SS--------", flags="supervise"),
        person("R", "ST--------", role="ST3", flags="trainee"),
        supervision=Supervision(2, tutorial_needs="educational-supervisor"),
    )
    judged = verdict(asked, published(asked), "A", "Mon PM")
    assert (judged.verdict, judged.others, judged.gaps) == (Verdict.AMBER, 0, {})
    assert judged.lost == ("Mon 4 Jan PM: Dr R has a tutorial and nobody there to give it.",)


def test_red_when_nobody_else_may_hold_the_duty() -> None:
    asked = problem(person("A", "SS--------", flags="duty"), person("B", "SS--------"), duty=DUTY)
    on_duty = [line("A", half, Activity.DUTY) for half in ("Mon AM", "Mon PM")]
    judged = verdict(asked, published(asked, *on_duty), "A", "Mon PM")
    assert judged.verdict is Verdict.RED
    [(place, short)] = judged.gaps.items()
    assert (place.half, short.people, short.because) == ("PM", 1, "Duty: need 1, have 0: Dr A on leave")
    assert moves(judged) == ["Mon PM: Nobody takes duty from Dr A"]


def test_gaps_that_are_there_already_are_not_the_leaves_doing() -> None:
    asked = problem(person("A", "S---------", flags="duty"), person("B", "--SS------"), duty=DUTY)
    judged = verdict(asked, published(asked, line("A", "Mon AM", Activity.DUTY)), "B", "Tue AM", "Tue PM")
    assert (judged.verdict, judged.old_gaps) == (Verdict.GREEN, 9)
    stand = Stand(asked.horizon, asked.horizon)
    assert words.sentences(judged, stand)[1].startswith("9 gaps are there already, whatever is decided;")


def test_what_a_repair_would_mend_anyway_is_not_the_leaves_doing() -> None:
    """Nobody was given Monday's duty, though B could take it; C's leave on Tuesday has no part in that."""
    staff = [person(code, "SSSS------", flags="duty") for code in "BC"] + [person("D", "----SSSSSS", flags="duty")]
    asked = problem(*staff, duty=DUTY)
    given = [line("B", half, Activity.DUTY) for half in ("Tue AM", "Tue PM")]
    later = [line("D", f"{day} {half}", Activity.DUTY) for day in ("Wed", "Thu", "Fri") for half in ("AM", "PM")]
    judged = verdict(asked, published(asked, *given, *later), "C", "Tue AM", "Tue PM")
    assert (judged.verdict, judged.old_gaps, judged.moves) == (Verdict.GREEN, 0, ())


@pytest.mark.parametrize("code", ["B", "C"])
def test_of_repairs_as_good_as_each_other_one_is_taken_that_the_leave_can_live_with(code: str) -> None:
    """A's leave left Monday without duty, and nobody has repaired it. B or C can take it, so either can be away."""
    staff = [person(each, "SS--------", flags="duty") for each in "ABC"]
    asked = problem(*staff, leave=[leave("A", "Mon AM", "Mon PM")], duty=DUTY)
    judged = verdict(asked, published(asked), code, "Mon AM", "Mon PM")
    assert (judged.verdict, judged.estimate, judged.others, judged.moves) == (Verdict.GREEN, False, 0, ())


def test_a_gap_that_nobody_else_can_close_is_the_leaves_doing() -> None:
    staff = [*(person(each, "SS--------", flags="duty") for each in "AB"), person("C", "SS--------")]
    asked = problem(*staff, leave=[leave("A", "Mon AM", "Mon PM")], duty=DUTY)
    assert verdict(asked, published(asked), "B", "Mon AM", "Mon PM").verdict is Verdict.RED
    assert verdict(asked, published(asked), "C", "Mon AM", "Mon PM").verdict is Verdict.GREEN


def test_somebodys_own_other_days_may_change_and_nobody_elses() -> None:
    """Two of three days a week are left to work; one of the days given falls into the leave."""
    asked = problem(person("A", "??????----", days="2"), person("B"))
    lines = published(asked, out=[("A", "Wed AM"), ("A", "Wed PM")])
    judged = verdict(asked, lines, "A", "Mon AM", "Mon PM")
    assert (judged.verdict, judged.others, judged.own) == (Verdict.GREEN, 0, 2)
    assert moves(judged) == [f"Wed {half}: Dr A works then too, at Northgate" for half in ("AM", "PM")]


def test_somebody_is_sent_to_the_other_site_when_cover_there_needs_it() -> None:
    cover = (SiteCover("BRANCH", "gp", 1, (slot("Mon AM"),)),)
    staff = [
        person("A", "S---------", site="BRANCH"),
        person("B", "S---------"),
        person("N", "S---------", role="Nurse"),
    ]
    asked = problem(*staff, sites=(MAIN, BRANCH), site_cover=cover)
    judged = verdict(asked, published(asked), "A", "Mon AM")
    assert judged.verdict is Verdict.AMBER
    assert moves(judged) == ["Mon AM: Dr B is at Eastfield in place of Northgate"]


def test_nobody_is_moved_for_comfort() -> None:
    """A whole day of duty by one person would be nicer; the rota as published is left alone."""
    staff = [person(code, "SS--------", flags="duty") for code in "ABC"]
    asked = problem(*staff, duty=DutyRule(1))
    halves = (line("A", "Mon AM", Activity.DUTY), line("B", "Mon PM", Activity.DUTY))
    judged = verdict(asked, published(asked, *halves), "C", "Mon AM", "Mon PM")
    assert (judged.verdict, judged.moves) == (Verdict.GREEN, ())


def test_leave_that_is_asked_for_by_others_does_not_count_yet() -> None:
    pending = [leave("B", "Mon AM", "Mon PM", approved=False)]
    staff = [person(code, "SS--------", flags="duty") for code in "AB"]
    asked = problem(*staff, leave=pending, duty=DUTY)
    on_duty = [line("A", half, Activity.DUTY) for half in ("Mon AM", "Mon PM")]
    assert verdict(asked, published(asked, *on_duty), "A", "Mon AM", "Mon PM").verdict is Verdict.AMBER
    granted = replace(asked, practice=replace(asked.practice, leave=(leave("B", "Mon AM", "Mon PM"),)))
    assert verdict(granted, published(granted, *on_duty), "A", "Mon AM", "Mon PM").verdict is Verdict.RED


def test_where_nothing_is_published_it_is_always_an_estimate() -> None:
    asked = problem(person("A", "SS--------", flags="duty"), person("B", "SS--------"), duty=DUTY)
    question = Asked("A", LeaveKind.ANNUAL, session("Mon AM"), session("Mon AM"))
    stand = policy.stand_of(question.weeks, None, question.weeks, (), ())
    judged = judge(asked.practice, question, stand, solve=solve, clock=Clock(20))
    assert (judged.verdict, judged.estimate, judged.moves) == (Verdict.RED, True, ())


def test_a_clock_keeps_something_back() -> None:
    times = iter((0.0, 1.0, 1.0, 2.9))
    clock = Clock(3.0, lambda: next(times))
    assert round(clock.left, 2) == 1.65
    assert round(clock.part(0.5), 3) == 0.825
    assert clock.part(1.0) > 0
