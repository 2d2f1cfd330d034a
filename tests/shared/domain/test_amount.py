"""Minutes as sessions, hours and days, and back."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.domain.amount import Amount, AmountUnit, amount_of, nearest, plain

minutes = st.integers(-500_000, 500_000)
lengths = st.integers(30, 480)


def test_a_session_of_250_minutes_is_half_a_day() -> None:
    amount = Amount(2250, 250)
    assert (plain(amount.sessions), plain(amount.hours), plain(amount.days)) == ("9", "37.5", "4.5")


def test_a_full_week_is_nine_notional_sessions() -> None:
    """BMA model contract: 37.5 hours are nine sessions of 4 h 10."""
    assert amount_of(Decimal("37.5"), AmountUnit.HOURS, 250) == amount_of(Decimal(9), AmountUnit.SESSIONS, 250)


@given(minutes, lengths)
def test_amounts_convert_back_to_the_minute(count: int, length: int) -> None:
    amount = Amount(count, length)
    for unit in AmountUnit:
        assert amount_of(getattr(amount, unit.value), unit, length) == amount


@given(minutes, lengths)
def test_the_opposite_reads_the_same_with_a_minus(count: int, length: int) -> None:
    amount, opposite = Amount(count, length), Amount(-count, length)
    assert amount.sessions == -opposite.sessions
    assert amount.hours == -opposite.hours
    assert amount.days == -opposite.days


@pytest.mark.parametrize(
    ("number", "words"), [("9.00", "9"), ("37.50", "37.5"), ("-0.400", "-0.4"), ("-0.00", "0"), ("100", "100")]
)
def test_no_trailing_noughts(number: str, words: str) -> None:
    assert plain(Decimal(number)) == words


@given(st.fractions(-1000, 1000))
def test_rounding_what_is_taken_back_takes_what_was_given(exact: Fraction) -> None:
    assert nearest(-exact) == -nearest(exact)
    assert abs(nearest(exact) - exact) <= Fraction(1, 2)
