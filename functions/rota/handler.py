"""What can be asked of the room that keeps the rota."""

from __future__ import annotations

from falcon.asgi import Request, Response

from functions.rota.drawing import Published, WorkingCopy
from functions.rota.edits.asked import GridQuery
from functions.rota.sheets import Sheets
from shared import clock
from shared.access import Access
from shared.app import Deps
from shared.domain.calendar import Horizon, monday_of
from shared.errors import Forbidden
from shared.grid import GridOut, Viewer
from shared.http import caller_of, endpoint

KEPT_WORKING_COPIES = 6  # every change makes them all new


class Rota:
    """GET /rota: the page everybody looks at."""

    def __init__(self, deps: Deps) -> None:
        self._database = deps.database
        published, copy = Published(deps.practices), WorkingCopy(deps.practices)
        self._sheets = {
            "published": Sheets(published.stamp, published.drawn),
            "edits": Sheets(copy.stamp, copy.drawn, most=KEPT_WORKING_COPIES),
        }

    @endpoint(
        access=Access.SIGNED_IN,
        summary="Who does what, as published; for administrators also with the changes that wait",
        query=GridQuery,
        returns={200: GridOut, 304: None},
        errors=(404,),
    )
    async def on_get(self, req: Request, resp: Response, *, query: GridQuery) -> bytes | None:
        viewer = Viewer.of(caller_of(req))
        if query.layer == "edits" and not viewer.everything:
            raise Forbidden("Changes that are not published are for administrators.")
        horizon = Horizon(monday_of(query.start or clock.today()), query.weeks)
        async with self._database.tx() as tx:
            sheet = await self._sheets[query.layer].sheet(tx, horizon, viewer)
        resp.etag = sheet.etag
        resp.cache_control = ("private", "no-cache")
        resp.vary = "Cookie"
        if sheet.etag in (req.if_none_match or ()):
            resp.status = 304
            return None
        return sheet.body
