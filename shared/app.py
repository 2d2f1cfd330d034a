"""Puts rooms together into one application, with what holds for every request: number, log line, headers, doors."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import falcon.asgi
from falcon.asgi import Request, Response
from redis.asyncio import Redis

from shared import openapi
from shared.db import Database
from shared.doorkeeper import Doorkeeper
from shared.http import declaration, speak_problems
from shared.pace import Pace
from shared.proxies import Proxies
from shared.queries.practice import Practices
from shared.registry import PREFIX, Function, load
from shared.request_log import RequestLog
from shared.sessions import Sessions, cookie_name
from shared.settings import Settings

METHODS = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE")

# Everything comes from our own origin; `data:` is for the small pictures inside style sheets.
CONTENT_SECURITY_POLICY = (
    "default-src 'self'; img-src 'self' data:; base-uri 'none'; object-src 'none'; form-action 'self'; "
    "frame-ancestors 'none'"
)
SECURITY_HEADERS = {
    "Content-Security-Policy": CONTENT_SECURITY_POLICY,
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
}
YEAR = 31_536_000  # seconds; the least for which browsers take a site into the list they are delivered with


@dataclass(frozen=True, slots=True)
class Deps:
    """What resources are given: long-lived, opened once a process."""

    settings: Settings
    database: Database
    redis: Redis
    sessions: Sessions
    practices: Practices


class UndeclaredAccess(Exception):
    """A method of a route does not say who may use it. The application does not start."""


def add_resource(app: falcon.asgi.App[Request, Response], path: str, resource: object) -> None:
    """Mount a resource, if each method it answers declares its access."""
    answered = [method for method in METHODS if hasattr(resource, f"on_{method.lower()}")]
    if open_doors := [method for method in answered if declaration(resource, method) is None]:
        raise UndeclaredAccess(f"{type(resource).__qualname__} at {path} declares no access for {open_doors}")
    app.add_route(path, resource)


def build(functions: Iterable[Function], deps: Deps) -> falcon.asgi.App[Request, Response]:
    """The application of these rooms. Nothing is opened yet."""
    functions = tuple(functions)
    proxies = Proxies(deps.settings.trusted_proxies)
    app: falcon.asgi.App[Request, Response] = falcon.asgi.App(
        middleware=[
            RequestLog(proxies),
            Headers(deps.settings, proxies),
            Doorkeeper(deps.settings, deps.sessions, proxies, Pace(deps.redis, prefix=deps.settings.cache_prefix)),
        ]
    )
    speak_problems(app)
    mounted: list[tuple[str, str, object]] = []
    for function in functions:
        for path, reference in function.mounted():
            resource = load(reference)(deps)
            add_resource(app, path, resource)
            mounted.append((function.name, path, resource))
    add_resource(
        app,
        f"{PREFIX}/openapi.json",
        openapi.Document(mounted, cookie=cookie_name(secure=deps.settings.secure_cookies)),
    )
    return app


class Headers:
    """What browsers are told with every answer."""

    def __init__(self, settings: Settings, proxies: Proxies) -> None:
        self._proxies = proxies
        self._https_only = https_only(settings.secure_hsts_seconds)

    async def process_response(self, req: Request, resp: Response, _resource: object, _succeeded: bool) -> None:
        for name, value in SECURITY_HEADERS.items():
            resp.set_header(name, value)
        if self._proxies.scheme(req) == "https":
            resp.set_header("Strict-Transport-Security", self._https_only)
        if not resp.get_header("Cache-Control"):
            resp.set_header("Cache-Control", "no-store")


def https_only(seconds: int) -> str:
    """For how long browsers shall ask for this site by https alone. Nought makes them forget that they were told."""
    if seconds == 0:
        return "max-age=0"
    return f"max-age={seconds}; includeSubDomains" + ("; preload" if seconds >= YEAR else "")
