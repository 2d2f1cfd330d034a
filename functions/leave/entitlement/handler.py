"""What can be asked of the ledger. A balance is its owner's and the administrators'; nobody else's."""

from __future__ import annotations

from falcon.asgi import Request, Response

from functions.leave.entitlement import adjusting, reads, table
from functions.leave.entitlement.adjusting import Wanted
from functions.leave.entitlement.nouns import EntryKind
from functions.leave.entitlement.schemas import (
    AdjustmentIn,
    BalanceOut,
    BalancesOut,
    LeaveYearsOut,
    LedgerEntryOut,
    ReversalIn,
    StatementOut,
    YearQuery,
)
from shared import clock
from shared.access import Access
from shared.app import Deps
from shared.db import Tx
from shared.domain.problem import Practice
from shared.errors import NotFound
from shared.http import caller_of, endpoint, request_id_of

CSV = "text/csv; charset=utf-8"


class Years:
    """GET /leave/years."""

    def __init__(self, deps: Deps) -> None:
        self._deps = deps

    @endpoint(access=Access.SIGNED_IN, summary="Leave years", returns={200: LeaveYearsOut}, errors=(404,))
    async def on_get(self, _req: Request, _resp: Response) -> LeaveYearsOut:
        async with self._deps.database.tx() as tx:
            return await reads.years(tx, await _practice(self._deps, tx), today=clock.today())


class PersonBalance:
    """GET /leave/people/{code}/balance."""

    def __init__(self, deps: Deps) -> None:
        self._deps = deps

    @endpoint(
        access=Access.SIGNED_IN,
        summary="What somebody has left of a leave year",
        query=YearQuery,
        returns={200: BalanceOut},
        errors=(403, 404),
    )
    async def on_get(self, req: Request, _resp: Response, *, query: YearQuery, code: str) -> BalanceOut:
        reads.allow(caller_of(req), code)
        async with self._deps.database.tx() as tx:
            practice = await _practice(self._deps, tx)
            return await reads.balance_of(tx, practice, code, query.year, today=clock.today())


class Balances:
    """GET /leave/balances."""

    def __init__(self, deps: Deps) -> None:
        self._deps = deps

    @endpoint(
        access=Access.ADMINISTRATOR,
        summary="What everybody has left of a leave year",
        query=YearQuery,
        returns={200: BalancesOut},
        errors=(404,),
    )
    async def on_get(self, _req: Request, _resp: Response, *, query: YearQuery) -> BalancesOut:
        async with self._deps.database.tx() as tx:
            practice = await _practice(self._deps, tx)
            return await reads.balances(tx, practice, query.year, today=clock.today())


class BalancesTable:
    """GET /leave/balances.csv."""

    def __init__(self, deps: Deps) -> None:
        self._deps = deps

    @endpoint(
        access=Access.ADMINISTRATOR,
        summary="The same for a spreadsheet",
        query=YearQuery,
        returns={200: None},
        errors=(404,),
        produces=CSV,
    )
    async def on_get(self, _req: Request, resp: Response, *, query: YearQuery) -> bytes:
        async with self._deps.database.tx() as tx:
            practice = await _practice(self._deps, tx)
            balances = await reads.balances(tx, practice, query.year, today=clock.today())
        resp.downloadable_as = f"leave-{balances.year.start}.csv"
        return table.balances_table(balances)


class PersonStatement:
    """GET /leave/people/{code}/statement."""

    def __init__(self, deps: Deps) -> None:
        self._deps = deps

    @endpoint(
        access=Access.SIGNED_IN,
        summary="The whole sum of somebody's leave year, line by line",
        query=YearQuery,
        returns={200: StatementOut},
        errors=(403, 404),
    )
    async def on_get(self, req: Request, _resp: Response, *, query: YearQuery, code: str) -> StatementOut:
        reads.allow(caller_of(req), code)
        async with self._deps.database.tx() as tx:
            practice = await _practice(self._deps, tx)
            return await reads.statement_of(tx, practice, code, query.year, today=clock.today())


class StatementTable:
    """GET /leave/people/{code}/statement.csv."""

    def __init__(self, deps: Deps) -> None:
        self._deps = deps

    @endpoint(
        access=Access.SIGNED_IN,
        summary="The same for a spreadsheet",
        query=YearQuery,
        returns={200: None},
        errors=(403, 404),
        produces=CSV,
    )
    async def on_get(self, req: Request, resp: Response, *, query: YearQuery, code: str) -> bytes:
        reads.allow(caller_of(req), code)
        async with self._deps.database.tx() as tx:
            practice = await _practice(self._deps, tx)
            found = await reads.statement_of(tx, practice, code, query.year, today=clock.today())
        resp.downloadable_as = f"leave-{found.person.code}-{found.year.start}.csv"
        return table.statement_table(found)


class Adjustments:
    """POST /leave/people/{code}/adjustments."""

    def __init__(self, deps: Deps) -> None:
        self._deps = deps

    @endpoint(
        access=Access.ADMINISTRATOR,
        summary="Adjust somebody's entitlement, with a reason",
        body=AdjustmentIn,
        returns={201: LedgerEntryOut},
        errors=(404,),
    )
    async def on_post(self, req: Request, _resp: Response, *, body: AdjustmentIn, code: str) -> LedgerEntryOut:
        wanted = Wanted(body.year, EntryKind(body.kind), body.amount, body.unit, body.reason)
        async with self._deps.database.tx() as tx:
            entry = await adjusting.adjust(
                tx,
                await _practice(self._deps, tx),
                code,
                wanted,
                by=caller_of(req).account_id,
                today=clock.today(),
                request_id=request_id_of(req),
            )
        return reads.entry_out(entry)


class Reversal:
    """POST /leave/entries/{id}/reversal."""

    def __init__(self, deps: Deps) -> None:
        self._deps = deps

    @endpoint(
        access=Access.ADMINISTRATOR,
        summary="Take an adjustment back, once, with a reason",
        body=ReversalIn,
        returns={201: LedgerEntryOut},
        errors=(404, 409),
    )
    async def on_post(self, req: Request, _resp: Response, *, body: ReversalIn, entry_id: int) -> LedgerEntryOut:
        async with self._deps.database.tx() as tx:
            entry = await adjusting.reverse(
                tx,
                await _practice(self._deps, tx),
                entry_id,
                body.reason,
                by=caller_of(req).account_id,
                today=clock.today(),
                request_id=request_id_of(req),
            )
        return reads.entry_out(entry)


async def _practice(deps: Deps, tx: Tx) -> Practice:
    known = await deps.practices.current(tx)
    if known is None:
        raise NotFound("No practice has been read in yet. An administrator can import one.")
    return known.practice
