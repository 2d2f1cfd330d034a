"""What is asked of, and answered by, requests for leave."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated
from uuid import UUID

from pydantic import AfterValidator, Field

from functions.leave.entitlement.schemas import AmountOut
from shared.domain.calendar import Half
from shared.domain.entitlement import LeaveYear
from shared.domain.leave import LeaveKind
from shared.http import In, Out, Query

FIRST, LAST = date(2000, 1, 3), date(2099, 12, 28)
LONGEST_NOTE = 1000
CODE = Field(min_length=1, max_length=40)


def _said(text: str) -> str:
    if not (stripped := text.strip()):
        raise ValueError("Say why.")
    return stripped


Code = Annotated[str, CODE]
Day = Annotated[date, Field(ge=FIRST, le=LAST)]
Why = Annotated[str, Field(max_length=LONGEST_NOTE), AfterValidator(_said)]


class LeaveIn(In):
    """Leave somebody would like. Both ends are included. `person_code` None: for me.

    `part_minutes`: only so many minutes of the one session named.
    """

    person_code: Code | None = None
    kind: LeaveKind
    start: Day
    start_half: Half
    end: Day
    end_half: Half
    part_minutes: int | None = Field(None, ge=1, le=720)
    note: str = Field("", max_length=LONGEST_NOTE)
    buddy_code: Code | None = None


class ApprovalIn(In):
    """`version`: of the request that was looked at. `note`: needed when it leaves a trainee without a supervisor."""

    version: int
    note: str | None = Field(None, max_length=LONGEST_NOTE)


class RefusalIn(In):
    version: int
    reason: Why


class CancellationIn(In):
    version: int
    reason: str | None = Field(None, max_length=LONGEST_NOTE)


class ReopeningQuery(Query):
    version: int


class RequestsQuery(Query):
    """Requests with a day from `start` to `end`. `status`: open means asked for and not decided."""

    status: str | None = Field(None, pattern="^(requested|approved|declined|cancelled)$")
    code: Code | None = None
    kind: LeaveKind | None = None
    start: Day | None = None
    end: Day | None = None


class PersonOut(Out):
    code: str
    name: str


class GroupedPersonOut(PersonOut):
    """`group`: their term type, such as partner; "former" for somebody who has left."""

    group: str


class YearOut(Out):
    start: date
    end: date
    words: str
    current: bool

    @classmethod
    def of(cls, year: LeaveYear, today: date) -> YearOut:
        return cls(start=year.start, end=year.end, words=year.words, current=today in year)


class ReasonOut(Out):
    """One thing that stands in the way. `stops`: it cannot be asked for like this; otherwise a person may decide."""

    code: str
    message: str
    stops: bool


class YearAmountOut(Out):
    """What it takes from one leave year."""

    year: YearOut
    amount: AmountOut
    left_before: AmountOut
    left_after: AmountOut


class SessionOut(Out):
    """One of their sessions in it. `needed`, `in_before` and `in_after` count those the tightest rule of cover counts;
    `needed` None: no rule asks for a number."""

    date: date
    half: Half
    activity: str | None
    minutes: int
    closed: str | None
    needed: int | None
    in_before: int | None
    in_after: int | None


class CoverOut(Out):
    """green: nothing new; amber: something is worse, or has to move; red: something would be missing."""

    verdict: str
    sentences: list[str]


class SpellOut(PersonOut):
    """Somebody is away then. Never why."""

    start: date
    start_half: Half
    end: date
    end_half: Half


class StrandedOut(PersonOut):
    """A trainee who would be without a supervisor."""

    date: date
    half: Half


class AssessmentOut(Out):
    """What would come of it, before anybody asks or decides."""

    verdict: str
    reasons: list[ReasonOut]
    amount: AmountOut
    uses_entitlement: bool
    years: list[YearAmountOut]
    sessions: list[SessionOut]
    cover: CoverOut
    others_away: list[SpellOut]
    stranded: list[StrandedOut]
    buddies: list[PersonOut]


class RequestOut(Out):
    """A request. `decide_by`: the practice's promise while it waits; `overdue`: that has passed. `may`: what the reader
    may do with it."""

    id: UUID
    person: GroupedPersonOut
    kind: LeaveKind
    kind_words: str
    start: date
    start_half: Half
    end: date
    end_half: Half
    part_minutes: int | None
    status: str
    source: str
    automatic: bool
    note: str
    buddy: PersonOut | None
    amount: AmountOut
    asked_at: datetime
    asked_by: str | None
    decided_at: datetime | None
    decided_by: str | None
    decision_reason: str | None
    decide_by: date | None
    overdue: bool
    version: int
    may: list[str]


class AskedOut(Out):
    request: RequestOut
    assessment: AssessmentOut


class RequestsOut(Out):
    """Undecided ones first, the longest waiting first; then the newest dates."""

    requests: list[RequestOut]


class EventOut(Out):
    """One thing that happened to a request."""

    at: datetime
    by: str | None
    what: str
    reason: str | None


class OneRequestOut(Out):
    """`then`: as it looked when it was asked for; `now`: as it looks at this moment, while it waits."""

    request: RequestOut
    then: AssessmentOut | None
    now: AssessmentOut | None
    history: list[EventOut]


class CellOut(Out):
    date: date
    half: Half
    activity: str


class ApprovedOut(Out):
    """`removed`: what they no longer do; `created`: what is listed instead, pinned."""

    request: RequestOut
    removed: list[CellOut]
    created: list[CellOut]


class DeclinedOut(Out):
    request: RequestOut


class PutBackOut(CellOut):
    """`because`: why it is not quite what it was."""

    because: str | None = None


class NotPutBackOut(Out):
    date: date
    half: Half
    because: str


class CancelledOut(Out):
    request: RequestOut
    put_back: list[PutBackOut]
    not_put_back: list[NotPutBackOut]
