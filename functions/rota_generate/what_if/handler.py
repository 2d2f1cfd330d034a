"""What can be asked about a leave that is not approved yet."""

from __future__ import annotations

from uuid import UUID

from falcon.asgi import Request, Response

from functions.rota_generate.what_if import service
from functions.rota_generate.what_if.schemas import WhatIfIn, WhatIfOut
from shared.access import Access
from shared.app import Deps
from shared.http import caller_of, endpoint
from shared.registry import PREFIX


class WhatIfs:
    """POST /rota-generate/what-ifs."""

    def __init__(self, deps: Deps) -> None:
        self._deps = deps

    @endpoint(
        access=Access.SIGNED_IN,
        summary="Ask what a leave would do to the rota: one's own, or anybody's for administrators",
        body=WhatIfIn,
        returns={202: WhatIfOut},
        errors=(404, 429),
    )
    async def on_post(self, req: Request, resp: Response, *, body: WhatIfIn) -> WhatIfOut:
        caller, practices = caller_of(req), self._deps.practices
        async with self._deps.database.tx() as tx:
            if body.request_id is not None:
                found = await service.ask_about_request(tx, practices, body.request_id, caller=caller)
            else:
                found = await service.ask(tx, practices, body.asked(caller.person_code or ""), caller=caller)
        resp.location = f"{PREFIX}/rota-generate/what-ifs/{found.id}"
        return WhatIfOut.of(found)


class OneWhatIf:
    """GET /rota-generate/what-ifs/{id}."""

    def __init__(self, deps: Deps) -> None:
        self._database = deps.database

    @endpoint(access=Access.SIGNED_IN, summary="A what-if and its answer", returns={200: WhatIfOut})
    async def on_get(self, req: Request, _resp: Response, *, what_if_id: UUID) -> WhatIfOut:
        async with self._database.tx() as tx:
            return WhatIfOut.of(await service.the_what_if(tx, what_if_id=what_if_id, caller=caller_of(req)))
