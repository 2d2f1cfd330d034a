"""Dates, numbers and changes as a statement says them. Pure."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from fractions import Fraction

from shared.domain.amount import Amount, plain
from shared.domain.calendar import MONTHS


def day_in_words(day: date) -> str:
    """'1 Mar 2027'."""
    return f"{day.day} {MONTHS[day.month - 1]} {day.year}"


def span_in_words(first: date, last: date) -> str:
    """'1 Jan to 28 Feb 2027'; one day alone is itself."""
    if first == last:
        return day_in_words(first)
    start = f"{first.day} {MONTHS[first.month - 1]}" if first.year == last.year else day_in_words(first)
    return f"{start} to {day_in_words(last)}"


def number(exact: Fraction | Decimal | int, places: int = 2) -> str:
    """With commas and a real minus, to a hundredth where it does not end sooner: '9,000', '−1,454.79'."""
    whole = Fraction(exact)
    rounded = round(Decimal(whole.numerator) / Decimal(whole.denominator), places)
    return f"{rounded:,f}".rstrip("0").rstrip(".").replace("-", "−")


def count(number: str, unit: str) -> str:
    """'1 session', '1.5 sessions'; `unit` in the plural."""
    return f"{number} {unit.removesuffix('s') if number in ('1', '−1') else unit}"


def sessions(minutes: int, session_minutes: int) -> str:
    """'9.6 sessions'; '1 session'."""
    return count(plain(Amount(minutes, session_minutes).sessions).replace("-", "−"), "sessions")


def from_to(was: int, now: int, session_minutes: int) -> str:
    """'36 → 33.4 sessions'."""
    before = plain(Amount(was, session_minutes).sessions).replace("-", "−")
    return f"{before} → {sessions(now, session_minutes)}"
