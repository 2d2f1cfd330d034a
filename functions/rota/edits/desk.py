"""What lies on the desk before something is changed: the practice, the rota, the changes that wait."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from functions.rota.edits import policy, queries, shares
from functions.rota.edits.cannot import Ground
from functions.rota.edits.effects import Duty, weeks_of
from functions.rota.edits.policy import Edit
from functions.rota.edits.remembered import remembered
from shared.db import Tx
from shared.domain.calendar import Horizon, monday_of
from shared.domain.problem import Practice
from shared.domain.rota import Activity
from shared.errors import NotFound
from shared.queries import rota
from shared.queries.practice import Practices, names
from shared.standing import Standing

WEEK = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class Desk:
    """Some weeks as they stand. live: as published; working: with the changes that wait.

    `waiting`: every change that waits, of these weeks or not; `published`: the days of these weeks some version covers.
    """

    practice: Practice
    mondays: tuple[date, ...]
    live: Standing
    working: Standing
    waiting: tuple[Edit, ...]
    published: frozenset[date]
    ground: Ground

    def only(self, edits: Iterable[Edit]) -> Standing:
        """The working copy of these weeks, were only some of the changes waiting."""
        return policy.working(self.live, policy.within(edits, self.mondays))


async def lay_out(tx: Tx, practices: Practices, *, days: Collection[date], waiting: Sequence[Edit]) -> Desk:
    """The weeks of these days. Raises NotFound before the first import.

    The rota is read before the practice: leave approved in between is then known, and not written over.
    """
    mondays = weeks_of(days)
    live = await standing_of(tx, mondays)
    known = await practices.current(tx)
    if known is None:
        raise NotFound("No practice has been read in yet. An administrator can import one.")
    every_day = [monday + timedelta(days=day) for monday in mondays for day in range(7)]
    published = await queries.published_days(tx, days=every_day)
    ground = Ground(known.practice, mondays, await names(tx))
    working = policy.working(live, policy.within(waiting, mondays))
    return Desk(known.practice, mondays, live, working, tuple(waiting), published, ground)


def days_of_duty(waiting: Iterable[Edit]) -> frozenset[date]:
    """The days on which changes that wait move duty: who holds how much cannot be counted without them."""
    cells = (cell for edit in waiting for cell in edit.cells)
    return frozenset(cell.day for cell in cells if Activity.DUTY in (cell.was.activity, cell.now.activity))


async def standing_of(tx: Tx, mondays: Sequence[date]) -> Standing:
    """The published rota of some weeks as it stands."""
    parts = [await rota.standing(tx, start=first, end=last + timedelta(days=6)) for first, last in _stretches(mondays)]
    if len(parts) == 1:
        return parts[0]
    return Standing(
        tuple(line for part in parts for line in part.lines),
        frozenset(slot for part in parts for slot in part.pinned),
        frozenset(slot for part in parts for slot in part.off),
        {slot: locum for part in parts for slot, locum in part.locums.items()},
    )


def _stretches(mondays: Iterable[date]) -> Iterator[tuple[date, date]]:
    """The first and the last Monday of each run of weeks without a hole."""
    first = last = None
    for monday in mondays:
        if first is None or last is None:
            first = last = monday
        elif monday == last + WEEK:
            last = monday
        else:
            yield first, last
            first = last = monday
    if first is not None and last is not None:
        yield first, last


async def duty_of(tx: Tx, practices: Practices, desk: Desk, days: Collection[date]) -> Duty:
    """What is fair in the period these days belong to, and what is held in it outside the weeks on the desk."""
    periods = await rota.periods_of(tx, days=days)
    if not periods:
        return Duty(None, {}, {})
    start, end = monday_of(min(first for first, _ in periods)), monday_of(max(last for _, last in periods))
    horizon = Horizon(start, (end - start).days // 7 + 1)
    elsewhere = await queries.duties(tx, start=horizon.start, end=horizon.end)
    # A large practice's parts take a while to work out, once; other requests are answered meanwhile.
    parts = await asyncio.to_thread(remembered(practices, desk.practice).parts, horizon)
    return Duty(horizon, parts, _without(elsewhere, horizon, desk))


def _without(held: Counter[str], horizon: Horizon, desk: Desk) -> dict[str, int]:
    """Duty of a period without what the weeks on the desk have of it."""
    here = shares.duties(line for line in desk.live.lines if line.session.date in horizon)
    return {code: count - here[code] for code, count in held.items()}
