"""What is asked of, and answered by, the kinds of leave, the booking calendar and who is away."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from pydantic import Field

from functions.leave.requests.schemas import Code, Day, SpellOut
from shared.domain.calendar import Half
from shared.domain.leave import LeaveKind, Unit
from shared.http import Out, Query


class PersonQuery(Query):
    """`code` left out: me."""

    code: Code | None = None


class CalendarQuery(Query):
    """`start`: any day of the first week."""

    start: Day
    weeks: int = Field(8, ge=1, le=53)
    kind: LeaveKind = LeaveKind.ANNUAL
    code: Code | None = None


class AwayQuery(Query):
    """`start`: any day of the first week."""

    start: Day
    weeks: int = Field(4, ge=1, le=53)


class KindOut(Out):
    """`rules`: what the practice asks of it, in plain words for this person."""

    kind: LeaveKind
    words: str
    explains: str
    unit: Unit
    uses_entitlement: bool
    decided_by: str
    administrators_only: bool
    rules: list[str]


class KindsOut(Out):
    kinds: list[KindOut]


class HalfOut(Out):
    """One half-day. `places`: how many more may be away, with this person counted; None: no limit."""

    half: Half
    activity: str | None
    away: str | None
    request_id: UUID | None
    closed: str | None
    places: int | None
    may_ask: bool
    why_not: list[str]


class DayOut(Out):
    date: date
    bank_holiday: str | None
    locked: list[str]
    halves: list[HalfOut]


class CalendarOut(Out):
    start: date
    weeks: int
    unit: Unit
    days: list[DayOut]


class AwayOut(Out):
    away: list[SpellOut]
