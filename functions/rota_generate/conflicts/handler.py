"""What can be asked about a gap."""

from __future__ import annotations

from uuid import UUID

from falcon.asgi import Request, Response

from functions.rota_generate.conflicts import service
from functions.rota_generate.conflicts.schemas import ConflictIn, ConflictOut
from shared.access import Access
from shared.app import Deps
from shared.http import caller_of, endpoint
from shared.registry import PREFIX


class Conflicts:
    """POST /rota-generate/conflicts."""

    def __init__(self, deps: Deps) -> None:
        self._deps = deps

    @endpoint(
        access=Access.ADMINISTRATOR,
        summary="Ask which rules cannot hold together where something is short, and for ways out",
        body=ConflictIn,
        returns={202: ConflictOut},
        errors=(404, 429),
    )
    async def on_post(self, req: Request, resp: Response, *, body: ConflictIn) -> ConflictOut:
        async with self._deps.database.tx() as tx:
            found = await service.ask(tx, self._deps.practices, body.enquiry, caller=caller_of(req))
        resp.location = f"{PREFIX}/rota-generate/conflicts/{found.id}"
        return ConflictOut.of(found)


class OneConflict:
    """GET /rota-generate/conflicts/{id}."""

    def __init__(self, deps: Deps) -> None:
        self._database = deps.database

    @endpoint(access=Access.ADMINISTRATOR, summary="A gap that was asked about", returns={200: ConflictOut})
    async def on_get(self, req: Request, _resp: Response, *, conflict_id: UUID) -> ConflictOut:
        async with self._database.tx() as tx:
            return ConflictOut.of(await service.the_conflict(tx, conflict_id=conflict_id, caller=caller_of(req)))
