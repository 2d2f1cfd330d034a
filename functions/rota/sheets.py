"""The rota page's answer, kept as bytes until a publication, a change or an import makes it another.

The rota is read by everybody all day and changes a few times a month. What is kept is per process and small; whether it
still holds is one cheap question to the database, so every process sees a publication at once.
"""

from __future__ import annotations

import asyncio
import hashlib
from collections import OrderedDict
from dataclasses import dataclass, field
from datetime import date

import orjson

from functions.rota import policy, queries
from shared.db import Tx
from shared.domain.calendar import Horizon
from shared.errors import NotFound
from shared.grid import Grid, ShownVersionOut, Viewer
from shared.queries import practice as practice_reads
from shared.queries import rota
from shared.queries.practice import Practices

KEPT = 24  # ranges; one of 60 people and 13 weeks takes about 2 MB

Stamp = tuple[int | None, ...]


@dataclass(frozen=True, slots=True)
class Sheet:
    """An answer ready to be sent, and the tag it is known by."""

    body: bytes
    etag: str


@dataclass(slots=True)
class _Range:
    grid: Grid
    sheets: dict[Viewer, Sheet] = field(default_factory=dict)


class Sheets:
    """Rota pages by range and by what their viewer may see."""

    def __init__(self, practices: Practices) -> None:
        self._practices = practices
        self._stamp: Stamp | None = None
        self._ranges: OrderedDict[tuple[date, int], _Range] = OrderedDict()

    async def sheet(self, tx: Tx, horizon: Horizon, viewer: Viewer) -> Sheet:
        """The published rota of these weeks, as this viewer may see it. Raises NotFound before the first import."""
        stamp = await queries.stamp(tx)
        if stamp != self._stamp:
            self._ranges.clear()
            self._stamp = stamp
        key = (horizon.start, horizon.weeks)
        kept = self._ranges.get(key)
        if kept is None:
            kept = _Range(await published_grid(tx, self._practices, horizon))
            # Somebody may have published between the two questions; what is newer than its stamp is not kept.
            if await queries.stamp(tx) == self._stamp:
                self._ranges[key] = kept
        if key in self._ranges:
            self._ranges.move_to_end(key)
        while len(self._ranges) > KEPT:
            self._ranges.popitem(last=False)
        seen_as = _class_of(viewer, kept.grid)
        if seen_as not in kept.sheets:
            body = orjson.dumps(kept.grid.seen_by(seen_as))
            kept.sheets[seen_as] = Sheet(body, hashlib.sha256(body).hexdigest()[:24])
        return kept.sheets[seen_as]


def _class_of(viewer: Viewer, grid: Grid) -> Viewer:
    """All who see the same share one answer: only those with something private here need their own."""
    if viewer.everything:
        return Viewer(everything=True, code=None)
    return Viewer(everything=False, code=viewer.code if viewer.code in grid.private_to else None)


async def published_grid(tx: Tx, practices: Practices, horizon: Horizon) -> Grid:
    """The rota of these weeks as it stands: as published, and as changed since."""
    known = await practices.current(tx)
    if known is None:
        raise NotFound("No practice has been read in yet. An administrator can import one.")
    covering = await rota.versions_covering(tx, start=horizon.start, end=horizon.end)
    lines = await rota.published_lines(tx, start=horizon.start, end=horizon.end)
    changed = await rota.changed_dates(tx, start=horizon.start, end=horizon.end)
    # A gap shows where its version does, unless the day has changed; one that belongs to no day shows with its version.
    shown = [
        gap
        for version, dates in covering
        for gap in version.gaps
        if gap["date"] is None or date.fromisoformat(gap["date"]) in dates - changed
    ]
    # Reading through many changed weeks takes a while; other requests are answered meanwhile.
    shown += await asyncio.to_thread(policy.gaps_on, known.practice, changed, lines)
    return Grid(
        known.practice,
        horizon,
        lines,
        gaps=sorted(shown, key=lambda gap: (gap["date"] or "", gap["half"] or "", gap["rule"])),
        versions=[
            ShownVersionOut(
                id=str(version.id),
                number=version.number,
                published_at=version.published_at.isoformat(),
                start=version.start_date,
                end=version.end_date,
            )
            for version, _ in covering
        ],
        former=await practice_reads.former_names(tx),
    )
