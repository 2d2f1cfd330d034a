"""The web process: the rooms this process serves, the pages, and what keeps it honest about its health.

`infra.web:app` is the ASGI application, made from the environment when it is first asked for. Nothing is opened before
the server has forked: the pool and redis are opened in the lifespan.
"""

from __future__ import annotations

import gzip
import hashlib
import mimetypes
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import falcon.asgi
from falcon.asgi import Request, Response
from redis.asyncio import Redis
from redis.exceptions import RedisError

from infra.migrate import read_state
from infra.trouble import Trouble
from shared import log, registry
from shared.access import Access
from shared.app import Deps, add_resource, build
from shared.db import Database
from shared.errors import NotFound
from shared.http import Out, endpoint
from shared.queries.practice import Practices
from shared.sessions import Sessions
from shared.settings import Settings, load

logger = log.get("rotacc.web")

App = falcon.asgi.App[Request, Response]

YEAR = "public, max-age=31536000, immutable"
HASHED = re.compile(r"[-.][A-Za-z0-9_-]{8,}\.\w+$")  # the name changes with the content
WORTH_PACKING = ("text/", "application/javascript", "application/json", "image/svg+xml")
NO_PAGE = b"<!doctype html><html lang=en><meta charset=utf-8><title>Not found</title><h1>There is no such page</h1>"


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
    app.add_middleware(Lifespan(deps.database, deps.redis))
    add_resource(app, "/healthz", Health())
    add_resource(app, "/readyz", Readiness(deps.database, deps.redis))
    app.add_sink(Pages(read_pages(deps.settings.static_dir)), r"/(?!api(/|$))")
    return app


def __getattr__(name: str) -> Any:
    """`app`, for the server: made when it is asked for, so that importing this module does nothing."""
    if name != "app":
        raise AttributeError(name)
    settings = load()
    log.configure(settings.log_level)
    return create_app(deps_of(settings))


class Lifespan:
    """Opens what the process needs, and refuses to start on a database of another shape."""

    def __init__(self, database: Database, redis: Redis) -> None:
        self._database = database
        self._redis = redis

    async def process_startup(self, scope: Mapping[str, Any], event: Mapping[str, Any]) -> None:
        await self._database.open()
        async with self._database.tx() as tx:
            found = await read_state(tx)
        if not found.current:
            await self._database.close()
            raise Trouble(str(found))

    async def process_shutdown(self, scope: Mapping[str, Any], event: Mapping[str, Any]) -> None:
        await self._database.close()
        await self._redis.aclose()


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
    """GET /readyz: the process can do its work."""

    def __init__(self, database: Database, redis: Redis) -> None:
        self._database = database
        self._redis = redis

    @endpoint(access=Access.PUBLIC, summary="The process can do its work", returns={200: ReadinessOut})
    async def on_get(self, _req: Request, resp: Response) -> ReadinessOut:
        database, migrations = await self._reaches_database()
        redis = await self._reaches_redis()
        ok = database and migrations and redis
        resp.status = 200 if ok else 503
        return ReadinessOut(ok=ok, database=database, migrations=migrations, redis=redis)

    on_head = on_get

    async def _reaches_database(self) -> tuple[bool, bool]:
        try:
            async with self._database.tx() as tx:
                return True, (await read_state(tx)).current
        except Exception as error:  # whatever it is, we are not ready, and say so
            logger.warning("not ready", store="database", error=str(error))
            return False, False

    async def _reaches_redis(self) -> bool:
        try:
            return bool(await self._redis.ping())
        except (RedisError, OSError) as error:
            logger.warning("not ready", store="redis", error=str(error))
            return False


@dataclass(frozen=True, slots=True)
class Page:
    """One built file, in memory: there are few, and they are small."""

    body: bytes
    packed: bytes | None
    content_type: str
    etag: str
    immutable: bool


def read_pages(folder: Path) -> Mapping[str, Page]:
    """Every file of the built pages by its address. An empty folder, or none, is served as no pages at all."""
    files = [file for file in sorted(folder.rglob("*")) if file.is_file()] if folder.is_dir() else []
    if not files:
        logger.warning("no pages are built", folder=str(folder))
    pages = {f"/{file.relative_to(folder).as_posix()}": _page(file, folder) for file in files}
    if "/index.html" in pages:
        pages["/"] = pages["/index.html"]
    return pages


def _page(file: Path, folder: Path) -> Page:
    body = file.read_bytes()
    content_type = mimetypes.guess_type(file.name)[0] or "application/octet-stream"
    if content_type == "text/javascript":
        content_type = "application/javascript"
    packed = gzip.compress(body, mtime=0) if content_type.startswith(WORTH_PACKING) and len(body) > 1000 else None
    if content_type.startswith(("text/", "application/javascript", "application/json")):
        content_type += "; charset=utf-8"
    immutable = file.relative_to(folder).parts[0] == "assets" and HASHED.search(file.name) is not None
    return Page(body, packed, content_type, hashlib.sha256(body).hexdigest()[:24], immutable)


class Pages:
    """Serves the built pages. What is asked for is looked up, never opened, so no address leads out of the folder."""

    def __init__(self, pages: Mapping[str, Page]) -> None:
        self._pages = pages

    async def __call__(self, req: Request, resp: Response | None, **_: Any) -> None:
        if resp is None:
            return
        if req.method not in ("GET", "HEAD"):
            raise NotFound("There is nothing at this address.")
        page = self._pages.get(req.path)
        if page is None:
            self._missing(resp)
            return
        resp.etag = page.etag
        resp.content_type = page.content_type
        resp.set_header("Cache-Control", YEAR if page.immutable else "no-cache")
        resp.set_header("Vary", "Accept-Encoding")
        if page.etag in (req.if_none_match or ()):
            resp.status = 304
        elif page.packed is not None and "gzip" in (req.get_header("Accept-Encoding") or ""):
            resp.set_header("Content-Encoding", "gzip")
            resp.data = page.packed
        else:
            resp.data = page.body

    def _missing(self, resp: Response) -> None:
        page = self._pages.get("/404.html")
        resp.status = 404
        resp.content_type = "text/html; charset=utf-8"
        resp.data = page.body if page else NO_PAGE
