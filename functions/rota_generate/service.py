"""Asking for a rota, stopping a run, and finding runs that were forgotten."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from functions.rota_generate import policy, queries
from functions.rota_generate.policy import SECONDS, Wanted
from functions.rota_generate.queries import Run
from shared import audit, log, outbox
from shared.db import Tx
from shared.domain import codec
from shared.domain.calendar import Horizon
from shared.domain.problem import Practice
from shared.errors import NotFound, Reason, Refused
from shared.events import RunRequested
from shared.queries import rota
from shared.queries.practice import Practices
from shared.settings import Settings

logger = log.get("rotacc.generate")

SILENT_SECONDS = 60.0  # after which a running run's worker is surely gone
WAITING_SECONDS = 120.0  # after which a run that waits while nothing runs has lost its message
GIVEN_UP = (
    "The generator stopped three times without an answer. Ask again with fewer weeks, or report it with its problem."
)


@dataclass(frozen=True, slots=True)
class Asked:
    """A run, and whether it is new."""

    run: Run
    new: bool


async def start_run(
    tx: Tx,
    practices: Practices,
    settings: Settings,
    wanted: Wanted,
    *,
    by: UUID | None,
    idempotency_key: str | None = None,
    request_id: str | None = None,
) -> Asked:
    """Put a run in the queue. The same key gives the run it gave before.

    Raises Refused listing every contradiction, before a second of solving is spent.
    """
    key = None if idempotency_key is None else f"{by}:{idempotency_key}"
    if key and (known := await queries.run_with_key(tx, idempotency_key=key)):
        return Asked(await the_run(tx, run_id=known), new=False)
    practice, horizon = await _what_for(tx, practices, settings, wanted)
    published, pinned = [
        tuple(sorted(map(rota.as_assignment, await read(tx, start=horizon.start, end=horizon.end))))
        for read in (rota.published_lines, rota.pinned_lines)
    ]
    problem = policy.problem_of(practice, horizon, wanted, published, pinned)
    # A large practice takes a while to look through; other requests are answered meanwhile.
    refusals = [Reason(sentence, code="contradiction") for sentence in await asyncio.to_thread(problem.verify)]
    if wanted.mode is policy.Mode.STAY_CLOSE and not published:
        refusals.append(Reason("Nothing is published for these weeks to stay close to.", "nothing-published", "mode"))
    if refusals:
        raise Refused("cannot-be-asked", "No rota can be made for this as it is asked.", reasons=refusals)
    seconds = None if wanted.effort is not None else wanted.seconds or min(SECONDS, settings.solve_seconds_max)
    workers = wanted.workers or settings.solver_workers
    mode = policy.mode_of(wanted, published)
    scope = {"decide": sorted(wanted.decide), "effort": wanted.effort}
    run_id = await queries.insert_run(
        tx,
        requested_by=by,
        start=horizon.start,
        weeks=horizon.weeks,
        scope=scope,
        mode=mode,
        seed=wanted.seed,
        workers=workers,
        seconds=seconds,
        problem=codec.to_document(problem),
        idempotency_key=key,
    )
    if run_id is None:  # asked twice at once, and the other was first
        known = await queries.run_with_key(tx, idempotency_key=key or "")
        return Asked(await the_run(tx, run_id=known), new=False)
    said = {"start": horizon.start.isoformat(), "weeks": horizon.weeks, "mode": mode, **scope}
    await _audit(tx, run_id, "run-requested", by, request_id, new=said)
    await outbox.announce(tx, RunRequested(run_id=run_id))
    return Asked(await the_run(tx, run_id=run_id), new=True)


async def stop_run(tx: Tx, *, run_id: UUID, by: UUID | None, request_id: str | None = None) -> Run:
    """Have a run end soon and keep the best it has. A run that has ended stays as it is."""
    run = await the_run(tx, run_id=run_id)
    if run.status in ("queued", "running") and not run.stop_requested:
        await queries.request_stop(tx, run_id=run_id)
        await _audit(tx, run_id, "run-stop-requested", by, request_id, old={"status": run.status})
    return await the_run(tx, run_id=run_id)


async def the_run(tx: Tx, *, run_id: UUID | None) -> Run:
    """One run. Raises NotFound."""
    run = None if run_id is None else await queries.run(tx, run_id=run_id)
    if run is None:
        raise NotFound("There is no such run.")
    return run


async def sweep_runs(tx: Tx) -> list[UUID]:
    """Send again the runs whose message was lost, and end those that are past hope. Gives what was sent again."""
    given_up = await queries.give_up(tx, silent_seconds=SILENT_SECONDS, attempts=policy.ATTEMPTS, error=GIVEN_UP)
    for run_id in given_up:
        logger.error("run given up", run_id=str(run_id))
        await _audit(tx, run_id, "run-given-up", None, None, new={"status": "failed"})
    lost = await queries.lost(tx, silent_seconds=SILENT_SECONDS, waiting_seconds=WAITING_SECONDS)
    for run_id in lost:
        logger.warning("run sent again", run_id=str(run_id))
        await outbox.announce(tx, RunRequested(run_id=run_id))
    return lost


async def _what_for(tx: Tx, practices: Practices, settings: Settings, wanted: Wanted) -> tuple[Practice, Horizon]:
    known = await practices.current(tx)
    if known is None:
        raise Refused("no-practice", "No practice has been read in yet. Import one first.")
    found = list(policy.faults(wanted, most_seconds=settings.solve_seconds_max, most_workers=settings.solver_workers))
    horizon = policy.horizon_of(wanted, known.practice)
    if horizon is None:
        found.append(Reason("Say from which Monday and for how many weeks.", "no-horizon", "start"))
    if found or horizon is None:
        raise Refused("cannot-be-asked", "No rota can be made for this as it is asked.", reasons=found)
    return known.practice, horizon


async def _audit(
    tx: Tx,
    run_id: UUID,
    action: str,
    by: UUID | None,
    request_id: str | None,
    *,
    old: Mapping[str, object] | None = None,
    new: Mapping[str, object] | None = None,
) -> None:
    await audit.record(
        tx,
        account_id=by,
        action=action,
        entity="run",
        entity_id=str(run_id),
        old=None if old is None else dict(old),
        new=None if new is None else dict(new),
        request_id=request_id,
    )
