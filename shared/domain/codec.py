"""A problem as JSON and back, unchanged: how runs are stored, repeated, downloaded and sent with a bug report.

Read from the types of the nouns themselves, so that a field added to one of them is stored without a line here.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from dataclasses import fields, is_dataclass
from datetime import date
from decimal import Decimal
from enum import Enum
from functools import cache
from types import NoneType, UnionType
from typing import Any, Union, get_args, get_origin, get_type_hints

from shared.domain.problem import Problem


class NotAProblem(Exception):
    """A document that no problem was written to. Says where it differs."""


def to_document(problem: Problem) -> dict[str, Any]:
    """The problem as plain data. The same problem always gives the same document, whatever order its sets had."""
    document: dict[str, Any] = _plain(problem)
    return document


def from_document(document: dict[str, Any]) -> Problem:
    """The problem a document was made from. Raises NotAProblem."""
    problem = _noun(Problem, document, "problem")
    if not isinstance(problem, Problem):
        raise NotAProblem("problem: not one")
    return problem


def _plain(value: Any) -> Any:
    if is_dataclass(value):
        return {field.name: _plain(getattr(value, field.name)) for field in fields(value)}
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Decimal):
        return str(value)
    if isinstance(value, frozenset):
        return sorted(_plain(each) for each in value)
    if isinstance(value, dict):
        return {key: _plain(value[key]) for key in sorted(value)}
    if isinstance(value, tuple):  # named ones too: a session is [date, half]
        return [_plain(each) for each in value]
    return value


def _noun(kind: Any, value: Any, where: str) -> Any:
    try:
        return _reader(kind)(value, where)
    except (TypeError, ValueError, ArithmeticError, KeyError, AttributeError) as error:
        raise NotAProblem(f"{where}: {error}") from error


Reader = Callable[[Any, str], Any]


@cache
def _reader(kind: Any) -> Reader:
    """How to read one type."""
    origin, arguments = get_origin(kind), get_args(kind)
    if origin in (Union, UnionType):
        return _optional(next(each for each in arguments if each is not NoneType))
    if origin is tuple:
        return _many(arguments[0], tuple)
    if origin is frozenset:
        return _many(arguments[0], frozenset)
    if origin is dict:
        return lambda value, where: {key: _noun(arguments[1], value[key], f"{where}.{key}") for key in value}
    if is_dataclass(kind):
        return _fields(kind)
    if hasattr(kind, "_fields"):
        return _named_tuple(kind)
    return _plain_reader(kind)


def _plain_reader(kind: Any) -> Reader:
    if kind is date:
        return lambda value, _: date.fromisoformat(value)
    if kind is Decimal or issubclass(kind, Enum):
        return lambda value, _: kind(value)

    def same(value: Any, _where: str) -> Any:
        if type(value) is not kind:
            raise TypeError(f"{value!r} is not {kind.__name__}")
        return value

    return same


def _optional(kind: Any) -> Reader:
    return lambda value, where: None if value is None else _noun(kind, value, where)


def _many(kind: Any, gather: Callable[..., Any]) -> Reader:
    return lambda value, where: gather(_noun(kind, each, f"{where}[{n}]") for n, each in enumerate(value))


def _hints(kind: Any) -> dict[str, Any]:
    # Without our own names: a field called `date` would hide the type.
    return get_type_hints(kind, globalns=vars(sys.modules[kind.__module__]), localns={})


def _fields(kind: Any) -> Reader:
    hints = _hints(kind)
    names = [field.name for field in fields(kind)]

    def read(value: Any, where: str) -> Any:
        if unknown := set(value) - set(names):
            raise KeyError(f"unknown {', '.join(sorted(unknown))}")
        return kind(**{name: _noun(hints[name], value[name], f"{where}.{name}") for name in names if name in value})

    return read


def _named_tuple(kind: Any) -> Reader:
    hints = _hints(kind)

    def read(value: Any, where: str) -> Any:
        pairs = zip(kind._fields, value, strict=True)
        return kind(*(_noun(hints[name], each, f"{where}.{name}") for name, each in pairs))

    return read
