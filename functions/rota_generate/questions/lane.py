"""One attempt at a question, in the solver's process: claim it, work it out in a thread, record the answer once.

The row decides, as it does for runs: a claim counts the attempt up, and only the newest attempt may answer.
"""

from __future__ import annotations

import asyncio
import time
from typing import Any
from uuid import UUID

import psycopg

from functions.rota_generate.attempt import Solve
from functions.rota_generate.questions import queries, words
from functions.rota_generate.questions.clock import Clock
from functions.rota_generate.questions.kinds import LONGER_SECONDS, kind_of
from functions.rota_generate.questions.queries import Claim, Status
from shared import log
from shared.db import Database
from shared.errors import Busy
from shared.queries.practice import Practices

logger = log.get("rotacc.generate")

ATTEMPTS = 3
SILENT_SECONDS = 5.0  # more than one attempt takes; a question that may take longer is given as much more
LOOK_AGAIN_SECONDS = 0.25
RECORDING_WAITS_SECONDS = (0.2, 0.5, 1, 2)


async def answer(
    question_id: UUID, *, database: Database, practices: Practices, solve: Solve, silent_seconds: float = SILENT_SECONDS
) -> None:
    """Answer a question, unless it has its answer or another worker is at it."""
    claim = await _claim(database, question_id, silent_seconds)
    if claim is None:
        return
    status, found = await _worked_out(claim, database, practices, solve)
    if await _record(database, claim, status, found):
        logger.info("question answered", question_id=str(claim.id), attempt=claim.attempt, status=status)


async def _claim(database: Database, question_id: UUID, silent_seconds: float) -> Claim | None:
    """The question, once it is to be had. A worker that seems to be at it is given time to answer."""
    give_up_at = time.monotonic() + silent_seconds + LONGER_SECONDS + 1
    while True:
        async with database.tx() as tx:
            claim = await queries.claim(tx, question_id=question_id, silent_seconds=silent_seconds, attempts=ATTEMPTS)
            if claim is not None or not await queries.unfinished(tx, question_id=question_id, attempts=ATTEMPTS):
                return claim
        if time.monotonic() > give_up_at:
            return None
        await asyncio.sleep(LOOK_AGAIN_SECONDS)


async def _worked_out(
    claim: Claim, database: Database, practices: Practices, solve: Solve
) -> tuple[Status, dict[str, Any]]:
    """The answer. Whatever goes wrong becomes a sentence, and the fault a log entry."""
    kind = kind_of(claim.kind)
    watch = Clock(kind.SECONDS + claim.question.get("longer", 0))
    try:
        async with database.tx() as tx:
            case = await kind.load(tx, practices, claim.question)
        if case is None:
            return "failed", kind.in_words(words.NO_PRACTICE)
        return await asyncio.to_thread(kind.work_out, case, solve=solve, watch=watch)
    except Exception as error:  # a fault in one question ends its answer, not the worker
        logger.error("question failed", question_id=str(claim.id), attempt=claim.attempt, exc_info=error)
        return "failed", kind.in_words(words.FAILED)


async def _record(database: Database, claim: Claim, status: Status, found: dict[str, Any]) -> bool:
    """Write the answer down, through a short absence of the database. False when another attempt has the question."""
    for wait in (*RECORDING_WAITS_SECONDS, None):
        try:
            async with database.tx() as tx:
                return await queries.finish(
                    tx, question_id=claim.id, attempt=claim.attempt, status=status, answer=found
                )
        except (psycopg.OperationalError, Busy) as error:
            if wait is None:
                raise
            logger.warning("question not recorded yet", question_id=str(claim.id), error=str(error))
            await asyncio.sleep(wait)
    raise AssertionError("unreachable: the last turn returns or raises")
