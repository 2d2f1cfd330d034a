"""Which backups are kept: all for some days, then one a week, then one a month; the newest proved one always. Pure."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

MONTH = timedelta(days=30.5)


@dataclass(frozen=True, slots=True)
class Tiers:
    """For how long. `weeks` follow the days, and `months` the weeks."""

    days: int = 30
    weeks: int = 12
    months: int = 12


@dataclass(frozen=True, slots=True, order=True)
class Kept:
    """One backup as this sees it."""

    made_at: datetime
    name: str
    proved: bool = False


def kept_of(backups: Iterable[Kept], *, now: datetime, tiers: Tiers) -> dict[str, datetime | None]:
    """The names of those that are kept, each with the moment until which that is certain; None: while it is the newest.

    The one of a week, or month, that is not over may yet be followed by a newer: of it no more is said than of any.
    """
    every = sorted(backups)
    daily = now - timedelta(days=tiers.days)
    weekly = daily - timedelta(weeks=tiers.weeks)
    monthly = weekly - tiers.months * MONTH
    until: dict[str, datetime | None] = {}
    for start, period in ((monthly, _month), (weekly, _week)):
        for each in _one_for_each(every, period):
            if each.made_at > start:
                over = period(each.made_at) < period(now)
                until.setdefault(each.name, each.made_at + (now - start) if over else now)
    for each in every:
        if each.made_at > daily:  # also what a wrong clock dated into the future: nobody knows how old it is
            sure = each.made_at + timedelta(days=tiers.days)
            until[each.name] = max(sure, until.get(each.name) or sure)
    for each in _last_resorts(every, now):
        until[each.name] = None
    return until


def _month(at: datetime) -> tuple[int, int]:
    return at.year, at.month


def _week(at: datetime) -> tuple[int, int]:
    return at.isocalendar()[:2]


def _one_for_each(backups: list[Kept], period: Callable[[datetime], tuple[int, int]]) -> Iterable[Kept]:
    """The one backup of each week, or month: the newest that was proved, else the newest."""
    best: dict[tuple[int, int], Kept] = {}
    for each in backups:
        key = period(each.made_at)
        if key not in best or each.proved >= best[key].proved:
            best[key] = each
    return best.values()


def _last_resorts(backups: list[Kept], now: datetime) -> Iterable[Kept]:
    """What never goes: the newest proved one, also leaving aside what is dated in the future; and the newest of all."""
    proved = [each for each in backups if each.proved]
    past = [each for each in proved if each.made_at <= now]
    return [group[-1] for group in (proved, past, backups) if group]
