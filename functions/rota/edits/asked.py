"""What is asked of changes by hand; what they answer stands in `schemas`."""

from __future__ import annotations

from datetime import date
from typing import Literal

from pydantic import Field

from functions.rota.edits.cells import CellChange, CellState
from functions.rota.schemas import FIRST, LAST, RangeQuery
from shared.domain.calendar import Half
from shared.domain.rota import Activity
from shared.http import In, Query
from shared.standing import Locum, Slot, slot_of

MOST_CELLS = 500
NO_NUL = r"^[^\x00]*$"
Day = date  # where a field is called date
Cause = Literal["hand", "swap", "repair", "roll-back"]


class GridQuery(RangeQuery):
    """`layer` edits: the working copy, with the changes that wait; for administrators."""

    layer: Literal["published", "edits"] = "published"


class EditsQuery(Query):
    """`after`: the stamp of what the caller has; while it holds, only the stamp is answered."""

    after: int | None = Field(None, ge=0)


class DiscardQuery(Query):
    """`newest`: the newest change the caller has seen; where something newer waits, nothing is discarded."""

    newest: int | None = Field(None, ge=0)


class LocumIn(In):
    """`covers`: the code of whose place it is. `cost_pence`: for the session."""

    covers: str | None = Field(None, max_length=40, pattern=NO_NUL)
    cost_pence: int | None = Field(None, ge=0, le=100_000_000)
    agency: str = Field("", max_length=100, pattern=NO_NUL)


class CellStateIn(In):
    """What somebody does in a session. No activity: not at work, and pinned then means kept off."""

    activity: Activity | None = None
    site: str | None = Field(None, max_length=40, pattern=NO_NUL)
    pinned: bool = False
    locum: LocumIn | None = None

    def state(self) -> CellState:
        locum = self.locum
        said = Locum(locum.covers, locum.cost_pence, locum.agency.strip()) if locum is not None else None
        return CellState(self.activity, self.site, self.pinned, said)


class CellChangeIn(In):
    """One session of one person: as it was when the caller looked, and as it becomes."""

    code: str = Field(max_length=40, pattern=NO_NUL)
    date: Day = Field(ge=FIRST, le=LAST)
    half: Half
    was: CellStateIn
    now: CellStateIn

    def change(self) -> CellChange:
        return CellChange(slot_of(self.code, self.date, self.half), self.was.state(), self.now.state())


class EditIn(In):
    """One act. `cause_id`: which repair, which version rolled back to."""

    cells: list[CellChangeIn] = Field(min_length=1, max_length=MOST_CELLS)
    cause: Cause = "hand"
    cause_id: str | None = Field(None, max_length=100, pattern=NO_NUL)

    def changes(self) -> list[CellChange]:
        return [cell.change() for cell in self.cells]


class TargetsIn(In):
    """A session somebody has picked up, and the weeks it might be put down in; `start`: any day of the first."""

    code: str = Field(max_length=40, pattern=NO_NUL)
    date: Day = Field(ge=FIRST, le=LAST)
    half: Half
    start: Day = Field(ge=FIRST, le=LAST)
    weeks: int = Field(4, ge=1, le=26)

    def slot(self) -> Slot:
        return slot_of(self.code, self.date, self.half)
