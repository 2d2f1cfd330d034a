"""What is asked about a leave, and what is answered."""

from __future__ import annotations

from datetime import date
from typing import Any, Literal, Self
from uuid import UUID

from pydantic import ConfigDict, Field, model_validator

from functions.rota_generate.questions import words
from functions.rota_generate.questions.queries import Question
from functions.rota_generate.what_if.policy import Asked
from shared.domain.calendar import Half, Session
from shared.domain.leave import LeaveKind
from shared.http import In, Out

FIRST, LAST = date(2000, 1, 3), date(2099, 12, 28)
NEEDED = ("kind", "start", "start_half", "end", "end_half")


class WhatIfIn(In):
    """Either a request by its id, or a leave as it would be asked for; `person_code` None: one's own.

    `note` and `buddy_code` may be sent along, so that a form can send what it has; the rota does not mind them.
    """

    request_id: UUID | None = None
    person_code: str | None = Field(None, max_length=40)
    kind: LeaveKind | None = None
    start: date | None = Field(None, ge=FIRST, le=LAST)
    start_half: Half | None = None
    end: date | None = Field(None, ge=FIRST, le=LAST)
    end_half: Half | None = None
    part_minutes: int | None = Field(None, gt=0, le=24 * 60)
    note: str = Field("", max_length=4000)
    buddy_code: str | None = Field(None, max_length=40)

    @model_validator(mode="after")
    def _one_of_both(self) -> Self:
        given = [name for name in NEEDED if getattr(self, name) is not None]
        if self.request_id is not None and given:
            raise ValueError("ask about a request or about dates, not about both")
        if self.request_id is None and len(given) < len(NEEDED):
            raise ValueError(f"a leave needs {', '.join(name for name in NEEDED if name not in given)}")
        return self

    def asked(self, own_code: str) -> Asked:
        """The leave that is given by its dates. Raises ValueError when a request is asked about instead."""
        if not (self.kind and self.start and self.start_half and self.end and self.end_half):
            raise ValueError("a request is asked about by its id")
        start, end = Session(self.start, self.start_half), Session(self.end, self.end_half)
        return Asked(self.person_code or own_code, self.kind, start, end, self.part_minutes)


class NamedOut(Out):
    """Somebody on the rota."""

    code: str
    name: str


class WhatIfGapOut(Out):
    """Something that would be short. `half` None: all day."""

    date: date
    half: Half | None
    because: str


class MoveOut(Out):
    """One session that would change: duty from one to another, a session more (from None) or less (to None), or
    another site (from and to the same). `words` says it whole."""

    model_config = ConfigDict(frozen=True, serialize_by_alias=True)

    date: date
    half: Half
    activity: str
    giver: NamedOut | None = Field(alias="from")
    taker: NamedOut | None = Field(alias="to")
    words: str


class FairnessOut(Out):
    """Days of duty somebody holds in the rota's period, and their fair part of it, before and after."""

    code: str
    name: str
    before: str
    after: str
    fair_before: str
    fair_after: str


class DatesOut(Out):
    """Other dates for the same leave."""

    start: date
    start_half: Half
    end: date
    end_half: Half
    verdict: Literal["green", "amber", "red"]


class WhatIfOut(Out):
    """A question and, once it is done, its answer. `estimate`: not proved, or nothing is published for some weeks."""

    id: UUID
    status: Literal["working", "done", "failed"]
    verdict: Literal["green", "amber", "red"] | None = None
    estimate: bool = False
    seconds: float = 0.0
    sentences: list[str] = Field([])
    gaps: list[WhatIfGapOut] = Field([])
    moves: list[MoveOut] = Field([])
    fairness: list[FairnessOut] = Field([])
    nearby: list[DatesOut] = Field([])

    @classmethod
    def of(cls, found: Question) -> WhatIfOut:
        """A question as its asker sees it; one whose answer is overdue has failed."""
        if found.is_overdue:
            return cls(id=found.id, status="failed", sentences=[words.TOO_LATE])
        answer: dict[str, Any] = found.answer if found.status != "working" else {}
        return cls(id=found.id, status=found.status, **answer)
