"""Asking for a rota, once or again; stopping a run, setting it aside; finding runs that were forgotten."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from functions.rota_generate import policy, queries
from functions.rota_generate.asking.question import Question, around, question_of, refused
from functions.rota_generate.asking.warnings import Around
from functions.rota_generate.policy import SECONDS, Wanted
from functions.rota_generate.queries import Run
from shared import audit, log, outbox
from shared.db import Tx
from shared.domain import codec
from shared.errors import NotFound, Reason, Refused
from shared.events import RunRequested
from shared.queries.practice import Practices
from shared.settings import Settings

logger = log.get("rotacc.generate")

SILENT_SECONDS = 60.0  # after which a running run's worker is surely gone
WAITING_SECONDS = 120.0  # after which a run that waits while nothing runs has lost its message
GIVEN_UP = (
    "The generator stopped three times without an answer. Ask again with fewer weeks, or report it with its problem."
)
KEY_USED = "Something else was asked for under this key. Ask with a new one."
ASKS = "asks"  # where a run keeps the fingerprint of what was asked


@dataclass(frozen=True, slots=True)
class Asked:
    """A run, and whether it is new."""

    run: Run
    new: bool


@dataclass(frozen=True, slots=True)
class Key:
    """By which asking twice is told from asking anew (None: it is always anew), and what is asked under it."""

    name: str | None
    asks: str


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

    Raises Refused listing every contradiction, before a second of solving is spent; and when the key stands for
    another question.
    """
    key = _key(by, idempotency_key, asks=policy.fingerprint(wanted))
    if known := await _known(tx, key):
        return known
    asked = await question_of(tx, practices, settings, wanted)
    if asked.refusals:
        raise refused(asked.refusals)
    run_id = await _insert(tx, asked, settings, by, key)
    return await _announced(tx, run_id, key, by, request_id, reason=_why(asked), said=_scope(asked))


async def _insert(tx: Tx, asked: Question, settings: Settings, by: UUID | None, key: Key) -> UUID | None:
    wanted, horizon = asked.wanted, asked.problem.horizon
    return await queries.insert_run(
        tx,
        requested_by=by,
        start=horizon.start,
        weeks=horizon.weeks,
        scope=_scope(asked) | {ASKS: key.asks},
        mode=asked.mode,
        seed=wanted.seed,
        workers=wanted.workers or settings.solver_workers,
        seconds=None if wanted.effort is not None else wanted.seconds or min(SECONDS, settings.solve_seconds_max),
        problem=codec.to_document(asked.problem),
        idempotency_key=key.name,
    )


def _scope(asked: Question) -> dict[str, Any]:
    """What was asked, as a run keeps it."""
    wanted, since = asked.wanted, asked.problem.since
    return {
        "decide": sorted(asked.problem.decide),
        "effort": wanted.effort,
        "people": None if wanted.people is None else list(wanted.people),
        "groups": None if wanted.groups is None else list(wanted.groups),
        "since": since.isoformat() if since else None,
        "replace": wanted.replace,
        "fixed_period": _acknowledged(asked),
    }


def _acknowledged(asked: Question) -> dict[str, Any] | None:
    fixed = asked.fixed
    if not asked.is_acknowledged or fixed.until is None:
        return None
    return {"until": fixed.until.isoformat(), "sessions": fixed.sessions, "reason": _why(asked)}


def _why(asked: Question) -> str | None:
    """Why the fixed period is not kept to, where it is not."""
    return (asked.wanted.reason or "").strip() if asked.is_acknowledged else None


async def check_run(tx: Tx, practices: Practices, settings: Settings, wanted: Wanted) -> tuple[Question, Around]:
    """What should be known before a run is started. Raises Refused when it is not clear what is asked."""
    asked = await question_of(tx, practices, settings, wanted)
    return asked, await around(tx, asked)


async def repeat_run(
    tx: Tx, *, run_id: UUID, by: UUID | None, idempotency_key: str | None = None, request_id: str | None = None
) -> Asked:
    """Ask again what a run asked: the same problem, seed and limits, whatever has changed since."""
    run = await the_run(tx, run_id=run_id)
    first = run.repeats or run.id
    key = _key(by, idempotency_key, asks=_repeating(first))
    if known := await _known(tx, key):
        return known
    again = await queries.insert_repetition(tx, run_id=run_id, requested_by=by, idempotency_key=key.name)
    said = {"repeats": str(first)} | {name: each for name, each in run.scope.items() if name != ASKS}
    return await _announced(tx, again, key, by, request_id, said=said)


async def _announced(
    tx: Tx,
    run_id: UUID | None,
    key: Key,
    by: UUID | None,
    request_id: str | None,
    *,
    reason: str | None = None,
    said: Mapping[str, object],
) -> Asked:
    """The run just inserted, with its place in the audit and the queue; None: asked twice at once, and the other was
    first."""
    if run_id is None:
        return await _known(tx, key) or Asked(await the_run(tx, run_id=None), new=False)
    run = await the_run(tx, run_id=run_id)
    new = {"start": run.start_date.isoformat(), "weeks": run.weeks, "mode": run.mode, **said}
    await _audit(tx, run_id, "run-requested", by, request_id, new=new, reason=reason)
    await outbox.announce(tx, RunRequested(run_id=run_id))
    return Asked(run, new=True)


def _key(by: UUID | None, given: str | None, *, asks: str) -> Key:
    """A key is the caller's own."""
    return Key(None if given is None else f"{by}:{given}", asks)


def _repeating(run_id: UUID) -> str:
    """What a repetition asks, as a key stands for it."""
    return f"repeats {run_id}"


async def _known(tx: Tx, key: Key) -> Asked | None:
    """The run that was asked for under this key. Raises Refused when it asked something else."""
    found = None if key.name is None else await queries.run_with_key(tx, idempotency_key=key.name)
    if found is None:
        return None
    run = await the_run(tx, run_id=found)
    # A run from before questions were kept with their keys is taken to be the same.
    asks = _repeating(run.repeats) if run.repeats else run.scope.get(ASKS, key.asks)
    if asks != key.asks:
        raise Refused("key-used", KEY_USED, reasons=[Reason(KEY_USED, "key-used", "Idempotency-Key")])
    return Asked(run, new=False)


async def set_run_aside(tx: Tx, *, run_id: UUID, by: UUID | None, request_id: str | None = None) -> Run:
    """Leave a run nobody wants out of the list. Raises Refused while it is worked on, and once it is published."""
    run = await the_run(tx, run_id=run_id)
    if run.published:
        raise Refused("published", "This draft is published. A published rota stays in the list.")
    if run.status in ("queued", "running"):
        raise Refused("unfinished", "This run is still being worked on. Stop it first.")
    if not run.set_aside:
        await queries.set_aside(tx, run_id=run_id, by=by)
        await _audit(tx, run_id, "run-set-aside", by, request_id, old={"set_aside": False}, new={"set_aside": True})
    return await the_run(tx, run_id=run_id)


async def take_run_back(tx: Tx, *, run_id: UUID, by: UUID | None, request_id: str | None = None) -> Run:
    """Have a run in the list again."""
    run = await the_run(tx, run_id=run_id)
    if run.set_aside:
        await queries.take_back(tx, run_id=run_id)
        await _audit(tx, run_id, "run-taken-back", by, request_id, old={"set_aside": True}, new={"set_aside": False})
    return await the_run(tx, run_id=run_id)


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


async def _audit(
    tx: Tx,
    run_id: UUID,
    action: str,
    by: UUID | None,
    request_id: str | None,
    *,
    old: Mapping[str, object] | None = None,
    new: Mapping[str, object] | None = None,
    reason: str | None = None,
) -> None:
    await audit.record(
        tx,
        account_id=by,
        action=action,
        entity="run",
        entity_id=str(run_id),
        old=None if old is None else dict(old),
        new=None if new is None else dict(new),
        reason=reason,
        request_id=request_id,
    )
