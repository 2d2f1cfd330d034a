"""What can be asked about alerts, and about who looks after whom."""

from __future__ import annotations

import asyncio

from falcon.asgi import Request, Response

from functions.rota.alerts import queries, service
from functions.rota.alerts.nouns import Status
from functions.rota.alerts.queries import Wanted
from functions.rota.alerts.schemas import (
    AlertOut,
    AlertsOut,
    AlertsQuery,
    AlertWithHistoryOut,
    CountsOut,
    DismissalIn,
    HappenedOut,
    NamedSupervisorOut,
    SupervisionOut,
    WeeksQuery,
)
from shared import clock
from shared.access import Access
from shared.app import Deps
from shared.constraints import supervisors
from shared.db import Tx
from shared.domain.calendar import Horizon, monday_of
from shared.errors import NotFound
from shared.http import caller_of, endpoint, request_id_of
from shared.queries import rota, supervision
from shared.standing import as_it_stands

MOST = 500  # alerts listed at once


class Alerts:
    """GET /rota/alerts."""

    def __init__(self, deps: Deps) -> None:
        self._database = deps.database

    @endpoint(
        access=Access.ADMINISTRATOR,
        summary="What needs somebody on the rota",
        query=AlertsQuery,
        returns={200: AlertsOut},
    )
    async def on_get(self, _req: Request, _resp: Response, *, query: AlertsQuery) -> AlertsOut:
        wanted = query.wanted()
        async with self._database.tx() as tx:
            found = await queries.listed(tx, wanted=wanted, limit=MOST)
            counts = await queries.counts(tx, wanted=wanted)
        asked_for = sum(counts.values()) if wanted.severity is None else counts[wanted.severity]
        return AlertsOut(
            alerts=[AlertOut.of(kept) for kept in found],
            counts=CountsOut.model_validate(counts),
            left_out=max(0, asked_for - len(found)),
        )


class Summary:
    """GET /rota/alerts/summary."""

    def __init__(self, deps: Deps) -> None:
        self._database = deps.database

    @endpoint(access=Access.ADMINISTRATOR, summary="How many alerts are active", returns={200: CountsOut})
    async def on_get(self, _req: Request, _resp: Response) -> CountsOut:
        async with self._database.tx() as tx:
            return CountsOut.model_validate(await queries.counts(tx, wanted=Wanted(status=Status.ACTIVE)))


class OneAlert:
    """GET /rota/alerts/{id}."""

    def __init__(self, deps: Deps) -> None:
        self._database = deps.database

    @endpoint(
        access=Access.ADMINISTRATOR,
        summary="An alert and what happened to it",
        returns={200: AlertWithHistoryOut},
        errors=(404,),
    )
    async def on_get(self, _req: Request, _resp: Response, *, alert_id: int) -> AlertWithHistoryOut:
        async with self._database.tx() as tx:
            return await _shown(tx, alert_id)


class Dismissal:
    """PUT and DELETE /rota/alerts/{id}/dismissal."""

    def __init__(self, deps: Deps) -> None:
        self._database = deps.database

    @endpoint(
        access=Access.ADMINISTRATOR,
        summary="Dismiss an alert",
        body=DismissalIn,
        returns={200: AlertWithHistoryOut},
        errors=(404, 409),
    )
    async def on_put(self, req: Request, _resp: Response, *, body: DismissalIn, alert_id: int) -> AlertWithHistoryOut:
        async with self._database.tx() as tx:
            await service.dismiss(
                tx,
                alert_id=alert_id,
                reason=body.reason,
                by=caller_of(req).account_id,
                request_id=request_id_of(req),
            )
            return await _shown(tx, alert_id)

    @endpoint(
        access=Access.ADMINISTRATOR,
        summary="Take a dismissal back",
        returns={200: AlertWithHistoryOut},
        errors=(404, 409),
    )
    async def on_delete(self, req: Request, _resp: Response, *, alert_id: int) -> AlertWithHistoryOut:
        async with self._database.tx() as tx:
            await service.restore(tx, alert_id=alert_id, by=caller_of(req).account_id, request_id=request_id_of(req))
            return await _shown(tx, alert_id)


async def _shown(tx: Tx, alert_id: int) -> AlertWithHistoryOut:
    kept, history = await service.read(tx, alert_id=alert_id)
    return AlertWithHistoryOut(
        **AlertOut.of(kept).model_dump(), history=[HappenedOut.of(happened) for happened in history]
    )


class Supervision:
    """GET /rota/supervision."""

    def __init__(self, deps: Deps) -> None:
        self._database, self._practices = deps.database, deps.practices

    @endpoint(
        access=Access.SIGNED_IN,
        summary="Who looks after which trainee, session by session",
        query=WeeksQuery,
        returns={200: SupervisionOut},
        errors=(404,),
    )
    async def on_get(self, _req: Request, _resp: Response, *, query: WeeksQuery) -> SupervisionOut:
        horizon = Horizon(monday_of(query.start or clock.today()), query.weeks)
        async with self._database.tx() as tx:
            known = await self._practices.current(tx)
            if known is None:
                raise NotFound("No practice has been read in yet. An administrator can import one.")
            standing = await rota.standing(tx, start=horizon.start, end=horizon.end)
            links = await supervision.links(tx, start=horizon.start, end=horizon.end)
        problem = as_it_stands(known.practice, horizon, standing)
        # A quarter of a large practice takes a while to go through; other requests are answered meanwhile.
        named = await asyncio.to_thread(supervisors.throughout, problem, standing.lines, links)
        return SupervisionOut(
            [
                NamedSupervisorOut(
                    date=session.date,
                    half=session.half,
                    trainee=pair.trainee,
                    supervisor=pair.supervisor,
                    site=pair.site,
                )
                for session, pairs in named
                for pair in pairs
            ]
        )
