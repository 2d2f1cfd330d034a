"""What can be asked of the fairness ledger. It is open to everybody who is signed in."""

from __future__ import annotations

from falcon.asgi import Request, Response

from functions.rota.fairness import adjusting, reads
from functions.rota.fairness.adjusting import Wanted
from functions.rota.fairness.schemas import AdjustedOut, AdjustmentIn, AheadOut, FairnessOut, MovedOut, StatementOut
from shared import clock
from shared.access import Access
from shared.app import Deps
from shared.db import Tx
from shared.domain.problem import Practice
from shared.errors import NotFound
from shared.http import caller_of, endpoint, request_id_of
from shared.queries.practice import names


class Fairness:
    """GET /rota/fairness."""

    def __init__(self, deps: Deps) -> None:
        self._deps = deps

    @endpoint(
        access=Access.SIGNED_IN,
        summary="Who has held how much duty against their part",
        returns={200: FairnessOut},
        errors=(404,),
    )
    async def on_get(self, _req: Request, _resp: Response) -> FairnessOut:
        async with self._deps.database.tx() as tx:
            return await reads.fairness(tx, await _practice(self._deps, tx), today=clock.today())


class Ahead:
    """GET /rota/fairness/ahead."""

    def __init__(self, deps: Deps) -> None:
        self._deps = deps

    @endpoint(
        access=Access.SIGNED_IN,
        summary="Where everybody's balance of duty will stand when the published rota is worked",
        returns={200: AheadOut},
        errors=(404,),
    )
    async def on_get(self, _req: Request, _resp: Response) -> AheadOut:
        async with self._deps.database.tx() as tx:
            return await reads.ahead(tx, await _practice(self._deps, tx), today=clock.today())


class PersonStatement:
    """GET /rota/fairness/{code}."""

    def __init__(self, deps: Deps) -> None:
        self._deps = deps

    @endpoint(
        access=Access.SIGNED_IN,
        summary="Every movement of somebody's balance of duty",
        returns={200: StatementOut},
        errors=(404,),
    )
    async def on_get(self, _req: Request, _resp: Response, *, code: str) -> StatementOut:
        async with self._deps.database.tx() as tx:
            return await reads.statement(tx, await _practice(self._deps, tx), code, today=clock.today())


class Adjustments:
    """POST /rota/fairness/adjustments."""

    def __init__(self, deps: Deps) -> None:
        self._deps = deps

    @endpoint(
        access=Access.ADMINISTRATOR,
        summary="Move a balance of duty, with a reason",
        body=AdjustmentIn,
        returns={201: AdjustedOut},
        errors=(404,),
    )
    async def on_post(self, req: Request, _resp: Response, *, body: AdjustmentIn) -> AdjustedOut:
        async with self._deps.database.tx() as tx:
            moved = await adjusting.adjust(
                tx,
                await _practice(self._deps, tx),
                Wanted(body.code, body.points, body.reason, body.counter),
                by=caller_of(req).account_id,
                today=clock.today(),
                request_id=request_id_of(req),
            )
            called = await names(tx)
        return AdjustedOut(
            entries=[each.entry for each in moved],
            moved=[
                MovedOut(code=each.code, name=called.get(each.code, each.code), before=each.before, after=each.after)
                for each in moved
            ],
        )


async def _practice(deps: Deps, tx: Tx) -> Practice:
    known = await deps.practices.current(tx)
    if known is None:
        raise NotFound("No practice has been read in yet. An administrator can import one.")
    return known.practice
