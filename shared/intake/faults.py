"""What is wrong with the input: every mistake, where it stands, and what to write instead."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from difflib import get_close_matches
from types import MappingProxyType

LONGEST_SHOWN = 40


@dataclass(frozen=True, slots=True)
class Fault:
    """One mistake. `line` counts from 1; `field` is a column, or a key such as 'duty.mondays' or 'sites[2].rooms'."""

    file: str
    line: int | None
    field: str | None
    message: str
    instead: str

    def __str__(self) -> str:
        place = [self.file, f"line {self.line}" if self.line else "", self.field or ""]
        return f"{', '.join(filter(None, place))}: {self.message} {self.instead}".rstrip()


class BadInput(Exception):
    """Input nothing was taken from. `faults` lists every mistake there is, not the first alone."""

    def __init__(self, faults: tuple[Fault, ...]) -> None:
        super().__init__("\n".join(map(str, faults)))
        self.faults = faults


@dataclass(frozen=True, slots=True)
class Files:
    """The three files of a practice. None: could not be read, and somebody else says so.

    `names` gives what the files are called in faults, by 'practice', 'people' and 'leave', where it is not the usual
    'STEM.practice.json', 'STEM.people.csv' and 'STEM.leave.csv'.
    """

    stem: str
    practice: bytes | None
    people: bytes | None
    leave: bytes | None
    names: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))

    def name_of(self, part: str) -> str:
        """What a file is called; `part` is 'practice', 'people' or 'leave'."""
        return self.names.get(part) or f"{self.stem}.{part}.{'json' if part == 'practice' else 'csv'}"


class Report:
    """Collects the faults of one file as it is read."""

    def __init__(self, file: str) -> None:
        self.file = file
        self.faults: list[Fault] = []

    def add(self, message: str, instead: str, *, line: int | None = None, field: str | None = None) -> None:
        """Notes a mistake; reading goes on, so that all come out at once."""
        self.faults.append(Fault(self.file, line, field and printable(field), message, instead))

    def in_order(self) -> list[Fault]:
        """By line; what concerns the whole file comes first."""
        return sorted(self.faults, key=lambda fault: fault.line or 0)


def shown(value: object) -> str:
    """A value as a fault quotes it: on one line, not too long, and harmless to a terminal."""
    text = str(value)
    if len(text) > LONGEST_SHOWN:
        text = text[: LONGEST_SHOWN - 1] + "…"
    return f"'{printable(text)}'"


def printable(text: str) -> str:
    """The same text with every sign nobody can see written out, so that no terminal obeys it."""
    return "".join(char if char.isprintable() else char.encode("unicode_escape").decode() for char in text)


def nearest(word: str, known: Iterable[str]) -> str | None:
    """The known word somebody most likely meant, or None when none is near."""
    by_lower = {each.lower(): each for each in known}
    found = get_close_matches(word.strip().lower()[:LONGEST_SHOWN], by_lower, n=1, cutoff=0.6)
    return by_lower[found[0]] if found else None


def rather(word: str, known: Iterable[str]) -> str:
    """What to write instead of an unknown word: the nearest, or the whole choice."""
    choice = [printable(each) for each in known]  # codes of a faulty file are among them
    if (found := nearest(word, choice)) is not None:
        return f"Write {found}."
    return f"Write one of {', '.join(choice)}." if choice else "There is nothing it could name."
