"""What can be asked about a repair of the rota."""

from __future__ import annotations

from uuid import UUID

from falcon.asgi import Request, Response

from functions.rota_generate.repair import service
from functions.rota_generate.repair.schemas import RepairIn, RepairOut
from shared.access import Access
from shared.app import Deps
from shared.http import caller_of, endpoint
from shared.registry import PREFIX


class Repairs:
    """POST /rota-generate/repairs."""

    def __init__(self, deps: Deps) -> None:
        self._deps = deps

    @endpoint(
        access=Access.ADMINISTRATOR,
        summary="Ask how the published rota could be repaired, with as few others moved as can be",
        body=RepairIn,
        returns={202: RepairOut},
        errors=(429,),
    )
    async def on_post(self, req: Request, resp: Response, *, body: RepairIn) -> RepairOut:
        async with self._deps.database.tx() as tx:
            found = await service.ask(tx, self._deps.practices, body.asked(), caller=caller_of(req))
        resp.location = f"{PREFIX}/rota-generate/repairs/{found.id}"
        return RepairOut.of(found)


class OneRepair:
    """GET /rota-generate/repairs/{id}."""

    def __init__(self, deps: Deps) -> None:
        self._database = deps.database

    @endpoint(access=Access.ADMINISTRATOR, summary="A repair and its options", returns={200: RepairOut}, errors=(404,))
    async def on_get(self, req: Request, _resp: Response, *, repair_id: UUID) -> RepairOut:
        async with self._database.tx() as tx:
            return RepairOut.of(await service.the_repair(tx, repair_id=repair_id, caller=caller_of(req)))
