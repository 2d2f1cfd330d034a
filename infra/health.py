"""What a load balancer and a container's health check ask: whether the process answers, and whether it can work."""

from __future__ import annotations

import asyncio

from falcon.asgi import Request, Response
from redis.asyncio import Redis

from infra.migrate import read_state
from infra.patience import Question
from shared import log
from shared.access import Access
from shared.db import Database
from shared.http import Out, endpoint

logger = log.get("rotacc.web")


class HealthOut(Out):
    ok: bool


class ReadinessOut(HealthOut):
    """Which of its stores this process reaches, and whether the database has the shape it expects."""

    database: bool
    migrations: bool
    redis: bool


class Health:
    """GET /healthz: the process answers."""

    @endpoint(access=Access.PUBLIC, summary="The process answers", returns={200: HealthOut})
    async def on_get(self, _req: Request, _resp: Response) -> HealthOut:
        return HealthOut(ok=True)

    on_head = on_get


class Readiness:
    """GET /readyz: the process can do its work. Answers within three seconds, whatever its stores do."""

    def __init__(self, database: Database, redis: Redis) -> None:
        self._database, self._redis = database, redis
        self._shape = Question(self._has_shape)
        self._ping = Question(self._answers)

    @endpoint(access=Access.PUBLIC, summary="The process can do its work", returns={200: ReadinessOut})
    async def on_get(self, _req: Request, resp: Response) -> ReadinessOut:
        shape, ping = await asyncio.gather(_told("database", self._shape), _told("redis", self._ping))
        ok = bool(shape and ping)
        resp.status = 200 if ok else 503
        return ReadinessOut(ok=ok, database=shape is not None, migrations=bool(shape), redis=bool(ping))

    on_head = on_get

    async def _has_shape(self) -> bool:
        async with self._database.tx() as tx:
            return (await read_state(tx)).serves

    async def _answers(self) -> bool:
        return bool(await self._redis.ping())


async def _told(store: str, question: Question[bool]) -> bool | None:
    try:
        return await question.answer()
    except Exception as error:  # whatever it is, we are not ready, and say so
        logger.warning("not ready", store=store, error=str(error) or type(error).__name__)
        return None
