"""Puts rooms together into one application, with what stands at every door: host, origin, sign-in, token, log line."""

from __future__ import annotations

import re
import secrets
import time
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import falcon
import falcon.asgi
import structlog
from falcon.asgi import Request, Response
from redis.asyncio import Redis

from shared import errors, log, openapi
from shared.access import Caller, may
from shared.db import Database
from shared.http import SAFE, declaration, speak_problems
from shared.queries.practice import Practices
from shared.registry import PREFIX, Function, load
from shared.sessions import COOKIE, Sessions
from shared.settings import Settings

logger = log.get("rotacc.access")

METHODS = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE")
REQUEST_ID = re.compile(r"^[A-Za-z0-9._-]{8,64}$")
PROBES = frozenset({"/healthz", "/readyz"})  # asked by address rather than by name

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
HSTS = "max-age=31536000; includeSubDomains"


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
    app: falcon.asgi.App[Request, Response] = falcon.asgi.App(
        middleware=[RequestLog(deps.settings), Headers(deps.settings), Doorkeeper(deps)]
    )
    speak_problems(app)
    mounted: list[tuple[str, str, object]] = []
    for function in functions:
        for path, reference in function.mounted():
            resource = load(reference)(deps)
            add_resource(app, path, resource)
            mounted.append((function.name, path, resource))
    add_resource(app, f"{PREFIX}/openapi.json", openapi.Document(mounted))
    return app


class RequestLog:
    """Numbers each request and writes one line about it: who, what, how it went, how long it took."""

    def __init__(self, settings: Settings) -> None:
        self._proxies = frozenset(settings.trusted_proxies)

    async def process_request(self, req: Request, resp: Response) -> None:
        given = req.get_header("X-Request-ID") or ""
        request_id = given if REQUEST_ID.match(given) else secrets.token_hex(8)
        req.context["request_id"] = request_id
        req.context["began"] = time.perf_counter()
        structlog.contextvars.bind_contextvars(request_id=request_id)
        resp.set_header("X-Request-ID", request_id)

    async def process_response(self, req: Request, resp: Response, _resource: object, _succeeded: bool) -> None:
        caller = req.context.get("caller")
        began: float = req.context.get("began") or time.perf_counter()
        line = logger.debug if req.path in PROBES else logger.info
        line(
            "request",
            method=req.method,
            path=req.path,
            status=resp.status_code,
            ms=round(1000 * (time.perf_counter() - began), 1),
            account=str(caller.account_id) if isinstance(caller, Caller) else None,
            address=client_address(req, self._proxies),
        )
        structlog.contextvars.unbind_contextvars("request_id")


class Headers:
    """What browsers are told with every answer."""

    def __init__(self, settings: Settings) -> None:
        self._headers = dict(SECURITY_HEADERS)
        if settings.secure_cookies:
            self._headers["Strict-Transport-Security"] = HSTS

    async def process_response(self, _req: Request, resp: Response, _resource: object, _succeeded: bool) -> None:
        for name, value in self._headers.items():
            resp.set_header(name, value)
        if not resp.get_header("Cache-Control"):
            resp.set_header("Cache-Control", "no-store")


class Doorkeeper:
    """Lets in whom a route's declaration lets in, before anything of the request is read."""

    def __init__(self, deps: Deps) -> None:
        self._sessions = deps.sessions
        self._hosts = frozenset(host.lower() for host in deps.settings.allowed_hosts if host != "*")
        self._any_host = not deps.settings.allowed_hosts or "*" in deps.settings.allowed_hosts
        self._origins = frozenset(deps.settings.csrf_trusted_origins) | {deps.settings.site_url.rstrip("/")} - {""}

    async def process_request(self, req: Request, _resp: Response) -> None:
        if not self._any_host and req.path not in PROBES and not self._is_ours(req):
            raise falcon.HTTPBadRequest(description="This site does not answer for that host.")
        if "\0" in req.path:  # no store can hold such a name
            raise falcon.HTTPNotFound(description="There is nothing at this address.")
        if req.method not in SAFE:
            self._check_origin(req)

    async def process_resource(self, req: Request, _resp: Response, resource: object, _params: dict[str, Any]) -> None:
        declared = declaration(resource, req.method)
        if declared is None:
            return  # a method nobody answers: 405, or OPTIONS
        caller = await self._caller(req)
        req.context["caller"] = caller
        if not may(caller, declared.access):
            if caller is None:
                raise errors.NotSignedIn("Please sign in.")
            raise errors.Forbidden(f"This is for {declared.access}s.")
        if req.method not in SAFE and caller is not None and declared.access != "public":
            given = (req.get_header("X-CSRF-Token") or "").encode()
            if not secrets.compare_digest(given, caller.csrf_token.encode()):
                raise errors.Forbidden("This change did not come from our own pages. Reload the page and try again.")

    async def _caller(self, req: Request) -> Caller | None:
        token = (req.get_cookie_values(COOKIE) or [""])[0]
        return await self._sessions.caller(token) if token else None

    def _is_ours(self, req: Request) -> bool:
        host = (req.get_header("Host") or "").lower()
        return host in self._hosts or host.rpartition(":")[0] in self._hosts or req.host.lower() in self._hosts

    def _check_origin(self, req: Request) -> None:
        """A browser says where a change comes from; it must be one of our own pages."""
        origin, site = req.get_header("Origin"), req.get_header("Sec-Fetch-Site")
        own = {f"{req.scheme}://{req.netloc}", f"{req.forwarded_scheme}://{req.netloc}"} | self._origins
        trusted = origin in self._origins
        if (origin is not None and origin not in own) or (site not in (None, "same-origin", "none") and not trusted):
            raise errors.Forbidden("Changes are taken from our own pages only.")


def client_address(req: Request, proxies: frozenset[str]) -> str:
    """The address a request comes from: the first that is not one of our own proxies, seen from here."""
    address = req.remote_addr
    if address not in proxies:
        return address
    for hop in reversed(req.access_route[:-1]):
        address = hop
        if hop not in proxies:
            break
    return address
