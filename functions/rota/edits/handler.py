"""What can be asked of the changes that wait. All of it is for administrators."""

from __future__ import annotations

import orjson
from falcon.asgi import Request, Response

from functions.rota.edits import reads, service
from functions.rota.edits.asked import DiscardQuery, EditIn, EditsQuery, TargetsIn
from functions.rota.edits.schemas import (
    DiscardedOut,
    EditsOut,
    PreviewOut,
    StagedOut,
    StampOut,
    TargetsOut,
    row_of,
)
from shared.access import Access
from shared.app import Deps
from shared.domain.calendar import Horizon, monday_of
from shared.http import caller_of, endpoint, request_id_of


class Edits:
    """GET, POST and DELETE /rota/edits."""

    def __init__(self, deps: Deps) -> None:
        self._deps = deps

    @endpoint(
        access=Access.ADMINISTRATOR,
        summary="The changes that wait to be published",
        query=EditsQuery,
        returns={200: EditsOut},
        errors=(404,),
    )
    async def on_get(self, req: Request, _resp: Response, *, query: EditsQuery) -> EditsOut:
        caller = caller_of(req).account_id
        async with self._deps.database.tx() as tx:
            found = await reads.waiting(tx, self._deps.practices, after=query.after)
        return EditsOut.of(found, caller)

    @endpoint(
        access=Access.ADMINISTRATOR,
        summary="Change the rota; the change waits until it is published",
        body=EditIn,
        returns={201: StagedOut},
        errors=(404, 409),
    )
    async def on_post(self, req: Request, _resp: Response, *, body: EditIn) -> StagedOut:
        caller = caller_of(req).account_id
        async with self._deps.database.tx() as tx:
            staged = await service.stage(
                tx,
                self._deps.practices,
                cells=body.changes(),
                cause=body.cause,
                cause_id=body.cause_id,
                words=None,
                by=caller,
                request_id=request_id_of(req),
            )
        return StagedOut.of(staged, caller)

    @endpoint(
        access=Access.ADMINISTRATOR,
        summary="Undo every change that waits",
        query=DiscardQuery,
        returns={200: DiscardedOut},
        errors=(404, 409),
    )
    async def on_delete(self, req: Request, _resp: Response, *, query: DiscardQuery) -> DiscardedOut:
        async with self._deps.database.tx() as tx:
            stamp, undone = await service.discard(
                tx,
                self._deps.practices,
                newest=query.newest,
                by=caller_of(req).account_id,
                request_id=request_id_of(req),
            )
        return DiscardedOut(stamp=stamp, undone=undone)


class Previews:
    """POST /rota/edits/previews."""

    def __init__(self, deps: Deps) -> None:
        self._deps = deps

    @endpoint(
        access=Access.ADMINISTRATOR,
        summary="What a change would do, without making it",
        body=EditIn,
        returns={200: PreviewOut},
        errors=(404,),
    )
    async def on_post(self, _req: Request, _resp: Response, *, body: EditIn) -> PreviewOut:
        async with self._deps.database.tx() as tx:
            seen = await service.preview(tx, self._deps.practices, cells=body.changes(), cause=body.cause)
        return PreviewOut.of(seen)


class Undoing:
    """PUT and DELETE /rota/edits/{id}/undoing: there is one, and there is none."""

    def __init__(self, deps: Deps) -> None:
        self._deps = deps

    @endpoint(access=Access.ADMINISTRATOR, summary="Undo a change", returns={200: StampOut}, errors=(404, 409, 422))
    async def on_put(self, req: Request, _resp: Response, *, edit_id: int) -> StampOut:
        async with self._deps.database.tx() as tx:
            stamp = await service.undo(
                tx,
                self._deps.practices,
                edit_id=edit_id,
                by=caller_of(req).account_id,
                request_id=request_id_of(req),
            )
        return StampOut(stamp=stamp)

    @endpoint(
        access=Access.ADMINISTRATOR,
        summary="Do an undone change again",
        returns={200: StampOut},
        errors=(404, 409, 422),
    )
    async def on_delete(self, req: Request, _resp: Response, *, edit_id: int) -> StampOut:
        async with self._deps.database.tx() as tx:
            stamp = await service.redo(
                tx,
                self._deps.practices,
                edit_id=edit_id,
                by=caller_of(req).account_id,
                request_id=request_id_of(req),
            )
        return StampOut(stamp=stamp)


class Targets:
    """POST /rota/edits/targets."""

    def __init__(self, deps: Deps) -> None:
        self._deps = deps

    @endpoint(
        access=Access.ADMINISTRATOR,
        summary="Where a session could be moved, and what that would do",
        body=TargetsIn,
        returns={200: TargetsOut},
        errors=(404,),
    )
    async def on_post(self, _req: Request, _resp: Response, *, body: TargetsIn) -> bytes:
        weeks = Horizon(monday_of(body.start), body.weeks)
        async with self._deps.database.tx() as tx:
            found = await reads.targets(tx, self._deps.practices, slot=body.slot(), weeks=weeks)
        return orjson.dumps({"rows": [row_of(target) for target in found]})
