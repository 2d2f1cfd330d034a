"""Weeks and books in a line."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from fractions import Fraction

from shared.domain.duty_ledger import week_of
from shared.domain.problem import DutyRule
from shared.duty_weeks import Closed, Rule, Week

MONDAY = date(2027, 1, 4)


def monday(number: int) -> date:
    """The Monday of a week, counted from 0."""
    return MONDAY + timedelta(weeks=number)


def week(number: int, held: Mapping[str, int], free: Mapping[str, int]) -> Week:
    """A week in which people held so many points and had so many sessions free for duty; full time, everybody."""
    available = {code: Fraction(sessions) for code, sessions in free.items()}
    return Week(
        closed=Closed(monday(number), Rule(DutyRule(1), "3.5")),
        counts=week_of(held, available),
        duties={},
        available=available,
        wte=dict.fromkeys(free, Fraction(1)),
    )
