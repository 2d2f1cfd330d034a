"""What can be asked about the hand-off."""

from __future__ import annotations

from collections.abc import Mapping
from uuid import UUID

from falcon.asgi import Request, Response

from functions.rota.hand_off import policy, queries, service
from functions.rota.hand_off.policy import Line
from functions.rota.hand_off.schemas import (
    HandOffIn,
    HandOffOut,
    LineOut,
    OverdueOut,
    OwnerOut,
    OwnersIn,
    TickedOut,
    TicksIn,
    does_of,
    does_out,
)
from functions.rota.hand_off.service import Tick
from shared import clock
from shared.access import Access
from shared.app import Deps
from shared.db import Tx
from shared.http import caller_of, endpoint, request_id_of
from shared.queries.practice import names


class HandOff:
    """GET and PUT /rota/hand-off."""

    def __init__(self, deps: Deps) -> None:
        self._database = deps.database

    @endpoint(
        access=Access.ADMINISTRATOR,
        summary="What has to be changed in the clinical system",
        returns={200: HandOffOut},
    )
    async def on_get(self, _req: Request, _resp: Response) -> HandOffOut:
        async with self._database.tx() as tx:
            return await _answer(tx)

    @endpoint(
        access=Access.ADMINISTRATOR,
        summary="Keep the hand-off, or give it another owner",
        body=HandOffIn,
        returns={200: HandOffOut},
    )
    async def on_put(self, req: Request, _resp: Response, *, body: HandOffIn) -> HandOffOut:
        async with self._database.tx() as tx:
            await service.keep(
                tx,
                owner=body.owner,
                baseline=body.baseline,
                by=caller_of(req).account_id,
                request_id=request_id_of(req),
            )
            return await _answer(tx)


class Overdue:
    """GET /rota/hand-off/overdue."""

    def __init__(self, deps: Deps) -> None:
        self._database = deps.database

    @endpoint(
        access=Access.ADMINISTRATOR,
        summary="How many lines of the hand-off are overdue",
        returns={200: OverdueOut},
    )
    async def on_get(self, _req: Request, _resp: Response) -> OverdueOut:
        async with self._database.tx() as tx:
            return OverdueOut(overdue=len(await service.overdue(tx)))


class HandOffTable:
    """GET /rota/hand-off.csv."""

    def __init__(self, deps: Deps) -> None:
        self._database = deps.database

    @endpoint(
        access=Access.ADMINISTRATOR,
        summary="The hand-off as a table for spreadsheets",
        returns={200: None},
        produces="text/csv",
    )
    async def on_get(self, _req: Request, resp: Response) -> bytes:
        async with self._database.tx() as tx:
            answer = await _answer(tx)
        resp.set_header("Content-Disposition", f'attachment; filename="hand-off-{clock.today().isoformat()}.csv"')
        return policy.table(map(_row, answer.lines))


class Ticks:
    """POST /rota/hand-off/ticks."""

    def __init__(self, deps: Deps) -> None:
        self._database = deps.database

    @endpoint(
        access=Access.ADMINISTRATOR,
        summary="Tick lines as written into the clinical system",
        body=TicksIn,
        returns={200: TickedOut},
        errors=(404, 409),
    )
    async def on_post(self, req: Request, _resp: Response, *, body: TicksIn) -> TickedOut:
        ticks = [Tick(line.slot, does_of(line.has), does_of(line.stands)) for line in body.lines]
        async with self._database.tx() as tx:
            ticked = await service.tick(tx, ticks=ticks, by=caller_of(req).account_id, request_id=request_id_of(req))
        return TickedOut(ticked=ticked)


class Owners:
    """PUT /rota/hand-off/owners."""

    def __init__(self, deps: Deps) -> None:
        self._database = deps.database

    @endpoint(
        access=Access.ADMINISTRATOR,
        summary="Say who sees to some lines",
        body=OwnersIn,
        returns={200: HandOffOut},
    )
    async def on_put(self, req: Request, _resp: Response, *, body: OwnersIn) -> HandOffOut:
        async with self._database.tx() as tx:
            await service.set_owner(
                tx,
                slots=[line.slot for line in body.lines],
                owner=body.owner,
                by=caller_of(req).account_id,
                request_id=request_id_of(req),
            )
            return await _answer(tx)


async def _answer(tx: Tx) -> HandOffOut:
    kept, lines = await service.the_list(tx)
    may, called = await queries.administrators(tx), await names(tx)
    shown = [_line_out(line, called, may) for line in lines]
    return HandOffOut(
        since=None if kept is None else kept.since,
        owner=None if kept is None else _owner(kept.owner, may),
        lines=shown,
        overdue=sum(line.overdue for line in shown),
        administrators=[OwnerOut(id=account, name=name) for account, name in may.items()],
    )


def _line_out(line: Line, called: Mapping[str, str], may: Mapping[UUID, str]) -> LineOut:
    code, (day, half) = line.slot
    return LineOut(
        code=code,
        name=called.get(code, code),
        date=day,
        half=half,
        act=line.act,
        was=does_out(line.was),
        now=does_out(line.now),
        since=line.since,
        overdue=line.is_overdue(clock.now(), clock.today()),
        owner=_owner(line.owner, may),
    )


def _owner(owner: UUID | None, may: Mapping[UUID, str]) -> OwnerOut | None:
    """Somebody who sees to lines; nobody, when they no longer can."""
    return None if owner is None or owner not in may else OwnerOut(id=owner, name=may[owner])


def _row(line: LineOut) -> dict[str, object]:
    """A line as the table has it."""
    return {
        "date": line.date.isoformat(),
        "half": line.half.value,
        "code": line.code,
        "name": line.name,
        "do": line.act,
        "was": line.was and line.was.activity,
        "was at": line.was and line.was.site,
        "becomes": line.now and line.now.activity,
        "becomes at": line.now and line.now.site,
        "changed": line.since.astimezone(clock.LONDON).strftime("%Y-%m-%d %H:%M"),
        "owner": line.owner and line.owner.name,
        "overdue": "yes" if line.overdue else "",
    }
