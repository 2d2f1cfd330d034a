"""What there is to know of the changes that wait, and where a session of the working copy could go."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass

from functions.rota.alerts import service as alerts
from functions.rota.alerts.service import Refreshed
from functions.rota.edits import policy, queries
from functions.rota.edits.desk import days_of_duty, duty_of, lay_out
from functions.rota.edits.policy import Edit, Overtaken
from functions.rota.edits.targets import PickedUp, Target, may_be_picked_up
from functions.rota.edits.targets import targets as all_targets
from shared import clock
from shared.db import Tx
from shared.domain.calendar import Horizon
from shared.errors import Refused
from shared.queries.practice import Practices
from shared.standing import Slot


@dataclass(frozen=True, slots=True)
class Waiting:
    """Every change that waits, oldest first, and those undone last, newest first.

    `published`: how far the published rota has come; `overtaken`: by the id of a change, its sessions that something
    else has overtaken.
    """

    stamp: int
    published: int
    edits: tuple[Edit, ...]
    undone: tuple[Edit, ...]
    overtaken: Mapping[int, tuple[Overtaken, ...]]
    alerts: Refreshed


async def waiting(tx: Tx, practices: Practices, *, after: int | None) -> Waiting | int:
    """What waits; where nothing has changed since the stamp `after`, that stamp alone."""
    stamp = await queries.stamp(tx)
    if stamp == after:
        return stamp
    published = await queries.published_stamp(tx)
    edits = await queries.waiting(tx)
    undone = tuple(await queries.lately_undone(tx))
    if not edits:
        return Waiting(stamp, published, (), undone, {}, Refreshed())
    desk = await lay_out(tx, practices, days={cell.day for edit in edits for cell in edit.cells}, waiting=edits)
    late = policy.overtaken_on(desk.ground, desk.live, desk.waiting)
    return Waiting(stamp, published, tuple(edits), undone, late, await alerts.compared(tx))


async def targets(tx: Tx, practices: Practices, *, slot: Slot, weeks: Horizon) -> list[Target]:
    """Everywhere a session of the working copy could go in these weeks. Raises Refused when there is nothing in it."""
    edits = await queries.waiting(tx)
    days = {*weeks.days(), slot.session.date}
    desk = await lay_out(tx, practices, days=days | days_of_duty(edits), waiting=edits)
    if not may_be_picked_up(desk.cells[slot]):
        words = f"{desk.ground.name_of(slot.code)} has nothing on {slot.session} that could be moved."
        raise Refused("nothing-to-move", words)
    duty = await duty_of(tx, practices, desk, days)
    picked = PickedUp(slot, desk.working, desk.ground, desk.published, clock.today(), duty)
    # Thousands of them for a large practice; other requests are answered meanwhile.
    return await asyncio.to_thread(lambda: list(all_targets(picked, weeks)))
