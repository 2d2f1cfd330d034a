"""Changes by hand that wait: what the rota is with them, which of them the rota has overtaken, what may not be. Pure.

The working copy is the published rota with every change that waits, oldest first. A session is only changed where it
still is as it was when somebody changed it: what was decided since, by leave or another publication, is never written
over; the change is *overtaken* there, and says so.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date

from functions.rota.edits.cannot import Ground, newly_broken
from functions.rota.edits.cells import EMPTY, OFF, CellChange, Cells, CellState, Edit
from functions.rota.edits.words import said
from shared.domain.calendar import monday_of
from shared.domain.problem import Practice
from shared.standing import Slot, Standing
from shared.working_copy import settle

__all__ = [
    "EMPTY", "OFF", "CellChange", "CellState", "Cells", "Edit", "Overtaken", "made_by_hand", "overtaken",
    "standing_on", "within", "working",
]  # fmt: skip


ROLL_BACK = "roll-back"


@dataclass(frozen=True, slots=True)
class Overtaken:
    """One session of a change that cannot be as it was meant any more, and why."""

    slot: Slot
    because: str


def within(edits: Iterable[Edit], mondays: Collection[date]) -> tuple[Edit, ...]:
    """Changes, as far as they are of the weeks that begin on these days; those without any session there left out."""
    cut = (replace(edit, cells=tuple(cell for cell in edit.cells if monday_of(cell.day) in mondays)) for edit in edits)
    return tuple(edit for edit in cut if edit.cells)


def working(standing: Standing, edits: Iterable[Edit]) -> Standing:
    """The working copy: the published rota with these changes, oldest first, as far as they still fit.

    `standing` holds every week the changes are of; where it holds fewer, cut them down to those with `within`.
    """
    return with_edits(Cells(standing), edits)


def with_edits(cells: Cells, edits: Iterable[Edit]) -> Standing:
    """The same of what is already at hand by session."""
    now, _ = _replayed(cells, edits)
    return cells.with_(now) if now else cells.standing


def _replayed(
    cells: Mapping[Slot, CellState], edits: Iterable[Edit]
) -> tuple[dict[Slot, CellState], list[tuple[Edit, CellChange, CellState]]]:
    """What becomes of each changed session, and the changes that found another state than they knew."""
    now: dict[Slot, CellState] = {}
    late: list[tuple[Edit, CellChange, CellState]] = []
    for edit in edits:
        for change in edit.cells:
            if (found := settle(now, cells, change)) is not None:
                late.append((edit, change, found))
    return now, late


def overtaken(standing: Standing, edits: Iterable[Edit], practice: Practice) -> dict[int, tuple[Overtaken, ...]]:
    """By the id of an edit, its sessions that somebody else's decision has overtaken; edits without any are left out.

    Either the session is not as it was any more, or it is and the person can no longer be there.
    """
    waiting = tuple(edits)
    ground = Ground(practice, (change.slot.session.date for edit in waiting for change in edit.cells))
    return overtaken_on(ground, Cells(standing), waiting)


def overtaken_on(
    ground: Ground, cells: Mapping[Slot, CellState], waiting: Collection[Edit]
) -> dict[int, tuple[Overtaken, ...]]:
    """The same of what is already at hand by session."""
    _, late = _replayed(cells, waiting)
    missed = {(edit.id, change.slot): found for edit, change, found in late}
    found: dict[int, list[Overtaken]] = {}
    for edit in waiting:
        for change in edit.cells:
            because = _because(ground, change, missed.get((edit.id, change.slot)))
            if because is not None:
                found.setdefault(edit.id, []).append(Overtaken(change.slot, because))
    return {edit: tuple(cells) for edit, cells in found.items()}


def _because(ground: Ground, change: CellChange, found: CellState | None) -> str | None:
    """Why a change is overtaken; None when it is not. found: what was there in place of what it knew."""
    if found is None:
        return _and(newly_broken(ground, change)) or None
    if cannot := ground.broken(change.slot, change.now):
        return _and(cannot)
    return f"{ground.name_of(change.code)} {said(found, ground.site_names)} on {change.slot.session} now"


def _and(broken: Mapping[str, str]) -> str:
    return "; ".join(broken.values())


def made_by_hand(cells: Iterable[CellChange], cause: str) -> tuple[CellChange, ...]:
    """Changes as they are made: what is otherwise done by hand is pinned. A roll-back brings back what was, decided by
    hand or not; and taking a pin away is an act of its own."""
    if cause == ROLL_BACK:
        return tuple(cells)
    return tuple(
        cell if cell.now.does == cell.was.does else replace(cell, now=replace(cell.now, pinned=True)) for cell in cells
    )


def standing_on(edit: Edit, edits: Iterable[Edit]) -> tuple[Edit, ...]:
    """The waiting changes made after this one to one of its sessions: they go before it can go."""
    slots = {change.slot for change in edit.cells}
    return tuple(
        later for later in edits if later.waits and later.id > edit.id and any(c.slot in slots for c in later.cells)
    )
