"""A Monday four weeks before the cast's rota, so that none of its sessions is near."""

from __future__ import annotations

from datetime import date

import pytest

from shared import clock


@pytest.fixture(autouse=True)
def a_monday_in_december(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "today", lambda: date(2026, 12, 7))
