"""What is wrong with a change somebody wants to make, all of it at once. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from functions.rota.edits.cannot import Ground, reasons_against
from functions.rota.edits.cells import CellChange
from shared.domain.rota import ABSENT
from shared.errors import Reason
from shared.standing import Slot


@dataclass(frozen=True, slots=True)
class Wanted:
    """Changes somebody wants to make, and what they are judged by. `published`: days that some version covers."""

    cells: Sequence[CellChange]
    today: date
    published: Collection[date]


def faults(ground: Ground, wanted: Wanted) -> tuple[Reason, ...]:
    """Every reason against it; empty when it may be made."""
    times = Counter(cell.slot for cell in wanted.cells)
    found: list[Reason] = []
    for index, cell in enumerate(wanted.cells):
        field = f"cells.{index}"
        if times[cell.slot] > 1:
            found.append(Reason(f"{_whose(ground, cell.slot)} is given twice.", "twice", field))
        if cell.code not in ground.names:
            found.append(Reason(f"There is nobody with the code {cell.code}.", "unknown-person", field))
            continue
        found += (Reason(words, code, field) for code, words in _of_date(wanted, cell.slot))
        found += (Reason(words, code, field) for code, words in _of_state(ground, cell))
        found += reasons_against(ground, cell, field)
    return tuple(found)


def _whose(ground: Ground, slot: Slot) -> str:
    return f"{ground.name_of(slot.code)} on {slot.session}"


def _of_date(wanted: Wanted, slot: Slot) -> Iterator[tuple[str, str]]:
    day = slot.session.date
    if day < wanted.today:
        yield "past", f"{slot.session} is in the past."
    if day.weekday() >= 5:
        yield "weekend", f"{slot.session} is at a weekend; the rota is for Mondays to Fridays."
    elif day not in wanted.published:
        yield "not-published", f"No rota is published for {slot.session} yet."


def _of_state(ground: Ground, cell: CellChange) -> Iterator[tuple[str, str]]:
    was, now, who = cell.was, cell.now, _whose(ground, cell.slot)
    if was == now:
        yield "nothing-changes", f"{who}: nothing changes."
    if now.does == was.does:
        pass  # a pin or a locum's mark: what is done then was somebody's decision before
    elif ABSENT & {was.activity, now.activity}:
        yield "leave", f"{who}: study leave and coroner's court come and go with their leave. Change the leave."
    if (now.activity is None) != (now.site is None):
        yield "no-place", f"{who}: somebody at work is at a site, and somebody who is not is at none."
    if now.locum is not None:
        yield from _of_locum(ground, cell, who)


def _of_locum(ground: Ground, cell: CellChange, who: str) -> Iterator[tuple[str, str]]:
    covers = cell.now.locum.covers if cell.now.locum is not None else None
    if cell.now.activity is None:
        yield "locum", f"{who}: a session nobody works has no locum."
    if covers == cell.code:
        yield "locum", f"{who}: nobody covers for themselves."
    elif covers is not None and covers not in ground.names:
        yield "locum", f"{who}: there is nobody with the code {covers} to be covered."
