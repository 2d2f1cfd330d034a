"""Jobs by the clock: each turn once, however many schedulers there are."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from infra import scheduler
from infra.scheduler import JOBS, Job, OnceScheduler, run_due
from shared.db import Database, Tx
from shared.events import JobDue
from shared.settings import Settings


async def nothing(_tx: Tx) -> None:
    pass


EACH_MINUTE = Job("each-minute", timedelta(minutes=1), nothing)
EACH_DAY = Job("each-day", timedelta(days=1), nothing)


class Clock:
    def __init__(self) -> None:
        self.time = datetime(2027, 1, 4, 9, 0, 30, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.time


@pytest.fixture
def clock() -> Clock:
    return Clock()


async def announced(db: Database) -> list[str]:
    async with db.tx() as tx:
        return [
            row[0] for row in await (await tx.execute("select payload->>'name' from outbox order by id")).fetchall()
        ]


async def test_it_works(db: Database, clock: Clock) -> None:
    ours = OnceScheduler(db, [EACH_MINUTE], clock=clock)
    assert await ours.tick() == ("each-minute",)
    assert await ours.tick() == ()
    clock.time += timedelta(minutes=1)
    assert await ours.tick() == ("each-minute",)
    assert await announced(db) == ["each-minute", "each-minute"]


async def test_two_schedulers_announce_each_turn_once(db: Database, clock: Clock) -> None:
    schedulers = [OnceScheduler(db, [EACH_MINUTE, EACH_DAY], clock=clock) for _ in range(2)]
    for _ in range(10):
        await asyncio.gather(*(each.tick() for each in schedulers))
        clock.time += timedelta(minutes=1)
    assert sorted(await announced(db)) == ["each-day"] + ["each-minute"] * 10


async def test_a_turn_missed_for_being_down_is_made_up_for_once(db: Database, clock: Clock) -> None:
    await OnceScheduler(db, [EACH_DAY], clock=clock).tick()
    clock.time += timedelta(days=3, hours=5)
    later = OnceScheduler(db, [EACH_DAY], clock=clock)
    assert await later.tick() == ("each-day",)
    assert await later.tick() == ()


async def test_a_job_done_is_written_down(db: Database, clock: Clock, monkeypatch: pytest.MonkeyPatch) -> None:
    done: list[str] = []

    async def work(_tx: Tx) -> None:
        done.append("work")

    monkeypatch.setattr(scheduler, "JOBS", (Job("each-minute", timedelta(minutes=1), work),))
    await OnceScheduler(db, scheduler.JOBS, clock=clock).tick()
    slot = EACH_MINUTE.slot(clock.time)
    async with db.tx() as tx:
        await run_due(tx, JobDue("each-minute", slot))
        row = await (await tx.execute("select slot, done_at is not null from job_run")).fetchone()
    assert done == ["work"]
    assert row == (slot, True)


async def test_a_job_that_no_longer_exists_is_let_be(db: Database, clock: Clock) -> None:
    async with db.tx() as tx:
        await run_due(tx, JobDue("of-long-ago", clock.time))


@pytest.mark.parametrize("job", JOBS, ids=lambda job: job.name)
async def test_every_job_can_be_done_on_an_empty_system(
    db: Database, settings: Settings, job: Job, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    # Some jobs read the settings themselves, as they would in a worker.
    monkeypatch.setenv("DEPLOYMENT_ENV", "DEV")
    monkeypatch.setenv("DATABASE_URL", settings.database_url)
    monkeypatch.setenv("REDIS_URL", settings.redis_url)
    monkeypatch.setenv("BACKUP_DIR", str(tmp_path))
    async with db.tx() as tx:
        await job.work(tx)


async def test_a_turn_has_a_number_for_all_that_comes_of_it(db: Database, clock: Clock) -> None:
    await OnceScheduler(db, [EACH_MINUTE], clock=clock).tick()
    async with db.tx() as tx:
        row = await (await tx.execute("select request_id from outbox")).fetchone()
    assert row == ("each-minute-20270104T0900",)


async def test_one_that_does_not_tick_is_stuck(db: Database, clock: Clock, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(scheduler, "STUCK_SECONDS", 0.2)
    ours = OnceScheduler(db, [EACH_MINUTE], clock=clock)
    await asyncio.sleep(0.3)
    assert "no look at what is due" in (ours.stuck() or "")
    await ours.tick()
    assert ours.stuck() is None
