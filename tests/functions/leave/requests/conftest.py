"""Requests are tested on one day, so that no date in them is ever too near or past."""

from __future__ import annotations

import pytest

from shared import clock
from tests.leave import TODAY


@pytest.fixture(autouse=True)
def _on_one_day(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "today", lambda: TODAY)
