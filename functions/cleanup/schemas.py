"""What is kept how long, and who may be made nameless, as superusers see it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from pydantic import Field

from functions.cleanup.policy import Gone
from shared.errors import Reason
from shared.forgetting import PERIODS
from shared.http import In, Out


class PeriodOut(Out):
    """`days` it is kept, `usual` when nobody chose, and never fewer than `least`, because of `why`."""

    what: str
    words: str
    days: int
    usual: int
    least: int
    why: str


class NightOut(Out):
    """What one night removed, by table."""

    at: datetime
    counts: dict[str, int]


class CleanupOut(Out):
    """`nights`: the newest first, at most thirty."""

    periods: list[PeriodOut]
    nights: list[NightOut]

    @classmethod
    def of(cls, days: dict[str, int], nights: Sequence[tuple[datetime, dict[str, int]]]) -> CleanupOut:
        periods = [
            PeriodOut(what=what, words=each.words, days=days[what], usual=each.days, least=each.least, why=each.why)
            for what, each in PERIODS.items()
        ]
        return cls(periods=periods, nights=[NightOut(at=at, counts=counts) for at, counts in nights])


class PreviewOut(Out):
    """What would be removed now, by table. Nothing is."""

    counts: dict[str, int]


class PeriodsIn(In):
    days: dict[str, int] = Field(min_length=1, description="Days by period, such as {'audit': 3650}.")


class ObstacleOut(Out):
    code: str | None
    message: str


class LeaverOut(Out):
    """Somebody who works here no more. `obstacles` is empty when they may be made nameless."""

    code: str
    name: str
    last_day: date | None
    obstacles: list[ObstacleOut]

    @classmethod
    def of(cls, gone: Gone, reasons: Sequence[Reason]) -> LeaverOut:
        obstacles = [ObstacleOut(code=each.code, message=each.message) for each in reasons]
        return cls(code=gone.code, name=gone.name, last_day=gone.last_day, obstacles=obstacles)


class LeaversOut(Out):
    leavers: list[LeaverOut]


class NamelessIn(In):
    confirm: str = Field(description="Their name, exactly as it stands. It cannot be had back.")


class NamelessOut(Out):
    code: str
    name: str
