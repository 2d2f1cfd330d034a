"""A day to stand on, so that what is past and what is to come does not change with the calendar."""

from __future__ import annotations

import pytest

from shared import clock
from tests.functions.practice.somebody import TODAY


@pytest.fixture(autouse=True)
def today(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "today", lambda: TODAY)
