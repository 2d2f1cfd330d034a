"""Sickness inside leave: the leave is cut around it, and what was not taken is given back."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from functions.leave.entitlement import postings
from functions.leave.requests import queries
from functions.leave.requests.cuts import queries as cuts
from functions.leave.requests.nouns import Wanted
from functions.leave.requests.queries import Request
from functions.leave.requests.spells import remaining
from functions.leave.requests.words import span
from shared import audit
from shared.access import Caller
from shared.db import Tx
from shared.domain.calendar import Session
from shared.domain.entitlement import Charge, charge
from shared.domain.problem import Practice


async def cut(
    tx: Tx, practice: Practice, request: Request, *, around: Wanted, caller: Caller, request_id: str | None
) -> None:
    """End a leave that sickness falls in, and have what is left of it stand as leave of its own.

    The parts were approved when the whole was. A part without a working session is not kept.
    """
    reason = f"Sickness from {span(around.start, around.end)}."
    kept = await cuts.split_of(tx, leave_id=request.id)
    await queries.decide(tx, leave_id=request.id, status="cancelled", by=caller.account_id, reason=reason)
    await postings.release(tx, request_id=request.id, by=caller.account_id, reason=reason)
    parts = []
    for start, end in remaining(request.start, request.end, around.start, around.end):
        cost = charge(practice, request.person_code, start, end, None)
        if cost.sessions:
            parts.append(await _keep(tx, practice, request, start, end, cost, kept, caller, request_id))
    await audit.record(
        tx, account_id=caller.account_id, action="leave-cut", entity="leave_request", entity_id=str(request.id),
        old={"status": request.status}, new={"status": "cancelled", "parts": parts}, reason=reason,
        request_id=request_id,
    )  # fmt: skip


async def _keep(
    tx: Tx, practice: Practice, request: Request, start: Session, end: Session, cost: Charge, kept: Any,
    caller: Caller, request_id: str | None,
) -> str:  # fmt: skip
    """Write down one part that stays, and give its id."""
    part_id = await queries.insert_request(tx, values=_values(request, start, end, cost.minutes, kept))
    post = postings.book if request.status == "approved" else postings.reserve
    await post(
        tx, practice, request_id=part_id, code=request.person_code, charge=cost, kind=request.leave_kind,
        by=caller.account_id,
    )  # fmt: skip
    await _record_part(tx, part_id, request.id, start, end, caller, request_id)
    return str(part_id)


def _values(request: Request, start: Session, end: Session, minutes: int, kept: Any) -> dict[str, Any]:
    return {
        "person_code": request.person_code,
        "kind": request.kind,
        "start_date": start.date,
        "start_half": start.half.value,
        "end_date": end.date,
        "end_half": end.half.value,
        "part_minutes": None,
        "status": request.status,
        "source": request.source,
        "minutes": minutes,
        "note": request.note,
        "buddy_code": request.buddy_code,
        "decision_reason": request.decision_reason,
        "automatic": request.automatic,
        "assessment": request.assessment,
        **kept,
    }


async def _record_part(
    tx: Tx, part_id: UUID, whole_id: UUID, start: Session, end: Session, caller: Caller, request_id: str | None
) -> None:
    await audit.record(
        tx, account_id=caller.account_id, action="leave-kept", entity="leave_request", entity_id=str(part_id),
        new={"of": str(whole_id), "start": str(start), "end": str(end)},
        reason="What is left of leave that was cut by sickness.", request_id=request_id,
    )  # fmt: skip
