"""How a run goes, as it goes: server-sent events that a page can lose and take up again."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator
from uuid import UUID

import orjson
from falcon.asgi import Request, Response, SSEvent
from redis.exceptions import RedisError

from functions.rota_generate import service
from functions.rota_generate.queries import Run
from functions.rota_generate.stream import ProgressStream
from shared import log
from shared.access import Access
from shared.app import Deps
from shared.errors import Busy
from shared.http import endpoint

logger = log.get("rotacc.generate")

LASTS_SECONDS = 25.0  # then the page comes back by itself, and a process that wants to end can
RETRY_MS = 1000
BLOCK_MS = 1000
AT_ONCE = 100  # per process; each holds a connection to redis
OPEN = ("queued", "running")


class RunProgress:
    """GET /rota-generate/runs/{id}/progress."""

    def __init__(self, deps: Deps) -> None:
        self._deps = deps
        self._open = 0

    @endpoint(
        access=Access.ADMINISTRATOR,
        summary="Progress as server-sent events: `progress` often, `done` last; resumes by Last-Event-ID",
        headers=("Last-Event-ID",),
        returns={200: None},
        produces="text/event-stream",
    )
    async def on_get(self, req: Request, resp: Response, *, run_id: UUID) -> None:
        if self._open >= AT_ONCE:
            raise Busy("Too many pages are watching runs; please try again in a moment.")
        await self._run(run_id)
        resp.set_header("Cache-Control", "no-cache")
        resp.set_header("X-Accel-Buffering", "no")  # or a proxy would keep the news to itself
        resp.sse = self._events(run_id, req.get_header("Last-Event-ID"))

    async def _events(self, run_id: UUID, last_id: str | None) -> AsyncIterator[SSEvent | None]:
        self._open += 1
        try:
            yield SSEvent(retry=RETRY_MS)
            until = time.monotonic() + LASTS_SECONDS
            stream = ProgressStream(self._deps.redis, self._deps.settings.cache_prefix, run_id)
            while time.monotonic() < until:
                # The row is read first: if it has ended and the stream then has nothing left, nothing will come.
                run = await self._run(run_id)
                silent = True
                async for event in self._news(stream, last_id, run):
                    silent = False
                    last_id = event.event_id or last_id
                    yield event
                    if event.event == "done":
                        return
                if silent and run.status not in OPEN:
                    yield _event("done", {"status": run.status})
                    return
                if silent:
                    yield SSEvent(comment="still here")
        finally:
            self._open -= 1

    async def _news(self, stream: ProgressStream, last_id: str | None, run: Run) -> AsyncIterator[SSEvent]:
        """What the stream has; when redis is away, what the row says."""
        try:
            async for news in stream.after(last_id, block_ms=BLOCK_MS if run.status in OPEN else 1):
                yield SSEvent(event=news.event, event_id=news.id, data=news.data)
        except (RedisError, OSError) as error:
            logger.warning("progress from the row", run_id=str(run.id), error=str(error))
            await asyncio.sleep(BLOCK_MS / 1000)
            if run.status in OPEN and run.progress and "bound" in run.progress:
                yield _event("progress", {key: value for key, value in run.progress.items() if key != "at"})

    async def _run(self, run_id: UUID) -> Run:
        async with self._deps.database.tx() as tx:
            return await service.the_run(tx, run_id=run_id)


def _event(name: str, data: dict[str, object]) -> SSEvent:
    return SSEvent(event=name, data=orjson.dumps(data))
