"""The rota page drawn: the published rota as it stands, or the working copy with the changes that wait."""

from __future__ import annotations

import asyncio
from collections.abc import Collection, Sequence
from datetime import date
from typing import Any

from functions.rota import policy, queries
from functions.rota.edits import queries as edit_queries
from functions.rota.edits.policy import Cells, within, working
from functions.rota.queries import Stamp
from shared.db import Tx
from shared.difference import line_of
from shared.domain.calendar import Horizon
from shared.domain.problem import Practice
from shared.errors import NotFound
from shared.grid import Grid, ShownVersionOut
from shared.marks import Marks
from shared.queries import edits, marks, rota
from shared.queries import practice as practice_reads
from shared.queries.practice import Practices
from shared.queries.rota import Version
from shared.standing import Slot, Standing

Covering = Sequence[tuple[Version, frozenset[date]]]


class Published:
    """The rota of some weeks as it stands: as published, and as changed since."""

    def __init__(self, practices: Practices) -> None:
        self._practices = practices

    async def stamp(self, tx: Tx) -> Stamp:
        return await queries.stamp(tx)

    async def drawn(self, tx: Tx, horizon: Horizon, stamp: Stamp) -> Grid:
        """Raises NotFound before the first import."""
        known = await self._practices.current(tx)
        if known is None:
            raise NotFound("No practice has been read in yet. An administrator can import one.")
        live = await rota.standing(tx, start=horizon.start, end=horizon.end)
        shown = await self._as_shown(tx, horizon, live)
        edited = _differing(live, shown)
        changed = await rota.changed_dates(tx, start=horizon.start, end=horizon.end)
        covering = await rota.versions_covering(tx, start=horizon.start, end=horizon.end)
        otherwise = changed | {slot.session.date for slot in edited}
        return Grid(
            known.practice,
            horizon,
            [line_of(line) for line in shown.lines],
            gaps=await _gaps(known.practice, covering, otherwise, shown),
            versions=[_shown_version(version) for version, _ in covering],
            former=await practice_reads.former_names(tx),
            marks=await _marks(tx, horizon, shown, edited),
            stamp=stamp,
        )

    async def _as_shown(self, _tx: Tx, _horizon: Horizon, live: Standing) -> Standing:
        return live


class WorkingCopy(Published):
    """The same with every change that waits."""

    async def stamp(self, tx: Tx) -> Stamp:
        return (*await queries.stamp(tx), await edits.number(tx))

    async def _as_shown(self, tx: Tx, horizon: Horizon, live: Standing) -> Standing:
        mondays = {day for day in horizon.days() if day.weekday() == 0}
        return working(live, within(await edit_queries.waiting(tx), mondays))


def _differing(live: Standing, shown: Standing) -> frozenset[Slot]:
    """The sessions that are otherwise than published, marks included."""
    if shown is live:
        return frozenset()
    was, now = Cells(live), Cells(shown)
    return frozenset(slot for slot in {*was, *now} if was[slot] != now[slot])


async def _gaps(
    practice: Practice, covering: Covering, otherwise: Collection[date], shown: Standing
) -> list[dict[str, Any]]:
    """A gap shows where its version does, unless the day is otherwise now; one of no day shows with its version."""
    found = [
        gap
        for version, dates in covering
        for gap in version.gaps
        if gap["date"] is None or date.fromisoformat(gap["date"]) in dates - set(otherwise)
    ]
    # Reading through many changed weeks takes a while; other requests are answered meanwhile.
    found += await asyncio.to_thread(policy.gaps_on, practice, otherwise, shown)
    return sorted(found, key=lambda gap: (gap["date"] or "", gap["half"] or "", gap["rule"]))


async def _marks(tx: Tx, horizon: Horizon, shown: Standing, edited: frozenset[Slot]) -> Marks:
    has = await queries.synced(tx, start=horizon.start, end=horizon.end)
    does = {Slot(line.code, line.session): (line.activity.value, line.site) for line in shown.lines} if has else {}
    return Marks.of(
        shown,
        part=await marks.part_leave(tx, start=horizon.start, end=horizon.end),
        edited=edited,
        synced=frozenset(slot for slot, each in has.items() if does.get(slot) == each),
    )


def _shown_version(version: Version) -> ShownVersionOut:
    return ShownVersionOut(
        id=str(version.id),
        number=version.number,
        published_at=version.published_at.isoformat(),
        start=version.start_date,
        end=version.end_date,
    )
