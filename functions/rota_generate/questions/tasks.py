"""What the solver's quick lane does when somebody asks a question."""

from __future__ import annotations

from functools import cache
from typing import cast
from uuid import UUID

from functions.rota_generate.attempt import Solve
from functions.rota_generate.questions import lane
from shared import registry
from shared.db import Database
from shared.queries.practice import Practices
from shared.settings import load


async def answer_question(question_id: str) -> None:
    """Answer one question. Safe to be told twice, or again after a crash."""
    async with Database(load().database_url, max_size=2) as database:
        await lane.answer(UUID(question_id), database=database, practices=_practices(), solve=solver())


@cache
def solver() -> Solve:
    """The solver. Loaded before the first question comes: OR-Tools takes a second that nobody should wait for."""
    return cast(Solve, registry.load("functions.rota_generate.solver.search:solve"))


@cache
def _practices() -> Practices:
    """The practice as this process last read it."""
    return Practices()
