"""Sessions that are neither as somebody's pattern has them nor decided by hand."""

from __future__ import annotations

from datetime import timedelta

from functions.rota.departures import in_words, newly_departing
from shared.domain.problem import Problem
from shared.domain.rota import Activity
from shared.standing import Slot, Standing
from tests.builders import MONDAY, as_planned, line, lines_of, person, problem, session


def rota(asked: Problem, *changes: object, out: object = (), **marks: object) -> Standing:
    return Standing(lines_of(as_planned(asked, *changes, out=out)), **marks)  # type: ignore[arg-type]


def said(asked: Problem, was: Standing, now: Standing) -> list[str]:
    found = newly_departing(asked.practice, asked.horizon, was, now)
    return [in_words(slot, each, now).message for slot, each in found.items()]


def test_it_works() -> None:
    asked = problem(person("A", "SS--------"))
    was, slot = rota(asked), Slot("A", session("Tue AM"))
    extra = line("A", "Tue AM")
    assert said(asked, was, rota(asked, extra)) == [
        "Dr A does not work then (Tue 5 Jan AM): pin it, or take it back."
    ]  # fmt: skip
    assert said(asked, was, rota(asked, extra, pinned=frozenset({slot}))) == []


def test_who_is_missing_is_kept_off_by_hand_or_put_back() -> None:
    asked = problem(person("A", "SS--------"))
    was, slot = rota(asked), Slot("A", session("Mon PM"))
    assert said(asked, was, rota(asked, out=[("A", "Mon PM")])) == [
        "Dr A should be listed with clinic (Mon 4 Jan PM): keep them off by hand, or put the session back."
    ]
    assert said(asked, was, rota(asked, out=[("A", "Mon PM")], off=frozenset({slot}))) == []


def test_half_of_a_flexible_day_departs() -> None:
    asked = problem(person("A", "??--------", days="1"))
    assert said(asked, rota(asked), rota(asked, out=[("A", "Mon PM")])) == [
        "Dr A works only part of a flexible day (Mon 4 Jan PM): keep them off by hand, or put the session back."
    ]


def test_what_departed_before_is_not_new() -> None:
    asked = problem(person("A", "SS--------"), person("B", "SS--------"))
    extra = line("A", "Tue AM", Activity.CLINIC)
    was = rota(asked, extra)
    assert said(asked, was, rota(asked, extra, out=[("B", "Mon AM")])) == [
        "Dr B should be listed with clinic (Mon 4 Jan AM): keep them off by hand, or put the session back."
    ]


def test_who_has_no_working_term_is_no_matter_of_patterns() -> None:
    asked = problem(person("A", "SS--------"), person("B", starts=MONDAY + timedelta(days=3)))
    assert said(asked, rota(asked), rota(asked, line("B", "Tue AM"))) == []
