"""Every door there is, read from the application as it is mounted, and what may be tried at each."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from pydantic import BaseModel

from shared.access import Access
from shared.http import Endpoint, declaration
from shared.openapi import FIELD

METHODS = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS")
UNSAFE = ("POST", "PUT", "PATCH", "DELETE")
NOBODYS = "00000000-0000-0000-0000-000000000007"


@dataclass(frozen=True, slots=True)
class Door:
    """One method of one route. declared: what its resource says of it; None where nobody answers that method."""

    method: str
    path: str
    declared: Endpoint | None

    @property
    def access(self) -> Access | None:
        return self.declared.access if self.declared else None

    @property
    def changes(self) -> bool:
        return self.method in UNSAFE

    def address(self, something: str | None = None, **known: str) -> str:
        """The route with something in each of its places."""
        plain = {"uuid": NOBODYS, "int": "7"}
        return FIELD.sub(
            lambda field: known.get(field[1]) or something or plain.get(field[2] or "", "anything"), self.path
        )

    @property
    def body(self) -> dict[str, Any] | None:
        """A body that is JSON and nothing more, for what takes one."""
        return {} if self.method in ("POST", "PUT", "PATCH") else None

    def fields(self) -> Iterator[str]:
        """The names of what may be sent."""
        model = self.declared.body if self.declared else None
        if model is not None and issubclass(model, BaseModel):
            yield from model.model_fields

    def filled(self) -> dict[str, Any]:
        """A body in which everything that must be there is, and looks as if it were meant."""
        model = self.declared.body if self.declared else None
        if model is None:
            return {}
        schema = model.model_json_schema()
        wanted = [name for name in schema.get("properties", {}) if name in (*schema.get("required", ()), *LIKELY)]
        return {name: LIKELY.get(name, _made_up(schema["properties"][name], schema)) for name in wanted}

    def asked(self) -> Iterator[str]:
        """The names of what may stand behind the question mark."""
        model = self.declared.query if self.declared else None
        if model is not None:
            yield from model.model_fields


LIKELY: dict[str, Any] = {
    "start": "2027-01-04", "end": "2027-01-15", "year": "2027-01-01", "weeks": 2, "start_half": "AM", "end_half": "PM",
    "version": 1, "kind": "annual", "date": "2027-01-05", "half": "AM", "code": "AO", "email": "eve@elm.example",
}  # fmt: skip


def _made_up(field: dict[str, Any], schema: dict[str, Any]) -> Any:
    """Something of a field's type."""
    field = schema["$defs"][field["$ref"].rpartition("/")[2]] if "$ref" in field else field
    field = next((each for each in field.get("anyOf", ()) if each.get("type") != "null"), field)
    if "enum" in field:
        return field["enum"][0]
    return {"integer": 1, "number": 1, "boolean": False, "array": [], "object": {}}.get(field.get("type", ""), "words")


def doors(app: Any) -> list[Door]:
    """Every method of every mounted route, answered or not: also those outside the rooms."""
    return [Door(method, path, declaration(resource, method)) for path, resource in _mounted(app) for method in METHODS]


def _mounted(app: Any) -> list[tuple[str, object]]:
    found: list[tuple[str, object]] = []

    def walk(nodes: Any, parent: str) -> None:
        for node in nodes:
            path = f"{parent}/{node.raw_segment}"
            if node.resource is not None:
                found.append((path, node.resource))
            walk(node.children, path)

    walk(app._router._roots, "")
    return sorted(found, key=lambda each: each[0])


# What somebody might write where a name, a number or a day is asked for.
HOSTILE_NAMES = (
    "%00", "..%2F..%2Fetc%2Fpasswd", "'%3B%20drop%20table%20account%3B--", "%3Cscript%3E", "a" * 3000,
    "%ED%A0%80", "%F0%9F%92%89", "-1", "99999999999999999999999999",
)  # fmt: skip
HOSTILE_VALUES: tuple[Any, ...] = (
    10**30, -(2**63) - 1, 2**63, 1.5, "1e400", "x" * 20_000, "'; drop table account; --", "\u202e\U0001f489",
    "9999-12-31", "0001-01-01", True, None, [], {}, ["x"] * 3000,
)  # fmt: skip
HOSTILE_QUERIES = (
    "%00",
    "99999999999999999999",
    "-1",
    "9999-12-31",
    "0001-01-01",
    "a" * 3000,
    "'%22%3B--",
    "%ED%A0%80",
    "",
)
