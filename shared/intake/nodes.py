"""Walking a JSON document: each value with its path, so that every mistake is reported at its line.

Reading goes on after a mistake. A reading method gives None when the key is absent, null or faulty; by then faults
are in the report.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any, TypeVar

from shared.intake import words
from shared.intake.faults import Report, nearest, rather, shown
from shared.intake.located import Located, Path, name_of
from shared.intake.words import Wrong

MOST = 999  # people, rooms, doctors: beyond it a number is a slip of the finger

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Node:
    """One value of the document."""

    value: Any
    path: Path
    document: Located
    report: Report

    def fault(self, message: str, instead: str) -> None:
        """Notes a mistake at this value."""
        path = self.path
        while path and path not in self.document.lines:
            path = path[:-1]
        line = self.document.lines.get(path, 1 if self.document.lines else None)
        self.report.add(message, instead, line=line, field=name_of(self.path) or None)

    def read(self, how: Callable[[Node], T | None]) -> T | None:
        """The value as `how` reads it, or None with a fault."""
        try:
            return how(self)
        except Wrong as wrong:
            self.fault(wrong.message, wrong.instead)
            return None

    def entries(self) -> Iterator[Node]:
        """The entries of a list."""
        if not isinstance(self.value, list):
            self.fault(f"{kind_of(self.value)} stands here, and a list is needed.", "Write [ ... ].")
            return
        for at, value in enumerate(self.value):
            yield Node(value, (*self.path, at), self.document, self.report)

    def each(self, how: Callable[[Node], T | None]) -> tuple[T, ...]:
        """The entries of a list as `how` reads them; faulty ones are left out."""
        return tuple(found for entry in self.entries() if (found := entry.read(how)) is not None)

    def keys(self, *known: str) -> Keys:
        """The object's keys; those nobody knows are reported with the one most likely meant."""
        if not isinstance(self.value, dict):
            self.fault(f"{kind_of(self.value)} stands here, and keys are needed.", "Write { ... }.")
            return Keys(self, None)
        for key in self.value:
            if key not in known:
                unknown = Node(None, (*self.path, key), self.document, self.report)
                meant = nearest(key, known)
                instead = f'Write "{meant}".' if meant else f"Remove it. Known here: {', '.join(known)}."
                unknown.fault(f"There is no key {shown(key)} here.", instead)
        return Keys(self, self.value)


@dataclass(frozen=True, slots=True)
class Keys:
    """An object's keys. `members` None: it was no object, which is reported already."""

    node: Node
    members: dict[str, Any] | None

    def get(self, key: str) -> Node | None:
        """The value of a key that may be left out."""
        if self.members is None or self.members.get(key) is None:
            return None
        return Node(self.members[key], (*self.node.path, key), self.node.document, self.node.report)

    def read(self, key: str, how: Callable[[Node], T | None]) -> T | None:
        """A key that may be left out, as `how` reads it."""
        return node.read(how) if (node := self.get(key)) else None

    def need(self, key: str, how: Callable[[Node], T | None], instead: str) -> T | None:
        """A key that must be there, as `how` reads it; `instead` says what to write when it is not."""
        if self.members is not None and self.members.get(key) is None:
            missing = Node(None, (*self.node.path, key), self.node.document, self.node.report)
            missing.fault(f"The key {key} is missing.", instead)
        return self.read(key, how)


def kind_of(value: object) -> str:
    """What a value is, in words."""
    if value is None:
        return "null"
    for kind, word in ((bool, "true or false"), ((int, float), "A number"), (str, "A text"), (list, "A list")):
        if isinstance(value, kind):
            return word
    return "An object in { }"


def text(node: Node) -> str:
    """A text on one line."""
    if not isinstance(node.value, str):
        raise Wrong(
            f"{kind_of(node.value)} stands here, and a text is needed.", 'Write it in double quotes, as "MAIN".'
        )
    return words.plain(node.value.strip())


def sentence(node: Node) -> str:
    """A text of any length, for a reader."""
    if not isinstance(node.value, str):
        raise Wrong(f"{kind_of(node.value)} stands here, and a text is needed.", 'Write "a sentence".')
    if not all(char.isprintable() or char in "\n\t" for char in node.value):
        raise Wrong(f"{shown(node.value)} holds a sign nobody can see.", "Write it again by hand.")
    return node.value


def as_text(how: Callable[[str], T]) -> Callable[[Node], T]:
    """Reads a text that `how` makes something of: a date, a role, a half-day."""
    return lambda node: how(text(node))


def whole(low: int = 0, high: int = MOST) -> Callable[[Node], int]:
    """Reads a whole number from `low` to `high`."""

    def read(node: Node) -> int:
        value = node.value
        if isinstance(value, float) and value.is_integer():
            value = int(value)
        if isinstance(value, bool) or not isinstance(value, int):
            said = f"{value} is not a whole number." if isinstance(value, float) else f"{kind_of(value)} stands here."
            raise Wrong(said, f"Write a whole number from {low} to {high}, without quotation marks.")
        if not low <= value <= high:
            raise Wrong(f"{value} is out of range.", f"Write a whole number from {low} to {high}.")
        return value

    return read


def number(low: Decimal, high: Decimal) -> Callable[[Node], Decimal]:
    """Reads a number from `low` to `high`."""

    def read(node: Node) -> Decimal:
        value = node.value
        if isinstance(value, bool) or not isinstance(value, (int, float)) or not math.isfinite(value):
            raise Wrong(f"{kind_of(value)} stands here.", f"Write a number from {low} to {high}, as 3.5.")
        return words.within(Decimal(str(value)), low=low, high=high)

    return read


def yes_or_no(node: Node) -> bool:
    """true or false."""
    if not isinstance(node.value, bool):
        raise Wrong(f"{kind_of(node.value)} stands here.", "Write true or false, without quotation marks.")
    return node.value


def monday(node: Node) -> date:
    """A date that is a Monday."""
    return words.monday(words.day(text(node)))


def site_among(codes: Collection[str] | None) -> Callable[[Node], str]:
    """Reads the code of one of these sites; None: the sites are not known, so none is called wrong."""

    def site(node: Node) -> str:
        code = text(node)
        if codes is not None and code not in codes:
            raise Wrong(f"There is no site {shown(code)}.", rather(code, codes))
        return code

    return site
