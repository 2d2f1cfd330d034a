"""A change by hand: one act, of one or many sessions. Pure; what a session is made of is in `shared.working_copy`."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from shared.working_copy import EMPTY, OFF, CellChange, Cells, CellState

__all__ = ["EMPTY", "OFF", "CellChange", "CellState", "Cells", "Edit", "in_calendar_order"]


@dataclass(frozen=True, slots=True)
class Edit:
    """One act of somebody, of one or many sessions. `cells` in calendar order, no session twice.

    It waits while it is neither undone (`undone_at`) nor published (`version_id`).
    """

    id: int
    at: datetime
    by: UUID | None
    by_name: str | None
    words: str
    cause: str
    cause_id: str | None
    cells: tuple[CellChange, ...] = ()
    undone_at: datetime | None = None
    version_id: UUID | None = None

    @property
    def waits(self) -> bool:
        return self.undone_at is None and self.version_id is None


def in_calendar_order(cells: Iterable[CellChange]) -> tuple[CellChange, ...]:
    """Changes by session, then by person."""
    return tuple(sorted(cells, key=lambda cell: (cell.slot.session, cell.slot.code)))
