"""What is asked of, and answered by, the room that knows the practice."""

from __future__ import annotations

from datetime import date

from pydantic import Field

from shared.http import In, Out

LONGEST_FILE = 1_000_000


class NamesIn(In):
    """What the files are called, so that faults can say where they are."""

    practice: str = Field("practice.json", min_length=1, max_length=200)
    people: str = Field("people.csv", min_length=1, max_length=200)
    leave: str = Field("leave.csv", min_length=1, max_length=200)


class ImportIn(In):
    """The three files as text; one left out stays as it is stored. `preview` compares and changes nothing."""

    practice: str | None = Field(None, max_length=LONGEST_FILE)
    people: str | None = Field(None, max_length=LONGEST_FILE)
    leave: str | None = Field(None, max_length=LONGEST_FILE)
    names: NamesIn = NamesIn()
    preview: bool = False


class PeopleChangesOut(Out):
    """By code."""

    added: list[str]
    changed: list[str]
    left: list[str]


class LeaveChangesOut(Out):
    """Lines of the leave file."""

    added: int
    removed: int


class FieldChangeOut(Out):
    """One cell. `field` is the column of the people file."""

    field: str
    old: str
    new: str


class TermChangeOut(Out):
    """`what`: added, removed or changed. Dates as in the file, empty where open."""

    what: str
    starts: str
    ends: str
    fields: list[FieldChangeOut]


class PersonChangeOut(Out):
    """`what`: added, changed or deactivated."""

    what: str
    code: str
    name: str
    terms: list[TermChangeOut]


class ChangesOut(Out):
    """What the files change. `settings` are keys of practice.json; `details` say it person by person."""

    settings: list[str]
    people: PeopleChangesOut
    leave: LeaveChangesOut
    details: list[PersonChangeOut]
    unchanged: int


class ImportOut(Out):
    """`people`, `leave` and `sites` count what the files hold; `version` goes up with each import that changes."""

    preview: bool
    changed: bool
    people: int
    leave: int
    sites: int
    version: int
    changes: ChangesOut


class SiteOut(Out):
    code: str
    name: str
    rooms: int


class HorizonOut(Out):
    start: date
    weeks: int


class PracticeOut(Out):
    """`horizon`: the weeks to generate when nobody says otherwise. `roles`: those people have here."""

    name: str
    nation: str
    sites: list[SiteOut]
    horizon: HorizonOut | None
    week_a_starts: date | None
    roles: list[str]
    version: int
