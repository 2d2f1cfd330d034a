"""What lies on the desk before something is changed: the practice, the rota, the changes that wait."""

from __future__ import annotations

import asyncio
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property

from functions.rota.edits import queries
from functions.rota.edits.cannot import Ground
from functions.rota.edits.cells import CellChange, Cells
from functions.rota.edits.effects import Duty, weeks_of
from functions.rota.edits.live import ByWeek, live_of
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


@dataclass(frozen=True)
class Desk:
    """Some weeks as they stand.

    `waiting`: every change that waits, of these weeks or not; `published`: the days of these weeks some version covers.
    """

    practice: Practice
    weeks: Mapping[date, Cells]
    waiting: tuple[Edit, ...]
    published: frozenset[date]
    ground: Ground

    @property
    def mondays(self) -> tuple[date, ...]:
        return tuple(self.weeks)

    @cached_property
    def live(self) -> ByWeek:
        """These weeks as published."""
        return ByWeek(self.weeks)

    @cached_property
    def cells(self) -> ByWeek:
        """The working copy: the same with the changes that wait."""
        return self.live.with_edits(self.waiting)

    @property
    def working(self) -> Standing:
        return self.cells.standing

    def only(self, edits: Iterable[Edit]) -> Standing:
        """The working copy of these weeks, were only some of the changes waiting."""
        return self.live.with_edits(tuple(edits)).standing


async def lay_out(tx: Tx, practices: Practices, *, days: Collection[date], waiting: Sequence[Edit]) -> Desk:
    """The weeks of these days. Raises NotFound before the first import.

    The rota is read before the practice: leave approved in between is then known, and not written over.
    """
    mondays = weeks_of(days)
    weeks = await live_of(practices).weeks(tx, mondays)
    known = await practices.current(tx)
    if known is None:
        raise NotFound("No practice has been read in yet. An administrator can import one.")
    every_day = [monday + timedelta(days=day) for monday in mondays for day in range(7)]
    published = await queries.published_days(tx, days=every_day)
    ground = Ground(known.practice, mondays, await names(tx), facts=remembered(practices, known.practice).facts)
    return Desk(known.practice, {monday: weeks[monday] for monday in mondays}, tuple(waiting), published, ground)


def days_of_duty(waiting: Iterable[Edit]) -> frozenset[date]:
    """The days on which changes that wait move duty: who holds how much cannot be counted without them."""
    return frozenset(cell.day for edit in waiting for cell in edit.cells if _moves_duty(cell))


def _moves_duty(cell: CellChange) -> bool:
    """A pin on somebody's duty moves none."""
    return (cell.was.activity is Activity.DUTY) is not (cell.now.activity is Activity.DUTY)


async def duty_of(tx: Tx, practices: Practices, desk: Desk, days: Collection[date]) -> Duty:
    """What is fair in the period these days belong to, and what is held in it outside the weeks on the desk."""
    periods = await rota.periods_of(tx, days=days)
    if not periods:
        return Duty()
    start, end = monday_of(min(first for first, _ in periods)), monday_of(max(last for _, last in periods))
    horizon = Horizon(start, (end - start).days // 7 + 1)
    elsewhere = await queries.duties(tx, start=horizon.start, end=horizon.end)
    # A large practice's parts take a while to work out, once; other requests are answered meanwhile.
    fair = await asyncio.to_thread(remembered(practices, desk.practice).fair, horizon)
    return Duty(fair, [slot for slot in elsewhere if monday_of(slot.session.date) not in desk.weeks])
