"""The working copy: the published rota with every change by hand that waits, oldest first. Pure.

`queries.edits.working_copy` reads it. A session is only changed where it still is as it was when somebody changed it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, MutableMapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from shared.domain.rota import Activity, Assignment
from shared.standing import Locum, Slot, Standing


@dataclass(frozen=True, slots=True)
class CellState:
    """What somebody does in a session. activity None: not at work, and then pinned means kept off by hand.

    pinned: decided by hand, and stays whatever is generated. locum: worked by one, or as one.
    """

    activity: Activity | None = None
    site: str | None = None
    pinned: bool = False
    locum: Locum | None = None

    @property
    def does(self) -> tuple[Activity | None, str | None]:
        """What is done and where, whoever decided it."""
        return self.activity, self.site

    def as_document(self) -> dict[str, Any]:
        return {
            "activity": None if self.activity is None else self.activity.value,
            "site": self.site,
            "pinned": self.pinned,
            "locum": None if self.locum is None else self.locum.as_document(),
        }

    @classmethod
    def of(cls, document: Mapping[str, Any]) -> CellState:
        activity = document["activity"]
        return cls(
            None if activity is None else Activity(activity),
            document["site"],
            document["pinned"],
            Locum.of(document["locum"]),
        )


EMPTY = CellState()
OFF = CellState(pinned=True)


@dataclass(frozen=True, slots=True)
class CellChange:
    """One session of one person: as it was when somebody looked, and as they want it."""

    slot: Slot
    was: CellState
    now: CellState

    @property
    def code(self) -> str:
        return self.slot.code

    @property
    def day(self) -> date:
        return self.slot.session.date


class Cells(Mapping[Slot, CellState]):
    """A stretch of the rota by session. A session nobody listed and nobody decided is EMPTY."""

    def __init__(self, standing: Standing) -> None:
        self.standing = standing
        self._lines = {Slot(line.code, line.session): line for line in standing.lines}

    def __getitem__(self, slot: Slot) -> CellState:
        line = self._lines.get(slot)
        if line is None:
            return OFF if slot in self.standing.off else EMPTY
        pinned = slot in self.standing.pinned
        return CellState(line.activity, line.site, pinned, self.standing.locums.get(slot))

    def __iter__(self) -> Iterator[Slot]:
        yield from self._lines
        yield from (slot for slot in self.standing.off if slot not in self._lines)

    def __len__(self) -> int:
        return sum(1 for _ in self)

    def with_(self, changed: Mapping[Slot, CellState]) -> Standing:
        """The same stretch with some sessions otherwise; lines stay in calendar order."""
        old = self.standing
        lines = [line for line in old.lines if Slot(line.code, line.session) not in changed]
        lines += (
            Assignment(slot.session, slot.code, now.activity, now.site or "")
            for slot, now in changed.items()
            if now.activity is not None
        )
        return Standing(
            tuple(sorted(lines, key=lambda line: (line.session, line.code))),
            (old.pinned - changed.keys()) | _those(changed, lambda now: now.pinned and now.activity is not None),
            (old.off - changed.keys()) | _those(changed, lambda now: now.pinned and now.activity is None),
            {slot: locum for slot, locum in old.locums.items() if slot not in changed}
            | {slot: now.locum for slot, now in changed.items() if now.locum is not None},
        )


def _those(changed: Mapping[Slot, CellState], wanted: Any) -> frozenset[Slot]:
    return frozenset(slot for slot, now in changed.items() if wanted(now))


def settle(
    now: MutableMapping[Slot, CellState], cells: Mapping[Slot, CellState], change: CellChange
) -> CellState | None:
    """Make one change after those in `now`, where it still fits; what it found in place of what it knew where not."""
    found = now.get(change.slot, cells[change.slot])
    if found != change.was:
        return found
    now[change.slot] = change.now
    return None


def with_changes(standing: Standing, changes: Iterable[CellChange]) -> Standing:
    """A rota with these changes, oldest first, as far as they still fit."""
    cells, now = Cells(standing), dict[Slot, CellState]()
    for change in changes:
        settle(now, cells, change)
    return cells.with_(now) if now else standing
