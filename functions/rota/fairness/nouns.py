"""The ledger's nouns."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from types import MappingProxyType
from typing import Any


class EntryKind(StrEnum):
    """Why a balance moves."""

    WEEK = "week"  # a week was closed, or counted again because its rota changed
    OPENING = "opening"  # somebody joins at the median
    SETTLEMENT = "settlement"  # somebody leaves: their balance comes to nought
    RETURN = "return"  # who was settled had never gone: the settlement is taken back
    ADJUSTMENT = "adjustment"  # by hand, with a reason


@dataclass(frozen=True, slots=True)
class Line:
    """One movement of somebody's balance, in hundredths of a half-day. about: who joined, left or was adjusted."""

    code: str
    kind: EntryKind
    week: date | None
    points: int
    about: str | None = None
    held: int = 0
    part: int = 0
    reason: str = ""
    detail: Mapping[str, Any] = field(default_factory=lambda: MappingProxyType({}))


@dataclass(frozen=True, slots=True)
class Entry(Line):
    """A line as it was posted."""

    id: int = 0
    at: datetime = datetime.min
    by: str | None = None
