"""How much of what people carry moves their fair part of a period: bounded, and never a half-day lost."""

from __future__ import annotations

import itertools
from dataclasses import replace
from fractions import Fraction
from math import ceil, floor

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from shared.constraints import duty_fairness
from shared.domain.codec import from_document, to_document
from shared.domain.facts.duty import evened_out
from shared.domain.problem import Problem, Wish
from shared.domain.rota import Activity
from tests.builders import ALIKE, as_planned, line, person, problem, problems

HALF = Fraction(1, 2)
CODES = tuple(f"P{number}" for number in range(1, 6))
carried = st.dictionaries(st.sampled_from(CODES), st.integers(-3000, 3000))


def four_weeks(*codes: str, **before: int) -> Problem:
    staff = [person(code, flags="duty") for code in codes]
    return replace(problem(*staff, weeks=4, duty=ALIKE), carried=before)


def test_it_works() -> None:
    shares = four_weeks("A", "B", "C", "D", A=200, B=-200).facts.duty_shares
    assert {code: share.expected for code, share in shares.items()} == {"A": 8, "B": 12, "C": 10, "D": 10}
    assert {code: share.less for code, share in shares.items()} == {"A": 2, "B": -2, "C": 0, "D": 0}


def test_at_most_half_of_a_part_moves_in_one_period() -> None:
    shares = four_weeks("A", "B", A=3000, B=-3000).facts.duty_shares
    assert {code: share.expected for code, share in shares.items()} == {"A": 10, "B": 30}


def test_what_one_is_let_off_is_taken_on_by_those_who_held_less() -> None:
    shares = four_weeks("A", "B", "C", A=100, B=-300, C=-300).facts.duty_shares
    assert [share.less for share in shares.values()] == [1, -HALF, -HALF]


def test_nothing_moves_when_nobody_can_take_it_on() -> None:
    shares = four_weeks("A", "B", A=100).facts.duty_shares
    assert [share.less for share in shares.values()] == [0, 0]


def test_mondays_take_their_part_of_it() -> None:
    facts = four_weeks("A", "B", A=500, B=-500).facts
    assert facts.monday_shares["A"].less == facts.duty_shares["A"].less / 5 == 1


parts = st.dictionaries(st.sampled_from(CODES), st.fractions(0, 30, max_denominator=12), min_size=1)


@settings(deadline=None, suppress_health_check=list(HealthCheck))
@given(parts=parts, before=carried)
def test_the_parts_add_up_as_before_and_nobody_moves_too_far(
    parts: dict[str, Fraction], before: dict[str, int]
) -> None:
    owed = {code: Fraction(before.get(code, 0), 100) for code in parts}
    less = evened_out(parts, owed)
    assert sum(less.values()) == 0
    for code, part in parts.items():
        assert abs(less[code]) <= min(part * HALF, abs(owed[code]))
        assert less[code] * owed[code] >= 0, "nobody moves the wrong way"


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(asked=problems(), before=carried)
def test_the_bands_still_hold_all_the_duty_there_is(asked: Problem, before: dict[str, int]) -> None:
    plain, moved = asked.facts, replace(asked, carried=before).facts
    for was, now in ((plain.duty_shares, moved.duty_shares), (plain.monday_shares, moved.monday_shares)):
        assert sum(share.expected for share in was.values()) == sum(share.expected for share in now.values())
        total = sum(share.expected for share in now.values())
        assert all(0 <= share.low <= ceil(share.expected) for share in now.values())
        assert all(floor(share.expected) <= share.high for share in now.values())
        assert sum(share.low for share in now.values()) <= total
        assert sum(share.high for share in now.values()) >= floor(total)


@pytest.mark.parametrize("same_person", [Wish.NO, Wish.PREFER])
def test_some_sharing_in_whole_units_costs_nothing(same_person: Wish) -> None:
    asked = four_weeks("A", "B", "C", A=150, B=-40, C=-110)
    rules = replace(asked.practice.rules, duty=replace(ALIKE, same_person_both_halves=same_person))
    asked = replace(asked, practice=replace(asked.practice, rules=rules))
    unit = 1 if same_person is Wish.NO else 2
    shares = asked.facts.duty_shares
    ways = itertools.product(*(range(int(share.low), int(share.high) + 1) for share in shares.values()))
    assert any(sum(way) == 40 and all(held % unit == 0 for held in way) for way in ways)


def test_a_breach_says_what_was_taken_off_or_put_on() -> None:
    asked = four_weeks("A", "B", A=200, B=-200)
    everything = [
        line("A", f"{day} {half}", Activity.DUTY, week=week)
        for week in range(4) for day in ("Mon", "Tue", "Wed", "Thu", "Fri") for half in ("AM", "PM")
    ]  # fmt: skip
    said = [breach.because for breach in duty_fairness.check(asked, as_planned(asked, *everything))]
    assert said == [
        "Dr A holds duty that counts for 40 half-days, where 18.0 would be their part "
        "(2.0 less for what they held before)",
        "Dr B holds duty that counts for 0 half-days, where 22.0 would be their part (2.0 more, to catch up)",
    ]


def test_what_is_carried_is_stored_with_the_problem_and_older_ones_carry_nothing() -> None:
    asked = four_weeks("A", "B", A=200, B=-200)
    document = to_document(asked)
    assert from_document(document) == asked
    del document["carried"]
    assert from_document(document).carried == {}
