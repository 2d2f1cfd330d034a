"""Asking the ledger in a line."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from functions.rota.fairness import reads, tasks
from functions.rota.fairness.queries import entries
from shared import clock
from shared.db import Tx
from shared.domain.problem import Practice
from shared.queries import fairness
from shared.queries.practice import load_practice
from tests.cast import House


async def close(house: House, today: date | None = None) -> None:
    """The daily job, on another day if one is given."""
    with pytest.MonkeyPatch.context() as patch:
        if today is not None:
            patch.setattr(clock, "today", lambda: today)
        async with house.db.tx() as tx:
            await tasks.close_weeks(tx)


async def stands(house: House) -> dict[str, Any]:
    """Everybody's balance, as the page's answer has it."""
    async with house.db.tx() as tx:
        found = await reads.fairness(tx, await _practice(tx), today=clock.today())
    return found.model_dump(mode="json")


async def statement(house: House, code: str) -> dict[str, Any]:
    """Somebody's statement, as the page's answer has it."""
    async with house.db.tx() as tx:
        found = await reads.statement(tx, await _practice(tx), code, today=clock.today())
    return found.model_dump(mode="json")


async def _practice(tx: Tx) -> Practice:
    known = await load_practice(tx)
    assert known is not None
    return known.practice


async def balances(house: House) -> dict[str, int]:
    async with house.db.tx() as tx:
        return await fairness.balances(tx)


async def posted(house: House) -> int:
    """How many entries there are. Checks that they add up to nought."""
    async with house.db.tx() as tx:
        found = await entries(tx)
    assert sum(entry.points for entry in found) == 0
    return len(found)
