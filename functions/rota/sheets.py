"""The rota page's answer, kept as bytes until a publication, a change or an import makes it another.

The rota is read by everybody all day and changes a few times a month. What is kept is per process and small; whether it
still holds is one cheap question to the database, so every process sees a publication at once. The same for the working
copy, which changes while administrators edit it: its own sheets, so that editing costs nobody else anything.
"""

from __future__ import annotations

import hashlib
from collections import OrderedDict
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import date

import orjson

from functions.rota.queries import Stamp
from shared.db import Tx
from shared.domain.calendar import Horizon
from shared.grid import Grid, Viewer

KEPT = 24  # ranges; one of 60 people and 13 weeks takes about 2 MB


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
    """Rota pages by range and by what their viewer may see. `stamp` says whether `drawn` would draw the same again."""

    def __init__(
        self,
        stamp: Callable[[Tx], Awaitable[Stamp]],
        drawn: Callable[[Tx, Horizon, Stamp], Awaitable[Grid]],
        *,
        most: int = KEPT,
    ) -> None:
        self._stamp_now = stamp
        self._drawn = drawn
        self._most = most
        self._stamp: Stamp | None = None
        self._ranges: OrderedDict[tuple[date, int], _Range] = OrderedDict()

    async def sheet(self, tx: Tx, horizon: Horizon, viewer: Viewer) -> Sheet:
        """The rota of these weeks, as this viewer may see it. Raises NotFound before the first import."""
        stamp = await self._stamp_now(tx)
        if stamp != self._stamp:
            self._ranges.clear()
            self._stamp = stamp
        key = (horizon.start, horizon.weeks)
        kept = self._ranges.get(key)
        if kept is None:
            kept = _Range(await self._drawn(tx, horizon, stamp))
            # Somebody may have published between the two questions; what is newer than its stamp is not kept.
            if await self._stamp_now(tx) == self._stamp:
                self._ranges[key] = kept
        if key in self._ranges:
            self._ranges.move_to_end(key)
        while len(self._ranges) > self._most:
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
