"""The arithmetic of the fairness ledger: nothing is lost, and nobody's place in a list matters."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from shared.domain.calendar import Half, Session
from shared.domain.duty_ledger import (
    HALF_DAY,
    Count,
    DutyKind,
    DutyWeights,
    median,
    moved,
    opening,
    settlement,
    shared_out,
    week_of,
)

WEIGHTS = DutyWeights(monday=150, after_bank_holiday=160, friday_pm=125)
MONDAY, TUESDAY, FRIDAY = date(2027, 1, 4), date(2027, 1, 5), date(2027, 1, 8)

UNHURRIED = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])

codes = st.sampled_from(("A", "B", "C", "D", "E", "F"))
parts = st.dictionaries(codes, st.fractions(0, 12, max_denominator=20), min_size=1)
balances = st.dictionaries(codes, st.integers(-2000, 2000), min_size=1)


def test_it_works() -> None:
    counts = week_of({"A": 300, "B": 100}, {"A": Fraction(10), "B": Fraction(5), "C": Fraction(5)})
    assert counts == {"A": Count(300, 200), "B": Count(100, 100), "C": Count(0, 100)}
    assert {code: count.points for code, count in counts.items()} == {"A": 100, "B": 0, "C": -100}


@pytest.mark.parametrize(
    ("day", "half", "after", "kind", "points"),
    [
        (TUESDAY, Half.AM, False, DutyKind.ORDINARY, HALF_DAY),
        (MONDAY, Half.PM, False, DutyKind.MONDAY, 150),
        (MONDAY, Half.AM, True, DutyKind.AFTER_BANK_HOLIDAY, 160),
        (TUESDAY, Half.AM, True, DutyKind.AFTER_BANK_HOLIDAY, 160),
        (FRIDAY, Half.AM, False, DutyKind.ORDINARY, HALF_DAY),
        (FRIDAY, Half.PM, False, DutyKind.FRIDAY_PM, 125),
        (FRIDAY, Half.PM, True, DutyKind.AFTER_BANK_HOLIDAY, 160),
    ],
)
def test_a_half_day_counts_for_the_heaviest_kind_it_is(
    day: date, half: Half, after: bool, kind: DutyKind, points: int
) -> None:
    assert WEIGHTS.of(Session(day, half), after_bank_holiday=after) == (kind, points)


def test_a_practice_may_make_a_kind_count_for_less() -> None:
    assert DutyWeights(friday_pm=50).of(Session(FRIDAY, Half.PM), after_bank_holiday=False).points == 50


@UNHURRIED
@given(total=st.integers(-5000, 5000), shares=parts)
def test_what_is_shared_out_adds_up_and_nobody_is_a_hundredth_off(total: int, shares: dict[str, Fraction]) -> None:
    found = shared_out(total, shares)
    assert sum(found.values()) == total
    if everybody := sum(shares.values()):
        assert all(abs(found[code] - total * part / everybody) < 1 for code, part in shares.items())


@UNHURRIED
@given(total=st.integers(-5000, 5000), shares=parts, data=st.data())
def test_the_order_of_people_does_not_matter(total: int, shares: dict[str, Fraction], data: st.DataObject) -> None:
    other = dict(data.draw(st.permutations(list(shares.items()))))
    assert shared_out(total, shares) == shared_out(total, other)


@UNHURRIED
@given(held=st.dictionaries(codes, st.integers(0, 1500)), available=parts)
def test_the_entries_of_a_week_add_up_to_nought(held: dict[str, int], available: dict[str, Fraction]) -> None:
    counts = week_of(held, available)
    assert sum(count.points for count in counts.values()) == 0
    assert sum(count.part for count in counts.values()) == sum(held.values())
    assert counts.keys() == held.keys() | available.keys()


def test_when_nobody_was_free_for_duty_what_they_held_was_their_part() -> None:
    assert week_of({"A": 100}, {"A": Fraction(0), "B": Fraction(0)}) == {"A": Count(100, 100), "B": Count(0, 0)}


@pytest.mark.parametrize(
    ("values", "middle"),
    [((), 0), ((7,), 7), ((3, -1, 9), 3), ((10, 20), 15), ((1, 2), 1), ((-1, -2), -1), ((-3, 0, 5, 8), 2)],
)
def test_the_median_of_two_in_the_middle_is_their_mean_toward_nought(values: tuple[int, ...], middle: int) -> None:
    assert median(values) == middle


@UNHURRIED
@given(before=balances, shares=parts)
def test_a_joiner_begins_at_exactly_the_median_and_the_others_balance_it(
    before: dict[str, int], shares: dict[str, Fraction]
) -> None:
    points = opening("NEW", before, {code: shares.get(code, Fraction(0)) for code in before})
    assert points["NEW"] == median(before.values())
    assert sum(points.values()) == 0


def test_the_first_of_all_begins_at_nought() -> None:
    assert opening("NEW", {}, {}) == {"NEW": 0}


@UNHURRIED
@given(before=balances, shares=parts)
def test_who_leaves_ends_at_nought_and_the_others_take_it_on(
    before: dict[str, int], shares: dict[str, Fraction]
) -> None:
    points = settlement("A", before.get("A", 0), shares)
    assert sum(points.values()) == 0
    if set(shares) - {"A"}:
        assert before.get("A", 0) + points["A"] == 0


def test_nobody_is_moved_when_there_is_nobody_to_balance_it() -> None:
    assert moved("A", 50, {"A": Fraction(1)}) == {}
