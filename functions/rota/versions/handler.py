"""Versions over HTTP: the list, each of them, and how two differ."""

from __future__ import annotations

from uuid import UUID

from falcon.asgi import Request, Response

from functions.rota.versions import difference, reads, restoring
from functions.rota.versions.difference import Compared, Span
from functions.rota.versions.difference_schemas import DifferenceOut, DifferenceQuery
from functions.rota.versions.reads import Version
from functions.rota.versions.schemas import FingerprintOut, ListedOut, RestorationOut, VersionOut, VersionsOut
from shared.access import Access
from shared.app import Deps
from shared.db import Tx
from shared.errors import NotFound
from shared.grid import Viewer
from shared.http import caller_of, endpoint, request_id_of
from shared.queries.practice import names, practice_name
from shared.standing import content_hash


class Versions:
    """GET /rota/versions."""

    def __init__(self, deps: Deps) -> None:
        self._database = deps.database

    @endpoint(access=Access.SIGNED_IN, summary="Every published rota, newest first", returns={200: VersionsOut})
    async def on_get(self, req: Request, _resp: Response) -> VersionsOut:
        viewer = Viewer.of(caller_of(req))
        async with self._database.tx() as tx:
            return VersionsOut([ListedOut.of(version, viewer) for version in await reads.listed(tx)])


class OneVersion:
    """GET /rota/versions/{id}."""

    def __init__(self, deps: Deps) -> None:
        self._database = deps.database

    @endpoint(access=Access.SIGNED_IN, summary="A rota as it was published", returns={200: VersionOut})
    async def on_get(self, req: Request, _resp: Response, *, version_id: UUID) -> VersionOut:
        async with self._database.tx() as tx:
            version = await the_version(tx, version_id)
            rota = await reads.rota_of(tx, version_id=version_id)
            practice = await practice_name(tx)
        return VersionOut.whole(version, rota, Viewer.of(caller_of(req)), practice=practice or "")


class Fingerprint:
    """GET /rota/versions/{id}/fingerprint."""

    def __init__(self, deps: Deps) -> None:
        self._database = deps.database

    @endpoint(
        access=Access.ADMINISTRATOR,
        summary="The fingerprint a version was published with, and that of what is kept of it now",
        returns={200: FingerprintOut},
    )
    async def on_get(self, _req: Request, _resp: Response, *, version_id: UUID) -> FingerprintOut:
        async with self._database.tx() as tx:
            version = await the_version(tx, version_id)
            now = content_hash(await reads.rota_of(tx, version_id=version_id))
        return FingerprintOut(published=version.content_hash, now=now, same=now == version.content_hash)


class OneDifference:
    """GET /rota/versions/{id}/difference."""

    def __init__(self, deps: Deps) -> None:
        self._database = deps.database

    @endpoint(
        access=Access.SIGNED_IN,
        summary="What a version has otherwise than another, or than the rota until then",
        query=DifferenceQuery,
        returns={200: DifferenceOut},
        errors=(404,),
    )
    async def on_get(self, req: Request, _resp: Response, *, query: DifferenceQuery, version_id: UUID) -> DifferenceOut:
        viewer = Viewer.of(caller_of(req))
        async with self._database.tx() as tx:
            a = await the_version(tx, version_id)
            b = None if query.against == "previous" else await the_version(tx, query.against)
            found = await _compared(tx, a, b, viewer)
            return DifferenceOut.of(a, b, found, await names(tx))


async def _compared(tx: Tx, a: Version, b: Version | None, viewer: Viewer) -> Compared:
    now = Span(a.start_date, a.end_date)
    if b is None:
        changes = await reads.changes_of(tx, version_id=a.id)
        return difference.against_what_people_saw(now, await reads.first_published(tx, version=a), changes, viewer)
    rota, then = [(await reads.rota_of(tx, version_id=each.id)).lines for each in (a, b)]
    return difference.compared(now, rota, Span(b.start_date, b.end_date), then, viewer)


async def the_version(tx: Tx, version_id: UUID) -> Version:
    """One version. Raises NotFound."""
    version = await reads.version(tx, version_id=version_id)
    if version is None:
        raise NotFound("There is no such version.")
    return version


class Restoration:
    """POST /rota/versions/{id}/restoration."""

    def __init__(self, deps: Deps) -> None:
        self._deps = deps

    @endpoint(
        access=Access.ADMINISTRATOR,
        summary="Go back to a version: what makes the rota as it was there waits to be published",
        returns={201: RestorationOut},
        errors=(404, 422),
    )
    async def on_post(self, req: Request, _resp: Response, *, version_id: UUID) -> RestorationOut:
        by = caller_of(req).account_id
        async with self._deps.database.tx() as tx:
            restored = await restoring.restore(
                tx, self._deps.practices, version_id=version_id, by=by, request_id=request_id_of(req)
            )
        return RestorationOut.of(restored, by)
