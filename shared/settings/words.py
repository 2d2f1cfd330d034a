"""What is wrong with a value, in a person's words."""

from __future__ import annotations

from enum import Enum
from typing import Any, Literal, get_args, get_origin

from pydantic.fields import FieldInfo


def reason(problem: dict[str, Any], field: FieldInfo) -> str:
    """What one of pydantic's problems means for this field."""
    if problem["type"] == "value_error":
        return str(problem["ctx"]["error"])
    return f"must be {allowed(field)}"


def allowed(field: FieldInfo) -> str:
    """What a field may hold."""
    kind = field.annotation
    if kind is int:
        return _number(field)
    if kind is bool:
        return "True or False"
    if get_origin(kind) is Literal:
        return f"one of {', '.join(map(str, get_args(kind)))}"
    if isinstance(kind, type) and issubclass(kind, Enum):
        return f"one of {', '.join(str(each.value) for each in kind)}"
    return "text"


def _number(field: FieldInfo) -> str:
    bounds = {name: getattr(each, name) for each in field.metadata for name in ("ge", "le") if hasattr(each, name)}
    if len(bounds) == 2:
        return f"a whole number from {bounds['ge']} to {bounds['le']}"
    return f"a whole number, {bounds['ge']} or more" if "ge" in bounds else "a whole number"
