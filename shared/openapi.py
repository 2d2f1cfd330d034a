"""The OpenAPI 3.1 document, made from what the mounted resources declare."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import cached_property
from typing import Any

import orjson
from falcon.asgi import Request, Response
from pydantic import BaseModel
from pydantic.json_schema import JsonSchemaMode, models_json_schema

from shared.access import Access
from shared.http import PROBLEM_TYPE, Endpoint, Problem, declaration, endpoint
from shared.sessions import COOKIE

REF = "#/components/schemas/{model}"
VERBS = ("get", "post", "put", "patch", "delete")
FIELD = re.compile(r"{(\w+)(?::(\w+)[^}]*)?}")
CONVERTERS: dict[str, dict[str, str]] = {"uuid": {"type": "string", "format": "uuid"}, "int": {"type": "integer"}}
WORDS = {
    200: "The answer",
    201: "Made",
    202: "Taken on; follow Location",
    204: "Done",
    304: "Unchanged since",
}

Mounted = tuple[str, str, object]
Model = type[BaseModel]


class Document:
    """GET /api/v1/openapi.json."""

    def __init__(self, mounted: Sequence[Mounted], *, cookie: str = COOKIE) -> None:
        self._mounted = mounted
        self._cookie = cookie

    @cached_property
    def _bytes(self) -> bytes:
        return orjson.dumps(document(self._mounted, cookie=self._cookie))

    @endpoint(access=Access.PUBLIC, summary="This interface, as OpenAPI 3.1", returns={200: None})
    async def on_get(self, _req: Request, _resp: Response) -> bytes:
        return self._bytes


def document(mounted: Iterable[Mounted], *, cookie: str = COOKIE) -> dict[str, Any]:
    """The document for these (room, address, resource)."""
    operations = [
        (room, address, verb, resource, declared)
        for room, address, resource in mounted
        for verb in VERBS
        if (declared := declaration(resource, verb)) is not None
    ]
    schemas, definitions = _schemas([declared for *_, declared in operations])
    paths: dict[str, dict[str, Any]] = {}
    for room, address, verb, resource, declared in operations:
        name = "_".join([room, *_inner_room(resource), type(resource).__name__, verb]).replace("-", "_")
        plain = FIELD.sub(r"{\1}", address)
        paths.setdefault(plain, {})[verb] = _operation(name, room, address, verb, declared, schemas)
    described = {
        "openapi": "3.1.0",
        "info": {"title": "RotaCC", "version": "1", "license": {"name": "MIT", "identifier": "MIT"}},
        "paths": paths,
        "components": {
            "schemas": definitions,
            "securitySchemes": {
                "session": {"type": "apiKey", "in": "cookie", "name": cookie},
                "csrf": {"type": "apiKey", "in": "header", "name": "X-CSRF-Token"},
            },
        },
    }
    return _plainly_named(described)


def _inner_room(resource: object) -> list[str]:
    """The small room inside a room that a resource belongs to, if any."""
    return [part for part in type(resource).__module__.split(".")[2:-1] if part != "resources"]


def _plainly_named(described: dict[str, Any]) -> dict[str, Any]:
    """The document with models that share a name told apart by their rooms: LeaveRequestsAwayOut.

    pydantic tells them apart by every part of their modules, with two underscores between.
    """
    text = orjson.dumps(described).decode()
    for name in described["components"]["schemas"]:
        if "__" in name:
            text = re.sub(rf'(?<=["/]){name}(?=")', _short(name), text)
    plain: dict[str, Any] = orjson.loads(text)
    return plain


def _short(name: str) -> str:
    *places, model = name.split("__")
    rooms = [place for place in places if place not in ("functions", "schemas")]
    return "".join(word.capitalize() for room in rooms for word in room.split("_")) + model


def _schemas(endpoints: Iterable[Endpoint]) -> tuple[dict[tuple[Model, JsonSchemaMode], Any], dict[str, Any]]:
    wanted: set[tuple[Model, JsonSchemaMode]] = {(Problem, "serialization")}
    for declared in endpoints:
        if declared.body is not None:
            wanted.add((declared.body, "validation"))
        if declared.query is not None:
            wanted.add((declared.query, "validation"))
        wanted |= {(model, "serialization") for model in declared.returns.values() if model is not None}
    ordered = sorted(wanted, key=lambda pair: (pair[0].__name__, pair[1]))
    found, definitions = models_json_schema(ordered, ref_template=REF)
    return {pair: found[pair] for pair in ordered}, definitions.get("$defs", {})


def _operation(
    name: str,
    room: str,
    address: str,
    verb: str,
    declared: Endpoint,
    schemas: dict[tuple[Model, JsonSchemaMode], Any],
) -> dict[str, Any]:
    operation: dict[str, Any] = {
        "operationId": name,
        "tags": [room],
        "summary": declared.summary,
        "x-access": str(declared.access),
        "parameters": [*_path_parameters(address), *_query_parameters(declared), *_header_parameters(declared)],
        "responses": {
            str(status): _answer(status, declared, None if model is None else schemas[(model, "serialization")])
            for status, model in declared.returns.items()
        },
    }
    problem = {
        "description": "A problem, with every reason",
        "content": {PROBLEM_TYPE: {"schema": schemas[(Problem, "serialization")]}},
    }
    operation["responses"] |= {str(status): problem for status in _problems(address, declared)}
    if declared.body is not None:
        content = {"application/json": {"schema": schemas[(declared.body, "validation")]}}
        operation["requestBody"] = {"required": True, "content": content}
    if declared.access is not Access.PUBLIC:
        operation["security"] = [{"session": []} if verb == "get" else {"session": [], "csrf": []}]
    return operation


def _answer(status: int, declared: Endpoint, schema: Any) -> dict[str, Any]:
    answer: dict[str, Any] = {"description": WORDS[status]}
    if status == 202:
        answer["headers"] = {"Location": {"schema": {"type": "string"}}}
    if schema is not None:
        answer["content"] = {declared.produces: {"schema": schema}}
    elif status == 200:
        answer["content"] = {declared.produces: {"schema": {} if "json" in declared.produces else {"type": "string"}}}
    return answer


def _problems(address: str, declared: Endpoint) -> list[int]:
    """The statuses of the problems an operation may answer with."""
    statuses = {*declared.errors, 422, 503}
    if declared.body is not None:
        statuses |= {400, 413, 415}
    if declared.access is not Access.PUBLIC:
        statuses |= {401, 403}
    if "{" in address:
        statuses.add(404)
    return sorted(statuses)


def _path_parameters(address: str) -> list[dict[str, Any]]:
    return [
        {"name": name, "in": "path", "required": True, "schema": CONVERTERS.get(converter, {"type": "string"})}
        for name, converter in FIELD.findall(address)
    ]


def _query_parameters(declared: Endpoint) -> list[dict[str, Any]]:
    if declared.query is None:
        return []
    schema = declared.query.model_json_schema(ref_template=REF)
    required = schema.get("required", [])
    return [
        {"name": name, "in": "query", "required": name in required, "schema": field}
        for name, field in schema["properties"].items()
    ]


def _header_parameters(declared: Endpoint) -> list[dict[str, Any]]:
    return [
        {"name": name, "in": "header", "required": False, "schema": {"type": "string"}} for name in declared.headers
    ]
