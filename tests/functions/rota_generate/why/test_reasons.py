"""Why it is who it is, as it is read aloud: small practices in which one can see why."""

from __future__ import annotations

from collections.abc import Mapping

from functions.rota_generate.why.nouns import Stand
from functions.rota_generate.why.reasons import explanation
from shared.domain.problem import DutyRule, Problem
from shared.domain.rota import Activity, Assignment
from shared.standing import Slot, Standing
from tests.builders import as_planned, line, lines_of, person, problem, session

DUTY = DutyRule(1)


def said(
    asked: Problem, *changes: Assignment, code: str, when: str, week: int = 0, carried: Mapping[str, int] | None = None
) -> dict[str, str]:
    """The reasons by their kind, of a rota in which everybody does as planned, with these changes."""
    standing = Standing(lines_of(as_planned(asked, *changes)))
    stand = Stand(asked.practice, asked.horizon, standing, carried or {})
    found = explanation(stand, Slot(code, session(when, week)), decided=None, pairs=())
    return {reason.kind: reason.words for reason in found.reasons}


def sharing(*codes: str) -> Problem:
    return problem(*(person(code, "SSSSSS----", flags="duty") for code in codes), duty=DUTY)


def test_what_was_carried_over_and_the_place_among_all_are_said() -> None:
    asked, duty = sharing("A", "B"), [line("A", half, Activity.DUTY) for half in ("Mon AM", "Mon PM", "Tue AM")]
    rest = [line("B", half, Activity.DUTY) for half in ("Tue PM", "Wed AM", "Wed PM")]
    found = said(asked, *duty, *rest, code="A", when="Mon AM", carried={"A": -157, "B": 57})
    assert found["pattern"] == "By their pattern Dr A is in clinic every Mon AM; duty takes the place of that."
    assert found["ledger"] == (
        "In this period Dr A holds 3 half-days of duty, harder ones counting for more as 4; their fair part is 3.5."
    )
    assert found["carried"] == "From earlier periods they carry 1.6 half-days less than their fair part."
    assert found["place"] == "All in all Dr A has held 1.1 half-days less than their fair part."
    assert found["turn"].startswith("Going by fair parts it was their turn: without this session Dr A would be")


def test_whose_turn_it_would_have_been_is_said_and_many_are_counted() -> None:
    asked = sharing("A", "B", "C", "D", "E", "F")
    duty = [line("A", f"{day} {half}", Activity.DUTY) for day in ("Mon", "Tue", "Wed") for half in ("AM", "PM")]
    found = said(asked, *duty, code="A", when="Mon AM")
    assert found["turn"] == (
        "Going by fair parts alone, Dr B, Dr C, Dr D and 2 others came first: "
        "even without this session Dr A would be further ahead."
    )
    assert found["place"] == (
        "All in all Dr A has held 5.8 half-days more than their fair part; "
        "of the 5 others who share duty, none are further ahead."
    )
    assert "carried" not in found


def test_who_held_a_monday_is_further_ahead() -> None:
    asked = sharing("A", "B", "C")
    duty = [line(code, f"{day} {half}", Activity.DUTY)
            for code, day in zip("ABC", ("Mon", "Tue", "Wed"), strict=True) for half in ("AM", "PM")]  # fmt: skip
    place = said(asked, *duty, code="B", when="Tue AM")["place"]
    assert place == (
        "All in all Dr B has held 0.3 half-days less than their fair part; "
        "of the 2 others who share duty, 1 is further ahead."
    )


def test_what_is_so_in_one_of_two_weeks_is_not_said_of_every_week() -> None:
    asked = problem(person("A", "SA--------", pattern_b="AA--------"), weeks=2)
    assert said(asked, code="A", when="Mon AM")["pattern"] == (
        "By their pattern Dr A is in clinic on Mon AM in this week of it."
    )
    assert said(asked, code="A", when="Mon AM", week=1)["pattern"] == (
        "By their pattern Dr A is on admin on Mon AM in this week of it."
    )
    assert said(asked, code="A", when="Mon PM")["pattern"] == "By their pattern Dr A is on admin every Mon PM."
