"""Changing the working copy: stage, undo, do again, discard. What is published changes only by a publication.

Whoever changes it holds the edit stamp's row, so that of two people one is first and the other is told.
"""

from __future__ import annotations

import asyncio
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from uuid import UUID

from functions.rota.alerts import service as alerts
from functions.rota.alerts.nouns import Layer
from functions.rota.edits import queries, recording
from functions.rota.edits.cells import in_calendar_order
from functions.rota.edits.desk import Desk, days_of_duty, duty_of, lay_out
from functions.rota.edits.effects import Effects, Seen, days_of, weeks_of
from functions.rota.edits.faults import Wanted, faults
from functions.rota.edits.halves import with_other_halves
from functions.rota.edits.policy import CellChange, Edit, made_by_hand, standing_on
from functions.rota.edits.remembered import remembered
from functions.rota.edits.words import in_words, said
from shared import clock
from shared.db import Tx
from shared.errors import NotFound, Reason, Refused, Stale
from shared.queries.practice import Practices
from shared.standing import Standing

CANNOT = "This cannot be done."
CHANGED = "The rota has changed here since you looked. Nothing was overwritten."
PUBLISHED = "This change is published. What is published is changed by another change."


@dataclass(frozen=True, slots=True)
class Staged:
    """A change that waits now, how often the working copy has changed, and what it does to the rota."""

    edit: Edit
    stamp: int
    effects: Effects
    names: dict[str, str]


@dataclass(frozen=True, slots=True)
class Preview:
    """What a change would do; `reasons` against it, empty when it may be made."""

    reasons: tuple[Reason, ...]
    effects: Effects
    names: dict[str, str]


async def stage(
    tx: Tx,
    practices: Practices,
    *,
    cells: Sequence[CellChange],
    cause: str,
    cause_id: str | None,
    words: str | None,
    by: UUID | None,
    request_id: str | None,
) -> Staged:
    """Add one act to the working copy. `words` None: said in words built from its sessions.

    What is otherwise done by hand is pinned, and half a flexible day given by hand keeps off the other half.

    Raises Stale when a session is not as `was` says any more, with what it is now and by whom; Refused with every
    reason when it cannot be.
    """
    await _hold(tx, practices)
    cells = made_by_hand(cells, cause)
    desk = await _desk(tx, practices, cells)
    await _be_as_they_were(tx, desk, cells)
    wanted = with_other_halves(desk.ground, desk.cells, cells)
    seen = await _look(practices, desk, wanted, _with(desk, wanted))
    if reasons := _against(desk, cells, seen):
        raise Refused("cannot", CANNOT, reasons=reasons)
    done = seen.effects(await duty_of(tx, practices, desk, days_of(wanted)))
    told = words or in_words(in_calendar_order(cells), desk.ground.names, desk.ground.site_names)
    edit_id = await queries.insert(tx, cells=wanted, words=told, cause=cause, cause_id=cause_id, by=by)
    edit = await _stored(tx, edit_id)
    await recording.act(tx, edit, action="rota-edited", by=by, request_id=request_id)
    return Staged(edit, await _changed(tx, desk, seen), done, desk.ground.names)


async def preview(tx: Tx, practices: Practices, *, cells: Sequence[CellChange], cause: str) -> Preview:
    """What `stage` would do, and everything against it; nothing is written."""
    cells = made_by_hand(cells, cause)
    desk = await _desk(tx, practices, cells)
    wanted = with_other_halves(desk.ground, desk.cells, cells)
    seen = await _look(practices, desk, wanted, _with(desk, wanted))
    reasons = (*_moved_on(desk, cells), *_against(desk, cells, seen))
    done = Effects() if reasons else seen.effects(await duty_of(tx, practices, desk, days_of(wanted)))
    return Preview(reasons, done, desk.ground.names)


async def undo(tx: Tx, practices: Practices, *, edit_id: int, by: UUID | None, request_id: str | None) -> int:
    """Take one act back, whole; undone already, nothing happens. How often the working copy has changed now.

    Raises NotFound, and Stale when it is published or another change stands on it.
    """
    await _hold(tx, practices)
    edit = await _not_published(tx, edit_id)
    if not edit.waits:
        return await queries.stamp(tx)
    desk = await _desk(tx, practices, edit.cells)
    if later := standing_on(edit, desk.waiting):
        words = [Reason(f"“{each.words}” changed the same afterwards. Undo that first.", "stands-on") for each in later]
        raise Stale("A later change stands on this one.", reasons=words)
    seen = await _look(practices, desk, edit.cells, desk.only(each for each in desk.waiting if each.id != edit_id))
    published = await _look(practices, desk, edit.cells, desk.live.standing)
    if reasons := seen.departures(published.now):
        raise Refused("cannot", CANNOT, reasons=reasons.values())
    await queries.undo(tx, ids=[edit_id], by=by)
    await recording.act(tx, edit, action="rota-edit-undone", by=by, request_id=request_id)
    return await _changed(tx, desk, seen)


async def redo(tx: Tx, practices: Practices, *, edit_id: int, by: UUID | None, request_id: str | None) -> int:
    """Do again what was undone; not undone, nothing happens. How often the working copy has changed now.

    Raises NotFound, Stale when it is published or the rota is not as it was before it, Refused when it cannot be now.
    """
    await _hold(tx, practices)
    edit = await _not_published(tx, edit_id)
    if edit.waits:
        return await queries.stamp(tx)
    desk = await _desk(tx, practices, edit.cells)
    await _be_as_they_were(tx, desk, edit.cells)
    if later := standing_on(edit, desk.waiting):
        words = [Reason(f"“{each.words}” changed the same meanwhile.", "stands-on") for each in later]
        raise Stale(CHANGED, reasons=words)
    seen = await _look(practices, desk, edit.cells, _with(desk, edit.cells))
    if reasons := _against(desk, edit.cells, seen):
        raise Refused("cannot", CANNOT, reasons=reasons)
    await queries.redo(tx, edit_id=edit_id)
    await recording.act(tx, edit, action="rota-edit-redone", by=by, request_id=request_id)
    return await _changed(tx, desk, seen)


async def discard(
    tx: Tx, practices: Practices, *, newest: int | None, by: UUID | None, request_id: str | None
) -> tuple[int, list[int]]:
    """Undo everything that waits, at once; each can be done again. The stamp, and the ids of what was undone.

    Raises Stale when something waits that is newer than the `newest` the caller has seen.
    """
    await _hold(tx, practices)
    waiting = await queries.waiting(tx)
    if newer := [edit for edit in waiting if newest is not None and edit.id > newest]:
        words = [Reason(f"{edit.by_name or 'Somebody'}: {edit.words}.", "newer") for edit in newer]
        raise Stale("More has been changed since you looked. Nothing was discarded.", reasons=words)
    if not waiting:
        return await queries.stamp(tx), []
    cells = [cell for edit in waiting for cell in edit.cells]
    desk = await lay_out(tx, practices, days={cell.day for cell in cells}, waiting=waiting)
    ids = [edit.id for edit in waiting]
    await queries.undo(tx, ids=ids, by=by)
    await recording.discarded(tx, waiting, by=by, request_id=request_id)
    return await _changed(tx, desk, await _look(practices, desk, cells, desk.live.standing)), ids


# -- load --------------------------------------------------------------------------------------------------------------


async def _hold(tx: Tx, practices: Practices) -> None:
    """Be the only one who changes the working copy. What is read of the practice before is kept for the next."""
    await practices.current(tx)
    await queries.lock(tx)


async def _desk(tx: Tx, practices: Practices, cells: Iterable[CellChange]) -> Desk:
    """The weeks of some sessions, and those in which duty that waits to be moved is moved."""
    waiting = await queries.waiting(tx)
    days = {cell.day for cell in cells} | days_of_duty(waiting)
    return await lay_out(tx, practices, days=days, waiting=waiting)


async def _stored(tx: Tx, edit_id: int) -> Edit:
    edit = await queries.edit(tx, edit_id=edit_id)
    if edit is None:
        raise NotFound("There is no such change.")
    return edit


async def _not_published(tx: Tx, edit_id: int) -> Edit:
    edit = await _stored(tx, edit_id)
    if edit.version_id is not None:
        raise Stale(PUBLISHED)
    return edit


# -- decide ------------------------------------------------------------------------------------------------------------


def _moved_on(desk: Desk, cells: Sequence[CellChange]) -> tuple[Reason, ...]:
    """The sessions that are not as somebody saw them, each with what it is now."""
    now = desk.cells
    return tuple(
        Reason(
            f"{desk.ground.name_of(cell.code)} {said(now[cell.slot], desk.ground.site_names)} on {cell.slot.session} "
            "now.",
            "changed",
            f"cells.{index}",
        )
        for index, cell in enumerate(cells)
        if now[cell.slot] != cell.was
    )


async def _be_as_they_were(tx: Tx, desk: Desk, cells: Sequence[CellChange]) -> None:
    """Refuse to go on where a session has changed since, saying what it is now, who changed it, and when."""
    reasons = _moved_on(desk, cells)
    if not reasons:
        return
    now = desk.cells
    differ = [cell.slot for cell in cells if now[cell.slot] != cell.was]
    touched = await queries.last_touched(tx, slots=differ)
    newer = [
        {
            "code": slot.code, "date": slot.session.date.isoformat(), "half": slot.session.half.value,
            "now": now[slot].as_document(),
            "by_name": touched[slot].by_name if slot in touched else None,
            "at": touched[slot].at.isoformat() if slot in touched else None,
        }
        for slot in differ
    ]  # fmt: skip
    raise Stale(CHANGED, reasons=reasons, newer={"cells": newer})


def _against(desk: Desk, cells: Sequence[CellChange], seen: Seen) -> tuple[Reason, ...]:
    """All that stands against a change; where a session has a reason of its own, its pattern adds nothing."""
    found = faults(desk.ground, Wanted(cells, clock.today(), desk.published))
    told = {cells[int(reason.field.partition(".")[2])].slot for reason in found if reason.field}
    return (*found, *(reason for slot, reason in seen.departures().items() if slot not in told))


def _with(desk: Desk, cells: Iterable[CellChange]) -> Standing:
    return desk.cells.with_({cell.slot: cell.now for cell in cells})


async def _look(practices: Practices, desk: Desk, cells: Iterable[CellChange], after: Standing) -> Seen:
    """What is wrong in the weeks of some sessions, before and after."""
    before, memory, mondays = desk.working, remembered(practices, desk.practice), weeks_of(days_of(cells))
    # A large practice takes a while to check; other requests are answered meanwhile.
    was, now = await asyncio.to_thread(lambda: [memory.found(mondays, each) for each in (before, after)])
    return Seen(desk.practice, mondays, before, after, was, now)


# -- record and announce -----------------------------------------------------------------------------------------------


async def _changed(tx: Tx, desk: Desk, seen: Seen) -> int:
    """Count the working copy up and have its alerts looked at again; its stamp now."""
    await queries.count_up(tx)
    await alerts.refresh(tx, desk.practice, mondays=seen.mondays, layer=Layer.EDITS, found=tuple(seen.now.values()))
    return await queries.stamp(tx)
