"""What can be asked of the room that makes backups."""

from __future__ import annotations

import asyncio
from uuid import UUID

from falcon.asgi import Request, Response

from functions.backup import clearing, reads, service
from functions.backup.nouns import Cause
from functions.backup.schemas import (
    BackupOut,
    BackupsOut,
    BackupsQuery,
    NoticeIn,
    NoticeOut,
    StatusOut,
    TiersOut,
)
from functions.backup.sheet.load import grab_sheet
from functions.backup.sheet.nouns import GrabSheet
from functions.backup.sheet.page import as_page
from shared import clock
from shared.access import Access
from shared.app import Deps
from shared.http import caller_of, endpoint, request_id_of


class Backups:
    """GET and POST /backup/backups."""

    def __init__(self, deps: Deps) -> None:
        self._database, self._settings = deps.database, deps.settings

    @endpoint(
        access=Access.SUPERUSER, summary="Every backup, newest first", query=BackupsQuery, returns={200: BackupsOut}
    )
    async def on_get(self, _req: Request, _resp: Response, *, query: BackupsQuery) -> BackupsOut:
        async with self._database.tx() as tx:
            backups = await reads.listed(tx)
        tiers = clearing.tiers_of(self._settings)
        until = clearing.kept_until(backups, now=clock.now(), tiers=tiers)
        wanted = query.model_dump(exclude_none=True)
        shown = [each for each in backups if all(getattr(each, name) == value for name, value in wanted.items())]
        settings = self._settings
        return BackupsOut(
            backups=[BackupOut.of(each, until.get(str(each.name))) for each in shown],
            tiers=TiersOut(days=tiers.days, weeks=tiers.weeks, months=tiers.months),
            folder=str(settings.backup_dir),
            bucket=f"{settings.backup_s3_bucket}/{settings.backup_s3_prefix}" if settings.backup_s3_bucket else None,
            encrypted=bool(settings.backup_encryption_key),
        )

    @endpoint(access=Access.SUPERUSER, summary="Have a backup made now", returns={202: BackupOut})
    async def on_post(self, req: Request, _resp: Response) -> BackupOut:
        async with self._database.tx() as tx:
            backup = await service.ask(
                tx, cause=Cause.BY_HAND, by=caller_of(req).account_id, request_id=request_id_of(req)
            )
        return BackupOut.of(backup)


class OneBackup:
    """GET /backup/backups/{backup_id}."""

    def __init__(self, deps: Deps) -> None:
        self._database = deps.database

    @endpoint(access=Access.SUPERUSER, summary="How one backup fares", returns={200: BackupOut}, errors=(404,))
    async def on_get(self, _req: Request, _resp: Response, *, backup_id: UUID) -> BackupOut:
        async with self._database.tx() as tx:
            return BackupOut.of(await service.one(tx, backup_id=backup_id))


class Proof:
    """POST /backup/backups/{backup_id}/proof."""

    def __init__(self, deps: Deps) -> None:
        self._database = deps.database

    @endpoint(
        access=Access.SUPERUSER,
        summary="Have a backup proved by restoring it",
        returns={202: BackupOut},
        errors=(404, 422),
    )
    async def on_post(self, req: Request, _resp: Response, *, backup_id: UUID) -> BackupOut:
        async with self._database.tx() as tx:
            backup = await service.ask_proof(
                tx, backup_id=backup_id, by=caller_of(req).account_id, request_id=request_id_of(req)
            )
        return BackupOut.of(backup)


class Status:
    """GET /backup/status."""

    def __init__(self, deps: Deps) -> None:
        self._database = deps.database

    @endpoint(access=Access.ADMINISTRATOR, summary="How backups fare", returns={200: StatusOut})
    async def on_get(self, req: Request, _resp: Response) -> StatusOut:
        async with self._database.tx() as tx:
            told = await reads.wants_notice(tx, account_id=caller_of(req).account_id)
            return StatusOut.of(await service.fares(tx), told=told)


class Notice:
    """PUT /backup/notice."""

    def __init__(self, deps: Deps) -> None:
        self._database = deps.database

    @endpoint(
        access=Access.ADMINISTRATOR,
        summary="Be told by mail when a backup fails, or not",
        body=NoticeIn,
        returns={200: NoticeOut},
    )
    async def on_put(self, req: Request, _resp: Response, *, body: NoticeIn) -> NoticeOut:
        async with self._database.tx() as tx:
            await service.choose_notice(
                tx, account_id=caller_of(req).account_id, wanted=body.wanted, request_id=request_id_of(req)
            )
        return NoticeOut(wanted=body.wanted)


class SheetPage:
    """GET /backup/grab-sheet.html."""

    def __init__(self, deps: Deps) -> None:
        self._deps = deps

    @endpoint(
        access=Access.ADMINISTRATOR,
        summary="The next four weeks as a page that needs nothing else",
        returns={200: None},
        produces="text/html",
    )
    async def on_get(self, _req: Request, resp: Response) -> bytes:
        return as_page(await _sheet(self._deps, resp, "html")).encode()


class SheetPaper:
    """GET /backup/grab-sheet.pdf."""

    def __init__(self, deps: Deps) -> None:
        self._deps = deps

    @endpoint(
        access=Access.ADMINISTRATOR,
        summary="The next four weeks as a PDF",
        returns={200: None},
        produces="application/pdf",
    )
    async def on_get(self, _req: Request, resp: Response) -> bytes:
        from functions.backup.sheet.paper import as_paper  # with all it needs, only where it is asked for

        return await asyncio.to_thread(as_paper, await _sheet(self._deps, resp, "pdf"))


async def _sheet(deps: Deps, resp: Response, suffix: str) -> GrabSheet:
    async with deps.database.tx() as tx:
        sheet = await grab_sheet(tx)
    # Kept, not shown: it is for the day this address does not answer.
    name = f"rota-{sheet.start.isoformat()}.{suffix}"
    resp.set_header("Content-Disposition", f'attachment; filename="{name}"')
    return sheet
