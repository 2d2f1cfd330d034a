"""Keeping alerts true: whenever the rota or what it is measured by changes, its weeks are looked at again."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from functions.rota.alerts import life, policy, queries
from functions.rota.alerts.nouns import Alert, Happened, Kept, Layer, Status
from functions.rota.edits import policy as edits
from functions.rota.edits.queries import waiting
from shared import audit, clock
from shared.db import Tx
from shared.domain.calendar import monday_of
from shared.domain.problem import Practice
from shared.errors import NotFound, Refused, Stale
from shared.queries import rota
from shared.queries.people import last_published_day
from shared.queries.practice import load_practice
from shared.standing import Standing


@dataclass(frozen=True, slots=True)
class Refreshed:
    """What looking again came to. new: raised, back, or worse than before; mended: resolved, or better than before."""

    new: tuple[Kept, ...] = ()
    mended: tuple[Kept, ...] = ()


async def refresh(
    tx: Tx,
    practice: Practice,
    *,
    mondays: Iterable[date],
    layer: str,
    standing: Standing | None = None,
    found: Iterable[Alert] | None = None,
) -> Refreshed:
    """Have the alerts of these weeks say what is so now, and write down what became of them.

    `standing`: the rota of these weeks in this layer, when the caller has it; `found`: what `policy.found` says of
    these weeks, when the caller has asked it. A week that is over, that no version covers or, among the edits, that no
    edit waits for has no alerts. Done twice, the second time changes nothing.
    """
    which, weeks = Layer(layer), sorted({monday_of(day) for day in mondays})
    if not weeks:
        return Refreshed()
    await queries.lock(tx, which)
    watched = await _watched(tx, which, weeks)
    if found is None:
        standing = standing or await _standing(tx, which, watched)
        # A large practice's weeks take a while to look through; other requests are answered meanwhile.
        found = await asyncio.to_thread(_found, practice, watched, standing)
    now = [alert for alert in found if monday_of(alert.date) in watched]
    kept = await queries.open_alerts(tx, layer=which, mondays=weeks)
    return await _written(tx, which, life.steps(kept, now))


async def refresh_all(tx: Tx) -> None:
    """The same for every week from this one to the last that is published, in both layers; older ones resolve.

    The practice is read under the lock: whoever looks last has seen the newest.
    """
    for layer in Layer:
        await queries.lock(tx, layer)
        mondays = await _to_look_at(tx)
        known = await load_practice(tx) if mondays else None
        if known is not None:
            await refresh(tx, known.practice, mondays=mondays, layer=layer)


async def _to_look_at(tx: Tx) -> frozenset[date]:
    """The Mondays of every published week from this one on, and of every week that has alerts."""
    this_week, last = monday_of(clock.today()), await last_published_day(tx)
    ahead = await queries.covered_weeks(tx, start=this_week, end=last) if last else []
    return await queries.weeks_with_alerts(tx) | frozenset(ahead)


def _found(practice: Practice, mondays: Sequence[date], standing: Standing) -> list[Alert]:
    return [alert for monday in mondays for alert in policy.found(practice, monday, standing)]


async def _watched(tx: Tx, layer: Layer, weeks: Sequence[date]) -> list[date]:
    """Those of these weeks that are watched."""
    covered = await queries.covered_weeks(tx, start=weeks[0], end=weeks[-1])
    edited = await queries.edited_weeks(tx) if layer is Layer.EDITS else frozenset(weeks)
    this_week = monday_of(clock.today())
    return [monday for monday in covered if monday in weeks and monday in edited and monday >= this_week]


async def _standing(tx: Tx, layer: Layer, mondays: Sequence[date]) -> Standing:
    """The rota of a layer over these weeks, and those between them."""
    if not mondays:
        return Standing()
    published = await rota.standing(tx, start=mondays[0], end=mondays[-1] + timedelta(days=6))
    if layer is Layer.PUBLISHED:
        return published
    return edits.working(published, await waiting(tx))


async def _written(tx: Tx, layer: Layer, steps: life.Steps[Kept]) -> Refreshed:
    raised = await queries.raise_new(tx, layer=layer, alerts=steps.raised) if steps.raised else []
    for write, pairs in ((queries.change, steps.changed), (queries.bring_back, steps.restored)):
        if pairs:
            await write(tx, ids=[kept.id for kept, _ in pairs], alerts=[now for _, now in pairs])
    over = [kept.id for kept in steps.resolved]
    if over:
        await queries.resolve(tx, ids=over)
    worse = [kept.id for kept, now in (*steps.changed, *steps.restored) if now.points > kept.points]
    better = [kept.id for kept, now in steps.changed if now.points < kept.points]
    return Refreshed(
        tuple(await queries.by_ids(tx, [*raised, *worse])), tuple(await queries.by_ids(tx, [*over, *better]))
    )


async def compared(tx: Tx) -> Refreshed:
    """What the edits that wait would raise and mend, were they published: the alerts of their weeks in both layers."""
    mondays = await queries.edited_weeks(tx)
    published = {kept.key: kept for kept in await queries.open_alerts(tx, layer=Layer.PUBLISHED, mondays=mondays)}
    edits = {kept.key: kept for kept in await queries.open_alerts(tx, layer=Layer.EDITS, mondays=mondays)}
    return Refreshed(
        tuple(kept for key, kept in edits.items() if key not in published or kept.points > published[key].points),
        tuple(kept for key, kept in published.items() if key not in edits or kept.points > edits[key].points),
    )


# -- what people say of an alert ---------------------------------------------------------------------------------------


async def read(tx: Tx, *, alert_id: int) -> tuple[Kept, list[Happened]]:
    """An alert with everything that happened to it. Raises NotFound."""
    return await _one(tx, alert_id), await queries.history(tx, alert_id=alert_id)


async def dismiss(tx: Tx, *, alert_id: int, reason: str, by: UUID | None, request_id: str | None = None) -> None:
    """Let an alert be, until it is worse than now. Said again with another reason, that reason counts.

    Raises NotFound; Refused for one of edits that wait; Stale when it is resolved.
    """
    kept = await _open(tx, alert_id)
    if kept.status == Status.DISMISSED and kept.dismissed_reason == reason:
        return
    await queries.dismiss(tx, alert_id=alert_id, reason=reason, by=by)
    await _record(tx, kept, "alert-dismissed", Status.DISMISSED, reason=reason, by=by, request_id=request_id)


async def dismiss_known(tx: Tx, reasons: Mapping[str, str], *, by: UUID | None, request_id: str | None = None) -> None:
    """Let alerts be, by key, of which somebody said why when they published what raised them."""
    if not reasons:
        return
    for kept in await queries.open_by_keys(tx, layer=Layer.PUBLISHED, keys=reasons.keys()):
        await dismiss(tx, alert_id=kept.id, reason=reasons[kept.key], by=by, request_id=request_id)


async def restore(tx: Tx, *, alert_id: int, by: UUID | None, request_id: str | None = None) -> None:
    """Take a dismissal back; nothing happens to an alert that is active. Raises as `dismiss` does."""
    kept = await _open(tx, alert_id)
    if kept.status == Status.ACTIVE:
        return
    await queries.restore(tx, alert_id=alert_id, by=by)
    await _record(tx, kept, "alert-restored", Status.ACTIVE, reason=None, by=by, request_id=request_id)


async def _one(tx: Tx, alert_id: int) -> Kept:
    kept = await queries.one(tx, alert_id=alert_id)
    if kept is None:
        raise NotFound("There is no such alert.")
    return kept


async def _open(tx: Tx, alert_id: int) -> Kept:
    """An alert of the published rota that is not resolved, and stays as it is meanwhile."""
    await queries.lock(tx, Layer.PUBLISHED)
    kept = await _one(tx, alert_id)
    if kept.layer != Layer.PUBLISHED:
        words = "This alert is of changes that are not published. Publish or undo them; then it can be dismissed."
        raise Refused("not-published", words)
    if kept.status == Status.RESOLVED:
        raise Stale("This alert has resolved itself: there is nothing to dismiss any more.")
    return kept


async def _record(
    tx: Tx, kept: Kept, action: str, status: Status, *, reason: str | None, by: UUID | None, request_id: str | None
) -> None:
    what = {"rule": kept.rule, "date": kept.date.isoformat(), "half": kept.half, "because": kept.because}
    old_reason = {"reason": kept.dismissed_reason} if kept.dismissed_reason else {}
    await audit.record(
        tx,
        account_id=by,
        action=action,
        entity="alert",
        entity_id=str(kept.id),
        old={"status": kept.status, **old_reason},
        new={"status": status.value, **what},
        reason=reason,
        request_id=request_id,
    )
