"""Numbers each request, writes one line about it, counts it, and says which ones made somebody wait."""

from __future__ import annotations

import re
import secrets
import time

import structlog
from falcon.asgi import Request, Response

from shared import log
from shared.access import Caller
from shared.db import Asked, count_asked
from shared.doorkeeper import PROBES
from shared.in_hand import Task
from shared.metrics import HTTP_REQUESTS, HTTP_SECONDS
from shared.proxies import Proxies

logger = log.get("rotacc.access")

REQUEST_ID = re.compile(r"[A-Za-z0-9._-]{8,64}")
SLOW_SECONDS = 1.0
IN_HAND = "rotacc.in_hand"  # where the scope of a request has its line of shared/in_hand.py
METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})


class RequestLog:
    """The outermost of what stands at the door."""

    def __init__(self, proxies: Proxies) -> None:
        self._proxies = proxies

    async def process_request(self, req: Request, resp: Response) -> None:
        given = req.get_header("X-Request-ID") or ""
        request_id = given if REQUEST_ID.fullmatch(given) else secrets.token_hex(8)
        req.context["request_id"] = request_id
        req.context["began"] = time.perf_counter()
        req.context["address"] = self._proxies.client_address(req)
        req.context["asked"] = count_asked()
        structlog.contextvars.bind_contextvars(request_id=request_id)
        resp.set_header("X-Request-ID", request_id)

    async def process_resource(self, req: Request, _resp: Response, _resource: object, _params: object) -> None:
        in_hand = req.scope.get(IN_HAND)
        if isinstance(in_hand, Task):
            in_hand.what = f"{req.method} {req.uri_template}"

    async def process_response(self, req: Request, resp: Response, _resource: object, _succeeded: bool) -> None:
        seconds = time.perf_counter() - float(req.context.get("began") or time.perf_counter())
        route, method = route_of(req), req.method if req.method in METHODS else "other"
        HTTP_REQUESTS.labels(method=method, route=route, status=f"{resp.status_code // 100}xx").inc()
        HTTP_SECONDS.labels(method=method, route=route).observe(seconds)
        self._write(req, resp, route, seconds)
        structlog.contextvars.unbind_contextvars("request_id")

    def _write(self, req: Request, resp: Response, route: str, seconds: float) -> None:
        caller = req.context.get("caller")
        account = str(caller.account_id) if isinstance(caller, Caller) else None
        line = logger.debug if req.path in PROBES else logger.info
        told = {"method": req.method, "route": route, "status": resp.status_code, "ms": round(1000 * seconds, 1)}
        line("request", path=log.masked(req.path), account=account, address=req.context.get("address"), **told)
        asked = req.context.get("asked")
        if seconds > SLOW_SECONDS and isinstance(asked, Asked):
            logger.warning("slow request", sql=asked.times, sql_ms=round(1000 * asked.seconds, 1), **told)


def route_of(req: Request) -> str:
    """What a request is counted under: few values, none of them made up by whoever asks."""
    if req.uri_template:
        return str(req.uri_template)
    return "no such route" if req.path.startswith("/api") else "pages"
