"""What can be asked about what is kept. Superusers only: it cannot be had back."""

from __future__ import annotations

from falcon.asgi import Request, Response

from functions.cleanup import policy, queries, service
from functions.cleanup.schemas import (
    CleanupOut,
    LeaverOut,
    LeaversOut,
    NamelessIn,
    NamelessOut,
    PeriodsIn,
    PreviewOut,
)
from shared.access import Access
from shared.app import Deps
from shared.db import Tx
from shared.http import caller_of, endpoint


class _Cleanup:
    def __init__(self, deps: Deps) -> None:
        self._database = deps.database


class Cleanup(_Cleanup):
    """GET /cleanup."""

    @endpoint(access=Access.SUPERUSER, summary="What is kept how long, and what was removed", returns={200: CleanupOut})
    async def on_get(self, _req: Request, _resp: Response) -> CleanupOut:
        async with self._database.tx() as tx:
            return await _as_it_is(tx)


class Preview(_Cleanup):
    """GET /cleanup/preview."""

    @endpoint(access=Access.SUPERUSER, summary="What would be removed now", returns={200: PreviewOut})
    async def on_get(self, _req: Request, _resp: Response) -> PreviewOut:
        async with self._database.tx() as tx:
            return PreviewOut(counts=await service.preview(tx))


class Periods(_Cleanup):
    """PUT /cleanup/periods."""

    @endpoint(access=Access.SUPERUSER, summary="Keep things longer, or less long", body=PeriodsIn,
              returns={200: CleanupOut}, errors=(422,))  # fmt: skip
    async def on_put(self, req: Request, _resp: Response, *, body: PeriodsIn) -> CleanupOut:
        async with self._database.tx() as tx:
            await service.choose(tx, caller_of(req), body.days)
            return await _as_it_is(tx)


class Leavers(_Cleanup):
    """GET /cleanup/leavers."""

    @endpoint(access=Access.SUPERUSER, summary="Who left, and may be made nameless", returns={200: LeaversOut})
    async def on_get(self, _req: Request, _resp: Response) -> LeaversOut:
        async with self._database.tx() as tx:
            return LeaversOut(leavers=[LeaverOut.of(gone, reasons) for gone, reasons in await service.leavers(tx)])


class Namelessness(_Cleanup):
    """PUT /cleanup/leavers/{code}/namelessness."""

    @endpoint(access=Access.SUPERUSER, summary="Take away who somebody was; it cannot be had back", body=NamelessIn,
              returns={200: NamelessOut}, errors=(404, 422))  # fmt: skip
    async def on_put(self, req: Request, _resp: Response, *, body: NamelessIn, code: str) -> NamelessOut:
        async with self._database.tx() as tx:
            leaver = await service.make_nameless(tx, caller_of(req), code=code, confirm=body.confirm)
        return NamelessOut(code=leaver.code, name=leaver.becomes)


async def _as_it_is(tx: Tx) -> CleanupOut:
    return CleanupOut.of(policy.days_kept(await queries.chosen(tx)), await queries.last_results(tx))
