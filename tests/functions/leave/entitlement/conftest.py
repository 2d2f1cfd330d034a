"""A day in February 2027 for whoever looks at the clock, and somebody's statement in a line."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from datetime import date
from typing import Any

import pytest

from shared import clock
from tests.cast import PRIYA, House

TODAY = date(2027, 2, 1)
YEAR = date(2027, 1, 1)

Statement = Callable[[House, str], Awaitable[dict[str, Any]]]


@pytest.fixture(autouse=True)
def a_day_in_february(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "today", lambda: TODAY)


@pytest.fixture
def statement() -> Statement:
    """Somebody's statement of 2027, as the practice manager sees it."""

    async def read(house: House, code: str) -> dict[str, Any]:
        priya = await house.as_(PRIYA)
        answer = await priya.get(f"/leave/people/{code}/statement?year=2027-01-01")
        assert answer.status_code == 200, answer.text
        found: dict[str, Any] = answer.json
        return found

    return read
