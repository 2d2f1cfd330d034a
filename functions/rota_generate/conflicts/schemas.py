"""What is asked about a gap, and what is answered."""

from __future__ import annotations

import datetime as dt
from typing import Any, Literal
from uuid import UUID

from pydantic import Field

from functions.rota_generate.conflicts.nouns import Enquiry, Gap
from functions.rota_generate.questions import words
from functions.rota_generate.questions.queries import Question
from shared.domain.calendar import Half
from shared.http import In, Out

FIRST, LAST = dt.date(2000, 1, 3), dt.date(2099, 12, 28)


class ConflictIn(In):
    """A gap of the rota as it stands, or of a run's draft, as the gap itself says it. `half` None: all day.

    `layer` "edits": of the rota with the changes by hand that wait; it goes without a run. `longer`: it may take eight
    seconds more than usual.
    """

    run_id: UUID | None = None
    layer: Literal["published", "edits"] = "published"
    rule: Literal["duty", "minimum-doctors", "supervision", "site-cover"]
    date: dt.date = Field(ge=FIRST, le=LAST)
    half: Half | None = None
    site: str | None = Field(None, max_length=40)
    longer: bool = False

    @property
    def enquiry(self) -> Enquiry:
        gap = Gap(self.rule, self.date, self.half, self.site)
        return Enquiry(gap, self.run_id, self.layer == "edits", self.longer)


class MemberOut(Out):
    """One rule. `code`: whose it is, where it is somebody's."""

    kind: str
    code: str | None
    words: str


class WayOutOut(Out):
    """A way to close the gap, and what it asks of whom. `closes`: it was seen to close it."""

    words: str
    cost: str
    closes: bool


class ConflictOut(Out):
    """A question and, once it is done, its answer.

    `sentence`: the rules folded into one. `members`: rules that cannot all hold; empty where nothing is in the way.
    `proved`: without any one of them the gap can be closed, and no others are needed. `ways_out`: cheapest first.
    `solves`: questions the solver answered for it. `cut_short`: with more time there may be more to say.
    """

    id: UUID
    status: Literal["working", "done", "failed"]
    sentence: str = ""
    members: list[MemberOut] = Field([])
    ways_out: list[WayOutOut] = Field([])
    proved: bool = False
    cut_short: bool = False
    solves: int = 0
    seconds: float = 0.0
    sentences: list[str] = Field([])

    @classmethod
    def of(cls, found: Question) -> ConflictOut:
        """A question as administrators see it; one whose answer is overdue has failed."""
        if found.is_overdue:
            return cls(id=found.id, status="failed", sentences=[words.TOO_LATE])
        answer: dict[str, Any] = found.answer if found.status != "working" else {}
        return cls(id=found.id, status=found.status, **answer)
