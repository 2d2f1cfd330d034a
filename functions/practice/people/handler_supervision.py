"""What can be asked about who supervises whom."""

from __future__ import annotations

from functools import partial

from falcon.asgi import Request, Response

from functions.practice.people import service_supervision
from functions.practice.people.answers import PersonPageOut
from functions.practice.people.handler import OfOnePerson, by
from functions.practice.people.schemas import (
    LinkDatesIn,
    LinkIn,
    VersionQuery,
)
from shared.access import Access
from shared.http import endpoint


class Links(OfOnePerson):
    """POST /practice/people/{code}/links."""

    @endpoint(
        access=Access.ADMINISTRATOR,
        summary="Give a trainee a supervisor",
        body=LinkIn,
        returns={201: PersonPageOut},
        errors=(404, 409),
    )
    async def on_post(self, req: Request, _resp: Response, *, body: LinkIn, code: str) -> PersonPageOut:
        return await self._done(code, partial(service_supervision.add_link, code=code, wanted=body, by=by(req)))


class OneLink(OfOnePerson):
    """PUT and DELETE /practice/people/{code}/links/{id}: `code` is the trainee's."""

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
        return await self._done(
            code, partial(service_supervision.change_link, code=code, link_id=link_id, wanted=body, by=by(req))
        )

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
        return await self._done(
            code,
            partial(service_supervision.delete_link, code=code, link_id=link_id, version=query.version, by=by(req)),
        )
