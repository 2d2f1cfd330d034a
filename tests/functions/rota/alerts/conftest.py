"""Alerts are tested on one day, and hear what was announced as the worker would tell them."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

import pytest

import functions.rota.alerts.tasks  # noqa: F401  # so that its listeners are known
from shared import clock
from shared.outbox import deliver
from tests.cast import House
from tests.leave import TODAY

Heard = Callable[[], Awaitable[None]]


@pytest.fixture(autouse=True)
def _on_one_day(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "today", lambda: TODAY)


@pytest.fixture
def heard(house: House) -> Heard:
    """Have everything that was announced heard, oldest first; what was heard before is not heard again."""

    async def deliver_all() -> None:
        async with house.db.tx() as tx:
            cursor = await tx.execute("select id from outbox order by id")
            rows = await cursor.fetchall()
        for (event_id,) in rows:
            await deliver(house.db, event_id)

    return deliver_all
