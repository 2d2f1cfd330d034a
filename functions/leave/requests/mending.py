"""Leave that sickness cut: whole again once the sickness is cancelled, where nothing has changed about it since."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from uuid import UUID

from functions.leave.entitlement import postings
from functions.leave.requests import effects, queries
from functions.leave.requests.assessing import standing, wanted_of
from functions.leave.requests.cover import weeks_of
from functions.leave.requests.cuts import queries as cuts
from functions.leave.requests.queries import Request
from shared import audit, rota_changes
from shared.db import Tx
from shared.domain.entitlement import charge
from shared.domain.leave import LeaveKind
from shared.domain.problem import Leave, Practice, Problem

REASON = "The sickness it was cut by was cancelled."


async def whole_again(
    tx: Tx, practice: Practice, sick: Request, *, by: UUID | None, request_id: str | None
) -> tuple[Practice, list[Request]]:
    """Have the leave a cancelled sickness had cut stand whole: the practice as it is then, and that leave."""
    mended = []
    if sick.leave_kind is LeaveKind.SICK:
        for whole in await cuts.cut_by(tx, sick=sick):
            status, ids = await cuts.as_cut(tx, leave_id=whole.id)
            parts = await queries.overlapping(tx, code=whole.person_code, start=whole.start, end=whole.end)
            if {str(part.id) for part in parts} == ids and all(part.status == status for part in parts):
                whole = replace(whole, status=status)
                practice = await _join(tx, practice, whole, parts, by=by, request_id=request_id)
                mended.append(whole)
    return practice, mended


async def _join(
    tx: Tx, practice: Practice, whole: Request, parts: Sequence[Request], *, by: UUID | None, request_id: str | None
) -> Practice:
    for part in parts:
        await queries.decide(tx, leave_id=part.id, status="cancelled", by=by, reason=REASON)
        await postings.release(tx, request_id=part.id, by=by, reason=REASON)
    await cuts.make_whole(tx, leave_id=whole.id, status=whole.status)
    cost = charge(practice, whole.person_code, whole.start, whole.end, whole.part_minutes)
    post = postings.book if whole.status == "approved" else postings.reserve
    await post(
        tx, practice, request_id=whole.id, code=whole.person_code, charge=cost, kind=whole.leave_kind, by=by
    )  # fmt: skip
    await audit.record(
        tx, account_id=by, action="leave-whole-again", entity="leave_request", entity_id=str(whole.id),
        old={"status": "cancelled", "parts": sorted(str(part.id) for part in parts)}, new={"status": whole.status},
        reason=REASON, request_id=request_id,
    )  # fmt: skip
    gone = [_leave(part) for part in parts]
    return replace(practice, leave=(*(each for each in practice.leave if each not in gone), _leave(whole)))


async def list_again(tx: Tx, practice: Practice, mended: Sequence[Request], *, by: UUID | None) -> None:
    """Have the rota say of leave that is whole again what it said before it was cut: study leave is listed."""
    for whole in mended:
        if whole.status == "approved" and whole.part_minutes is None:
            horizon = weeks_of(whole.start_date, whole.end_date)
            facts = Problem(practice, horizon).facts
            changes = effects.on_approval(_leave(whole), await standing(tx, horizon), facts)
            await rota_changes.record(tx, changes=changes, cause=effects.LEAVE, cause_id=str(whole.id), by=by)


def _leave(request: Request) -> Leave:
    return wanted_of(request).as_leave(approved=request.status == "approved")
