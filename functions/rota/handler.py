"""What can be asked of the room that keeps the rota."""

from __future__ import annotations

from uuid import UUID

from falcon.asgi import Request, Response

from functions.rota import service
from functions.rota.schemas import (
    AssignmentOut,
    PublicationIn,
    PublicationOut,
    RangeQuery,
    VersionOut,
    VersionsOut,
    VersionSummaryOut,
)
from functions.rota.sheets import Sheets
from shared import clock
from shared.access import Access
from shared.app import Deps
from shared.domain.calendar import Half, Horizon, monday_of
from shared.errors import NotFound
from shared.grid import GapOut, GridOut, Viewer
from shared.http import caller_of, endpoint, request_id_of
from shared.queries import rota, runs
from shared.queries.practice import practice_name


class Rota:
    """GET /rota: the page everybody looks at."""

    def __init__(self, deps: Deps) -> None:
        self._database = deps.database
        self._sheets = Sheets(deps.practices)

    @endpoint(
        access=Access.SIGNED_IN,
        summary="Who does what, as published",
        query=RangeQuery,
        returns={200: GridOut, 304: None},
        errors=(404,),
    )
    async def on_get(self, req: Request, resp: Response, *, query: RangeQuery) -> bytes | None:
        horizon = Horizon(monday_of(query.start or clock.today()), query.weeks)
        async with self._database.tx() as tx:
            sheet = await self._sheets.sheet(tx, horizon, Viewer.of(caller_of(req)))
        resp.etag = sheet.etag
        resp.cache_control = ("private", "no-cache")
        resp.vary = "Cookie"
        if sheet.etag in (req.if_none_match or ()):
            resp.status = 304
            return None
        return sheet.body


class Versions:
    """GET /rota/versions."""

    def __init__(self, deps: Deps) -> None:
        self._database = deps.database

    @endpoint(access=Access.SIGNED_IN, summary="Every published rota, newest first", returns={200: VersionsOut})
    async def on_get(self, _req: Request, _resp: Response) -> VersionsOut:
        async with self._database.tx() as tx:
            return VersionsOut([VersionSummaryOut.of(version) for version in await rota.versions(tx)])


class OneVersion:
    """GET /rota/versions/{id}."""

    def __init__(self, deps: Deps) -> None:
        self._database = deps.database

    @endpoint(access=Access.SIGNED_IN, summary="A rota as it was published", returns={200: VersionOut})
    async def on_get(self, req: Request, _resp: Response, *, version_id: UUID) -> VersionOut:
        viewer = Viewer.of(caller_of(req))
        async with self._database.tx() as tx:
            version = await rota.version(tx, version_id=version_id)
            if version is None:
                raise NotFound("There is no such version.")
            lines = await rota.lines_of(tx, version_id=version_id)
            practice = await practice_name(tx)
        return VersionOut(
            **VersionSummaryOut.of(version).model_dump(),
            practice=practice or "",
            content_hash=version.content_hash if viewer.everything else None,
            reason=version.reason if viewer.everything else None,
            assignments=[
                AssignmentOut(code=x.code, date=x.date, half=Half(x.half), activity=x.activity, site=x.site)
                for x in lines
                if viewer.may_see(x.code, x.activity)
            ],
            gaps=[GapOut.model_validate(gap) for gap in version.gaps],
            breaches=version.breaches if viewer.everything else [],
        )


class Publication:
    """GET and PUT /rota/versions/{id}/publication. The id is the run's: published, its draft is that version."""

    def __init__(self, deps: Deps) -> None:
        self._deps = deps

    @endpoint(access=Access.SIGNED_IN, summary="Whether a draft was published", returns={200: PublicationOut})
    async def on_get(self, req: Request, _resp: Response, *, version_id: UUID) -> PublicationOut:
        async with self._deps.database.tx() as tx:
            version = await rota.version(tx, version_id=version_id)
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
        async with self._deps.database.tx() as tx:
            published = await service.publish(
                tx,
                self._deps.practices,
                run_id=version_id,
                by=caller_of(req).account_id,
                reason=body.reason,
                request_id=request_id_of(req),
            )
        resp.status = 201 if published.new else 200
        return PublicationOut.of(published.version, Viewer.of(caller_of(req)))


class CurrentPublication:
    """GET /rota/publication."""

    def __init__(self, deps: Deps) -> None:
        self._database = deps.database

    @endpoint(access=Access.SIGNED_IN, summary="The newest published rota", returns={200: PublicationOut})
    async def on_get(self, req: Request, _resp: Response) -> PublicationOut:
        async with self._database.tx() as tx:
            found = await rota.versions(tx)
        return PublicationOut.of(found[0] if found else None, Viewer.of(caller_of(req)))
