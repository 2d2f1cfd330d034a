"""One attempt at an answer, in the solver's process: what it rests on, and how it is worked out.

What an answer rests on is read when it is worked out, in one transaction, and not kept: it is old as soon as the rota
changes.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from functions.rota_generate.attempt import Solve
from functions.rota_generate.questions.clock import Clock
from functions.rota_generate.questions.queries import Status
from functions.rota_generate.repair import policy, words
from functions.rota_generate.repair.measured import Scale
from functions.rota_generate.repair.policy import Asked, Stand
from functions.rota_generate.repair.search import Search
from functions.rota_generate.what_if.policy import first_stretch, surroundings
from shared import clock
from shared.db import Tx
from shared.domain.calendar import Horizon
from shared.domain.problem import Practice
from shared.queries import edits, fairness, rota
from shared.queries.practice import Practices

SECONDS = 4.5


async def load(tx: Tx, practices: Practices, question: Mapping[str, Any]) -> Stand | str | None:
    """The rota the answer rests on, as it is now; a sentence where there is none; None without a practice."""
    known, asked = await practices.current(tx), policy.from_document(question)
    if known is None:
        return None
    weeks = asked.weeks(clock.today())
    found = await _published(tx, weeks)
    if found is None:
        return words.NOT_PUBLISHED
    return await _stand(tx, known.practice, asked, *found, unseen=weeks.weeks - found[0].weeks)


async def _published(tx: Tx, weeks: Horizon) -> tuple[Horizon, Horizon] | None:
    """The first weeks in a row that are published, and the period they are part of."""
    if not weeks.weeks:
        return None
    covering = await rota.versions_covering(tx, start=weeks.start, end=weeks.end)
    only = first_stretch(weeks, (day for _, days in covering for day in days))
    if only is None:
        return None
    return only, surroundings(only, await rota.periods_of(tx, days=tuple(only.days())))


async def _stand(tx: Tx, practice: Practice, asked: Asked, only: Horizon, horizon: Horizon, *, unseen: int) -> Stand:
    read = edits.working_copy if asked.edited else rota.standing
    standing = await read(tx, start=horizon.start, end=horizon.end)
    carried = await fairness.carried_into(tx, practice, start=horizon.start)
    today = clock.today()
    return policy.stand_of(
        practice, asked, standing, horizon=horizon, only=only, today=today, unseen=unseen, carried=carried
    )


def work_out(case: Stand | str, *, solve: Solve, watch: Clock) -> tuple[Status, dict[str, Any]]:
    """The answer, worked out. Pure but for the time it takes."""
    if isinstance(case, str):
        return "failed", in_words(case)
    scale = Scale(case)
    if refusals := scale.problem.verify():
        return "failed", words.plainly(*refusals)
    if not scale.trouble(scale.was):
        return "done", words.nothing(case, seconds=watch.passed)
    found = Search(case, scale, solve=solve, clock=watch).options()
    return "done", words.answer(scale, found, seconds=watch.passed)


def in_words(sentence: str) -> dict[str, Any]:
    """An answer that is nothing but a sentence."""
    return words.plainly(sentence)
