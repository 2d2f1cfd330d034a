"""Going back to a version: what makes the rota as it was there waits to be published, like any other change."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from functions.rota.departures import newly_departing
from functions.rota.edits import queries as edits
from functions.rota.edits import service as editing
from functions.rota.edits.cannot import Ground, reasons_against
from functions.rota.edits.policy import CellChange, Cells, working
from functions.rota.edits.service import Staged
from functions.rota.versions import reads
from functions.rota.versions.planning import practice_of
from functions.rota.versions.reads import Version
from shared import clock
from shared.db import Tx
from shared.domain.calendar import Horizon, in_words, monday_of
from shared.domain.rota import ABSENT
from shared.errors import NotFound, Refused
from shared.queries import rota
from shared.queries.practice import Practices, names
from shared.standing import Slot, Standing

CAUSE = "roll-back"


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A session that stays as it is now, and why."""

    slot: Slot
    because: str


@dataclass(frozen=True, slots=True)
class Restored:
    """The change that waits now, and the sessions it leaves as they are."""

    staged: Staged
    left_out: tuple[LeftOut, ...]


async def restore(
    tx: Tx, practices: Practices, *, version_id: UUID, by: UUID | None, request_id: str | None
) -> Restored:
    """Stage what makes the rota of a version's weeks, from today on, as it was in that version.

    Sessions that cannot be as they were, because somebody is on leave by now, say, stay as they are. Raises NotFound;
    Refused when the version is over, or there is nothing to go back to.
    """
    version = await reads.version(tx, version_id=version_id)
    if version is None:
        raise NotFound("There is no such version.")
    first = max(clock.today(), version.start_date)
    if first > version.end_date:
        raise Refused("over", f"Version {version.number} ended on {in_words(version.end_date)}: it is over.")
    await edits.lock(tx)
    now, then = await _rotas(tx, version, first)
    changes = _changes(now, then)
    ground = Ground(await practice_of(tx, practices), [change.day for change in changes], await names(tx))
    # Weeks of a large practice take a while to look through; other requests are answered meanwhile.
    fits, left_out = await asyncio.to_thread(_parted, ground, now, changes)
    if not fits:
        raise Refused("nothing-to-restore", _nothing_words(version, first, left_out))
    words = f"Back to version {version.number}, {in_words(first)} to {in_words(version.end_date)}"
    staged = await editing.stage(
        tx, practices, cells=fits, cause=CAUSE, cause_id=str(version.id), words=words, by=by, request_id=request_id
    )
    return Restored(staged, left_out)


async def _rotas(tx: Tx, version: Version, first: date) -> tuple[Standing, Standing]:
    """The working copy of a version's weeks from a day on, and the version itself."""
    last = version.end_date
    live = await rota.standing(tx, start=first, end=last)
    then = await reads.rota_of(tx, version_id=version.id)
    return working(live, await edits.waiting(tx)).between(first, last), then.between(first, last)


def _changes(now: Standing, then: Standing) -> list[CellChange]:
    """Every session that is otherwise now than it was then, in calendar order."""
    is_now, was = Cells(now), Cells(then)
    slots = sorted({*is_now, *was}, key=lambda slot: (slot.session, slot.code))
    return [CellChange(slot, is_now[slot], was[slot]) for slot in slots if is_now[slot] != was[slot]]


def _parted(
    ground: Ground, now: Standing, changes: Sequence[CellChange]
) -> tuple[list[CellChange], tuple[LeftOut, ...]]:
    """The changes that can be made, and those that cannot: by themselves, or by what somebody's pattern is by now."""
    against = [(change, _because(ground, change)) for change in changes]
    left_out = [LeftOut(change.slot, because) for change, because in against if because is not None]
    fits = [change for change, because in against if because is None]
    while fits and (late := _departing(ground, now, fits)):
        left_out += [LeftOut(change.slot, late[_day(change)]) for change in fits if _day(change) in late]
        fits = [change for change in fits if _day(change) not in late]
    return fits, tuple(left_out)


def _day(change: CellChange) -> tuple[str, date]:
    return change.code, change.day


def _departing(ground: Ground, now: Standing, changes: Sequence[CellChange]) -> dict[tuple[str, date], str]:
    """Days of people that would be neither as their pattern has them nor decided by hand, each in words."""
    after = Cells(now).with_({change.slot: change.now for change in changes})
    days = [change.day for change in changes]
    first, last = monday_of(min(days)), monday_of(max(days))
    weeks = Horizon(first, (last - first).days // 7 + 1)
    touched = {_day(change) for change in changes}
    found = newly_departing(ground.practice, weeks, now, after)
    return {
        (slot.code, slot.session.date): f"{each.because} ({slot.session})."
        for slot, each in found.items()
        if (slot.code, slot.session.date) in touched
    }


def _because(ground: Ground, change: CellChange) -> str | None:
    if change.was.does != change.now.does and ABSENT & {change.was.activity, change.now.activity}:
        return f"{ground.name_of(change.code)} is away, or was ({change.slot.session})."
    reasons = reasons_against(ground, change)
    return " ".join(reason.message for reason in reasons) or None


def _nothing_words(version: Version, first: date, left_out: Sequence[LeftOut]) -> str:
    since = f"From {in_words(first)} on the rota is as it was in version {version.number}"
    if not left_out:
        return f"{since} already."
    return f"{since}, but for what cannot be any more: {' '.join(each.because for each in left_out[:5])}"
