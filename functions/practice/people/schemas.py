"""What is asked about people, terms, groups and supervision. The answers are in `answers`.

Values of a term travel as text, as the people file writes them, so that the same rules read both and everything wrong
is told at once. Dates are ISO; an empty or missing one is open.
"""

from __future__ import annotations

from datetime import date
from typing import Annotated, Literal

from pydantic import Field

from shared.http import In, Query

Text = Annotated[str, Field(max_length=400)]
Note = Annotated[str, Field(max_length=2000)]
Day = Annotated[str, Field(max_length=20)]


class WorkIn(In):
    """How somebody works: the columns of the people file, without code, name and dates."""

    role: Text
    site: Text
    wte: Text
    pattern: Text
    pattern_b: Text = ""
    flexible_days_per_week: Text = ""
    annual_leave_sessions: Text = ""
    flags: list[Text] = Field(default=[], max_length=30)
    session_minutes: int | Text = 250
    note: Note = ""

    def cells(self, *, code: str, name: str, starts: str | None, ends: str | None) -> dict[str, str]:
        """As a line of the people file."""
        return {
            "code": code,
            "name": name,
            "role": self.role.strip(),
            "site": self.site.strip(),
            "wte": self.wte.strip(),
            "pattern": self.pattern.strip(),
            "pattern_b": self.pattern_b.strip(),
            "flexible_days_per_week": self.flexible_days_per_week.strip(),
            "annual_leave_sessions": self.annual_leave_sessions.strip(),
            "flags": "|".join(self.flags),
            "starts": starts or "",
            "ends": ends or "",
            "session_minutes": str(self.session_minutes).strip(),
        }


class TermIn(WorkIn):
    """A whole term."""

    starts: Day | None = None
    ends: Day | None = None


class AddTermIn(TermIn):
    reason: Note | None = None


class PersonIn(In):
    """Somebody new, with their first term."""

    code: Text
    name: Text
    email: Text | None = None
    note: Note = ""
    groups: list[Text] = Field(default=[], max_length=100)
    term: TermIn


class DetailsIn(In):
    """Who somebody is. `version` is the one that was looked at."""

    version: int
    name: Text
    email: Text | None = None
    note: Note = ""


class CorrectionIn(TermIn):
    """The whole term, written anew. `corrects_past`: the record of days gone by was wrong, and `reason` says why."""

    version: int
    corrects_past: bool = False
    reason: Note | None = None


class ChangeIn(WorkIn):
    """The term as it is from a date on: it is split there. `until`: and after that day as it was before."""

    version: int
    from_: Day = Field(alias="from")
    until: Day | None = None
    corrects_past: bool = False
    reason: Note | None = None


class EndIn(In):
    """The term's last day; null takes the end away."""

    version: int
    last_day: Day | None
    corrects_past: bool = False
    reason: Note | None = None


class DeactivationIn(In):
    """`last_day` null: today."""

    version: int
    last_day: Day | None = None
    reason: Note | None = None


class GroupsIn(In):
    """All the groups somebody is in, by code."""

    version: int
    groups: list[Text] = Field(max_length=100)


class LinkIn(In):
    """Who supervises the person of the address."""

    version: int
    supervisor_code: Text
    kind: Literal["educational", "clinical"]
    starts: Day | None = None
    ends: Day | None = None


class LinkDatesIn(In):
    version: int
    starts: Day | None = None
    ends: Day | None = None


class GroupIn(In):
    """`code` is what files and rules call it; the name, where none is given. It never changes."""

    name: Text
    code: Text | None = None


class GroupNameIn(In):
    version: int
    name: Text


class MembersIn(In):
    """Everybody in the group, by code."""

    version: int
    people: list[Text] = Field(max_length=1000)


class VersionQuery(Query):
    version: int


class LastDayQuery(Query):
    last_day: date | None = None


class RangeQuery(Query):
    start: date
    weeks: int = Field(ge=1, le=104)
