"""Facts on their way: with the change or not at all, sent at least once, heard once."""

from __future__ import annotations

import asyncio
import time
import uuid
from collections import defaultdict
from dataclasses import dataclass
from datetime import UTC, datetime

import psycopg
import pytest

from shared import events, log, outbox
from shared.background import end
from shared.db import Database, Tx
from shared.events import (
    EVENTS,
    BackupDue,
    DraftReady,
    Event,
    JobDue,
    LeaveCancelled,
    LeaveDecided,
    LeaveRequested,
    MailPosted,
    PracticeImported,
    ProofDue,
    QuestionAsked,
    ResetAsked,
    RotaPublished,
    RoundAllocated,
    RunRequested,
    SettingsChanged,
    TermsChanged,
    payload,
    revive,
    subscribe,
)
from shared.outbox import Announced, Relay, announce, deliver, forget_old, relay_batch
from tests.systems import seen

A_RUN = uuid.UUID("00000000-0000-0000-0000-00000000000a")


@pytest.fixture(autouse=True)
def own_subscriptions(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nobody listens but whom the test names."""
    monkeypatch.setattr(events, "_SUBSCRIPTIONS", defaultdict(list))


async def connect(database: Database) -> Tx:
    return await psycopg.AsyncConnection.connect(database.url, autocommit=True)


async def last_event(database: Database) -> int:
    async with database.tx() as tx:
        row = await (await tx.execute("select max(id) from outbox")).fetchone()
        assert row
        return int(row[0])


@dataclass
class Queue:
    """A queue that remembers, and refuses when it is told to."""

    accepts: bool = True

    def __post_init__(self) -> None:
        self.sent: list[Announced] = []

    async def send(self, row: Announced) -> None:
        if not self.accepts:
            raise ConnectionError("the queue is away")
        self.sent.append(row)


async def test_it_works(db: Database) -> None:
    async with db.tx() as tx:
        await announce(tx, RunRequested(A_RUN))
    queue = Queue()
    async with await connect(db) as connection:
        assert await relay_batch(connection, queue.send) == 1
        assert await relay_batch(connection, queue.send) == 0
    assert [(row.event, row.payload) for row in queue.sent] == [("run-requested", {"run_id": str(A_RUN)})]


async def test_what_was_undone_is_not_announced(db: Database) -> None:
    with pytest.raises(RuntimeError):
        async with db.tx() as tx:
            await announce(tx, RunRequested(A_RUN))
            raise RuntimeError
    queue = Queue()
    async with await connect(db) as connection:
        assert await relay_batch(connection, queue.send) == 0


async def test_what_the_queue_refuses_waits_and_keeps_its_place(db: Database) -> None:
    async with db.tx() as tx:
        await announce(tx, RotaPublished(A_RUN, 1))
        await announce(tx, RotaPublished(A_RUN, 2))
    queue = Queue(accepts=False)
    async with await connect(db) as connection:
        with pytest.raises(ConnectionError):
            await relay_batch(connection, queue.send)
        queue.accepts = True
        assert await relay_batch(connection, queue.send) == 2
    assert [row.payload["number"] for row in queue.sent] == [1, 2]


async def test_two_relays_send_each_fact_once(db: Database) -> None:
    async with db.tx() as tx:
        for number in range(120):
            await announce(tx, RotaPublished(A_RUN, number))
    queue = Queue()

    async def slowly(row: Announced) -> None:
        await asyncio.sleep(0.001)
        await queue.send(row)

    async def relay_all() -> None:
        async with await connect(db) as connection:
            while await relay_batch(connection, slowly):
                pass

    await asyncio.gather(relay_all(), relay_all())
    assert sorted(row.payload["number"] for row in queue.sent) == list(range(120))


async def test_a_relay_hears_the_bell(db: Database) -> None:
    queue = Queue()
    relay = asyncio.create_task(Relay(db.url, queue.send, poll_seconds=30).run())
    await asyncio.sleep(0.5)
    began = time.monotonic()
    async with db.tx() as tx:
        await announce(tx, RunRequested(A_RUN))
    while not queue.sent:
        assert time.monotonic() - began < 15, "it waited for its time-out"
        await asyncio.sleep(0.01)
    relay.cancel()


async def test_a_relay_lives_through_a_lost_connection_and_a_queue_that_is_away(db: Database) -> None:
    queue = Queue(accepts=False)
    relay = asyncio.create_task(Relay(db.url, queue.send, poll_seconds=0.2).run())
    async with db.tx() as tx:
        await announce(tx, RunRequested(A_RUN))
    await asyncio.sleep(0.4)
    async with db.tx() as tx:
        await tx.execute(
            "select pg_terminate_backend(pid) from pg_stat_activity "
            "where datname = current_database() and query like 'listen%' or query like '%skip locked%' "
            "and pid <> pg_backend_pid()"
        )
    queue.accepts = True
    until = time.monotonic() + 15
    while not queue.sent:
        assert time.monotonic() < until
        await asyncio.sleep(0.02)
    relay.cancel()


async def test_a_listener_hears_once_however_often_it_is_told(db: Database) -> None:
    heard: list[Event] = []

    @subscribe(DraftReady)
    async def note(_tx: Tx, event: DraftReady) -> None:
        heard.append(event)

    async with db.tx() as tx:
        await announce(tx, DraftReady(A_RUN))
    event_id = await last_event(db)
    await asyncio.gather(*(deliver(db, event_id) for _ in range(4)))
    assert heard == [DraftReady(A_RUN)]


async def test_one_listener_s_trouble_does_not_keep_the_fact_from_another(db: Database) -> None:
    heard: list[str] = []
    fails = iter([True, False])

    @subscribe(DraftReady)
    async def unlucky(tx: Tx, _event: DraftReady) -> None:
        await tx.execute("insert into site values ('X', 'undone the first time', 1)")
        if next(fails):
            raise RuntimeError
        heard.append("unlucky")

    @subscribe(DraftReady)
    async def steady(_tx: Tx, _event: DraftReady) -> None:
        heard.append("steady")

    async with db.tx() as tx:
        await announce(tx, DraftReady(A_RUN))
    event_id = await last_event(db)
    with pytest.raises(ExceptionGroup):
        await deliver(db, event_id)
    await deliver(db, event_id)
    assert heard == ["steady", "unlucky"]


async def test_an_event_of_a_newer_version_is_not_taken_for_delivered(db: Database) -> None:
    async with db.tx() as tx:
        await tx.execute("insert into outbox (event, payload) values ('from-the-future', '{}')")
    with pytest.raises(LookupError, match="from-the-future"):
        await deliver(db, await last_event(db))


async def test_what_was_relayed_long_ago_is_forgotten_and_what_waits_is_not(db: Database) -> None:
    async with db.tx() as tx:
        await tx.execute(
            """insert into outbox (event, payload, created_at, relayed_at) values
               ('draft-ready', '{}', now() - interval '60 days', now() - interval '60 days'),
               ('draft-ready', '{}', now() - interval '60 days', null),
               ('draft-ready', '{}', now(), now())"""
        )
        await tx.execute("insert into event_seen (subscriber, event_id) select 'someone', id from outbox")
        await forget_old(tx)
        rows = await (await tx.execute("select id from outbox order by id")).fetchall()
        seen = await (await tx.execute("select event_id from event_seen order by event_id")).fetchall()
    assert rows == seen == [(2,), (3,)]


EXAMPLES: tuple[Event, ...] = (
    RunRequested(A_RUN),
    DraftReady(A_RUN),
    RotaPublished(A_RUN, 3),
    PracticeImported(2),
    TermsChanged("P1"),
    SettingsChanged(2),
    LeaveRequested(A_RUN),
    LeaveDecided(A_RUN, approved=True),
    LeaveCancelled(A_RUN),
    RoundAllocated(A_RUN),
    QuestionAsked(A_RUN),
    MailPosted(A_RUN),
    ResetAsked(A_RUN),
    BackupDue(A_RUN),
    ProofDue(A_RUN),
    JobDue("sweep-runs", datetime(2027, 1, 4, 9, 30, tzinfo=UTC)),
)


@pytest.mark.parametrize("event", EXAMPLES, ids=lambda event: event.NAME)
async def test_every_event_comes_back_as_it_went(db: Database, event: Event) -> None:
    async with db.tx() as tx:
        row = await (await tx.execute("select %s::jsonb", (payload(event).decode(),))).fetchone()
    assert row
    assert revive(event.NAME, row[0]) == event


def test_every_event_has_an_example() -> None:
    assert {event.NAME for event in EXAMPLES} == set(EVENTS)


async def test_what_is_announced_carries_the_number_of_its_request(db: Database) -> None:
    async with db.tx() as tx:
        with log.on_behalf_of("page-0123456789"):
            await announce(tx, RunRequested(A_RUN))
        await announce(tx, RunRequested(A_RUN))
    queue = Queue()
    async with await connect(db) as connection:
        await relay_batch(connection, queue.send)
    assert [row.request_id for row in queue.sent] == ["page-0123456789", None]


async def test_a_relay_that_hands_nothing_on_is_stuck(db: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(outbox, "ANSWER_SECONDS", 0.5)
    queue = Queue()
    relay = Relay(db.url, queue.send, poll_seconds=0.1)
    running = asyncio.create_task(relay.run())
    await asyncio.sleep(1)
    assert relay.stuck() is None, "there is nothing to do, which is no fault"
    queue.accepts = False
    async with db.tx() as tx:
        await announce(tx, RunRequested(A_RUN))
    await seen(relay.stuck)
    queue.accepts = True
    await seen(lambda: relay.stuck() is None)
    await end(running)


async def test_a_database_that_hangs_is_left_and_asked_anew(db: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(outbox, "ANSWER_SECONDS", 0.5)
    queue = Queue()
    async with await connect(db) as in_the_way:
        running = asyncio.create_task(Relay(db.url, queue.send, poll_seconds=0.1).run())
        async with in_the_way.transaction():
            await in_the_way.execute("lock table outbox in access exclusive mode")
            await asyncio.sleep(1.2)
        async with db.tx() as tx:
            await announce(tx, RunRequested(A_RUN))
        await seen(lambda: queue.sent)
        await end(running)
