"""What can be asked about who supervises whom."""

from __future__ import annotations

from falcon.asgi import Request, Response

from functions.practice.people import service_supervision, views
from functions.practice.people.answers import PersonPageOut
from functions.practice.people.handler import by
from functions.practice.people.schemas import (
    LinkDatesIn,
    LinkIn,
    VersionQuery,
)
from shared import clock
from shared.access import Access
from shared.app import Deps
from shared.http import endpoint


class Links:
    """POST /practice/people/{code}/links."""

    def __init__(self, deps: Deps) -> None:
        self._database = deps.database

    @endpoint(
        access=Access.ADMINISTRATOR,
        summary="Give a trainee a supervisor",
        body=LinkIn,
        returns={201: PersonPageOut},
        errors=(404, 409),
    )
    async def on_post(self, req: Request, _resp: Response, *, body: LinkIn, code: str) -> PersonPageOut:
        async with self._database.tx() as tx:
            await service_supervision.add_link(tx, code=code, wanted=body, by=by(req))
            return await views.one_person(tx, code=code, today=clock.today())


class OneLink:
    """PUT and DELETE /practice/people/{code}/links/{id}: `code` is the trainee's."""

    def __init__(self, deps: Deps) -> None:
        self._database = deps.database

    @endpoint(
        access=Access.ADMINISTRATOR,
        summary="Change the dates of supervision",
        body=LinkDatesIn,
        returns={200: PersonPageOut},
        errors=(404, 409),
    )
    async def on_put(
        self, req: Request, _resp: Response, *, body: LinkDatesIn, code: str, link_id: int
    ) -> PersonPageOut:
        async with self._database.tx() as tx:
            await service_supervision.change_link(tx, code=code, link_id=link_id, wanted=body, by=by(req))
            return await views.one_person(tx, code=code, today=clock.today())

    @endpoint(
        access=Access.ADMINISTRATOR,
        summary="Remove supervision that was a mistake",
        query=VersionQuery,
        returns={200: PersonPageOut},
        errors=(404, 409),
    )
    async def on_delete(
        self, req: Request, _resp: Response, *, query: VersionQuery, code: str, link_id: int
    ) -> PersonPageOut:
        async with self._database.tx() as tx:
            await service_supervision.delete_link(tx, code=code, link_id=link_id, version=query.version, by=by(req))
            return await views.one_person(tx, code=code, today=clock.today())
