"""Taking leave back: its minutes given back, and the sessions put back that are still free, in one transaction."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any
from uuid import UUID

from functions.leave.entitlement import postings
from functions.leave.requests import effects, mending, queries
from functions.leave.requests.assessing import acts_for_another, standing, wanted_of
from functions.leave.requests.cover import weeks_of
from functions.leave.requests.decisions import CHANGED, changes_of, said, stale, stored
from functions.leave.requests.effects import Back, Past
from functions.leave.requests.queries import Request
from functions.leave.requests.views import may_take_back
from shared import audit, clock, outbox, rota_changes
from shared.access import Caller
from shared.db import Tx
from shared.domain.calendar import Session
from shared.domain.problem import Practice, Problem
from shared.errors import Forbidden, NotFound
from shared.events import LeaveCancelled
from shared.queries import rota
from shared.queries.practice import Practices
from shared.rota_changes import Change


@dataclass(frozen=True, slots=True)
class Cancelled:
    """A cancelled request; what is on the rota again, and what is not (date, half, because)."""

    request: Request
    changes: Sequence[Change]
    notes: Sequence[dict[str, Any]]


async def cancel(
    tx: Tx, practices: Practices, leave_id: UUID, caller: Caller, *, version: int, reason: str | None,
    request_id: str | None,
) -> Cancelled:  # fmt: skip
    """Take leave back: give its minutes back, and put the sessions back that are still free.

    Cancelled already, it is what it is. Raises NotFound for a colleague's, Forbidden for what only an administrator
    may cancel, Stale when it was declined or changed.
    """
    await queries.hold(tx)
    request = await stored(tx, leave_id)
    _must_be_theirs(request, caller)
    if request.status == "cancelled":
        return Cancelled(
            request,
            await changes_of(tx, leave_id, effects.CANCELLED),
            await queries.not_put_back(tx, leave_id=leave_id),
        )
    if request.status == "declined":
        raise stale(request, "It was declined, so there is nothing to cancel.")
    if request.version != version:
        raise stale(request, CHANGED)
    known = await practices.current(tx)
    if known is None:
        raise NotFound("There is no practice any more.")
    await queries.count_up(tx)
    return await make_cancelled(tx, known.practice, request, by=caller.account_id, reason=reason, request_id=request_id)


async def make_cancelled(
    tx: Tx, practice: Practice, request: Request, *, by: UUID | None, reason: str | None, request_id: str | None,
    told: bool = True,
) -> Cancelled:  # fmt: skip
    """Have a request cancelled: status, ledger, rota, record, news. The caller holds leave and has counted it up."""
    await queries.decide(tx, leave_id=request.id, status="cancelled", by=by, reason=reason)
    await postings.release(tx, request_id=request.id, by=by, reason="Cancelled.")
    practice, mended = await mending.whole_again(tx, practice, request, by=by, request_id=request_id)
    backs: tuple[Back, ...] = ()
    if request.status == "approved" and request.part_minutes is None:
        backs = await put_back(tx, practice, request)
    changes = [back.change for back in backs if back.change is not None]
    await rota_changes.record(tx, changes=changes, cause=effects.CANCELLED, cause_id=str(request.id), by=by)
    await mending.list_again(tx, _without(practice, request), mended, by=by)
    notes = [note_of(back) for back in backs if back.because is not None]
    await audit.record(
        tx, account_id=by, action="leave-cancelled", entity="leave_request", entity_id=str(request.id),
        old={"status": request.status},
        new={"status": "cancelled", "rota": [said(change) for change in changes], "not_put_back": notes},
        reason=reason, request_id=request_id,
    )  # fmt: skip
    if told:
        await outbox.announce(tx, LeaveCancelled(request_id=request.id))
    return Cancelled(await stored(tx, request.id), changes, notes)


async def put_back(tx: Tx, practice: Practice, request: Request) -> tuple[Back, ...]:
    """Work out what goes back on the rota when leave is not taken after all."""
    first, last = request.start_date, request.end_date
    wanted = wanted_of(request)
    leave = wanted.as_leave(approved=True)
    horizon = weeks_of(first, last)
    facts = Problem(_without(practice, request), horizon).facts
    past = Past(
        await rota_changes.made_to(tx, code=request.person_code, start=first, end=last),
        await _was_away(tx, request, horizon.start, horizon.end),
    )
    return effects.on_cancellation(leave, await standing(tx, horizon), facts, past)


def _without(practice: Practice, request: Request) -> Practice:
    """The practice as it is when this leave is not taken."""
    leave = wanted_of(request).as_leave(approved=True)
    return replace(practice, leave=tuple(each for each in practice.leave if each != leave))


async def _was_away(tx: Tx, request: Request, start: date, end: date) -> Callable[[Session, int], bool]:
    """Whether a version was published while approved leave kept them away in a session."""
    covering = await rota.versions_covering(tx, start=start, end=end)
    made_at = {version.number: version.published_at for version, _ in covering}
    spells = await queries.ever_approved(tx, code=request.person_code, start=start, end=end)

    def was_away(session: Session, number: int) -> bool:
        return any(
            each.start <= session <= each.end and _stood_at(each, made_at[number], but=request.id) for each in spells
        )

    return was_away


def _stood_at(each: Request, moment: datetime, *, but: UUID) -> bool:
    """Whether leave was approved, and not cancelled, at a moment. `but`: the one that is being cancelled now."""
    if each.approved_at is None or each.approved_at > moment:
        return False
    return each.status == "approved" or each.id == but or (each.decided_at is not None and each.decided_at > moment)


def _must_be_theirs(request: Request, caller: Caller) -> None:
    if acts_for_another(caller, request.person_code):
        return
    if request.person_code != caller.person_code:
        raise NotFound("There is no such request.")
    if request.counts and not may_take_back(request, caller, clock.today()):
        raise Forbidden("This has begun, or was recorded for you. An administrator can cancel it.")


def note_of(back: Back) -> dict[str, Any]:
    """Why a session is not back, or not as it was."""
    return {
        "date": back.session.date.isoformat(),
        "half": back.session.half.value,
        "because": back.because,
        "put_back": back.now is not None,
    }
