"""The queue, with real workers that are killed, real restarts of the store, and nothing mocked."""

from __future__ import annotations

import asyncio
import os
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import AsyncIterator, Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from infra.embedded import Valkey, die_with_parent
from infra.worker import kicker
from shared.queue import ReliableStreamBroker
from tests.measured import Record, timed
from tests.paths import ROOT

pytestmark = [pytest.mark.slow, pytest.mark.long]

LEASE_MS = 1000
QUEUE = "test:tasks"


class Crew:
    """Workers of one queue, and what they wrote down."""

    def __init__(self, url: str, folder: Path) -> None:
        self.url = url
        self.journal = folder / "journal"
        self.log = folder / "workers.log"
        self.workers: list[subprocess.Popen[bytes]] = []

    def start(self, *, patience_seconds: float = 20) -> subprocess.Popen[bytes]:
        words = (self.url, QUEUE, str(self.journal), str(LEASE_MS), str(patience_seconds))
        with self.log.open("ab") as log:
            worker = subprocess.Popen(
                [sys.executable, "-m", "tests.chaos.process", *words],
                cwd=ROOT,
                env=os.environ | {"PYTHONPATH": str(ROOT)},
                stdout=log,
                stderr=log,
                preexec_fn=die_with_parent(signal.SIGKILL),
            )
        self.workers.append(worker)
        return worker

    def written(self, what: str = "") -> list[str]:
        """Lines of the journal, those that begin so."""
        lines = self.journal.read_text().splitlines() if self.journal.exists() else []
        return [line for line in lines if line.startswith(what)]

    async def until(self, true: Callable[[], bool], *, seconds: float = 40) -> None:
        end = time.monotonic() + seconds
        while not true():
            said = f"{self.written()}\n{self.log.read_text() if self.log.exists() else ''}"
            assert time.monotonic() < end, f"it did not come to pass: {said}"
            await asyncio.sleep(0.05)

    def stop(self) -> None:
        for worker in self.workers:
            worker.kill()
            worker.wait()


@pytest.fixture
def crew(redis_url: str, tmp_path: Path) -> Iterator[Crew]:
    crew = Crew(redis_url, tmp_path)
    yield crew
    crew.stop()


@pytest.fixture
async def broker(redis_url: str) -> AsyncIterator[ReliableStreamBroker]:
    """The sender's side. It is never started, as in the web process: sending must not need that."""
    broker = ReliableStreamBroker(redis_url, queue_name=QUEUE, lease_ms=LEASE_MS)
    yield broker
    await broker.shutdown()


async def waiting(broker: ReliableStreamBroker) -> int:
    async with broker.connection() as redis:
        return int(await redis.xlen(QUEUE))


async def dead_letters(broker: ReliableStreamBroker) -> list[dict[bytes, bytes]]:
    async with broker.connection() as redis:
        letters: Any = await redis.xrange(broker.dead_letters)
        return [fields for _, fields in letters]


async def emptied(broker: ReliableStreamBroker) -> None:
    """Wait until the stream holds nothing: what is done is removed."""
    end = time.monotonic() + 20
    while await waiting(broker):
        assert time.monotonic() < end, "the queue did not become empty"
        await asyncio.sleep(0.05)


async def test_it_works_for_what_was_sent_before_the_first_worker_ever_ran(
    crew: Crew, broker: ReliableStreamBroker
) -> None:
    await kicker(broker, "rest").kiq("early", 0)
    crew.start()
    await crew.until(lambda: len(crew.written("end early")) == 1)
    await emptied(broker)


async def test_a_task_of_a_killed_worker_is_done_by_another_though_the_queue_is_quiet(
    crew: Crew, broker: ReliableStreamBroker, record_property: Record
) -> None:
    first = crew.start()
    await kicker(broker, "rest").kiq("a", 1.5)
    await crew.until(lambda: bool(crew.written("begin a")))
    second = crew.start()
    first.kill()
    with timed(record_property, "begun again {} s after, with a lease of one second"):
        await crew.until(lambda: len(crew.written("begin a")) == 2)
    await crew.until(lambda: bool(crew.written("end a")))
    assert crew.written("end a") == [f"end a {second.pid}"]
    assert len(crew.written("begin a")) == 2
    await emptied(broker)


@pytest.mark.parametrize("task", ["rest", "rest_awhile"])
async def test_a_task_longer_than_its_lease_is_not_started_twice(
    crew: Crew, broker: ReliableStreamBroker, task: str, record_property: Record
) -> None:
    crew.start(), crew.start()
    await kicker(broker, task).kiq("long", 3.5 * LEASE_MS / 1000)
    await crew.until(lambda: bool(crew.written("end long")))
    await emptied(broker)
    record_property("begun {} time", len(crew.written("begin")))
    assert len(crew.written("begin")) == 1


async def test_two_workers_share_what_there_is(crew: Crew, broker: ReliableStreamBroker) -> None:
    crew.start(), crew.start()
    await crew.until(lambda: crew.log.read_text().count("listening") == 2)
    for number in range(6):
        await kicker(broker, "rest").kiq(f"task{number}", 0.4)
    await crew.until(lambda: len(crew.written("end")) == 6)
    shares = Counter(line.split()[-1] for line in crew.written("end"))
    assert sorted(shares.values()) == [3, 3]


async def test_a_task_that_kills_its_workers_is_laid_aside_after_three_deliveries(
    crew: Crew, broker: ReliableStreamBroker
) -> None:
    await kicker(broker, "die").kiq("poison")
    for times in range(1, 4):
        worker = crew.start()
        await crew.until(lambda times=times: len(crew.written("begin poison")) == times)  # type: ignore[misc]
        worker.wait(10)
    crew.start()
    await kicker(broker, "rest").kiq("healthy", 0)
    await crew.until(lambda: bool(crew.written("end healthy")))
    await emptied(broker)
    assert len(crew.written("begin poison")) == 3
    letters = await dead_letters(broker)
    assert [letter[b"reason"] for letter in letters] == [b"delivered 3 times, never finished"]
    assert b"poison" in letters[0][b"data"]


async def test_a_task_that_fails_is_tried_three_times(crew: Crew, broker: ReliableStreamBroker) -> None:
    crew.start()
    await kicker(broker, "fail").kiq("unlucky")
    await crew.until(lambda: len(crew.written("begin unlucky")) == 3)
    await emptied(broker)
    assert len(await dead_letters(broker)) == 1


async def test_a_task_nobody_knows_is_laid_aside_and_not_dropped(crew: Crew, broker: ReliableStreamBroker) -> None:
    crew.start()
    await kicker(broker, "unheard_of").kiq()
    await emptied_after_start(crew, broker)
    letters = await dead_letters(broker)
    assert [letter[b"reason"] for letter in letters] == [b"no task is called unheard_of"]


async def emptied_after_start(crew: Crew, broker: ReliableStreamBroker) -> None:
    await crew.until(lambda: crew.log.exists() and "listening" in crew.log.read_text())
    await emptied(broker)


async def test_a_worker_told_to_stop_finishes_its_task_without_losing_the_lease(
    crew: Crew, broker: ReliableStreamBroker
) -> None:
    first = crew.start()
    await kicker(broker, "rest").kiq("last", 3 * LEASE_MS / 1000)
    await crew.until(lambda: bool(crew.written("begin last")))
    crew.start()
    first.send_signal(signal.SIGTERM)
    await crew.until(lambda: bool(crew.written("end last")))
    await emptied(broker)
    assert crew.written("begin last") == [f"begin last {first.pid}"]
    assert first.wait(10) == 0


async def test_a_worker_told_to_stop_without_patience_puts_its_task_back_at_once(
    crew: Crew, broker: ReliableStreamBroker, record_property: Record
) -> None:
    first = crew.start(patience_seconds=0.1)
    await kicker(broker, "rest").kiq("run", 2.5)
    await crew.until(lambda: bool(crew.written("begin run")))
    first.send_signal(signal.SIGTERM)
    with timed(record_property, "ended {} s after"):
        assert first.wait(5) == 0
    second = crew.start()
    await crew.until(lambda: bool(crew.written("end run")))
    assert crew.written("end run") == [f"end run {second.pid}"]
    assert "(1)" in crew.log.read_text(), "the delivery that was put back counts against the task"


async def test_the_group_forgets_workers_that_left(crew: Crew, broker: ReliableStreamBroker) -> None:
    worker = crew.start()
    await crew.until(lambda: crew.log.exists() and "listening" in crew.log.read_text())
    worker.send_signal(signal.SIGTERM)
    assert worker.wait(10) == 0
    async with broker.connection() as redis:
        assert await redis.xinfo_consumers(QUEUE, broker.consumer_group_name) == []


@pytest.mark.skipif("TEST_REDIS_URL" in os.environ, reason="restarts a server of its own")
async def test_redis_restarting_in_mid_task_changes_nothing(tmp_path: Path, open_folder: Path) -> None:
    with Valkey(open_folder / "valkey") as valkey:
        crew = Crew(valkey.url, tmp_path)
        sender = ReliableStreamBroker(valkey.url, queue_name=QUEUE, lease_ms=LEASE_MS)
        try:
            worker = crew.start()
            await kicker(sender, "rest").kiq("through", 3)
            await crew.until(lambda: bool(crew.written("begin through")))
            await asyncio.to_thread(valkey.stop)
            await asyncio.sleep(0.5)
            await asyncio.to_thread(valkey.start)
            await crew.until(lambda: bool(crew.written("end through")))
            await emptied(sender)
            await kicker(sender, "rest").kiq("after", 0)
            await crew.until(lambda: bool(crew.written("end after")))
            assert len(crew.written("begin through")) == 1
            assert worker.poll() is None, "the worker did not live through it"
        finally:
            crew.stop()
            await sender.shutdown()


@pytest.mark.skipif("TEST_REDIS_URL" in os.environ, reason="restarts a server of its own")
async def test_redis_coming_back_empty_does_not_stop_the_workers(tmp_path: Path) -> None:
    with Valkey() as valkey:  # keeps nothing
        crew = Crew(valkey.url, tmp_path)
        sender = ReliableStreamBroker(valkey.url, queue_name=QUEUE, lease_ms=LEASE_MS)
        try:
            crew.start()
            await kicker(sender, "rest").kiq("before", 0)
            await crew.until(lambda: bool(crew.written("end before")))
            await asyncio.to_thread(valkey.stop)
            await asyncio.to_thread(valkey.start)
            await kicker(sender, "rest").kiq("after", 0)
            await crew.until(lambda: bool(crew.written("end after")))
        finally:
            crew.stop()
            await sender.shutdown()
