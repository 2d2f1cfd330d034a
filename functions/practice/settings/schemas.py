"""What is asked of, and answered by, the settings."""

from __future__ import annotations

from datetime import date
from typing import Any

from pydantic import Field

from shared.http import In, Out, Query

LONGEST_REASON = 500


class SettingsIn(In):
    """The whole document, as of the version somebody read."""

    settings: dict[str, Any]
    version: int
    reason: str | None = Field(None, max_length=LONGEST_REASON)


class PreviewIn(In):
    """The whole document, as it would be."""

    settings: dict[str, Any]


class SetUpIn(In):
    """The document to begin with. `horizon` may be left out: 13 weeks from next Monday."""

    settings: dict[str, Any]


class YearQuery(Query):
    """`nation`: another than the practice's, to see what it would keep."""

    year: int = Field(ge=2000, le=2100)
    nation: str | None = None


class SectionOut(Out):
    key: str
    words: str
    explains: str


class ChoiceOut(Out):
    value: str
    words: str


class FieldOut(Out):
    """One field by its place in the document. `default` holds when nothing is written; low and high are included."""

    path: str
    section: str
    words: str
    what: str
    kind: str
    unit: str
    low: float | None
    high: float | None
    default: Any
    choices: list[ChoiceOut]
    must: bool


class SettingsOut(Out):
    """The document with what its fields mean. `version` counts saves; `groups` are the practice's own, for cover."""

    settings: dict[str, Any]
    version: int
    groups: list[ChoiceOut]
    sections: list[SectionOut]
    fields: list[FieldOut]


class ChangeOut(Out):
    """One key that differs. `was` and `now` are words: of a list, only the entries that differ."""

    field: str
    words: str
    was: list[str]
    now: list[str]


class SavedOut(Out):
    """The document as it is stored now."""

    settings: dict[str, Any]
    version: int
    changes: list[ChangeOut]


class PreviewOut(Out):
    """What would change, and in sentences what that does."""

    changes: list[ChangeOut]
    effects: list[str]


class HolidayOut(Out):
    """A bank holiday of the nation, or a day kept besides. `people`: on the published rota that day."""

    date: date
    name: str
    kept: bool
    worked: bool
    people: int


class ClosedDayOut(Out):
    """One date of a closure. `closure` counts from 0; `people`: on the published rota then and there."""

    closure: int
    date: date
    label: str
    half: str | None
    site: str | None
    people: int


class BankHolidaysOut(Out):
    """A year's days on which the practice differs from every other day."""

    year: int
    nation: str
    holidays: list[HolidayOut]
    closures: list[ClosedDayOut]


class SetUpOut(Out):
    """`needed` is false once there is a practice. `settings` is what to begin with."""

    needed: bool
    practice: str | None
    settings: dict[str, Any]
    sections: list[SectionOut]
    fields: list[FieldOut]
