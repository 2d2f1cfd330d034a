"""What a run came back with: the draft, the draft as a grid, what it would change, and the problem it answers."""

from __future__ import annotations

from typing import Any
from uuid import UUID

import orjson
from falcon.asgi import Request, Response

from functions.rota_generate import queries, service
from functions.rota_generate.draft_schemas import DiffOut, DiffQuery, DraftOut, ProblemOut
from shared.access import Access
from shared.app import Deps
from shared.db import Tx
from shared.difference import difference
from shared.domain import codec
from shared.domain.calendar import monday_of
from shared.errors import NotFound
from shared.grid import Grid, GridOut, Viewer, lines_of_draft
from shared.http import caller_of, endpoint
from shared.queries import practice as practice_reads
from shared.queries import rota


class Draft:
    """GET /rota-generate/runs/{id}/draft."""

    def __init__(self, deps: Deps) -> None:
        self._database = deps.database

    @endpoint(access=Access.ADMINISTRATOR, summary="The draft, as rotacc generate writes it", returns={200: DraftOut})
    async def on_get(self, _req: Request, _resp: Response, *, run_id: UUID) -> bytes:
        async with self._database.tx() as tx:
            return orjson.dumps(await _draft(tx, run_id))


class DraftRota:
    """GET /rota-generate/runs/{id}/rota."""

    def __init__(self, deps: Deps) -> None:
        self._database = deps.database

    @endpoint(access=Access.ADMINISTRATOR, summary="The draft in the shape of the rota", returns={200: GridOut})
    async def on_get(self, req: Request, _resp: Response, *, run_id: UUID) -> bytes:
        async with self._database.tx() as tx:
            draft = await _draft(tx, run_id)
            problem = codec.from_document(await queries.problem(tx, run_id=run_id) or {})
        grid = Grid(problem.practice, problem.horizon, lines_of_draft(draft), gaps=draft["gaps"])
        return orjson.dumps(grid.seen_by(Viewer.of(caller_of(req))))


class Difference:
    """GET /rota-generate/runs/{id}/diff?against=published."""

    def __init__(self, deps: Deps) -> None:
        self._database = deps.database

    @endpoint(
        access=Access.ADMINISTRATOR,
        summary="What publishing the draft would change",
        query=DiffQuery,
        returns={200: DiffOut},
    )
    async def on_get(self, _req: Request, _resp: Response, *, query: DiffQuery, run_id: UUID) -> DiffOut:
        async with self._database.tx() as tx:
            draft = await _draft(tx, run_id)
            horizon = codec.from_document(await queries.problem(tx, run_id=run_id) or {}).horizon
            published = await rota.published_lines(tx, start=horizon.start, end=horizon.end)
            covering = await rota.versions_covering(tx, start=horizon.start, end=horizon.end)
            names = await practice_reads.names(tx)
        known = {day for _, days in covering for day in days}
        # Where nothing was published nobody's plans change: those weeks are counted, not their sessions.
        changes = difference(published, (line for line in lines_of_draft(draft) if line.date in known))
        new = {monday_of(day) for day in horizon.days()} - {monday_of(day) for day in known}
        return DiffOut.of(changes, against=[version.number for version, _ in covering], new_weeks=len(new), names=names)


class ProblemFile:
    """GET /rota-generate/runs/{id}/problem."""

    def __init__(self, deps: Deps) -> None:
        self._database = deps.database

    @endpoint(access=Access.ADMINISTRATOR, summary="The problem of a run, to be kept", returns={200: ProblemOut})
    async def on_get(self, _req: Request, resp: Response, *, run_id: UUID) -> bytes:
        async with self._database.tx() as tx:
            problem = await queries.problem(tx, run_id=run_id)
        if problem is None:
            raise NotFound("There is no such run.")
        resp.downloadable_as = f"problem-{run_id}.json"
        return orjson.dumps(problem)


async def _draft(tx: Tx, run_id: UUID) -> dict[str, Any]:
    draft = await queries.draft(tx, run_id=run_id)
    if draft is None:
        run = await service.the_run(tx, run_id=run_id)
        raise NotFound(f"This run has no draft; it is {run.status}.")
    return draft
