"""JSON that remembers the line each key stands on, so that a fault can point at it."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from shared.intake.faults import Report

Path = tuple[str | int, ...]

_TOKEN = re.compile(r'"(?:[^"\\]|\\.)*"|[{}\[\],:]|[^\s{}\[\],:"]+')
_LONGEST_INTEGER = 15  # digits; beyond it no number here is meant, and databases and browsers disagree about it

_DEEPEST = 20  # brackets inside brackets
_TOO_DEEP = ("There are more brackets inside brackets than any practice needs.", "Write it as docs/input.md says.")

# What the decoder says, and what that means to somebody who edits the file by hand.
_SYNTAX: Mapping[str, tuple[str, str]] = {
    "Expecting property name": (
        "a key in double quotes should stand here",
        'Write the key as "key", and no comma before a closing }.',
    ),
    "Illegal trailing comma": ("there is a comma after the last entry", "Remove the comma before the closing bracket."),
    "Expecting ',' delimiter": (
        "a comma or a closing bracket should stand here",
        "Write a comma between two entries, or close the { or [ that is open.",
    ),
    "Expecting ':' delimiter": ("a colon should stand between a key and its value", 'Write "key": value.'),
    "Expecting value": (
        "a value should stand here",
        'Write "text", a number, true, false, [...] or {...}, and no comma before a closing ].',
    ),
    "Extra data": ("there is more after the closing }", "Remove it; the file is one { ... }."),
    "Unterminated string": ("a text is not closed", 'Write " at its end.'),
    "Invalid control character": ("a text runs over the end of its line", 'Close it with " on the same line.'),
    "Invalid \\": ("a backslash in a text means nothing", "Write \\\\ for a backslash."),
}


@dataclass(frozen=True, slots=True)
class Located:
    """A JSON value and the line of every key and list entry in it, by path."""

    value: Any
    lines: Mapping[Path, int] = field(default_factory=dict)


class _NoNumber(ValueError):
    """NaN or Infinity, which Python's decoder lets pass and nobody else's does."""

    def __init__(self, name: str) -> None:
        super().__init__(name)
        self.name = name


def parse(text: str, report: Report) -> Located | None:
    """The document with its lines; None when it is not JSON, and then the report says where and how to mend it."""
    try:
        value = json.loads(text, parse_constant=_refuse, parse_int=_integer)
    except json.JSONDecodeError as error:
        what, instead = _explain(error)
        report.add(f"This is not JSON: at column {error.colno}, {what}.", instead, line=error.lineno)
        return None
    except _NoNumber as error:
        line = next((line for token, line in _tokens(text) if token.lstrip("-") == error.name.lstrip("-")), None)
        report.add(f"{error.name} is not a number.", "Write digits, or leave the key out.", line=line)
        return None
    except RecursionError:
        report.add(
            "There are more brackets inside brackets than any practice needs.", "Write it as docs/input.md says."
        )
        return None
    if (line := _unwritable(text)) is not None:
        report.add("A text holds half a letter or a zero byte.", "Remove the \\u there.", line=line)
        return None
    lines, repeated = _lines(text)
    if max(map(len, lines), default=0) > _DEEPEST:
        report.add(*_TOO_DEEP)
        return None
    for path, line in repeated:
        report.add(
            f"The key {path[-1]} is written twice; the first is in line {lines[path]}.",
            "Keep one of the two.",
            line=line,
            field=name_of(path),
        )
    return Located(value, lines)


def name_of(path: Path) -> str:
    """A path as a fault shows it, list entries counted from 1: 'sites[2].rooms'."""
    name = ""
    for step in path:
        name += f"[{step + 1}]" if isinstance(step, int) else f".{step}" if name else step
    return name


def _refuse(name: str) -> Any:
    raise _NoNumber(name)


def _integer(digits: str) -> int | float:
    return int(digits) if len(digits.lstrip("-")) <= _LONGEST_INTEGER else float(digits)


def _explain(error: json.JSONDecodeError) -> tuple[str, str]:
    for start, words in _SYNTAX.items():
        if error.msg.startswith(start):
            return words
    return error.msg[:1].lower() + error.msg[1:], "Write it as docs/input.md says."


def _unwritable(text: str) -> int | None:
    """The line of the first text no file or database can hold: a lone surrogate, or a zero byte."""
    for sign, line in _tokens(text):
        if "\\u" in sign and any(char == "\0" or "\ud800" <= char <= "\udfff" for char in json.loads(sign)):
            return line
    return None


def _tokens(text: str) -> Iterator[tuple[str, int]]:
    """Every token of JSON text with its line."""
    line, seen = 1, 0
    for match in _TOKEN.finditer(text):
        line += text.count("\n", seen, match.start())
        seen = match.start()
        yield match.group(), line


def _lines(text: str) -> tuple[dict[Path, int], list[tuple[Path, int]]]:
    """The line of every key and list entry of valid JSON, by path; and the keys written a second time."""
    lines: dict[Path, int] = {}
    repeated: list[tuple[Path, int]] = []
    path: list[str | int] = []  # one step for each open bracket: a list's index, or an object's key ("" before one)
    before_key: list[bool] = []  # for each open bracket: an object whose next text is a key
    for sign, line in _tokens(text):
        if sign == ":":
            before_key[-1] = False
        elif sign == ",":
            if isinstance(path[-1], int):
                path[-1] += 1
            else:
                before_key[-1] = True
        elif sign in "}]":
            path.pop()
            before_key.pop()
        elif path and before_key[-1]:
            path[-1] = json.loads(sign)
            if tuple(path) in lines:
                repeated.append((tuple(path), line))
            lines.setdefault(tuple(path), line)
        else:
            if path and isinstance(path[-1], int):
                lines[tuple(path)] = line
            if sign in "{[":
                path.append("" if sign == "{" else 0)
                before_key.append(sign == "{")
    return lines, repeated
