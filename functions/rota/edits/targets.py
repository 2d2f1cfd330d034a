"""Where a session that somebody has picked up could be put down: allowed or why not, and what it does. Pure.

Putting it down takes it from whoever had it, who is then kept off, and gives it to whoever it is put down with; they
are the same person when it moves in time. Duty may take the place of a clinic; nothing else takes the place of
anything.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import NamedTuple

from functions.rota.edits.board import Board, Move
from functions.rota.edits.cannot import Ground, newly_broken
from functions.rota.edits.cells import OFF, CellChange, Cells, CellState
from functions.rota.edits.effects import Duty
from functions.rota.edits.words import said
from shared.domain.calendar import Horizon
from shared.domain.rota import ABSENT, Activity, Cell
from shared.standing import Slot, Standing


class Target(NamedTuple):
    """One place to put it down. cover: people gained (+) or lost (-) in what is needed; fairness: half-days held beyond
    fair parts, more (+) or fewer (-). Both nought where it is not allowed; `reason` says why not."""

    slot: Slot
    allowed: bool
    cover: int = 0
    fairness: Fraction = Fraction(0)
    reason: str = ""


@dataclass(frozen=True, slots=True)
class PickedUp:
    """A session in somebody's hand, and the rota it is taken from. `ground` knows all the weeks in question."""

    slot: Slot
    working: Standing
    ground: Ground
    published: Collection[date]
    today: date
    duty: Duty


def may_be_picked_up(state: CellState) -> bool:
    """Whether there is something to move: leave that is listed comes and goes with its leave."""
    return state.activity is not None and state.activity not in ABSENT


def drop(cells: Cells, picked: Slot, target: Slot) -> tuple[CellChange, CellChange]:
    """What putting a session down changes: for whom had it, and for whom gets it."""
    had, replaced = cells[picked], cells[target]
    locum = had.locum if picked.code == target.code else None
    gets = CellState(had.activity, had.site, pinned=True, locum=locum)
    return CellChange(picked, had, OFF), CellChange(target, replaced, gets)


def targets(picked: PickedUp, weeks: Horizon) -> Iterator[Target]:
    """Every session of everybody who works here in these weeks, person by person."""
    tried = _Tried(picked)
    for code, terms in picked.ground.terms.items():
        if any(term.in_term_between(weeks.start, weeks.end) for term in terms):
            for session in weeks.sessions():
                yield tried.at(Slot(code, session))


class _Tried:
    """The sums against which each target is tried."""

    def __init__(self, picked: PickedUp) -> None:
        self._picked = picked
        self._cells = Cells(picked.working)
        self._board = Board(picked.ground, picked.working)
        self._had = self._cells[picked.slot]
        self._held = picked.duty.held(picked.working)

    def at(self, slot: Slot) -> Target:
        gives, takes = drop(self._cells, self._picked.slot, slot)
        if reasons := self._against(takes):
            return Target(slot, allowed=False, reason="; ".join(reasons))
        cover = self._board.change((_move(gives), _move(takes)))
        return Target(slot, allowed=True, cover=cover, fairness=self._fairness(slot))

    def _against(self, takes: CellChange) -> list[str]:
        slot, ground = takes.slot, self._picked.ground
        if slot == self._picked.slot:
            return ["It is here already"]
        day = slot.session.date
        if day < self._picked.today:
            return ["In the past"]
        if day not in self._picked.published:
            return ["No rota is published for then yet"]
        found = list(newly_broken(ground, takes).values())
        had = takes.was.activity
        if had is not None and not _gives_way(takes) and not (found and had in ABSENT):
            found.append(f"{ground.name_of(slot.code)} {said(takes.was, ground.site_names)} then")
        return found

    def _fairness(self, slot: Slot) -> Fraction:
        if self._had.activity is not Activity.DUTY:
            return Fraction(0)
        giver, taker = self._picked.slot, slot
        counts, none = self._picked.duty.fair.counts, Fraction(0)
        more = {giver.code: none, taker.code: none}
        more[giver.code] -= counts.get(giver.session, none)
        more[taker.code] += counts.get(taker.session, none)
        return sum((self._beyond(code, each) - self._beyond(code, none) for code, each in more.items()), none)

    def _beyond(self, code: str, more: Fraction) -> Fraction:
        part = self._picked.duty.fair.parts.get(code)
        return max(Fraction(0), self._held[code] + more - part) if part is not None else Fraction(0)


def _gives_way(takes: CellChange) -> bool:
    return takes.was.activity is Activity.CLINIC and takes.now.activity is Activity.DUTY


def _move(change: CellChange) -> Move:
    return Move(change.slot, _cell(change.was), _cell(change.now))


def _cell(state: CellState) -> Cell | None:
    return None if state.activity is None else Cell(state.activity, state.site or "")
