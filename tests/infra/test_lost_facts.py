"""What redis lost on its way to a worker is handed over again, and nothing else is."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import datetime, timedelta

import pytest

from infra import lost_facts
from infra.worker import import_tasks, router
from shared.clock import now
from shared.db import Database
from shared.events import DraftReady, Event, JobDue
from shared.outbox import MOST_TIMES, announce, deliver, relay_batch
from shared.queue import ReliableStreamBroker, default_broker, quick_broker, solver_broker
from shared.settings import Settings
from tests.shared.test_outbox import EXAMPLES

NOBODY_LISTENS = next(event for event in EXAMPLES if isinstance(event, DraftReady))


@pytest.fixture(autouse=True)
def as_in_a_worker(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    import_tasks()
    monkeypatch.setattr(lost_facts, "load", lambda: settings)


@pytest.fixture
async def queue(settings: Settings) -> AsyncIterator[ReliableStreamBroker]:
    broker = default_broker(settings)
    yield broker
    await broker.shutdown()


def job(moment: datetime) -> JobDue:
    """A fact whose listener does nothing: no job is called so."""
    return JobDue("of-long-ago", moment)


async def relayed(db: Database, settings: Settings, queue: ReliableStreamBroker, *events: Event) -> list[int]:
    """Announce these and hand them to the queue, an hour ago; their numbers."""
    solve, quick = solver_broker(settings), quick_broker(settings)
    async with db.tx() as tx:
        for event in events:
            await announce(tx, event)
    async with db.tx() as tx:
        await relay_batch(tx, router(queue, solve, quick))
        await tx.execute("update outbox set relayed_at = now() - interval '1 hour'")
        rows = await (await tx.execute("select id from outbox order by id")).fetchall()
    for broker in (solve, quick):
        await broker.shutdown()
    return [row[0] for row in rows]


async def handed_over_again(db: Database) -> list[int]:
    async with db.tx() as tx:
        await lost_facts.hand_over_again(tx)
        rows = await (await tx.execute("select id from outbox where relayed_at is null order by id")).fetchall()
    return [row[0] for row in rows]


async def forget(queue: ReliableStreamBroker) -> None:
    """Have redis lose what waits."""
    async with queue.connection() as redis:
        await redis.delete(queue.queue_name)


async def test_it_works(db: Database, settings: Settings, queue: ReliableStreamBroker) -> None:
    lost = await relayed(db, settings, queue, job(now()), job(now() + timedelta(hours=1)))
    await forget(queue)
    assert await handed_over_again(db) == lost


async def test_what_was_heard_waits_or_was_laid_aside_is_not_lost(
    db: Database, settings: Settings, queue: ReliableStreamBroker
) -> None:
    heard, waits = await relayed(db, settings, queue, job(now()), job(now() + timedelta(hours=1)))
    await deliver(db, heard)
    assert await handed_over_again(db) == []
    async with queue.connection() as redis:
        for id_, fields in await redis.xrange(queue.queue_name):
            await queue.bury(id_, fields[b"data"], "failed too often")
    assert await handed_over_again(db) == [], f"{waits} waits for a person to look at it"


async def test_what_nobody_listens_to_or_was_handed_over_just_now_is_not_lost(
    db: Database, settings: Settings, queue: ReliableStreamBroker
) -> None:
    await relayed(db, settings, queue, NOBODY_LISTENS, job(now()))
    await forget(queue)
    async with db.tx() as tx:
        await tx.execute("update outbox set relayed_at = now() where event = 'job-due'")
    assert await handed_over_again(db) == []


async def test_what_is_lost_again_and_again_is_left_alone(
    db: Database, settings: Settings, queue: ReliableStreamBroker
) -> None:
    await relayed(db, settings, queue, job(now()))
    await forget(queue)
    async with db.tx() as tx:
        await tx.execute("update outbox set attempts = %s", (MOST_TIMES,))
    assert await handed_over_again(db) == []
