"""Publishing: a draft, or changes by hand that wait, become a version, once."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID, uuid4

from functions.rota.alerts import service as alerts
from functions.rota.alerts.nouns import Layer
from functions.rota.alerts.policy import key_of
from functions.rota.edits import queries as edits
from functions.rota.versions import planning, policy, queries, reads
from functions.rota.versions.planning import Plan
from functions.rota.versions.reads import Version
from functions.rota.versions.unsupervised import Place, Unsupervised
from shared import audit, outbox
from shared.constraints import supervision
from shared.db import Tx
from shared.domain.calendar import Session
from shared.errors import NotFound, Reason, Refused, Stale
from shared.events import RotaPublished
from shared.queries.practice import Practices

Overrides = Mapping[Place, str]  # why a trainee's session is published without a supervisor


@dataclass(frozen=True, slots=True)
class Published:
    """A version, and whether it is new."""

    version: Version
    new: bool


@dataclass(frozen=True, slots=True)
class Said:
    """What somebody says with a publication: why, and why trainees' sessions have no supervisor."""

    by: UUID | None
    reason: str | None
    overrides: Overrides
    request_id: str | None = None


async def publish_run(tx: Tx, practices: Practices, *, run_id: UUID, said: Said) -> Published:
    """Make a run's draft the rota of its weeks. Asked again, it is the version it already is.

    Raises NotFound when there is no such run, Stale when it has no draft (yet) or the practice has moved on, and
    Refused when a reason is missing.
    """
    await queries.lock_publication(tx)
    if (already := await reads.version(tx, version_id=run_id)) is not None:
        return Published(already, new=False)
    plan = await planning.of_run(tx, practices, run_id=run_id)
    if plan.refusals:
        message = "The practice has changed since this draft was made. Generate it again."
        raise Stale(message, reasons=plan.refusals)
    return await _publish(tx, plan, said)


async def publish_edits(tx: Tx, practices: Practices, *, ids: Collection[int] | None, said: Said) -> Published:
    """Make changes that wait (all of them when no ids are given) part of the published rota. Asked again for the same,
    it is the version they already are.

    Raises Stale when some no longer wait, and Refused with every reason when they cannot be published like this.
    """
    await queries.lock_publication(tx)
    await edits.lock(tx)
    if (already := await reads.version_of_edits(tx, ids=ids or ())) is not None:
        return Published(already, new=False)
    plan = await planning.of_edits(tx, practices, ids=ids)
    if plan.refusals:
        raise Refused("cannot-be-published", "These changes cannot be published like this.", reasons=plan.refusals)
    return await _publish(tx, plan, said)


async def _publish(tx: Tx, plan: Plan, said: Said) -> Published:
    if missing := missing_words(plan, said):
        raise Refused("words-needed", "Some of this needs a reason before it is published.", reasons=missing)
    version_id = plan.run_id or uuid4()
    number = await _record(tx, version_id, plan, said)
    await _edits_follow(tx, version_id, plan)
    await _look_at_alerts(tx, plan, said)
    await outbox.announce(tx, RotaPublished(version_id=version_id, number=number))
    version = await reads.version(tx, version_id=version_id)
    if version is None:
        raise NotFound("The version just written is not there.")
    return Published(version, new=True)


def missing_words(plan: Plan, said: Said) -> tuple[Reason, ...]:
    """Every reason that has to be given and is not."""
    found = []
    if plan.findings.inside_window and not (said.reason or "").strip():
        short = plan.findings.inside_window
        words = "1 change comes" if short == 1 else f"{short} changes come"
        found.append(Reason(f"{words} with less notice than is due: say why.", "reason-needed", "reason"))
    for gap in plan.findings.unsupervised:
        if not (said.overrides.get(gap.place) or "").strip():
            found.append(Reason(f"{unsupervised_in_words(gap)}: say why.", "override-needed", field_of(gap.place)))
    return tuple(found)


def unsupervised_in_words(gap: Unsupervised) -> str:
    """'Dr Marsh has no supervisor on Mon 4 Jan AM'."""
    names = list(gap.trainees.values())
    who = names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"
    lack = "too few supervisors" if gap.breach.have else "no supervisor"
    return f"{who} {'has' if len(names) == 1 else 'have'} {lack} on {Session(*gap.place[:2])}"


def field_of(place: Place) -> str:
    """How a form calls the reason of one trainee session without a supervisor."""
    day, half, site = place
    return ".".join(("overrides", day.isoformat(), half.value, site or ""))


async def _record(tx: Tx, version_id: UUID, plan: Plan, said: Said) -> int:
    rota, horizon = plan.publishing.now, plan.horizon
    content_hash = policy.content_hash(rota)
    overrides = [_override(gap, said.overrides[gap.place]) for gap in plan.findings.unsupervised]
    number = await queries.insert_version(
        tx,
        version_id=version_id,
        kind="run" if plan.run_id else "edits",
        start=horizon.start,
        end=horizon.end,
        weeks=horizon.weeks,
        content_hash=content_hash,
        published_by=said.by,
        reason=said.reason,
        overrides=overrides,
        summary=plan.summary,
        gaps=plan.gaps,
        breaches=plan.breaches,
    )
    await queries.insert_rota(tx, version_id=version_id, rota=rota)
    await queries.insert_changes(tx, version_id=version_id, changes=plan.findings.changes)
    new = {
        "number": number,
        "start": horizon.start.isoformat(),
        "weeks": horizon.weeks,
        "content_hash": content_hash,
        "lines": len(rota.lines),
        "changes": len(plan.findings.changes),
        "changes_at_short_notice": plan.findings.inside_window,
        "edits": list(plan.edits),
    }
    await _audit(tx, version_id, "rota-published", said, new)
    for override in overrides:
        await _audit(tx, version_id, "supervision-overridden", said, override, reason=override["reason"])
    return number


async def _edits_follow(tx: Tx, version_id: UUID, plan: Plan) -> None:
    """Whoever edits looks again: the rota their changes stand on is another one."""
    await edits.lock(tx)
    await edits.mark_published(tx, ids=plan.edits, version_id=version_id)
    await edits.count_up(tx)


async def _look_at_alerts(tx: Tx, plan: Plan, said: Said) -> None:
    """Have the alerts of these weeks say what is so now, on the rota people see and among the edits that still wait.

    Where somebody said why trainees have no supervisor, nobody needs to be told again.
    """
    mondays = [day for day in plan.horizon.days() if day.weekday() == 0]
    practice = plan.publishing.practice
    await alerts.refresh(tx, practice, mondays=mondays, layer=Layer.PUBLISHED, standing=plan.publishing.now)
    await alerts.refresh(tx, practice, mondays=mondays, layer=Layer.EDITS)
    reasons = {_alert_of(gap.place): said.overrides[gap.place].strip() for gap in plan.findings.unsupervised}
    await alerts.dismiss_known(tx, reasons, by=said.by, request_id=said.request_id)


def _alert_of(place: Place) -> str:
    day, half, site = place
    return key_of(supervision.ID, day, half, site=site)


def _override(gap: Unsupervised, reason: str) -> dict[str, Any]:
    day, half, site = gap.place
    names = list(gap.trainees.values())
    return {
        "date": day.isoformat(), "half": half.value, "site": site, "trainees": names, "reason": reason.strip(),
    }  # fmt: skip


async def _audit(
    tx: Tx, version_id: UUID, action: str, said: Said, new: dict[str, Any], *, reason: str | None = None
) -> None:
    await audit.record(
        tx,
        account_id=said.by,
        action=action,
        entity="rota_version",
        entity_id=str(version_id),
        new=new,
        reason=reason or said.reason,
        request_id=said.request_id,
    )
