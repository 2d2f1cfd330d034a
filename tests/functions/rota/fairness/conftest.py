"""A Monday after the cast's two weeks, and what the tests ask of the ledger again and again."""

from __future__ import annotations

from datetime import date

import pytest

from shared import clock

AFTER = date(2027, 1, 18)  # the Monday after the two weeks of the cast's rota


@pytest.fixture(autouse=True)
def a_monday_in_january(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "today", lambda: AFTER)
