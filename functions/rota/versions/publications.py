"""Publishing over HTTP: what it would do, doing it, and whether it was done."""

from __future__ import annotations

from uuid import UUID

from falcon.asgi import Request, Response

from functions.rota.versions import planning, reads, service
from functions.rota.versions.publication_schemas import (
    NewPublicationIn,
    PreviewOut,
    PublicationIn,
    PublicationOut,
    SubjectIn,
)
from functions.rota.versions.service import Said
from shared.access import Access
from shared.app import Deps
from shared.errors import NotFound
from shared.grid import Viewer
from shared.http import caller_of, endpoint, request_id_of
from shared.queries import runs
from shared.queries.practice import names


class Previews:
    """POST /rota/publications/previews."""

    def __init__(self, deps: Deps) -> None:
        self._deps = deps

    @endpoint(
        access=Access.ADMINISTRATOR,
        summary="What a publication would do: for whom, with what notice, and what stands in its way",
        body=SubjectIn,
        returns={200: PreviewOut},
        errors=(404, 409, 422),
    )
    async def on_post(self, _req: Request, _resp: Response, *, body: SubjectIn) -> PreviewOut:
        async with self._deps.database.tx() as tx:
            if body.run is not None:
                plan = await planning.of_run(tx, self._deps.practices, run_id=body.run)
            else:
                plan = await planning.of_edits(tx, self._deps.practices, ids=body.edits)
            return PreviewOut.of(plan, await names(tx))


class Publications:
    """POST /rota/publications."""

    def __init__(self, deps: Deps) -> None:
        self._deps = deps

    @endpoint(
        access=Access.ADMINISTRATOR,
        summary="Publish a draft, or changes that wait",
        body=NewPublicationIn,
        returns={201: PublicationOut, 200: PublicationOut},
        errors=(404, 409, 422),
    )
    async def on_post(self, req: Request, resp: Response, *, body: NewPublicationIn) -> PublicationOut:
        said = said_in(req, body)
        async with self._deps.database.tx() as tx:
            if body.run is not None:
                published = await service.publish_run(tx, self._deps.practices, run_id=body.run, said=said)
            else:
                published = await service.publish_edits(tx, self._deps.practices, ids=body.edits, said=said)
        resp.status = 201 if published.new else 200
        return PublicationOut.of(published.version, Viewer.of(caller_of(req)))


class Publication:
    """GET and PUT /rota/versions/{id}/publication. The id is the run's: published, its draft is that version."""

    def __init__(self, deps: Deps) -> None:
        self._deps = deps

    @endpoint(access=Access.SIGNED_IN, summary="Whether a draft was published", returns={200: PublicationOut})
    async def on_get(self, req: Request, _resp: Response, *, version_id: UUID) -> PublicationOut:
        async with self._deps.database.tx() as tx:
            version = await reads.version(tx, version_id=version_id)
            if version is None and not await runs.exists(tx, run_id=version_id):
                raise NotFound("There is no such run.")
        return PublicationOut.of(version, Viewer.of(caller_of(req)))

    @endpoint(
        access=Access.ADMINISTRATOR,
        summary="Publish a draft",
        body=PublicationIn,
        returns={200: PublicationOut, 201: PublicationOut},
        errors=(404, 409),
    )
    async def on_put(self, req: Request, resp: Response, *, body: PublicationIn, version_id: UUID) -> PublicationOut:
        said = said_in(req, body)
        async with self._deps.database.tx() as tx:
            published = await service.publish_run(tx, self._deps.practices, run_id=version_id, said=said)
        resp.status = 201 if published.new else 200
        return PublicationOut.of(published.version, Viewer.of(caller_of(req)))


def said_in(req: Request, body: PublicationIn) -> Said:
    """What the caller says with a publication."""
    return Said(caller_of(req).account_id, body.reason, body.words, request_id_of(req))


class CurrentPublication:
    """GET /rota/publication."""

    def __init__(self, deps: Deps) -> None:
        self._database = deps.database

    @endpoint(access=Access.SIGNED_IN, summary="The newest published rota", returns={200: PublicationOut})
    async def on_get(self, req: Request, _resp: Response) -> PublicationOut:
        async with self._database.tx() as tx:
            newest = await reads.newest(tx)
        return PublicationOut.of(newest, Viewer.of(caller_of(req)))
