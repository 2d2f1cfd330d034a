"""Runs: asked for, looked at, stopped."""

from __future__ import annotations

from uuid import UUID

from falcon.asgi import Request, Response

from functions.rota_generate import queries, service
from functions.rota_generate.policy import Wanted
from functions.rota_generate.schemas import RunIn, RunOut, RunsOut
from shared.access import Access
from shared.app import Deps
from shared.errors import Reason, Refused
from shared.http import caller_of, endpoint, request_id_of
from shared.registry import PREFIX

NEWEST = 50
LONGEST_KEY = 200


class Runs:
    """GET and POST /rota-generate/runs."""

    def __init__(self, deps: Deps) -> None:
        self._deps = deps

    @endpoint(access=Access.ADMINISTRATOR, summary="The newest 50 runs, newest first", returns={200: RunsOut})
    async def on_get(self, _req: Request, _resp: Response) -> RunsOut:
        async with self._deps.database.tx() as tx:
            return RunsOut([RunOut.of(run) for run in await queries.runs(tx, most=NEWEST)])

    @endpoint(
        access=Access.ADMINISTRATOR,
        summary="Ask for a rota",
        body=RunIn,
        headers=("Idempotency-Key",),
        returns={202: RunOut},
    )
    async def on_post(self, req: Request, resp: Response, *, body: RunIn) -> RunOut:
        key = req.get_header("Idempotency-Key")
        if key is not None and not 0 < len(key) <= LONGEST_KEY:
            reason = Reason(f"A key has 1 to {LONGEST_KEY} characters.", "bad-key", "Idempotency-Key")
            raise Refused("bad-key", "The Idempotency-Key cannot be used.", reasons=[reason])
        wanted = Wanted(**body.model_dump(exclude={"decide"}), decide=frozenset(body.decide))
        async with self._deps.database.tx() as tx:
            asked = await service.start_run(
                tx,
                self._deps.practices,
                self._deps.settings,
                wanted,
                by=caller_of(req).account_id,
                idempotency_key=key,
                request_id=request_id_of(req),
            )
        resp.location = f"{PREFIX}/rota-generate/runs/{asked.run.id}"
        return RunOut.of(asked.run)


class OneRun:
    """GET and DELETE /rota-generate/runs/{id}."""

    def __init__(self, deps: Deps) -> None:
        self._deps = deps

    @endpoint(access=Access.ADMINISTRATOR, summary="A run", returns={200: RunOut})
    async def on_get(self, _req: Request, _resp: Response, *, run_id: UUID) -> RunOut:
        async with self._deps.database.tx() as tx:
            return RunOut.of(await service.the_run(tx, run_id=run_id))

    @endpoint(access=Access.ADMINISTRATOR, summary="Stop a run and keep the best it has", returns={202: RunOut})
    async def on_delete(self, req: Request, resp: Response, *, run_id: UUID) -> RunOut:
        async with self._deps.database.tx() as tx:
            run = await service.stop_run(tx, run_id=run_id, by=caller_of(req).account_id, request_id=request_id_of(req))
        resp.location = f"{PREFIX}/rota-generate/runs/{run_id}"
        return RunOut.of(run)
