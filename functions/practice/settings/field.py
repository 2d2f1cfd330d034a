"""What a field of the settings is: everything a page needs to show it and a person needs to fill it in."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Any, NamedTuple


class Section(NamedTuple):
    """One part of the settings page."""

    key: str
    words: str
    explains: str


class Kind(StrEnum):
    """How a field is filled in. Lists of objects have no field of their own: theirs end in '[]', as 'sites[].rooms'."""

    TEXT = "text"
    LINES = "lines"  # a text of several lines
    SENTENCES = "sentences"  # a list of texts
    WHOLE = "whole"
    NUMBER = "number"
    YES_NO = "yes-no"
    CHOICE = "choice"
    DATE = "date"
    DATES = "dates"
    DAY_OF_YEAR = "day-of-year"
    FROM_TO = "from-to"  # two times of day
    SITE = "site"
    ROLES = "roles"
    ROLE_GROUP = "role-group"
    LETTERS = "letters"
    HALF_DAY = "half-day"  # of the week, as 'Tue PM'
    HALF_DAYS = "half-days"


class Choice(NamedTuple):
    """One value a field may have, and what it is called."""

    value: str
    words: str


@dataclass(frozen=True, slots=True)
class Field:
    """One field, by its place in practice.json ('duty.default', 'sites[].rooms').

    `unit` says what is counted; low and high are included; `default` holds when nothing is written.
    """

    path: str
    words: str
    what: str
    kind: Kind
    unit: str = ""
    low: float | None = None
    high: float | None = None
    default: Any = None
    choices: tuple[Choice, ...] = ()
    must: bool = False  # cannot be left out, of an entry that is there at all
    section: str = ""
