"""From HTTP to the rooms and back: what a route declares, how it is asked, how errors are said.

A room's resource decorates each method with `endpoint(...)`. The declaration is the one source of the permission
check, of validation, and of the OpenAPI document. A method gets what was validated and returns a model:

    @endpoint(access=Access.ADMINISTRATOR, body=PublicationIn, returns={200: PublicationOut}, summary="Publish")
    async def on_put(self, req: Request, resp: Response, *, body: PublicationIn, version_id: UUID) -> PublicationOut:
"""

from __future__ import annotations

import functools
import re
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import asdict, dataclass
from typing import Any, NoReturn

import falcon
import psycopg
import redis.exceptions
from falcon.asgi import Request, Response
from pydantic import BaseModel, ConfigDict, ValidationError

from shared import errors, log
from shared.access import Access, Caller

logger = log.get("rotacc.http")

PROBLEM_TYPE = "application/problem+json"
LARGEST_BODY = 4 * 1024 * 1024  # a practice of 150 people in three files is under 100 kB
NUL = b"\\u0000"  # valid in JSON, impossible in PostgreSQL
NUL_ASKED = re.compile(r"%00|\0")
SAFE = frozenset({"GET", "HEAD", "OPTIONS"})


class In(BaseModel):
    """A body somebody sends: nothing unknown, no guessing of types."""

    model_config = ConfigDict(extra="forbid", strict=True, frozen=True)


class Query(BaseModel):
    """What stands behind the question mark: text, turned into what it should be; nothing unknown."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Out(BaseModel):
    """An answer."""

    model_config = ConfigDict(frozen=True)


class Fault(Out):
    """One reason among all that stand in the way, and where it is."""

    message: str
    code: str | None = None
    field: str | None = None
    file: str | None = None
    line: int | None = None
    instead: str | None = None


class Problem(Out):
    """An error, as RFC 9457 has it. `errors` lists every reason, never the first alone."""

    type: str
    title: str
    status: int
    detail: str | None = None
    instance: str | None = None
    request_id: str | None = None
    errors: list[Fault] | None = None
    newer: dict[str, Any] | None = None


@dataclass(frozen=True, slots=True)
class Endpoint:
    """What one method of one route declares. a_minute: how often one account may ask; None: as often as it likes."""

    access: Access
    summary: str
    returns: Mapping[int, type[BaseModel] | None]
    body: type[BaseModel] | None = None
    query: type[BaseModel] | None = None
    headers: tuple[str, ...] = ()
    errors: tuple[int, ...] = ()
    produces: str = "application/json"
    a_minute: int | None = None


Answer = BaseModel | bytes | None
Responder = Callable[..., Awaitable[None]]


def endpoint(
    *,
    access: Access,
    summary: str,
    returns: Mapping[int, type[BaseModel] | None],
    body: type[BaseModel] | None = None,
    query: type[BaseModel] | None = None,
    headers: tuple[str, ...] = (),
    errors: tuple[int, ...] = (),
    produces: str = "application/json",
    a_minute: int | None = None,
) -> Callable[[Callable[..., Awaitable[Answer]]], Responder]:
    """Validate what comes in, write out what comes back, and keep the declaration on the method.

    The status is the first of `returns` unless the method sets another.
    """
    errors = (*errors, 429) if a_minute is not None and 429 not in errors else errors
    declared = Endpoint(access, summary, returns, body, query, headers, errors, produces, a_minute)

    def decorate(method: Callable[..., Awaitable[Answer]]) -> Responder:
        @functools.wraps(method)
        async def responder(resource: object, req: Request, resp: Response, **path: Any) -> None:
            if NUL_ASKED.search(req.query_string):
                raise _nul()
            if query is not None:
                path["query"] = query.model_validate(dict(req.params))
            elif req.params:
                raise falcon.HTTPUnprocessableEntity(description="This address takes nothing after the question mark.")
            if body is not None:
                path["body"] = body.model_validate_json(await read_json(req))
            resp.status = next(iter(returns))
            answer = await method(resource, req, resp, **path)
            if isinstance(answer, BaseModel):
                answer = answer.__pydantic_serializer__.to_json(answer)
            if answer is not None:
                resp.content_type = produces
                resp.data = answer

        responder.__endpoint__ = declared  # type: ignore[attr-defined]  # where openapi and the gate look for it
        return responder

    return decorate


def declaration(resource: object, method: str) -> Endpoint | None:
    """What a resource declares for "GET" and the like; None when it does not answer that method or declares nothing."""
    responder = getattr(resource, f"on_{method.lower()}", None)
    found = getattr(responder, "__endpoint__", None)
    return found if isinstance(found, Endpoint) else None


def caller_of(req: Request) -> Caller:
    """Who is asking. Only for methods that are not public."""
    caller = req.context.get("caller")
    if not isinstance(caller, Caller):
        raise errors.NotSignedIn("Please sign in.")
    return caller


def address_of(req: Request) -> str:
    """Where the request comes from, as far as our own proxies can be believed."""
    return str(req.context.get("address", ""))


def request_id_of(req: Request) -> str:
    """The number under which this request is logged."""
    return str(req.context.get("request_id", ""))


async def read_json(req: Request) -> bytes:
    """The body, if it says it is JSON and is not too large."""
    if (req.content_type or "").partition(";")[0].strip().lower() != falcon.MEDIA_JSON:
        raise falcon.HTTPUnsupportedMediaType(description="Send application/json.")
    raw = b""
    if (req.content_length or 0) <= LARGEST_BODY:
        raw = await req.stream.read(LARGEST_BODY + 1)
    if len(raw) > LARGEST_BODY or (req.content_length or 0) > LARGEST_BODY:
        raise falcon.HTTPContentTooLarge(description=f"At most {LARGEST_BODY} bytes can be sent at once.")
    if NUL in raw:
        raise _nul()
    return bytes(raw)


def _nul() -> errors.Refused:
    reason = errors.Reason("The sign NUL (\\u0000) cannot be stored.", code="nul")
    return errors.Refused("nul", "What was sent holds a sign that cannot be stored.", reasons=[reason])


# How each kind of error is said on the web: status, and what it is called.
KINDS: Mapping[type[errors.DomainError], tuple[int, str]] = {
    errors.Refused: (422, "This cannot be done as asked"),
    errors.NotFound: (404, "Not found"),
    errors.NotSignedIn: (401, "Not signed in"),
    errors.Forbidden: (403, "Not allowed"),
    errors.Stale: (409, "Things have changed since"),
    errors.TooMany: (429, "Too many attempts"),
    errors.Busy: (503, "Busy"),
}


def _send(req: Request, resp: Response, problem: Problem) -> None:
    resp.status = problem.status
    resp.content_type = PROBLEM_TYPE
    resp.set_header("Cache-Control", "no-store")
    resp.data = problem.model_dump_json(exclude_none=True).encode()


def _problem(req: Request, status: int, title: str, **more: Any) -> Problem:
    kind = more.pop("kind", None)
    return Problem(
        type=f"urn:rotacc:{kind}" if kind else "about:blank",
        title=title,
        status=status,
        instance=req.path,
        request_id=request_id_of(req) or None,
        **more,
    )


async def _domain_error(req: Request, resp: Response, error: errors.DomainError, _params: dict[str, Any]) -> None:
    status, title = next(said for kind, said in KINDS.items() if isinstance(error, kind))
    faults = [Fault(**asdict(reason)) for reason in error.reasons]
    code = error.code if isinstance(error, errors.Refused) else None
    newer = error.newer if isinstance(error, errors.Stale) else None
    if isinstance(error, errors.NotSignedIn):
        resp.set_header("WWW-Authenticate", 'Cookie realm="rota"')
    if isinstance(error, errors.TooMany):
        resp.set_header("Retry-After", str(error.retry_after_seconds))
    if isinstance(error, errors.Busy):
        resp.set_header("Retry-After", "2")
    _send(req, resp, _problem(req, status, title, kind=code, detail=error.message, errors=faults or None, newer=newer))


async def _invalid(req: Request, resp: Response, error: ValidationError, _params: dict[str, Any]) -> None:
    found = error.errors(include_url=False, include_input=False, include_context=False)
    if any(each["type"] == "json_invalid" for each in found):
        _send(req, resp, _problem(req, 400, "Not JSON", detail="The body is not JSON.", kind="not-json"))
        return
    faults = [
        Fault(field=".".join(map(str, each["loc"])) or None, message=each["msg"], code=each["type"]) for each in found
    ]
    title = "Some of what was sent is not valid"
    detail = f"{len(faults)} thing{'s are' if len(faults) > 1 else ' is'} wrong with what was sent."
    _send(req, resp, _problem(req, 422, title, detail=detail, errors=faults, kind="invalid"))


async def _store_away(req: Request, resp: Response, error: Exception, params: dict[str, Any]) -> None:
    logger.error("a store did not answer", error=type(error).__name__, exc_info=error)
    await _domain_error(req, resp, errors.Busy("The system is restarting; please try again in a moment."), params)


async def _refused_by_redis(
    req: Request, resp: Response, error: redis.exceptions.ResponseError, params: dict[str, Any]
) -> None:
    """redis is there and takes nothing: no memory or disk is left, or it follows another. All else is our fault."""
    full = isinstance(error, redis.exceptions.OutOfMemoryError | redis.exceptions.ReadOnlyError)
    said = _store_away if full or str(error).startswith("MISCONF") else _crash
    await said(req, resp, error, params)


async def _cannot_be_stored(req: Request, resp: Response, error: psycopg.DataError, params: dict[str, Any]) -> None:
    """A number or a text beyond what the database takes, which the route's declaration should have refused."""
    logger.warning("a value the database refuses", method=req.method, path=req.path, exc_info=error)
    reason = errors.Reason("A number is too large, or a text holds a sign that cannot be stored.", code="not-storable")
    refused = errors.Refused("not-storable", "What was sent holds a value that cannot be stored.", reasons=[reason])
    await _domain_error(req, resp, refused, params)


async def _crash(req: Request, resp: Response, error: Exception, _params: dict[str, Any]) -> None:
    logger.error("unexpected error", method=req.method, path=req.path, exc_info=error)
    detail = "Something went wrong on our side. If it happens again, report it with this request's number."
    _send(req, resp, _problem(req, 500, "Something went wrong", detail=detail))


def _http_error(req: Request, resp: Response, error: falcon.HTTPError) -> None:
    title = error.title or falcon.code_to_http_status(error.status_code).partition(" ")[2]
    _send(req, resp, _problem(req, error.status_code, title, detail=error.description))


class NothingHere:
    """Answers every address below /api that is no route, so that pages are never served there."""

    async def __call__(self, req: Request, resp: Response | None, **_: Any) -> NoReturn:
        raise errors.NotFound("There is nothing at this address.")


def speak_problems(app: falcon.asgi.App[Request, Response]) -> None:
    """Teach an app to say every error in one shape."""
    app.set_error_serializer(_http_error)
    app.add_error_handler(Exception, _crash)
    app.add_error_handler(psycopg.OperationalError, _store_away)
    app.add_error_handler(psycopg.DataError, _cannot_be_stored)
    app.add_error_handler(redis.exceptions.ConnectionError, _store_away)
    app.add_error_handler(redis.exceptions.TimeoutError, _store_away)
    app.add_error_handler(redis.exceptions.ResponseError, _refused_by_redis)
    app.add_error_handler(errors.DomainError, _domain_error)
    app.add_error_handler(ValidationError, _invalid)
    app.add_sink(NothingHere(), r"/api(/|$)")
