"""What is asked about a session, and what is answered."""

from __future__ import annotations

import datetime as dt
from typing import Any, Literal
from uuid import UUID

from pydantic import Field

from functions.rota_generate.questions import words
from functions.rota_generate.questions.queries import Question
from functions.rota_generate.what_if.schemas import FairnessOut, MoveOut
from functions.rota_generate.why.nouns import Asked
from functions.rota_generate.why.reasons import Explanation
from shared.domain.calendar import Half, Session
from shared.http import In, Out, Query
from shared.standing import Slot

FIRST, LAST = dt.date(2000, 1, 3), dt.date(2099, 12, 28)


class WhyQuery(Query):
    """One session of somebody."""

    code: str = Field(max_length=40)
    date: dt.date = Field(ge=FIRST, le=LAST)
    half: Half

    @property
    def slot(self) -> Slot:
        return Slot(self.code, Session(self.date, self.half))


class WhyNotIn(In):
    """A session of somebody, and who might have it `instead`."""

    code: str = Field(max_length=40)
    date: dt.date = Field(ge=FIRST, le=LAST)
    half: Half
    instead: str = Field(max_length=40)

    @property
    def asked(self) -> Asked:
        return Asked(Slot(self.code, Session(self.date, self.half)), self.instead)


class SaidOut(Out):
    """One reason. `kind` is for programs; `words` are whole."""

    kind: str
    words: str


class LedgerOut(Out):
    """What duty held in the rota's period counts for, how many half-days it is, a fair part of it, and what was held
    beyond that before it."""

    balance: float
    expected: float
    held: float
    half_days: int


class SupervisorOut(Out):
    """Who supervises a trainee."""

    code: str
    name: str


class OtherOut(Out):
    """Somebody else, and everything that keeps them from this session."""

    code: str
    name: str
    possible: bool
    blockers: list[SaidOut]


class WhyOut(Out):
    """Why a session is as it is. `ledger`: for duty; `others`: for duty and clinics, which others could have had."""

    what: str
    sentences: list[str]
    reasons: list[SaidOut]
    ledger: LedgerOut | None
    supervisor: SupervisorOut | None
    others: list[OtherOut]

    @classmethod
    def of(cls, found: Explanation) -> WhyOut:
        return cls(
            what=found.what,
            sentences=[reason.words for reason in found.reasons],
            reasons=[SaidOut(kind=reason.kind, words=reason.words) for reason in found.reasons],
            ledger=found.ledger and LedgerOut.model_validate(found.ledger, from_attributes=True),
            supervisor=found.supervisor and SupervisorOut(code=found.supervisor.code, name=found.supervisor.name),
            others=[
                OtherOut(
                    code=other.code,
                    name=other.name,
                    possible=other.possible,
                    blockers=[SaidOut(kind=blocker.kind, words=blocker.words) for blocker in other.blockers],
                )
                for other in found.others
            ],
        )


class BrokenOut(Out):
    """A rule that would be kept less. `hard`: it must not be broken; else it is better kept."""

    rule: str
    label: str
    hard: bool
    words: str


class WhyNotOut(Out):
    """A question and, once it is done, its answer.

    `possible`: None until it is known. `gaps_more`: people more that would be missing; below nought: fewer. `fairness`:
    by how many half-days more the duty beyond people's fair parts would be, below nought: more even. `people`: days of
    duty of who holds more or less. `proved`: no other days of the two people would do better.
    """

    id: UUID
    status: Literal["working", "done", "failed"]
    possible: bool | None = None
    blockers: list[SaidOut] = Field([])
    sentences: list[str] = Field([])
    gaps_more: int = 0
    fairness: float = 0.0
    people: list[FairnessOut] = Field([])
    breaks: list[BrokenOut] = Field([])
    moves: list[MoveOut] = Field([])
    proved: bool = False
    seconds: float = 0.0

    @classmethod
    def of(cls, found: Question) -> WhyNotOut:
        """A question as everybody sees it; one whose answer is overdue has failed."""
        if found.is_overdue:
            return cls(id=found.id, status="failed", sentences=[words.TOO_LATE])
        answer: dict[str, Any] = found.answer if found.status != "working" else {}
        return cls(id=found.id, status=found.status, **answer)
