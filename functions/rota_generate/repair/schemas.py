"""What is asked about a repair, and what is answered."""

from __future__ import annotations

from datetime import date
from typing import Any, Literal
from uuid import UUID

from pydantic import Field

from functions.rota_generate.questions import words
from functions.rota_generate.questions.queries import Question
from functions.rota_generate.repair.policy import Absence, Asked
from shared.domain.calendar import Half, Session
from shared.http import In, Out

FIRST, LAST = date(2000, 1, 3), date(2099, 12, 28)


class AbsenceIn(In):
    """Somebody who is away, on record or only thought of. Both ends included."""

    code: str = Field(min_length=1, max_length=40)
    start: date = Field(ge=FIRST, le=LAST)
    start_half: Half
    end: date = Field(ge=FIRST, le=LAST)
    end_half: Half

    def absence(self) -> Absence:
        """The same in the trade's terms."""
        return Absence(self.code, Session(self.start, self.start_half), Session(self.end, self.end_half))


class RepairIn(In):
    """Days of the published rota to repair, both included. Only days from today on change, in the weeks they touch.

    `layer` "edits": of the rota with the changes by hand that wait; what is chosen waits with them.
    """

    start: date = Field(ge=FIRST, le=LAST)
    end: date = Field(ge=FIRST, le=LAST)
    absence: AbsenceIn | None = None
    layer: Literal["published", "edits"] = "published"

    def asked(self) -> Asked:
        """The question in the trade's terms."""
        absence = None if self.absence is None else self.absence.absence()
        return Asked(self.start, self.end, absence, edited=self.layer == "edits")


class RepairLocumOut(Out):
    """A session worked by a locum."""

    covers: str | None
    cost_pence: int | None
    agency: str


class RepairCellOut(Out):
    """One session of somebody. `activity` None: not at work, and kept so by hand where `pinned`."""

    activity: str | None
    site: str | None
    pinned: bool
    locum: RepairLocumOut | None


class RepairChangeOut(Out):
    """One session as it stands and as it would be: what the rota's edits take in."""

    code: str
    date: date
    half: Half
    was: RepairCellOut
    now: RepairCellOut


class RepairGapOut(Out):
    """Something that is short. `half` None: all day."""

    rule: str
    date: date | None
    half: Half | None
    site: str | None
    need: int
    have: int
    why: str


class TellOut(Out):
    """One person to be told, and what. `away`: it is whose absence is asked about, for when they are back."""

    code: str
    name: str
    what: list[str]
    away: bool = False


class WantedOut(Out):
    """A session to find a locum for. `half` None: either half."""

    date: date
    half: Half | None
    site: str | None
    people: int
    words: str


class RepairFairnessOut(Out):
    """Days of duty somebody holds in the rota's period, and their fair part of it, before and after."""

    code: str
    name: str
    before: str
    after: str
    fair_before: str
    fair_after: str


class RepairOptionOut(Out):
    """One way to repair. `moved` people other than the absent one change `sessions` sessions; `own`: the absent one's
    on days they are back. `tell` has all of them.

    `proved`: nothing of its kind is better; `proof` says what that means. `locums`: what to find somebody from outside
    for where gaps stay; `cost_pence`: what they may cost, None where there is nothing to go by.
    """

    kind: Literal["fewest", "somebody-else", "fairest", "locum"]
    title: str
    proof: str
    proved: bool
    cells: list[RepairChangeOut]
    moved: int
    sessions: int
    own: int
    closed: int
    gaps_closed: list[RepairGapOut]
    gaps_left: list[RepairGapOut]
    tell: list[TellOut]
    locums: list[WantedOut]
    cost_pence: int | None
    fairness: list[RepairFairnessOut]


class RangeOut(Out):
    """The weeks that may change."""

    start: date
    weeks: int


class RepairOut(Out):
    """A question and, once it is done, its options, fewest others moved first. No options: nothing to repair.

    `gaps`: what is short now. `range`: the weeks that may change, from the day `since` on.
    """

    id: UUID
    status: Literal["working", "done", "failed"]
    sentences: list[str] = Field([])
    gaps: list[RepairGapOut] = Field([])
    options: list[RepairOptionOut] = Field([])
    range: RangeOut | None = None
    since: date | None = None
    seconds: float = 0.0

    @classmethod
    def of(cls, found: Question) -> RepairOut:
        """A question as its asker sees it; one whose answer is overdue has failed."""
        if found.is_overdue:
            return cls(id=found.id, status="failed", sentences=[words.TOO_LATE])
        answer: dict[str, Any] = found.answer if found.status != "working" else {}
        return cls(id=found.id, status=found.status, **answer)
