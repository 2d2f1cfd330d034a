"""What the doctor finds."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

State = Literal["ok", "warn", "bad"]


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing looked at: how it is, in a sentence, and what to do where it is not well."""

    part: str
    state: State
    said: str
    todo: str = ""


Findings = Iterator[Finding]


@dataclass(frozen=True, slots=True)
class Part:
    """Makes findings about one part: `part.ok("...")`."""

    name: str

    def ok(self, said: str) -> Finding:
        return Finding(self.name, "ok", said)

    def warn(self, said: str, todo: str) -> Finding:
        return Finding(self.name, "warn", said, todo)

    def bad(self, said: str, todo: str) -> Finding:
        return Finding(self.name, "bad", said, todo)


def ago(seconds: float) -> str:
    """For how long, as a person says it."""
    for size, name in ((86_400, "days"), (3600, "hours"), (60, "minutes")):
        if seconds >= 2 * size:
            return f"{seconds / size:.0f} {name}"
    return f"{max(seconds, 0):.0f} seconds"
