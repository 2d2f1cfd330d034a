"""What nobody can do, session by session: the same as the rules say of the whole rota."""

from __future__ import annotations

from datetime import timedelta

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from functions.rota.edits.cannot import Ground, newly_broken, reasons_against
from functions.rota.edits.cells import EMPTY, OFF, CellChange, Cells, CellState
from functions.rota.policy import CANNOT
from shared.constraints import check_all, working_pattern
from shared.domain.breach import Breach
from shared.domain.calendar import Horizon, Session
from shared.domain.problem import Closure, DutyRule, Problem
from shared.domain.rota import Activity
from shared.standing import Slot, Standing, as_it_stands
from tests.builders import BRANCH, MAIN, MONDAY, leave, line, person, problem, problems, session
from tests.functions.rota.edits.rotas import DONE, sites_of, slots_of, standings

CLINIC = CellState(Activity.CLINIC, "MAIN", pinned=True)
DUTY = CellState(Activity.DUTY, "MAIN", pinned=True)


def said(asked: Problem, code: str, when: str, now: CellState, was: CellState = EMPTY) -> list[str]:
    ground = Ground(asked.practice, [MONDAY])
    return [reason.message for reason in reasons_against(ground, CellChange(Slot(code, session(when)), was, now))]


def test_it_works() -> None:
    asked = problem(person("A", flags="duty"), duty=DutyRule(1))
    assert said(asked, "A", "Mon AM", DUTY) == []


def test_every_reason_is_given_at_once() -> None:
    asked = problem(
        person("A"), leave=[leave("A", "Wed AM", "Wed PM")], closures=[Closure("Flood", (MONDAY + timedelta(2),))],
        duty=DutyRule(1),
    )  # fmt: skip
    assert said(asked, "A", "Wed AM", DUTY) == [
        "Dr A is on leave then (Wed 6 Jan AM).",
        "Dr A is at Northgate, which is closed then (Flood) (Wed 6 Jan AM).",
        "Dr A may not hold duty (Wed 6 Jan AM).",
    ]


def test_without_a_working_term_nobody_is_at_work() -> None:
    asked = problem(person("A", ends=MONDAY))
    assert said(asked, "A", "Tue AM", CLINIC) == ["Dr A has no working term then (Tue 5 Jan AM)."]
    assert said(asked, "A", "Mon AM", CLINIC) == []
    gone = Ground(asked.practice, [MONDAY], {"Z": "Dr Gone"})
    (reason,) = reasons_against(gone, CellChange(Slot("Z", session("Mon AM")), EMPTY, CLINIC))
    assert reason.message == "Dr Gone has no working term then (Mon 4 Jan AM)."


def test_a_rota_written_by_hand_is_no_pattern_to_keep_to() -> None:
    asked = problem(person("L", "----------", role="Locum", flags="by-hand"))
    assert said(asked, "L", "Mon AM", CLINIC) == []


def test_nobody_is_at_a_site_there_is_none_of() -> None:
    asked = problem(person("A"), sites=(MAIN, BRANCH))
    elsewhere = CellState(Activity.CLINIC, "MOON", pinned=True)
    assert said(asked, "A", "Mon AM", elsewhere) == [
        "Dr A is at MOON, which the practice does not have (Mon 4 Jan AM)."
    ]


def test_what_was_broken_before_is_not_held_against_a_change() -> None:
    asked = problem(person("A"), leave=[leave("A", "Mon AM", "Mon PM")], duty=DutyRule(1))
    assert said(asked, "A", "Mon AM", CLINIC, CellState(Activity.ADMIN, "MAIN")) == []
    assert said(asked, "A", "Mon AM", DUTY, CLINIC) == ["Dr A may not hold duty (Mon 4 Jan AM)."]
    assert said(asked, "A", "Mon AM", OFF, CLINIC) == []


def broken_at(asked: Problem, standing: Standing, slot: Slot) -> set[str]:
    """The rules that cannot be broken and are, by the rules' own checks of the week."""
    monday = slot.session.date - timedelta(days=slot.session.date.weekday())
    week = as_it_stands(asked.practice, Horizon(monday, 1), standing)
    lines = standing.between(monday, monday + timedelta(days=6)).lines
    return {
        breach.rule
        for breach in check_all(week, lines)
        if breach.rule in CANNOT and _is_at(breach, slot) and _counts(week, breach)
    }


def _is_at(breach: Breach, slot: Slot) -> bool:
    here = breach.date is not None and breach.half is not None and Session(breach.date, breach.half) == slot.session
    return breach.code == slot.code and here


def _counts(week: Problem, breach: Breach) -> bool:
    """Of a pattern only this counts: nobody is at work without a working term."""
    assert breach.code and breach.date
    return breach.rule != working_pattern.ID or week.practice.term_on(breach.code, breach.date) is None


def test_the_rules_see_who_is_listed_before_a_hand_written_term_begins() -> None:
    asked = problem(person("A"), person("L", flags="by-hand", starts=MONDAY + timedelta(1)), duty=DutyRule(1))
    slot = Slot("L", session("Mon AM"))
    listed, was = Standing((line("L", "Mon AM", Activity.DUTY),)), CellState(Activity.DUTY, "MAIN")
    for standing in (listed, Cells(listed).with_({slot: DUTY})):
        assert broken_at(asked, standing, slot) == {working_pattern.ID}
    assert newly_broken(Ground(asked.practice, [MONDAY]), CellChange(slot, was, DUTY)) == {}


@settings(max_examples=150, deadline=None, suppress_health_check=list(HealthCheck))
@given(data=st.data(), asked=problems())
def test_it_says_of_a_session_what_the_rules_say_of_the_rota(data: st.DataObject, asked: Problem) -> None:
    standing = data.draw(standings(asked))
    cells = Cells(standing)
    slot = data.draw(st.sampled_from(slots_of(asked)))
    activity = data.draw(st.sampled_from((None, Activity.DUTY, *DONE)))
    site = data.draw(st.sampled_from((*sites_of(asked.practice), "MOON"))) if activity else None
    change = CellChange(slot, cells[slot], CellState(activity, site, pinned=True))
    before, after = standing, cells.with_({slot: change.now})
    ground = Ground(asked.practice, asked.horizon.days())
    expected = broken_at(asked, after, slot) - broken_at(asked, before, slot)
    assert newly_broken(ground, change).keys() == expected
