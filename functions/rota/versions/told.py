"""Who was told what, and when: my changes, that I have seen them, and every change with less notice than is due."""

from __future__ import annotations

from datetime import date, timedelta
from uuid import UUID

from falcon.asgi import Request, Response

from functions.rota.versions import queries, reads, table
from functions.rota.versions.told_schemas import (
    AcknowledgedOut,
    ChangesForMeOut,
    NoticeOut,
    NoticeQuery,
    NoticeRowOut,
    VersionChangesOut,
)
from shared import audit, clock
from shared.access import Access
from shared.app import Deps
from shared.db import Tx
from shared.errors import NotFound, Reason, Refused
from shared.http import caller_of, endpoint, request_id_of
from shared.queries.practice import names

LOOK_BACK, LOOK_AHEAD = timedelta(days=90), timedelta(days=90)


class ChangesForMe:
    """GET /rota/changes-for-me."""

    def __init__(self, deps: Deps) -> None:
        self._database = deps.database

    @endpoint(
        access=Access.SIGNED_IN,
        summary="What versions changed of my own sessions, from today on",
        returns={200: ChangesForMeOut},
    )
    async def on_get(self, req: Request, _resp: Response) -> ChangesForMeOut:
        caller = caller_of(req)
        if caller.person_code is None:
            return ChangesForMeOut([])
        async with self._database.tx() as tx:
            made = await reads.changes_for(tx, code=caller.person_code, since=clock.today())
            versions = await reads.versions_of(tx, ids={each.version_id for each in made})
            seen = await reads.acknowledged(tx, code=caller.person_code)
        return ChangesForMeOut(
            [
                VersionChangesOut.of(
                    version,
                    [each.noticed for each in made if each.version_id == version.id],
                    seen.get(version.id),
                    with_reason=caller.is_administrator,
                )
                for version in sorted(versions.values(), key=lambda version: -version.number)
            ]
        )


class Acknowledgement:
    """PUT /rota/versions/{id}/acknowledgement."""

    def __init__(self, deps: Deps) -> None:
        self._database = deps.database

    @endpoint(
        access=Access.SIGNED_IN,
        summary="Say that I have seen what a version changed for me",
        returns={200: AcknowledgedOut},
        errors=(404,),
    )
    async def on_put(self, req: Request, _resp: Response, *, version_id: UUID) -> AcknowledgedOut:
        caller = caller_of(req)
        async with self._database.tx() as tx:
            code = caller.person_code
            if code is None or not await reads.changes_anything_for(tx, version_id=version_id, code=code):
                raise NotFound("There is nothing in this version that changed for you.")
            if await queries.acknowledge(tx, version_id=version_id, code=code, by=caller.account_id):
                await audit.record(
                    tx,
                    account_id=caller.account_id,
                    action="rota-acknowledged",
                    entity="rota_version",
                    entity_id=str(version_id),
                    new={"person": code},
                    request_id=request_id_of(req),
                )
            return AcknowledgedOut(acknowledged_at=(await reads.acknowledged(tx, code=code))[version_id])


class Notice:
    """GET /rota/notice."""

    def __init__(self, deps: Deps) -> None:
        self._database = deps.database

    @endpoint(
        access=Access.ADMINISTRATOR,
        summary="Every change that came with less notice than is due",
        query=NoticeQuery,
        returns={200: NoticeOut},
    )
    async def on_get(self, _req: Request, _resp: Response, *, query: NoticeQuery) -> NoticeOut:
        async with self._database.tx() as tx:
            return await _report(tx, query)


class NoticeTable:
    """GET /rota/notice.csv."""

    def __init__(self, deps: Deps) -> None:
        self._database = deps.database

    @endpoint(
        access=Access.ADMINISTRATOR,
        summary="The same as a table for spreadsheets",
        query=NoticeQuery,
        returns={200: None},
        produces="text/csv",
    )
    async def on_get(self, _req: Request, resp: Response, *, query: NoticeQuery) -> bytes:
        async with self._database.tx() as tx:
            report = await _report(tx, query)
        resp.set_header("Content-Disposition", f'attachment; filename="notice-{report.start}-{report.end}.csv"')
        return table.notice_table(report)


async def _report(tx: Tx, query: NoticeQuery) -> NoticeOut:
    start, end = _range(query, clock.today())
    made = await reads.short_notice(tx, start=start, end=end)
    versions = await reads.versions_of(tx, ids={each.version_id for each in made})
    named = await names(tx)
    rows = [NoticeRowOut.row(versions[each.version_id], each.noticed, named) for each in made]
    return NoticeOut(start=start, end=end, rows=rows)


def _range(query: NoticeQuery, today: date) -> tuple[date, date]:
    start, end = query.start or today - LOOK_BACK, query.end or today + LOOK_AHEAD
    if end < start:
        message = "The last day lies before the first."
        raise Refused("ends-before-it-starts", message, reasons=[Reason(message, "ends-before-it-starts", "end")])
    return start, end
