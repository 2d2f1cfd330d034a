"""What many processes count, added up."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator

import pytest
from prometheus_client import CollectorRegistry, Counter
from redis.asyncio import Redis
from redis.exceptions import ConnectionError as Away

from infra.monitoring.push import Pusher, field, sums_key
from shared.settings import Settings


class Process:
    """One process with a counter of its own."""

    def __init__(self, settings: Settings) -> None:
        registry = CollectorRegistry()
        self.counter = Counter("letters_total", "Letters sent.", ("outcome",), registry=registry)
        self.pusher = Pusher(settings, registry)


@pytest.fixture
async def redis(settings: Settings) -> AsyncIterator[Redis]:
    async with Redis.from_url(settings.redis_url) as client:
        yield client


async def total(redis: Redis, settings: Settings) -> float | None:
    value = await redis.hget(sums_key(settings), field("letters_total", {"outcome": "sent"}))
    return None if value is None else float(value)


async def test_it_works(settings: Settings, redis: Redis) -> None:
    one, two = Process(settings), Process(settings)
    one.counter.labels(outcome="sent").inc(2)
    two.counter.labels(outcome="sent").inc(3)
    await asyncio.gather(one.pusher.push(redis), two.pusher.push(redis))
    assert await total(redis, settings) == 5


async def test_nothing_is_added_twice(settings: Settings, redis: Redis) -> None:
    process = Process(settings)
    process.counter.labels(outcome="sent").inc()
    for _ in range(3):
        await process.pusher.push(redis)
    assert await total(redis, settings) == 1


async def test_the_sum_stays_when_a_process_is_replaced(settings: Settings, redis: Redis) -> None:
    for _ in range(3):
        process = Process(settings)
        process.counter.labels(outcome="sent").inc()
        await process.pusher.push(redis)
    assert await total(redis, settings) == 3


async def test_a_count_begins_at_nought(settings: Settings, redis: Redis) -> None:
    process = Process(settings)
    process.counter.labels(outcome="sent")
    await process.pusher.push(redis)
    assert await total(redis, settings) == 0


async def test_what_could_not_be_pushed_is_pushed_later(
    settings: Settings, redis: Redis, monkeypatch: pytest.MonkeyPatch
) -> None:
    process = Process(settings)
    process.counter.labels(outcome="sent").inc(2)

    async def away(*_: object) -> None:
        raise Away("away")

    with monkeypatch.context() as broken:
        broken.setattr("redis.asyncio.client.Pipeline.execute", away)
        await process.pusher.push(redis)
    assert await total(redis, settings) is None
    process.counter.labels(outcome="sent").inc()
    await process.pusher.push(redis)
    assert await total(redis, settings) == 3
