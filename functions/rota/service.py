"""Publishing: a draft becomes a version, once."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from functions.rota import policy, queries
from shared import audit, outbox
from shared.db import Tx
from shared.domain.calendar import Horizon
from shared.errors import NotFound, Stale
from shared.events import RotaPublished
from shared.grid import lines_of_draft
from shared.queries import rota, runs
from shared.queries.practice import Practices
from shared.queries.rota import Version


@dataclass(frozen=True, slots=True)
class Published:
    """A version, and whether it is new."""

    version: Version
    new: bool


async def publish(
    tx: Tx,
    practices: Practices,
    *,
    run_id: UUID,
    by: UUID | None,
    reason: str | None = None,
    request_id: str | None = None,
) -> Published:
    """Make a run's draft the rota of its weeks. Asked again, it is the version it already is.

    Raises NotFound when there is no such run, Stale when it has no draft (yet) or the practice has moved on.
    """
    await queries.lock_publication(tx)
    if (already := await rota.version(tx, version_id=run_id)) is not None:
        return Published(already, new=False)
    horizon, draft, summary = await _draft(tx, run_id)
    lines = lines_of_draft(draft)
    known = await practices.current(tx)
    if known is None:
        raise Stale("There is no practice to publish a rota for.")
    pinned = await rota.pinned_lines(tx, start=horizon.start, end=horizon.end)
    # A large practice takes a while to check; other requests are answered meanwhile.
    if wrong := await asyncio.to_thread(policy.no_longer_true, known.practice, horizon, lines, pinned):
        raise Stale("The practice has changed since this draft was made. Generate it again.", reasons=wrong)
    content_hash = policy.content_hash(lines)
    number = await queries.insert_version(
        tx,
        version_id=run_id,
        start=horizon.start,
        end=horizon.end,
        weeks=horizon.weeks,
        content_hash=content_hash,
        published_by=by,
        reason=reason,
        summary=summary,
        gaps=draft["gaps"],
        breaches=draft["breaches"],
    )
    await queries.insert_lines(tx, version_id=run_id, lines=lines)
    await audit.record(
        tx,
        account_id=by,
        action="rota-published",
        entity="rota_version",
        entity_id=str(run_id),
        new={
            "number": number,
            "start": horizon.start.isoformat(),
            "weeks": horizon.weeks,
            "content_hash": content_hash,
            "lines": len(lines),
        },
        reason=reason,
        request_id=request_id,
    )
    await outbox.announce(tx, RotaPublished(version_id=run_id, number=number))
    version = await rota.version(tx, version_id=run_id)
    if version is None:
        raise NotFound("The version just written is not there.")
    return Published(version, new=True)


async def _draft(tx: Tx, run_id: UUID) -> tuple[Horizon, dict[str, Any], dict[str, Any]]:
    run = await runs.draft(tx, run_id=run_id)
    if run is None:
        raise NotFound("There is no such run.")
    if run.draft is None or run.status not in ("done", "stopped"):
        raise Stale(f"This run has no draft to publish; it is {run.status}.", newer={"status": run.status})
    return Horizon(run.start_date, run.weeks), run.draft, run.summary or {}
