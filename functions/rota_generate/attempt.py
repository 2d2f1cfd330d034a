"""One attempt at a run, in the solver worker: claim it, solve in a thread, tell how it goes, record it once.

Any number of messages may ask for the same run, and a worker may die at any moment. The run's row decides: a claim
counts the attempt up, and only the newest attempt may write the result. No transaction is open while solving.
"""

from __future__ import annotations

import asyncio
import contextlib
import threading
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass, field
from functools import partial
from typing import Any, Protocol
from uuid import UUID

import psycopg
from redis.asyncio import Redis

from functions.rota_generate import policy, queries
from functions.rota_generate.queries import Claim, Status
from functions.rota_generate.stream import ProgressStream
from shared import audit, log, outbox
from shared.db import Database
from shared.domain import codec
from shared.domain.outcome import Outcome, Progress, as_document
from shared.domain.problem import Problem
from shared.errors import Busy
from shared.events import DraftReady
from shared.settings import Settings

logger = log.get("rotacc.generate")

BEAT_SECONDS = 0.5
LEAST_SILENCE_SECONDS = 3.0
RECORDING_WAITS_SECONDS = (0.5, 1, 2, 4, 8, 15, 30)  # a restart of PostgreSQL must not cost a finished search
FAILED = (
    "The generator failed on this one. The fault is in the log under this run's number. "
    "Ask again; if it fails again, report it with the run's problem."
)


class Solve(Protocol):
    """The solver, as this room needs it."""

    def __call__(
        self,
        problem: Problem,
        *,
        seed: int,
        seconds: float | None,
        effort: float | None,
        workers: int,
        on_progress: Callable[[Progress], None] | None,
        should_stop: Callable[[], bool] | None,
    ) -> Outcome: ...


@dataclass(slots=True)
class Watch:
    """What the solving thread and the event loop tell each other. `over` is the event loop's own."""

    over: asyncio.Event = field(default_factory=asyncio.Event)
    stop: threading.Event = field(default_factory=threading.Event)
    by_a_person: bool = False
    latest: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Ended:
    """How an attempt ended."""

    status: Status
    draft: dict[str, Any] | None = None
    summary: dict[str, Any] | None = None
    error: str | None = None


async def solve_run(run_id: UUID, *, database: Database, redis: Redis, settings: Settings, solve: Solve) -> None:
    """Bring a run to its end, unless it has ended or another worker is at it."""
    claim = await _claim(database, run_id, silent_seconds=max(LEAST_SILENCE_SECONDS, settings.lease_ms / 3000))
    if claim is None:
        return
    logger.info("run started", run_id=str(run_id), attempt=claim.attempt)
    stream = ProgressStream(redis, settings.cache_prefix, run_id)
    ended = Ended("stopped") if claim.stop_requested else await _solve(claim, database, stream, solve)
    if await _record(database, claim, ended):
        logger.info("run ended", run_id=str(run_id), attempt=claim.attempt, status=ended.status)
        await stream.tell("done", {"status": ended.status})
    else:
        logger.warning("run was taken over", run_id=str(run_id), attempt=claim.attempt)


async def _claim(database: Database, run_id: UUID, *, silent_seconds: float) -> Claim | None:
    """The run, once it is to be had. A worker that seems alive is given time to prove it."""
    give_up_at = time.monotonic() + silent_seconds + 2
    while True:
        async with database.tx() as tx:
            claim = await queries.claim(tx, run_id=run_id, silent_seconds=silent_seconds, attempts=policy.ATTEMPTS)
            if claim is not None or not await queries.unfinished(tx, run_id=run_id):
                return claim
        if time.monotonic() > give_up_at:
            logger.info("run left to its worker", run_id=str(run_id))
            return None
        await asyncio.sleep(BEAT_SECONDS)


async def _solve(claim: Claim, database: Database, stream: ProgressStream, solve: Solve) -> Ended:
    """Solve, and watch over it meanwhile. Whatever goes wrong becomes a sentence, and the fault a log entry."""
    watch = Watch()
    news: asyncio.Queue[dict[str, Any] | None] = asyncio.Queue()
    loop = asyncio.get_running_loop()

    def on_progress(progress: Progress) -> None:
        told = _told(progress)
        watch.latest = told
        with contextlib.suppress(RuntimeError):  # the loop is closing: nobody listens any more
            loop.call_soon_threadsafe(news.put_nowait, told)

    beside = [
        asyncio.create_task(_tell(stream, news)),
        asyncio.create_task(_watch_over(claim, database, watch)),
    ]
    try:
        problem = codec.from_document(claim.problem)
        if refusals := problem.verify():
            return Ended("refused", error=" ".join(refusals))
        outcome = await asyncio.to_thread(
            partial(
                solve,
                problem,
                seed=claim.seed,
                seconds=claim.seconds,
                effort=claim.scope.get("effort"),
                workers=claim.workers,
                on_progress=on_progress,
                should_stop=watch.stop.is_set,
            )
        )
        status: Status = "stopped" if watch.by_a_person else "done"
        return Ended(status, draft=as_document(problem, outcome), summary=_summary(outcome))
    except Exception as error:  # a fault in the solver ends the run, not the worker
        logger.error("run failed", run_id=str(claim.id), attempt=claim.attempt, exc_info=error)
        return Ended("failed", error=FAILED)
    finally:
        watch.stop.set()
        watch.over.set()
        news.put_nowait(None)
        # They end by themselves, not cut off: what was told before the end comes before the end.
        await asyncio.gather(*beside, return_exceptions=True)


async def _tell(stream: ProgressStream, news: asyncio.Queue[dict[str, Any] | None]) -> None:
    """Pass on the news until there is none to come."""
    while (told := await news.get()) is not None:
        await stream.tell("progress", told)


async def _watch_over(claim: Claim, database: Database, watch: Watch) -> None:
    """Keep the run ours, and have the search end when a person says so or the run is another worker's."""
    while not watch.over.is_set():
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(watch.over.wait(), BEAT_SECONDS)
            return
        try:
            async with database.tx() as tx:
                told = await queries.beat(tx, run_id=claim.id, attempt=claim.attempt, progress=watch.latest)
        except (psycopg.OperationalError, Busy) as error:
            logger.warning("no heartbeat", run_id=str(claim.id), error=str(error))
            continue
        if told is not False:
            watch.by_a_person = told is True
            watch.stop.set()


async def _record(database: Database, claim: Claim, ended: Ended) -> bool:
    """Write the end down, patiently. False when another attempt has the run now."""
    for wait in (*RECORDING_WAITS_SECONDS, None):
        try:
            return await _record_once(database, claim, ended)
        except (psycopg.OperationalError, Busy) as error:
            if wait is None:
                raise
            logger.warning("not recorded yet", run_id=str(claim.id), error=str(error))
            await asyncio.sleep(wait)
    raise AssertionError("unreachable: the last turn returns or raises")


async def _record_once(database: Database, claim: Claim, ended: Ended) -> bool:
    async with database.tx() as tx:
        ours = await queries.finish(
            tx,
            run_id=claim.id,
            attempt=claim.attempt,
            status=ended.status,
            draft=ended.draft,
            summary=ended.summary,
            error=ended.error,
        )
        if not ours:
            return False
        await audit.record(
            tx,
            account_id=None,
            action="run-ended",
            entity="run",
            entity_id=str(claim.id),
            old={"status": "running", "attempt": claim.attempt},
            new={"status": ended.status, "summary": ended.summary, "error": ended.error},
        )
        if ended.draft is not None:
            await outbox.announce(tx, DraftReady(run_id=claim.id))
    return True


def _told(progress: Progress) -> dict[str, Any]:
    return {**asdict(progress), "gap_percent": progress.gap_percent}


def _summary(outcome: Outcome) -> dict[str, Any]:
    return {
        "gaps": len(outcome.gaps),
        "objective": outcome.objective,
        "bound": outcome.bound,
        "gap_percent": outcome.gap_percent,
        "proved": outcome.proved,
        "stopped": outcome.stopped,
        "seconds": outcome.seconds,
    }
