"""Answers that need a look in the database: the booking calendar, one request with its history, a cancellation."""

from __future__ import annotations

from functions.leave.requests import assessing, queries
from functions.leave.requests.booking import Calendar, Mine
from functions.leave.requests.calendar_schemas import CalendarOut
from functions.leave.requests.cancellations import Cancelled
from functions.leave.requests.queries import Request
from functions.leave.requests.schemas import (
    AssessmentOut,
    CancelledOut,
    EventOut,
    NotPutBackOut,
    OneRequestOut,
    PutBackOut,
)
from functions.leave.requests.views import assessment_out, day_out, request_out
from shared import clock
from shared.access import Caller
from shared.db import Tx
from shared.domain.calendar import Half, Horizon, Session
from shared.domain.leave import LeaveKind
from shared.domain.problem import Practice
from shared.errors import NotFound

# What happened, by the action in the audit.
WHAT = {
    "leave-asked": "Asked for",
    "leave-imported": "Imported",
    "leave-approved": "Approved",
    "leave-declined": "Declined",
    "leave-reopened": "Approval taken back",
    "leave-cancelled": "Cancelled",
    "leave-cut": "Cut by sickness",
    "leave-whole-again": "Whole again",
    "leave-kept": "Kept",
}


async def calendar(
    tx: Tx, practice: Practice, code: str, kind: LeaveKind, horizon: Horizon, caller: Caller
) -> CalendarOut:
    """Some weeks of somebody's booking calendar. Raises NotFound for a code nobody has."""
    if not practice.terms_of(code):
        raise NotFound(f"Nobody on the rota has the code {code}.")
    first, last = Session(horizon.start, Half.AM), Session(horizon.end, Half.PM)
    taken = await queries.overlapping(tx, code=code, start=first, end=last)
    asked = Calendar(
        practice=practice,
        standing=await assessing.standing(tx, horizon),
        code=code,
        kind=kind,
        today=clock.today(),
        mine=[Mine(each.id, each.start, each.end, each.status, each.part_minutes is not None) for each in taken],
        on_behalf=assessing.acts_for_another(caller, code),
    )
    return CalendarOut(
        start=horizon.start, weeks=horizon.weeks, unit=asked.unit, days=[day_out(day) for day in asked.days()]
    )


async def one(tx: Tx, practice: Practice, request: Request, caller: Caller) -> OneRequestOut:
    """One request with all there is to know before deciding on it."""
    now = None
    if request.status == "requested" and practice.terms_of(request.person_code):
        wanted = assessing.wanted_of(request)
        now = assessment_out(await assessing.assess(tx, practice, wanted, caller, existing=request))
    return OneRequestOut(
        request=request_out(request, practice, caller),
        then=AssessmentOut.model_validate(request.assessment) if request.assessment else None,
        now=now,
        history=[
            EventOut(at=at, by=by, what=WHAT.get(action, action), reason=reason)
            for at, by, action, reason in await queries.history(tx, leave_id=request.id)
        ],
    )


def cancelled(done: Cancelled, practice: Practice | None, caller: Caller) -> CancelledOut:
    """What a cancellation put back, and why not the rest."""
    because = {(note["date"], note["half"]): note["because"] for note in done.notes if note["put_back"]}
    return CancelledOut(
        request=request_out(done.request, practice, caller),
        put_back=[
            PutBackOut(
                date=change.session.date,
                half=change.session.half,
                activity=change.now.activity.value,
                because=because.get((change.session.date.isoformat(), change.session.half.value)),
            )
            for change in done.changes
            if change.now is not None
        ],
        not_put_back=[
            NotPutBackOut(date=note["date"], half=note["half"], because=note["because"])
            for note in done.notes
            if not note["put_back"]
        ],
    )
