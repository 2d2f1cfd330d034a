"""What can be asked about one session of the rota."""

from __future__ import annotations

from uuid import UUID

from falcon.asgi import Request, Response

from functions.rota_generate.why import service
from functions.rota_generate.why.schemas import WhyNotIn, WhyNotOut, WhyOut, WhyQuery
from functions.rota_generate.why.service import Whys
from shared.access import Access
from shared.app import Deps
from shared.http import caller_of, endpoint
from shared.registry import PREFIX


class Why:
    """GET /rota-generate/why."""

    def __init__(self, deps: Deps) -> None:
        self._database = deps.database
        self._whys = Whys(deps.practices)

    @endpoint(
        access=Access.SIGNED_IN,
        summary="Why somebody does what they do in a session, and who else could",
        query=WhyQuery,
        returns={200: WhyOut},
        errors=(404,),
    )
    async def on_get(self, req: Request, _resp: Response, *, query: WhyQuery) -> WhyOut:
        async with self._database.tx() as tx:
            return WhyOut.of(await self._whys.why(tx, query.slot, caller=caller_of(req)))


class WhyNots:
    """POST /rota-generate/why-nots."""

    def __init__(self, deps: Deps) -> None:
        self._deps = deps

    @endpoint(
        access=Access.SIGNED_IN,
        summary="Ask what would follow if somebody else had a session",
        body=WhyNotIn,
        returns={202: WhyNotOut},
        errors=(404, 429),
    )
    async def on_post(self, req: Request, resp: Response, *, body: WhyNotIn) -> WhyNotOut:
        async with self._deps.database.tx() as tx:
            found = await service.ask(tx, self._deps.practices, body.asked, caller=caller_of(req))
        resp.location = f"{PREFIX}/rota-generate/why-nots/{found.id}"
        return WhyNotOut.of(found)


class OneWhyNot:
    """GET /rota-generate/why-nots/{id}."""

    def __init__(self, deps: Deps) -> None:
        self._database = deps.database

    @endpoint(access=Access.SIGNED_IN, summary="A why-not and its answer", returns={200: WhyNotOut})
    async def on_get(self, _req: Request, _resp: Response, *, why_not_id: UUID) -> WhyNotOut:
        async with self._database.tx() as tx:
            return WhyNotOut.of(await service.the_why_not(tx, why_not_id=why_not_id))
