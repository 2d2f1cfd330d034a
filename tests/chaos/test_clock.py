"""Clocks that jump: every turn of a job is announced once, whatever the machine's clock says in between."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, datetime, timedelta

import pytest

from infra.scheduler import Job, OnceScheduler
from shared.db import Database, Tx
from tests.measured import Record


async def nothing(_tx: Tx) -> None:
    pass


JOBS = (
    Job("each-minute", timedelta(minutes=1), nothing),
    Job("each-hour", timedelta(hours=1), nothing),
    Job("each-night", timedelta(days=1), nothing, at=timedelta(hours=3)),
)
START = datetime(2027, 1, 4, 2, 58, 30, tzinfo=UTC)
# Minutes the clock goes on (or back) between two looks: over the night's turn, back over it, and over it again.
JUMPS = {"back": (1, 1, 1, -5, 1, 1, 1, 1, 1, 1, 1), "ahead and back": (1, 90, -89, 1, 1, 90, 1)}


@pytest.mark.parametrize("jumps", JUMPS.values(), ids=list(JUMPS))
@pytest.mark.parametrize("restarted", [False, True], ids=["running on", "started again"])
async def test_a_clock_that_jumps_over_a_turn_and_back_announces_it_once(
    db: Database, jumps: tuple[int, ...], restarted: bool, record_property: Record
) -> None:
    moments = [START]
    ours = OnceScheduler(db, JOBS, clock=lambda: moments[-1])
    await ours.tick()
    for minutes in jumps:
        moments.append(moments[-1] + timedelta(minutes=minutes))
        if restarted:
            ours = OnceScheduler(db, JOBS, clock=lambda: moments[-1])
        await ours.tick()
    async with db.tx() as tx:
        turns = await tx.execute("select payload ->> 'name', (payload ->> 'slot')::timestamptz from outbox")
        announced = Counter(await turns.fetchall())
    due = {(job.name, job.slot(moment)) for job in JOBS for moment in moments}
    assert set(announced) == due, "a turn was left out, or one was announced that was not due"
    assert max(announced.values()) == 1
    record_property("{} turns announced once", len(due))
