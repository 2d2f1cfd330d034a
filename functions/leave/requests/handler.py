"""What can be asked of requests for leave."""

from __future__ import annotations

from uuid import UUID

from falcon.asgi import Request, Response

from functions.leave.requests import answers, cancellations, decisions, queries, reopening, rules, service
from functions.leave.requests.calendar_schemas import (
    AwayOut,
    AwayQuery,
    CalendarOut,
    CalendarQuery,
    KindOut,
    KindsOut,
    PersonQuery,
)
from functions.leave.requests.kinds import askable
from functions.leave.requests.nouns import Wanted, person_on
from functions.leave.requests.schemas import (
    ApprovalIn,
    ApprovedOut,
    AskedOut,
    AssessmentOut,
    CancellationIn,
    CancelledOut,
    DeclinedOut,
    LeaveIn,
    OneRequestOut,
    RefusalIn,
    ReopeningQuery,
    RequestsOut,
    RequestsQuery,
)
from functions.leave.requests.views import assessment_out, cells_out, request_out, spells
from shared import clock
from shared.access import Access, Caller
from shared.app import Deps
from shared.domain.calendar import Half, Horizon, Session, monday_of
from shared.domain.leave import LeaveKind
from shared.domain.problem import Practice
from shared.errors import Forbidden, NotFound
from shared.http import caller_of, endpoint, request_id_of


class Kinds:
    """GET /leave/kinds."""

    def __init__(self, deps: Deps) -> None:
        self._deps = deps

    @endpoint(
        access=Access.SIGNED_IN, summary="The kinds of leave there are for somebody", query=PersonQuery,
        returns={200: KindsOut}, errors=(404,),
    )  # fmt: skip
    async def on_get(self, req: Request, _resp: Response, *, query: PersonQuery) -> KindsOut:
        caller = caller_of(req)
        code = query.code or caller.person_code
        if code is None:
            return KindsOut(kinds=[])
        service.whose(caller, code)
        async with self._deps.database.tx() as tx:
            practice = await service.the_practice(tx, self._deps.practices)
        if not practice.terms_of(code):
            return KindsOut(kinds=[])
        today = Session(clock.today(), Half.AM)
        person = person_on(practice, Wanted(code, LeaveKind.ANNUAL, today, today))
        return KindsOut(
            kinds=[
                KindOut(
                    kind=kind.kind,
                    words=kind.words,
                    explains=kind.explains,
                    unit=kind.unit_of(person, practice.leave_rules),
                    uses_entitlement=kind.uses_entitlement,
                    decided_by=kind.decided_by.value,
                    administrators_only=kind.administrators_only,
                    rules=list(rules.in_words(kind, person, practice, today.date)),
                )
                for kind in askable(person, administrator=caller.is_administrator)
            ]
        )


class BookingCalendar:
    """GET /leave/calendar."""

    def __init__(self, deps: Deps) -> None:
        self._deps = deps

    @endpoint(
        access=Access.SIGNED_IN, summary="Days that can be asked for, with places left and reasons",
        query=CalendarQuery, returns={200: CalendarOut}, errors=(404,),
    )  # fmt: skip
    async def on_get(self, req: Request, _resp: Response, *, query: CalendarQuery) -> CalendarOut:
        caller = caller_of(req)
        code = service.whose(caller, query.code)
        async with self._deps.database.tx() as tx:
            practice = await service.the_practice(tx, self._deps.practices)
            horizon = Horizon(monday_of(query.start), query.weeks)
            return await answers.calendar(tx, practice, code, query.kind, horizon, caller)


class Away:
    """GET /leave/away."""

    def __init__(self, deps: Deps) -> None:
        self._deps = deps

    @endpoint(
        access=Access.SIGNED_IN, summary="Who is away when, and never why", query=AwayQuery,
        returns={200: AwayOut}, errors=(404,),
    )  # fmt: skip
    async def on_get(self, _req: Request, _resp: Response, *, query: AwayQuery) -> AwayOut:
        horizon = Horizon(monday_of(query.start), query.weeks)
        async with self._deps.database.tx() as tx:
            practice = await service.the_practice(tx, self._deps.practices)
        return AwayOut(away=spells(practice, Session(horizon.start, Half.AM), Session(horizon.end, Half.PM)))


class Assessments:
    """POST /leave/assessments."""

    def __init__(self, deps: Deps) -> None:
        self._deps = deps

    @endpoint(
        access=Access.SIGNED_IN, summary="What would come of a leave, before asking", body=LeaveIn,
        returns={200: AssessmentOut}, errors=(404,), a_minute=120,
    )  # fmt: skip
    async def on_post(self, req: Request, _resp: Response, *, body: LeaveIn) -> AssessmentOut:
        caller = caller_of(req)
        async with self._deps.database.tx() as tx:
            assessed = await service.look(tx, self._deps.practices, _wanted(body, caller), caller)
            return assessment_out(assessed)


class Requests:
    """GET and POST /leave/requests."""

    def __init__(self, deps: Deps) -> None:
        self._deps = deps

    @endpoint(
        access=Access.SIGNED_IN, summary="Requests for leave: one's own, or everybody's for administrators",
        query=RequestsQuery, returns={200: RequestsOut},
    )  # fmt: skip
    async def on_get(self, req: Request, _resp: Response, *, query: RequestsQuery) -> RequestsOut:
        caller = caller_of(req)
        code = query.code if caller.is_administrator else caller.person_code
        if not caller.is_administrator:
            if query.code not in (None, caller.person_code):
                raise Forbidden("You can see your own requests only.")
            if code is None:
                return RequestsOut(requests=[])
        async with self._deps.database.tx() as tx:
            known = await self._deps.practices.current(tx)
            found = await queries.requests(
                tx, status=query.status, code=code, kind=query.kind, start=query.start, end=query.end
            )
        practice = known.practice if known else None
        return RequestsOut(requests=[request_out(each, practice, caller) for each in found])

    @endpoint(
        access=Access.SIGNED_IN, summary="Ask for leave, or record it for somebody", body=LeaveIn,
        returns={201: AskedOut}, errors=(404,),
    )  # fmt: skip
    async def on_post(self, req: Request, _resp: Response, *, body: LeaveIn) -> AskedOut:
        caller = caller_of(req)
        async with self._deps.database.tx() as tx:
            asked = await service.ask(
                tx, self._deps.practices, _wanted(body, caller), caller, request_id=request_id_of(req)
            )
        return AskedOut(
            request=request_out(asked.request, asked.assessed.known.practice, caller),
            assessment=assessment_out(asked.assessed),
        )


class OneRequest:
    """GET /leave/requests/{id}."""

    def __init__(self, deps: Deps) -> None:
        self._deps = deps

    @endpoint(
        access=Access.SIGNED_IN, summary="A request: as it looked then, as it looks now, and what happened to it",
        returns={200: OneRequestOut},
    )  # fmt: skip
    async def on_get(self, req: Request, _resp: Response, *, leave_id: UUID) -> OneRequestOut:
        caller = caller_of(req)
        async with self._deps.database.tx() as tx:
            request = await decisions.stored(tx, leave_id)
            if request.person_code != caller.person_code and not caller.is_administrator:
                raise NotFound("There is no such request.")
            practice = await service.the_practice(tx, self._deps.practices)
            return await answers.one(tx, practice, request, caller)


class Approval:
    """PUT and DELETE /leave/requests/{id}/approval."""

    def __init__(self, deps: Deps) -> None:
        self._deps = deps

    @endpoint(
        access=Access.ADMINISTRATOR, summary="Approve a request", body=ApprovalIn,
        returns={200: ApprovedOut}, errors=(404, 409),
    )  # fmt: skip
    async def on_put(self, req: Request, _resp: Response, *, body: ApprovalIn, leave_id: UUID) -> ApprovedOut:
        caller = caller_of(req)
        async with self._deps.database.tx() as tx:
            approved = await decisions.approve(
                tx, self._deps.practices, leave_id, caller, version=body.version, note=body.note,
                request_id=request_id_of(req),
            )  # fmt: skip
        practice = await _practice(self._deps)
        return ApprovedOut(
            request=request_out(approved.request, practice, caller),
            removed=cells_out(approved.changes, of_what_was=True),
            created=cells_out(approved.changes, of_what_was=False),
        )

    @endpoint(
        access=Access.ADMINISTRATOR, summary="Take an approval back: the request waits again", query=ReopeningQuery,
        returns={200: CancelledOut}, errors=(404, 409),
    )  # fmt: skip
    async def on_delete(self, req: Request, _resp: Response, *, query: ReopeningQuery, leave_id: UUID) -> CancelledOut:
        caller = caller_of(req)
        async with self._deps.database.tx() as tx:
            reopened = await reopening.reopen(
                tx, self._deps.practices, leave_id, caller, version=query.version, request_id=request_id_of(req)
            )
        return answers.cancelled(reopened, await _practice(self._deps), caller)


class Refusal:
    """PUT /leave/requests/{id}/refusal."""

    def __init__(self, deps: Deps) -> None:
        self._deps = deps

    @endpoint(
        access=Access.ADMINISTRATOR, summary="Decline a request, with the reason", body=RefusalIn,
        returns={200: DeclinedOut}, errors=(404, 409),
    )  # fmt: skip
    async def on_put(self, req: Request, _resp: Response, *, body: RefusalIn, leave_id: UUID) -> DeclinedOut:
        caller = caller_of(req)
        async with self._deps.database.tx() as tx:
            declined = await decisions.decline(
                tx, leave_id, caller, version=body.version, reason=body.reason, request_id=request_id_of(req)
            )
        practice = await _practice(self._deps)
        return DeclinedOut(request=request_out(declined, practice, caller))


class Cancellation:
    """PUT /leave/requests/{id}/cancellation."""

    def __init__(self, deps: Deps) -> None:
        self._deps = deps

    @endpoint(
        access=Access.SIGNED_IN, summary="Take leave back; sessions still free are put back", body=CancellationIn,
        returns={200: CancelledOut}, errors=(404, 409),
    )  # fmt: skip
    async def on_put(self, req: Request, _resp: Response, *, body: CancellationIn, leave_id: UUID) -> CancelledOut:
        caller = caller_of(req)
        async with self._deps.database.tx() as tx:
            cancelled = await cancellations.cancel(
                tx, self._deps.practices, leave_id, caller, version=body.version, reason=body.reason,
                request_id=request_id_of(req),
            )  # fmt: skip
        practice = await _practice(self._deps)
        return answers.cancelled(cancelled, practice, caller)


async def _practice(deps: Deps) -> Practice | None:
    """The practice, once a change is committed: what is read before may yet be undone, and would be kept."""
    async with deps.database.tx() as tx:
        known = await deps.practices.current(tx)
    return known.practice if known else None


def _wanted(body: LeaveIn, caller: Caller) -> Wanted:
    return Wanted(
        service.whose(caller, body.person_code),
        body.kind,
        Session(body.start, body.start_half),
        Session(body.end, body.end_half),
        body.part_minutes,
        body.note.strip(),
        body.buddy_code,
    )
