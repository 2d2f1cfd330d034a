"""Exporting everything, and taking it away. For superusers alone: it says why people were away and who did what."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Iterator
from uuid import UUID

from falcon.asgi import Request, Response

from functions.backup import reads, service
from functions.backup.nouns import Backup, Cause, Failure, Kind
from functions.backup.policy import EXPORTS_KEPT
from functions.backup.portable.fetching import file_of, plain
from functions.backup.schemas import BackupOut, ExportsOut
from shared.access import Access
from shared.app import Deps
from shared.errors import NotFound
from shared.http import caller_of, endpoint, request_id_of


class Exports:
    """GET and POST /backup/exports."""

    def __init__(self, deps: Deps) -> None:
        self._database, self._settings = deps.database, deps.settings

    @endpoint(access=Access.SUPERUSER, summary="Every export that is kept, newest first", returns={200: ExportsOut})
    async def on_get(self, _req: Request, _resp: Response) -> ExportsOut:
        async with self._database.tx() as tx:
            exports = await reads.listed(tx, kind=Kind.EXPORT)
        return ExportsOut(
            exports=[_out(each) for each in exports if each.status != "gone"],
            days=EXPORTS_KEPT.days,
            encrypted=bool(self._settings.backup_encryption_key),
        )

    @endpoint(access=Access.SUPERUSER, summary="Have everything exported", returns={202: BackupOut})
    async def on_post(self, req: Request, _resp: Response) -> BackupOut:
        async with self._database.tx() as tx:
            export = await service.ask(
                tx, cause=Cause.BY_HAND, kind=Kind.EXPORT, by=caller_of(req).account_id, request_id=request_id_of(req)
            )
        return BackupOut.of(export)


def _out(export: Backup) -> BackupOut:
    return BackupOut.of(export, export.asked_at + EXPORTS_KEPT)


class ExportFile:
    """GET /backup/exports/{export_id}/file."""

    def __init__(self, deps: Deps) -> None:
        self._database, self._settings = deps.database, deps.settings

    @endpoint(
        access=Access.SUPERUSER,
        summary="An export as a zip file, not encrypted",
        returns={200: None},
        errors=(404,),
        produces="application/zip",
        a_minute=10,
    )
    async def on_get(self, req: Request, resp: Response, *, export_id: UUID) -> None:
        async with self._database.tx() as tx:
            export = await service.take_export(
                tx, backup_id=export_id, by=caller_of(req).account_id, request_id=request_id_of(req)
            )
            try:
                await asyncio.to_thread(file_of, self._settings, export)
            except Failure as failure:  # on another machine, or removed by hand
                raise NotFound(failure.message) from failure
        resp.content_type = "application/zip"
        resp.set_header("Content-Disposition", f'attachment; filename="{export.name}.zip"')
        if not export.encrypted:
            resp.content_length = export.size
        resp.stream = _chunks(plain(self._settings, export))


async def _chunks(contents: Iterator[bytes]) -> AsyncIterator[bytes]:
    """The same, read off the event loop."""
    while (chunk := await asyncio.to_thread(next, contents, None)) is not None:
        yield chunk
