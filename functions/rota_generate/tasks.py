"""What the solver worker does when a run is asked for."""

from __future__ import annotations

from functools import cache
from typing import cast
from uuid import UUID

from redis.asyncio import Redis

from functions.rota_generate import attempt
from functions.rota_generate.attempt import Solve
from shared import registry
from shared.db import Database
from shared.settings import load


async def solve_run(run_id: str) -> None:
    """Bring one run to its end. Safe to be told twice, or again after a crash."""
    settings = load()
    async with (
        Database(settings.database_url, max_size=2) as database,
        Redis.from_url(settings.redis_url, socket_timeout=5) as redis,
    ):
        await attempt.solve_run(UUID(run_id), database=database, redis=redis, settings=settings, solve=_solver())


@cache
def _solver() -> Solve:
    """The solver, imported when the first run comes: OR-Tools is large, and only this process needs it."""
    return cast(Solve, registry.load("functions.rota_generate.solver.search:solve"))
