"""One attempt at a question, in the solver's process: claim it, judge it in a thread, record the answer once.

The row decides, as it does for runs: a claim counts the attempt up, and only the newest attempt may answer. What an
answer rests on is read when it is worked out, in one transaction, and not kept: it is old as soon as the rota changes.
"""

from __future__ import annotations

import asyncio
import time
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from uuid import UUID

import psycopg

from functions.rota_generate.attempt import Solve
from functions.rota_generate.what_if import nearby, policy, queries, words
from functions.rota_generate.what_if.judge import Clock, judge
from functions.rota_generate.what_if.nearby import Neighbourhood
from functions.rota_generate.what_if.policy import Asked, Lines, Stand
from functions.rota_generate.what_if.queries import Claim, Status
from shared import clock, log
from shared.db import Database, Tx
from shared.domain.calendar import Horizon, monday_of
from shared.domain.problem import Practice
from shared.errors import Busy
from shared.queries import rota
from shared.queries.practice import Practices

logger = log.get("rotacc.generate")

ATTEMPTS = 3
SILENT_SECONDS = 5.0  # more than one attempt takes
LOOK_AGAIN_SECONDS = 0.25
RECORDING_WAITS_SECONDS = (0.2, 0.5, 1, 2)


@dataclass(frozen=True, slots=True)
class Case:
    """Everything an answer rests on."""

    practice: Practice
    asked: Asked
    stand: Stand
    around: Neighbourhood
    today: date


async def answer(
    what_if_id: UUID, *, database: Database, practices: Practices, solve: Solve, silent_seconds: float = SILENT_SECONDS
) -> None:
    """Answer a question, unless it has its answer or another worker is at it."""
    claim = await _claim(database, what_if_id, silent_seconds)
    if claim is None:
        return
    status, found = await _worked_out(claim, database, practices, solve)
    if await _record(database, claim, status, found):
        logger.info("what-if answered", what_if_id=str(claim.id), attempt=claim.attempt, status=status)


async def _claim(database: Database, what_if_id: UUID, silent_seconds: float) -> Claim | None:
    """The question, once it is to be had. A worker that seems to be at it is given time to answer."""
    give_up_at = time.monotonic() + silent_seconds + 1
    while True:
        async with database.tx() as tx:
            claim = await queries.claim(tx, what_if_id=what_if_id, silent_seconds=silent_seconds, attempts=ATTEMPTS)
            if claim is not None or not await queries.unfinished(tx, what_if_id=what_if_id, attempts=ATTEMPTS):
                return claim
        if time.monotonic() > give_up_at:
            return None
        await asyncio.sleep(LOOK_AGAIN_SECONDS)


async def _worked_out(
    claim: Claim, database: Database, practices: Practices, solve: Solve
) -> tuple[Status, dict[str, Any]]:
    """The answer. Whatever goes wrong becomes a sentence, and the fault a log entry."""
    watch = Clock()
    try:
        async with database.tx() as tx:
            case = await load(tx, practices, policy.from_document(claim.question))
        if case is None:
            return "failed", words.plainly(None, "There is no practice any more.")
        return await asyncio.to_thread(work_out, case, solve=solve, watch=watch)
    except Exception as error:  # a fault in one question ends its answer, not the worker
        logger.error("what-if failed", what_if_id=str(claim.id), attempt=claim.attempt, exc_info=error)
        return "failed", words.plainly(None, words.FAILED)


def work_out(case: Case, *, solve: Solve, watch: Clock) -> tuple[Status, dict[str, Any]]:
    """The answer, worked out. Pure but for the time it takes."""
    problem = policy.with_leave(policy.present(case.practice, case.stand), case.asked, case.stand.published)
    if refusals := problem.verify():
        return "failed", words.plainly(None, *refusals)
    judged = judge(case.practice, case.asked, case.stand, solve=solve, clock=watch)
    others = nearby.green_dates(
        case.practice, case.asked, case.around, today=case.today, has_time=lambda: watch.left > 0
    )
    return "done", words.answer(judged, case.stand, others, seconds=watch.passed)


async def load(tx: Tx, practices: Practices, asked: Asked) -> Case | None:
    """What the answer rests on, as it is now; None without a practice."""
    known = await practices.current(tx)
    if known is None:
        return None
    weeks = asked.weeks
    first, last = weeks.start - timedelta(weeks=nearby.WEEKS), weeks.end + timedelta(weeks=nearby.WEEKS)
    covering = await rota.versions_covering(tx, start=first, end=last)
    dates = frozenset(day for _, days in covering for day in days)
    seen = policy.first_stretch(weeks, (day for day in dates if day in weeks))
    spans = [(version.start_date, version.end_date) for version, days in covering if seen and days & set(seen.days())]
    horizon = policy.surroundings(seen or weeks, spans)
    around = monday_of(min(first, horizon.start))
    wide = Horizon(around, (monday_of(max(last, horizon.end)) - around).days // 7 + 1)
    published, pins = await _lines(tx, known.practice, wide)
    mondays = frozenset(monday_of(day) for day in dates)
    stand = policy.stand_of(weeks, seen, horizon, published, pins)
    return Case(known.practice, asked, stand, Neighbourhood(published, pins, mondays), clock.today())


async def _lines(tx: Tx, practice: Practice, weeks: Horizon) -> tuple[Lines, Lines]:
    """The rota as it stands in these weeks, and what of it stays whatever is generated."""
    published, pinned = [
        tuple(sorted(map(rota.as_assignment, await read(tx, start=weeks.start, end=weeks.end))))
        for read in (rota.published_lines, rota.pinned_lines)
    ]
    return published, policy.pins_of(practice, weeks, published, pinned)


async def _record(database: Database, claim: Claim, status: Status, found: dict[str, Any]) -> bool:
    """Write the answer down, through a short absence of the database. False when another attempt has the question."""
    for wait in (*RECORDING_WAITS_SECONDS, None):
        try:
            async with database.tx() as tx:
                return await queries.finish(tx, what_if_id=claim.id, attempt=claim.attempt, status=status, answer=found)
        except (psycopg.OperationalError, Busy) as error:
            if wait is None:
                raise
            logger.warning("what-if not recorded yet", what_if_id=str(claim.id), error=str(error))
            await asyncio.sleep(wait)
    raise AssertionError("unreachable: the last turn returns or raises")
