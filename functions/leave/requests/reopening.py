"""Taking an approval back: the request waits again, as if nobody had decided on it, in one transaction."""

from __future__ import annotations

from uuid import UUID

from functions.leave.entitlement import postings
from functions.leave.requests import effects, queries
from functions.leave.requests.cancellations import Cancelled, note_of, put_back
from functions.leave.requests.decisions import CHANGED, said, stale, to_decide_on
from functions.leave.requests.letters import about
from functions.leave.requests.queries import Request
from functions.leave.requests.views import may_reopen
from shared import audit, clock, mail, outbox, rota_changes
from shared.access import Caller
from shared.db import Tx
from shared.domain.entitlement import charge
from shared.domain.problem import Practice
from shared.errors import NotFound, Refused
from shared.events import LeaveDecided
from shared.queries.practice import Practices


async def reopen(
    tx: Tx, practices: Practices, leave_id: UUID, caller: Caller, *, version: int, request_id: str | None
) -> Cancelled:
    """Have an approved request wait again: its minutes reserved, and the sessions put back that are still free.

    Raises Forbidden for one's own, Stale when it changed, Refused for what nobody asked for and what has begun.
    """
    await queries.hold(tx)
    request = await to_decide_on(tx, leave_id, caller)
    if request.version != version or request.status != "approved":
        raise stale(request, CHANGED)
    if not may_reopen(request, clock.today()):
        raise Refused("not-waiting", "Only leave that somebody asked for, and that has not begun, can wait again.")
    known = await practices.current(tx)
    if known is None:
        raise NotFound("There is no practice any more.")
    await queries.count_up(tx)
    return await _make_waiting(tx, known.practice, request, by=caller.account_id, request_id=request_id)


async def _make_waiting(tx: Tx, practice: Practice, request: Request, *, by: UUID, request_id: str | None) -> Cancelled:
    backs = await put_back(tx, practice, request) if request.part_minutes is None else ()
    cost = charge(practice, request.person_code, request.start, request.end, request.part_minutes)
    await queries.undecide(tx, leave_id=request.id)
    await postings.reserve(
        tx, practice, request_id=request.id, code=request.person_code, charge=cost,
        kind=request.leave_kind, by=by,
    )  # fmt: skip
    changes = [back.change for back in backs if back.change is not None]
    await rota_changes.record(tx, changes=changes, cause=effects.REOPENED, cause_id=str(request.id), by=by)
    notes = [note_of(back) for back in backs if back.because is not None]
    await audit.record(
        tx, account_id=by, action="leave-reopened", entity="leave_request", entity_id=str(request.id),
        old={"status": "approved"},
        new={"status": "requested", "rota": [said(change) for change in changes], "not_put_back": notes},
        request_id=request_id,
    )  # fmt: skip
    await mail.withdraw_about(tx, about=about(request.id), said="The decision was taken back.")
    await outbox.announce(tx, LeaveDecided(request_id=request.id, approved=False))
    waiting = await queries.request(tx, leave_id=request.id)
    assert waiting is not None  # noqa: S101  # it is held
    return Cancelled(waiting, changes, notes)
