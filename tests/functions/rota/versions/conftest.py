"""Today is four weeks before the rota begins: less than the six that are due, unless a practice says otherwise."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest

from shared import clock

FOUR_WEEKS_BEFORE = date(2026, 12, 7)

MoveTo = Callable[[date], None]


@pytest.fixture
def move_to(monkeypatch: pytest.MonkeyPatch) -> MoveTo:
    """Make it another day."""
    return lambda day: monkeypatch.setattr(clock, "today", lambda: day)


@pytest.fixture(autouse=True)
def today(move_to: MoveTo) -> None:
    move_to(FOUR_WEEKS_BEFORE)
