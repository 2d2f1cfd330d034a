"""What may be asked for, without a database."""

from __future__ import annotations

from datetime import date

from functions.rota_generate.policy import (
    Mode,
    Wanted,
    decide_of,
    faults,
    faults_of_the_scope,
    horizon_of,
    mode_of,
    people_of,
    since_of,
)  # fmt: skip
from shared.domain.calendar import Horizon
from shared.domain.problem import Decide
from tests.builders import MONDAY, person, problem


def test_a_run_has_one_limit() -> None:
    assert not faults(Wanted(seconds=5), most_seconds=10, most_workers=2)
    found = faults(Wanted(seconds=11, effort=1, workers=3), most_seconds=10, most_workers=2)
    assert [reason.code for reason in found] == ["both-limits", "too-long", "too-many-workers"]


def test_the_mode_follows_what_is_published_unless_somebody_says() -> None:
    assert mode_of(Wanted(), ()) is Mode.AFRESH
    assert mode_of(Wanted(mode=Mode.STAY_CLOSE), ()) is Mode.STAY_CLOSE


def test_to_rebalance_is_to_move_duty_unless_somebody_says_otherwise() -> None:
    both, duty, days = frozenset(Decide), frozenset({Decide.DUTY}), frozenset({Decide.DAYS})
    assert {mode: decide_of(Wanted(), mode) for mode in Mode} == dict.fromkeys(Mode, both) | {Mode.REBALANCE: duty}
    assert decide_of(Wanted(decide=both), Mode.REBALANCE) == both
    (found,) = faults(Wanted(mode=Mode.REBALANCE, decide=days), most_seconds=10, most_workers=2)
    assert found.code == "no-duty"


def test_the_weeks_begin_with_the_week_of_the_first_day_that_may_change() -> None:
    practice, wednesday = problem(person("A"), weeks=3).practice, date(2027, 2, 10)
    assert horizon_of(Wanted(since=wednesday), practice) == Horizon(date(2027, 2, 8), 3)
    assert since_of(Wanted(since=wednesday), Horizon(date(2027, 2, 8), 3)) == wednesday
    assert since_of(Wanted(since=MONDAY), Horizon(MONDAY, 3)) is None


def test_people_are_chosen_by_themselves_and_by_their_groups() -> None:
    practice = problem(person("A", groups="Minor ops|Diabetes"), person("B", groups="Diabetes"), person("C")).practice
    assert people_of(Wanted(), practice) is None
    assert people_of(Wanted(people=("C",), groups=("Minor ops",)), practice) == {"A", "C"}
    assert people_of(Wanted(groups=("Diabetes",)), practice) == {"A", "B"}


def test_everything_wrong_with_the_scope_is_said_at_once() -> None:
    practice = problem(person("A")).practice
    wanted = Wanted(people=("A", "X"), groups=("None",), since=date(2027, 1, 9))
    found = faults_of_the_scope(wanted, practice, Horizon(MONDAY, 1))
    assert [each.code for each in found] == ["unknown-person", "unknown-group", "outside"]
    assert [each.code for each in faults_of_the_scope(Wanted(people=()), practice, Horizon(MONDAY, 1))] == ["nobody"]
