"""Runs: asked for, looked at, stopped, repeated, set aside."""

from __future__ import annotations

from uuid import UUID

from falcon.asgi import Request, Response

from functions.rota_generate import history, service
from functions.rota_generate.asking.question import called
from functions.rota_generate.check_schemas import ChecksOut, RefusalOut
from functions.rota_generate.queries import Run
from functions.rota_generate.schemas import RunIn, RunOut, RunsOut, RunsQuery
from shared.access import Access
from shared.app import Deps
from shared.db import Tx
from shared.errors import Reason, Refused
from shared.http import caller_of, endpoint, request_id_of
from shared.registry import PREFIX

LONGEST_KEY = 200


class Runs:
    """GET and POST /rota-generate/runs."""

    def __init__(self, deps: Deps) -> None:
        self._deps = deps

    @endpoint(
        access=Access.ADMINISTRATOR,
        summary="Runs, newest first: the newest 50 unless asked for more; those before a run with `before`",
        query=RunsQuery,
        returns={200: RunsOut},
    )
    async def on_get(self, _req: Request, _resp: Response, *, query: RunsQuery) -> RunsOut:
        async with self._deps.database.tx() as tx:
            found = await history.runs(tx, most=query.most, state=query.state, mode=query.mode, before=query.before)
            known = await called(tx)
        return RunsOut([RunOut.of(run, known) for run in found])

    @endpoint(
        access=Access.ADMINISTRATOR,
        summary="Ask for a rota",
        body=RunIn,
        headers=("Idempotency-Key",),
        returns={202: RunOut},
    )
    async def on_post(self, req: Request, resp: Response, *, body: RunIn) -> RunOut:
        key = _key_of(req)
        async with self._deps.database.tx() as tx:
            asked = await service.start_run(
                tx,
                self._deps.practices,
                self._deps.settings,
                body.wanted(),
                by=caller_of(req).account_id,
                idempotency_key=key,
                request_id=request_id_of(req),
            )
            return await _answer(tx, resp, asked.run)


class RunChecks:
    """POST /rota-generate/runs/checks."""

    def __init__(self, deps: Deps) -> None:
        self._deps = deps

    @endpoint(
        access=Access.ADMINISTRATOR,
        summary="What should be known before a rota is asked for; nothing is started",
        body=RunIn,
        returns={200: ChecksOut},
    )
    async def on_post(self, _req: Request, _resp: Response, *, body: RunIn) -> ChecksOut:
        async with self._deps.database.tx() as tx:
            try:
                found = await service.check_run(tx, self._deps.practices, self._deps.settings, body.wanted())
            except Refused as refused:
                reasons = refused.reasons or (Reason(refused.message, refused.code),)
                return ChecksOut(refusals=RefusalOut.all_of(reasons))
        return ChecksOut.of(*found)


class OneRun:
    """GET and DELETE /rota-generate/runs/{id}."""

    def __init__(self, deps: Deps) -> None:
        self._deps = deps

    @endpoint(access=Access.ADMINISTRATOR, summary="A run", returns={200: RunOut})
    async def on_get(self, _req: Request, _resp: Response, *, run_id: UUID) -> RunOut:
        async with self._deps.database.tx() as tx:
            return RunOut.of(await service.the_run(tx, run_id=run_id), await called(tx))

    @endpoint(access=Access.ADMINISTRATOR, summary="Stop a run and keep the best it has", returns={202: RunOut})
    async def on_delete(self, req: Request, resp: Response, *, run_id: UUID) -> RunOut:
        async with self._deps.database.tx() as tx:
            run = await service.stop_run(tx, run_id=run_id, by=caller_of(req).account_id, request_id=request_id_of(req))
            return await _answer(tx, resp, run)


class Repetition:
    """POST /rota-generate/runs/{id}/repetition."""

    def __init__(self, deps: Deps) -> None:
        self._deps = deps

    @endpoint(
        access=Access.ADMINISTRATOR,
        summary="Ask again what a run asked: the same problem and seed, whatever has changed since",
        headers=("Idempotency-Key",),
        returns={202: RunOut},
    )
    async def on_post(self, req: Request, resp: Response, *, run_id: UUID) -> RunOut:
        key, by = _key_of(req), caller_of(req).account_id
        async with self._deps.database.tx() as tx:
            asked = await service.repeat_run(
                tx, run_id=run_id, by=by, idempotency_key=key, request_id=request_id_of(req)
            )
            return await _answer(tx, resp, asked.run)


class SettingAside:
    """PUT and DELETE /rota-generate/runs/{id}/setting-aside."""

    def __init__(self, deps: Deps) -> None:
        self._deps = deps

    @endpoint(
        access=Access.ADMINISTRATOR,
        summary="Leave a run nobody wants out of the list; it stays on record",
        returns={200: RunOut},
    )
    async def on_put(self, req: Request, _resp: Response, *, run_id: UUID) -> RunOut:
        by, request_id = caller_of(req).account_id, request_id_of(req)
        async with self._deps.database.tx() as tx:
            run = await service.set_run_aside(tx, run_id=run_id, by=by, request_id=request_id)
            return RunOut.of(run, await called(tx))

    @endpoint(access=Access.ADMINISTRATOR, summary="Have a run in the list again", returns={200: RunOut})
    async def on_delete(self, req: Request, _resp: Response, *, run_id: UUID) -> RunOut:
        by, request_id = caller_of(req).account_id, request_id_of(req)
        async with self._deps.database.tx() as tx:
            run = await service.take_run_back(tx, run_id=run_id, by=by, request_id=request_id)
            return RunOut.of(run, await called(tx))


async def _answer(tx: Tx, resp: Response, run: Run) -> RunOut:
    resp.location = f"{PREFIX}/rota-generate/runs/{run.id}"
    return RunOut.of(run, await called(tx))


def _key_of(req: Request) -> str | None:
    key = req.get_header("Idempotency-Key")
    if key is not None and not 0 < len(key) <= LONGEST_KEY:
        reason = Reason(f"A key has 1 to {LONGEST_KEY} characters.", "bad-key", "Idempotency-Key")
        raise Refused("bad-key", "The Idempotency-Key cannot be used.", reasons=[reason])
    return key
