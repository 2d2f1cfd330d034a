"""A flexible day of which only half is given by hand: the other half is kept off with it. Pure.

A pin brings somebody in, and the rest of a `?` day goes with it unless somebody says otherwise. Who gives one half says
so.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from functions.rota.edits.cannot import Ground
from functions.rota.edits.cells import EMPTY, OFF, CellChange, CellState
from shared.domain.calendar import Half, Session
from shared.domain.people import Letter
from shared.standing import Slot


def with_other_halves(
    ground: Ground, cells: Mapping[Slot, CellState], changes: Iterable[CellChange]
) -> tuple[CellChange, ...]:
    """The changes, and for each half of a flexible day that is pinned by them the other half, where it is empty."""
    wanted = tuple(changes)
    changed = {change.slot for change in wanted}
    others = dict.fromkeys(_other_half(change.slot) for change in wanted if _brings_in(change))
    kept_off = (slot for slot in others if slot not in changed and cells[slot] == EMPTY and _goes_with(ground, slot))
    return (*wanted, *(CellChange(slot, EMPTY, OFF) for slot in kept_off))


def _brings_in(change: CellChange) -> bool:
    return change.now.activity is not None and change.now.pinned


def _other_half(slot: Slot) -> Slot:
    day, half = slot.session
    return Slot(slot.code, Session(day, Half.PM if half is Half.AM else Half.AM))


def _goes_with(ground: Ground, slot: Slot) -> bool:
    """Whether somebody would be expected in this half, were the other one pinned."""
    session = slot.session
    person = ground.as_of(slot.code, session.date)
    if person is None or not person.is_generated or session.weekday > 4:
        return False
    letter = person.pattern.at(session)
    is_open = ground.facts(session.date).is_open(person.site, session)
    return letter is Letter.FLEXIBLE and is_open and not ground.away(slot.code, session)
