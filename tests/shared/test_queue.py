"""The queue's promises, one message at a time. What happens to real processes is in tests/chaos."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Iterator
from contextlib import contextmanager
from typing import Any, cast

import orjson
import pytest
from taskiq.kicker import AsyncKicker

from shared import queue
from shared.queue import Delivery, ReliableStreamBroker, default_broker, solver_broker
from shared.settings import Settings
from tests.systems import seen


@pytest.fixture
async def brokers(settings: Settings) -> AsyncIterator[list[ReliableStreamBroker]]:
    """Two workers' ends of one queue, and with them its sender."""
    brokers = [default_broker(settings) for _ in range(2)]
    for broker in brokers:
        await broker.startup()
    yield brokers
    for broker in brokers:
        await broker.shutdown()


async def send(broker: ReliableStreamBroker, *words: Any) -> None:
    await AsyncKicker[..., Any](task_name="note", broker=broker, labels={}).kiq(*words)


async def take(broker: ReliableStreamBroker) -> Delivery:
    """The next message for this worker."""
    messages = broker.listen()
    try:
        return cast(Delivery, await anext(messages))
    finally:
        await messages.aclose()


async def pending(broker: ReliableStreamBroker) -> list[dict[str, Any]]:
    async with broker.connection() as redis:
        found: Any = await redis.xpending_range(broker.queue_name, broker.consumer_group_name, "-", "+", 10)
        return list(found)


async def length(broker: ReliableStreamBroker) -> int:
    async with broker.connection() as redis:
        return int(await redis.xlen(broker.queue_name))


async def test_it_works(brokers: list[ReliableStreamBroker]) -> None:
    await send(brokers[0], "hello", 3)
    delivery = await take(brokers[1])
    assert orjson.loads(delivery.data)["args"] == ["hello", 3]
    await cast(Any, delivery.ack())
    assert await length(brokers[0]) == 0
    assert await pending(brokers[0]) == []
    assert brokers[1].held == ()


async def test_a_message_not_acknowledged_stays(brokers: list[ReliableStreamBroker]) -> None:
    await send(brokers[0])
    delivery = await take(brokers[0])
    assert brokers[0].held == (delivery.id,)
    assert [message["message_id"] for message in await pending(brokers[0])] == [delivery.id]


async def test_what_is_put_back_is_had_by_another_at_once_and_as_if_for_the_first_time(
    brokers: list[ReliableStreamBroker],
) -> None:
    await send(brokers[0])
    first = await take(brokers[0])
    await brokers[0].put_back(first.id)
    second = await take(brokers[1])
    assert second.id == first.id
    [message] = await pending(brokers[0])
    assert message["times_delivered"] == 1
    assert message["consumer"].decode() == brokers[1].consumer_name


async def test_what_another_has_taken_over_cannot_be_put_back(brokers: list[ReliableStreamBroker]) -> None:
    await send(brokers[0])
    first = await take(brokers[0])
    await brokers[0].put_back(first.id)
    await take(brokers[1])
    await brokers[0].put_back(first.id)
    [message] = await pending(brokers[0])
    assert message["consumer"].decode() == brokers[1].consumer_name


async def test_what_is_buried_can_be_found_with_its_reason(brokers: list[ReliableStreamBroker]) -> None:
    await send(brokers[0], "poor thing")
    delivery = await take(brokers[0])
    await brokers[0].bury(delivery.id, delivery.data, "no use")
    async with brokers[0].connection() as redis:
        letters: Any = await redis.xrange(brokers[0].dead_letters)
    assert [(letter[b"reason"], letter[b"id"]) for _, letter in letters] == [(b"no use", delivery.id)]
    assert await length(brokers[0]) == 0


async def test_taking_leave_with_a_message_in_hand_does_not_lose_it(settings: Settings) -> None:
    broker, other = default_broker(settings), default_broker(settings)
    await broker.startup()
    await send(broker)
    await take(broker)
    await broker.shutdown()
    await other.startup()
    assert len(await pending(other)) == 1
    await other.shutdown()


def test_the_two_queues_have_names_of_their_own_under_the_prefix(settings: Settings) -> None:
    changed = settings.model_copy(update={"cache_prefix": "north"})
    assert default_broker(changed).queue_name == "north:tasks"
    assert solver_broker(changed).queue_name == "north:solve"


def test_a_run_may_take_as_long_as_anybody_may_ask_for(settings: Settings) -> None:
    assert solver_broker(settings).max_run_seconds > settings.solve_seconds_max


@pytest.fixture
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(queue, "STUCK_SECONDS", 0.5)


@contextmanager
def listening(broker: ReliableStreamBroker) -> Iterator[None]:
    """Somebody who asks for messages, and does nothing with them."""

    async def listen() -> None:
        async for _ in broker.listen():
            pass

    task = asyncio.create_task(listen())
    yield
    task.cancel()


async def test_a_queue_that_is_listened_to_is_not_stuck(brokers: list[ReliableStreamBroker], impatient: None) -> None:
    with listening(brokers[0]):
        for _ in range(10):
            await asyncio.sleep(0.1)
            assert brokers[0].stuck(1) is None
    assert "nobody has looked at the queue" in (brokers[1].stuck(1) or "")


async def test_a_queue_that_cannot_be_read_is_stuck_until_it_can(
    brokers: list[ReliableStreamBroker], impatient: None
) -> None:
    with listening(brokers[0]):
        async with brokers[0].connection() as redis:
            await redis.delete(brokers[0].queue_name)
            await redis.set(brokers[0].queue_name, "no queue at all")
            await seen(lambda: brokers[0].stuck(1))
            await redis.delete(brokers[0].queue_name)
        await seen(lambda: brokers[0].stuck(1) is None)


async def test_a_worker_with_its_hands_full_is_not_stuck(brokers: list[ReliableStreamBroker], impatient: None) -> None:
    await send(brokers[0])
    await take(brokers[0])
    await asyncio.sleep(1)
    assert brokers[0].stuck(places=1) is None, "it renews the lease of what it is at"
    assert brokers[0].stuck(places=2), "it has a place left, and takes nothing"


async def test_a_worker_whose_task_never_ends_is_stuck(settings: Settings, impatient: None) -> None:
    broker = ReliableStreamBroker(settings.redis_url, queue_name="endless", lease_ms=300, max_run_seconds=0.3)
    await broker.startup()
    await send(broker)
    await take(broker)
    await seen(lambda: broker.stuck(1))
    await broker.shutdown()
