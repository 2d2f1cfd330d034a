"""Asking for leave: looked at, written down, reserved, and approved at once when nothing stands in the way."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from uuid import UUID

import psycopg

from functions.leave.entitlement import postings
from functions.leave.requests import decisions, imports, queries, sickness
from functions.leave.requests.assessing import Assessed, assess
from functions.leave.requests.checks_of_dates import overlap
from functions.leave.requests.nouns import Against, Outcome, Taken, Wanted
from functions.leave.requests.queries import Request
from functions.leave.requests.views import assessment_out
from shared import audit, outbox
from shared.access import Caller
from shared.db import Tx
from shared.domain.problem import Practice
from shared.errors import Forbidden, NotFound, Reason, Refused
from shared.events import LeaveRequested
from shared.queries.practice import Practices

take_in = imports.take_in  # leave's part in an import; the manifest names it here

NO_PRACTICE = "No practice has been read in yet. An administrator can import one."
NO_PERSON = "Your account is not linked to anybody on the rota. An administrator can link it."


@dataclass(frozen=True, slots=True)
class Asked:
    """A request as it was written down, and how it looked."""

    request: Request
    assessed: Assessed


def whose(caller: Caller, code: str | None) -> str:
    """Whose leave it is. Raises Refused for an account without a person, Forbidden for a colleague's."""
    if code is None:
        if caller.person_code is None:
            raise Refused("no-person", NO_PERSON, reasons=[Reason(NO_PERSON, "no-person", "person_code")])
        return caller.person_code
    if code != caller.person_code and not caller.is_administrator:
        raise Forbidden("You can ask for your own leave only.")
    return code


async def the_practice(tx: Tx, practices: Practices) -> Practice:
    """The practice as it stands. Raises NotFound before there is one."""
    known = await practices.current(tx)
    if known is None:
        raise NotFound(NO_PRACTICE)
    return known.practice


async def look(tx: Tx, practices: Practices, wanted: Wanted, caller: Caller) -> Assessed:
    """What would come of it, with nothing asked for."""
    return await assess(tx, await the_practice(tx, practices), wanted, caller)


async def ask(
    tx: Tx, practices: Practices, wanted: Wanted, caller: Caller, *, source: str | None = None, request_id: str | None
) -> Asked:
    """Ask for leave. Raises Refused with every reason when it cannot be asked for like this.

    One change of leave at a time is looked at and written, so the last place goes to one of two.
    """
    await queries.hold(tx)
    practice = await the_practice(tx, practices)
    assessed = await assess(tx, practice, wanted, caller)
    if assessed.outcome is Outcome.REFUSED:
        raise refused(assessed.stopping, assessed.reasons)
    await queries.count_up(tx)
    for cut in assessed.cuts:
        await sickness.cut(tx, practice, cut, around=wanted, caller=caller, request_id=request_id)
    source = source or ("on-behalf" if assessed.known.on_behalf else "asked")
    leave_id = await _insert(tx, assessed, caller, source)
    await _note(tx, leave_id, assessed, caller, request_id)
    if assessed.outcome is Outcome.AT_ONCE:
        await decisions.make_approved(
            tx, assessed, leave_id, by=caller.account_id, automatic=not assessed.known.on_behalf, request_id=request_id
        )
    else:
        await postings.reserve(
            tx, practice, request_id=leave_id, code=wanted.code, charge=assessed.known.charge, kind=wanted.kind,
            by=caller.account_id,
        )  # fmt: skip
        await outbox.announce(tx, LeaveRequested(request_id=leave_id))
    return Asked(await decisions.stored(tx, leave_id), assessed)


def refused(stopping: tuple[Against, ...], every: tuple[Against, ...]) -> Refused:
    """Every reason, those that stop it first."""
    others = tuple(reason for reason in every if reason not in stopping)
    reasons = [Reason(each.message, each.code, each.field) for each in (*stopping, *others)]
    return Refused("leave", "This cannot be asked for like this.", reasons=reasons)


async def _insert(tx: Tx, assessed: Assessed, caller: Caller, source: str) -> UUID:
    """Write a request down. The database refuses an overlap too, whoever made it; it is said as the check says it."""
    wanted = assessed.wanted
    try:
        async with tx.transaction():
            return await queries.insert_request(tx, values=_values(assessed, caller, source))
    except psycopg.errors.ExclusionViolation:
        taken = Taken(wanted.start, wanted.end, approved=False)
        raise refused((overlap(taken),), ()) from None


def _values(assessed: Assessed, caller: Caller, source: str) -> dict[str, Any]:
    wanted = assessed.wanted
    return {
        "person_code": wanted.code,
        "kind": wanted.kind.value,
        "start_date": wanted.start.date,
        "start_half": wanted.start.half.value,
        "end_date": wanted.end.date,
        "end_half": wanted.end.half.value,
        "part_minutes": wanted.part_minutes,
        "status": "requested",
        "source": source,
        "minutes": assessed.known.charge.minutes,
        "note": wanted.note,
        "buddy_code": wanted.buddy_code,
        "asked_by": caller.account_id,
        "asked_at": None,
        "decided_by": None,
        "decided_at": None,
        "approved_at": None,
        "decision_reason": None,
        "automatic": False,
        "assessment": assessment_out(assessed).model_dump(mode="json"),
    }


async def _note(tx: Tx, leave_id: UUID, assessed: Assessed, caller: Caller, request_id: str | None) -> None:
    await audit.record(
        tx,
        account_id=caller.account_id,
        action="leave-asked",
        entity="leave_request",
        entity_id=str(leave_id),
        new={**decisions.plain(assessed.wanted), "reasons": [reason.code for reason in assessed.reasons]},
        reason=assessed.wanted.note or None,
        request_id=request_id,
    )
