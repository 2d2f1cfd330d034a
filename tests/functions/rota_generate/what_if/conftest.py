"""A published fortnight at Elm Lane."""

from __future__ import annotations

import pytest

from functions.rota_generate.solver.search import solve
from tests.cast import PRIYA, House


@pytest.fixture
async def elm_lane(house: House) -> House:
    """The house with its practice read in and two weeks from 4 January 2027 published, made by the real solver."""
    await house.with_practice()
    # Of several rotas that are equally good, one in which Dr Hughes holds the second Monday.
    run_id = await house.solved(await house.asked_run(effort=2, workers=1, seed=2), solve)
    answer = await (await house.as_(PRIYA)).put(f"/rota/versions/{run_id}/publication", {"reason": None})
    assert answer.status_code == 201, answer.text
    return house
