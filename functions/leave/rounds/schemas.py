"""What is asked of, and answered about, popular weeks."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from pydantic import Field

from shared.http import In, Out


class WeekIn(In):
    """One popular week: its Monday, and what people call it."""

    start: date
    label: str = Field("", max_length=100)


class RoundIn(In):
    """`places` people may be away in each week; `groups` says who they are for (role groups; empty: everybody).

    `first_flag`: whoever has this mark chooses first. `seed` decides among equals; left out, one is drawn. `version` is
    needed to change a round.
    """

    label: str = Field(max_length=100)
    closes_on: date
    weeks: list[WeekIn] = Field(min_length=1, max_length=20)
    places: int = Field(ge=1, le=100)
    groups: list[str] = Field([], max_length=20)
    first_flag: str | None = Field(None, max_length=60)
    most_weeks: int = Field(1, ge=1, le=10)
    seed: int | None = Field(None, ge=0, le=999_999)
    version: int | None = None


class BidIn(In):
    """Mondays of the round's weeks, best first."""

    choices: list[date] = Field(min_length=1, max_length=20)


class AllocationIn(In):
    """`early`: give the places out although bids are still open."""

    version: int
    early: bool = False


class CancelIn(In):
    version: int


class WeekOut(Out):
    """`asked` counts those who would like it; `given` those who have it."""

    start: date
    label: str
    asked: int
    given: int
    mine: bool


class BidOut(Out):
    code: str
    name: str
    choices: list[date]
    at: datetime


class ResultOut(Out):
    """What one person has: a week given, or a position on its waiting list with the next best week."""

    code: str
    name: str
    week: date
    status: str
    position: int
    of: int
    turn: int
    next_best: date | None
    request_id: UUID | None
    because: str | None


class RoundOut(Out):
    """`my_bid` and `my_results` are the caller's. `bids` and `results` are everybody's, for administrators only."""

    id: UUID
    label: str
    closes_on: date
    status: str
    weeks: list[WeekOut]
    places: int
    groups: list[str]
    first_flag: str | None
    most_weeks: int
    seed: int
    rule: list[str]
    bids_are_open: bool
    bidders: int
    may_bid: list[date]
    my_bid: list[date] | None
    my_results: list[ResultOut]
    bids: list[BidOut] | None
    results: list[ResultOut] | None
    allocated_at: datetime | None
    version: int


class RoundsOut(Out):
    """The round that closes last first. `groups`: those a round can be for."""

    rounds: list[RoundOut]
    groups: list[str]
    flags: list[str]


class PreviewOut(Out):
    """How the places would go if bids closed now."""

    order: list[BidOut]
    results: list[ResultOut]
