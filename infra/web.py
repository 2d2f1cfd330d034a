"""The web process: the rooms this process serves, the pages, and what keeps it honest about its health.

`infra.web:app` is the ASGI application, made from the environment when it is first asked for. Nothing is opened before
the server has forked: the pool and redis are opened in the lifespan.
"""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from typing import Any

import falcon.asgi
from falcon.asgi import Request, Response
from redis.asyncio import Redis

from infra import heartbeat
from infra.health import Health, Readiness
from infra.migrate import read_state
from infra.monitoring.page import Metrics
from infra.pages import Pages, read_pages
from infra.trouble import Trouble
from shared import log, registry, request_log
from shared.app import Deps, add_resource, build
from shared.background import end
from shared.db import Database
from shared.in_hand import IN_HAND
from shared.queries.practice import Practices
from shared.sessions import Sessions
from shared.settings import Settings, load

App = falcon.asgi.App[Request, Response]


def deps_of(settings: Settings) -> Deps:
    """Everything long-lived a process needs, made but not opened."""
    database = Database(settings.database_url)
    # Waiting for news of a run takes a second at a time; longer silence than this is trouble.
    redis: Redis = Redis.from_url(settings.redis_url, socket_timeout=5, socket_connect_timeout=5)
    return Deps(
        settings=settings,
        database=database,
        redis=redis,
        sessions=Sessions(
            redis, database, prefix=settings.cache_prefix, secret=settings.secret_key, hours=settings.session_hours
        ),
        practices=Practices(),
    )


def create_app(deps: Deps) -> App:
    """The application: the rooms the settings name, health, and the pages. Raises UnknownFunction."""
    app = build(registry.selected(deps.settings.functions), deps)
    app.add_middleware(Lifespan(deps))
    add_resource(app, "/healthz", Health())
    add_resource(app, "/readyz", Readiness(deps.database, deps.redis))
    add_resource(app, "/metrics", Metrics(deps.settings, deps.database, deps.redis))
    pages = read_pages(deps.settings.static_dir, deps.settings.deployment_env)
    app.add_sink(Pages(pages), r"/(?!api(/|$))")
    return app


def __getattr__(name: str) -> Any:
    """`app`, for the server: made when it is asked for, so that importing this module does nothing."""
    if name != "app":
        raise AttributeError(name)
    settings = load()
    log.configure(settings.log_level, "web")
    return InHand(create_app(deps_of(settings)))


class Lifespan:
    """Opens what the process needs, and refuses to start on a database of another shape."""

    def __init__(self, deps: Deps) -> None:
        self._deps = deps
        self._heart: asyncio.Task[None] | None = None

    async def process_startup(self, scope: Mapping[str, Any], event: Mapping[str, Any]) -> None:
        database = self._deps.database
        await database.open()
        async with database.tx() as tx:
            found = await read_state(tx)
        if not found.serves:
            await database.close()
            raise Trouble(str(found))
        self._heart = asyncio.create_task(heartbeat.beat(self._deps.settings, "web"))

    async def process_shutdown(self, scope: Mapping[str, Any], event: Mapping[str, Any]) -> None:
        if self._heart:
            await end(self._heart)
        await self._deps.database.close()
        await self._deps.redis.aclose()


class InHand:
    """Keeps what is being answered in sight, from the first byte to the last, however it ends."""

    def __init__(self, app: App) -> None:
        self._app = app

    async def __call__(self, scope: dict[str, Any], receive: Any, send: Any) -> None:
        if scope["type"] != "http":
            return await self._app(scope, receive, send)
        with IN_HAND.working_on("request") as task:
            scope[request_log.IN_HAND] = task
            await self._app(scope, receive, send)
