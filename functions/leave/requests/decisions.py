"""Deciding on leave and taking it back: with the rota and the ledger, in one transaction."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from functions.leave.entitlement import postings
from functions.leave.requests import effects, queries
from functions.leave.requests.assessing import (
    Assessed,
    acts_for_another,
    assess,
    wanted_of,
)
from functions.leave.requests.nouns import Wanted, Weight
from functions.leave.requests.queries import Request
from shared import audit, outbox, rota_changes
from shared.access import Caller
from shared.db import Tx
from shared.errors import Forbidden, NotFound, Reason, Refused, Stale
from shared.events import LeaveDecided
from shared.queries.practice import Practices
from shared.rota_changes import Change

OWN = "Nobody decides on their own request. Another administrator can."
CHANGED = "This request has changed since you looked. Look again."


@dataclass(frozen=True, slots=True)
class Approved:
    """An approved request and what it changed on the rota."""

    request: Request
    changes: Sequence[Change]


async def stored(tx: Tx, leave_id: UUID) -> Request:
    """A request. Raises NotFound."""
    found = await queries.request(tx, leave_id=leave_id)
    if found is None:
        raise NotFound("There is no such request.")
    return found


async def approve(
    tx: Tx, practices: Practices, leave_id: UUID, caller: Caller, *, version: int, note: str | None,
    request_id: str | None,
) -> Approved:  # fmt: skip
    """Approve a request, whatever a person may decide on. Approved already, it is what it is.

    Raises Forbidden for one's own, Stale when it was declined, cancelled or changed, Refused for what nobody can have
    and for a trainee left without a supervisor without a word why.
    """
    await queries.hold(tx)
    request = await to_decide_on(tx, leave_id, caller)
    if request.status == "approved":
        return Approved(request, await changes_of(tx, leave_id, effects.LEAVE))
    _must_wait(request, version)
    known = await practices.current(tx)
    if known is None:
        raise NotFound("There is no practice any more.")
    assessed = await assess(tx, known.practice, wanted_of(request), caller, existing=request)
    if cannot := [reason for reason in assessed.reasons if reason.weight is Weight.CANNOT]:
        reasons = [Reason(each.message, each.code, each.field) for each in cannot]
        raise Refused("leave", "This cannot be approved.", reasons=reasons)
    _need_a_word(assessed, note)
    await queries.count_up(tx)
    await make_approved(tx, assessed, leave_id, by=caller.account_id, automatic=False, note=note, request_id=request_id)
    return Approved(await stored(tx, leave_id), await changes_of(tx, leave_id, effects.LEAVE))


def _need_a_word(assessed: Assessed, note: str | None) -> None:
    """A trainee is left without a supervisor only with a reason on record."""
    stranded = [reason for reason in assessed.reasons if reason.code == "stranded"]
    if stranded and not (note or "").strip():
        reasons = [
            Reason(f"{each.message} Say in the note why it is approved.", each.code, "note") for each in stranded
        ]
        raise Refused("note-needed", "A word is needed on why this is approved all the same.", reasons=reasons)


async def make_approved(
    tx: Tx, assessed: Assessed, leave_id: UUID, *, by: UUID | None, automatic: bool, note: str | None = None,
    request_id: str | None,
) -> None:  # fmt: skip
    """Have a request approved: status, ledger, rota, record, news. The caller holds leave and has counted it up."""
    wanted, practice = assessed.wanted, assessed.known.practice
    cost = assessed.known.charge
    await queries.decide(
        tx, leave_id=leave_id, status="approved", by=None if automatic else by, reason=note, minutes=cost.minutes,
        automatic=automatic,
    )  # fmt: skip
    await postings.book(tx, practice, request_id=leave_id, code=wanted.code, charge=cost, kind=wanted.kind, by=by)
    changes: tuple[Change, ...] = ()
    if wanted.part_minutes is None:
        cover = assessed.known.cover
        changes = effects.on_approval(wanted.as_leave(approved=True), cover.standing, cover.after.facts)
        await rota_changes.record(tx, changes=changes, cause=effects.LEAVE, cause_id=str(leave_id), by=by)
    overridden = [] if automatic else [reason.code for reason in assessed.reasons]
    await audit.record(
        tx,
        account_id=None if automatic else by,
        action="leave-approved",
        entity="leave_request",
        entity_id=str(leave_id),
        old={"status": "requested"},
        new={
            "status": "approved",
            "automatic": automatic,
            "overridden": overridden,
            "stranded": sorted({each.code for each in assessed.known.cover.stranded}),
            "rota": [said(change) for change in changes],
        },
        reason=note,
        request_id=request_id,
    )
    await outbox.announce(tx, LeaveDecided(request_id=leave_id, approved=True))


async def decline(
    tx: Tx, leave_id: UUID, caller: Caller, *, version: int, reason: str, request_id: str | None
) -> Request:
    """Say no, and why. Declined already, it is what it is. Raises Forbidden for one's own, Stale when it moved on."""
    await queries.hold(tx)
    request = await to_decide_on(tx, leave_id, caller)
    if request.status == "declined":
        return request
    _must_wait(request, version)
    await queries.count_up(tx)
    await queries.decide(tx, leave_id=leave_id, status="declined", by=caller.account_id, reason=reason)
    await postings.release(tx, request_id=leave_id, by=caller.account_id, reason="Declined.")
    await _record(tx, request, "leave-declined", caller, {"status": "declined"}, reason, request_id)
    await outbox.announce(tx, LeaveDecided(request_id=leave_id, approved=False))
    return await stored(tx, leave_id)


# -- who may, and what is said ---------------------------------------------------------------------------------------


async def to_decide_on(tx: Tx, leave_id: UUID, caller: Caller) -> Request:
    """A request somebody may decide on. Raises NotFound, and Forbidden for one's own."""
    request = await stored(tx, leave_id)
    if not acts_for_another(caller, request.person_code):
        raise Forbidden(OWN)
    return request


def _must_wait(request: Request, version: int) -> None:
    """Only what is asked for and not decided on can be decided on."""
    if request.status != "requested":
        raise stale(request, f"This request was {request.status} meanwhile.")
    if request.version != version:
        raise stale(request, CHANGED)


def stale(request: Request, message: str) -> Stale:
    return Stale(message, newer={"status": request.status, "version": request.version})


async def changes_of(tx: Tx, leave_id: UUID, cause: str) -> list[Change]:
    """What a decision changed on the rota."""
    return await rota_changes.made_by(tx, cause=cause, cause_id=str(leave_id))


async def _record(
    tx: Tx, request: Request, action: str, caller: Caller, new: dict[str, Any], reason: str | None,
    request_id: str | None,
) -> None:  # fmt: skip
    await audit.record(
        tx, account_id=caller.account_id, action=action, entity="leave_request", entity_id=str(request.id),
        old={"status": request.status}, new=new, reason=reason, request_id=request_id,
    )  # fmt: skip


def plain(wanted: Wanted) -> dict[str, Any]:
    """A leave as the audit keeps it."""
    return {
        "person": wanted.code,
        "kind": wanted.kind.value,
        "start": wanted.start.date.isoformat(),
        "start_half": wanted.start.half.value,
        "end": wanted.end.date.isoformat(),
        "end_half": wanted.end.half.value,
        "part_minutes": wanted.part_minutes,
        "buddy": wanted.buddy_code,
    }


def said(change: Change) -> dict[str, Any]:
    """A change of the rota as the audit keeps it."""
    return {
        "date": change.session.date.isoformat(),
        "half": change.session.half.value,
        "was": change.was and list(change.was),
        "now": change.now and list(change.now),
    }
