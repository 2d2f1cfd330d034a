"""Who says of itself that it does its work, and who does not."""

from __future__ import annotations

import asyncio
import os
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest
import redis as redis_client

from infra import heartbeat
from infra.heartbeat import Stuck, all_listed, beat, here, is_alive, listed
from shared.background import end
from shared.in_hand import IN_HAND
from shared.settings import Settings
from tests.systems import seen


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(heartbeat, "EVERY_SECONDS", 0.05)


@asynccontextmanager
async def beating(settings: Settings, process: str, stuck: Stuck = lambda: None) -> AsyncIterator[None]:
    heart = asyncio.create_task(beat(settings, process, stuck))
    try:
        yield
    finally:
        await end(heart)


async def test_it_works(settings: Settings) -> None:
    async with beating(settings, "worker"):
        await seen(lambda: is_alive(settings, "worker"))
        (line,) = listed(settings)
    assert (line.process, line.host, line.pid) == ("worker", here(), os.getpid())
    assert line.started_at <= line.at
    assert line.memory_bytes > 10_000_000


async def test_it_tells_what_is_in_hand(settings: Settings) -> None:
    with IN_HAND.working_on("deliver_event"):
        async with beating(settings, "worker"):
            await seen(lambda: listed(settings))
            assert listed(settings)[0].doing == ("deliver_event",)
            done = IN_HAND.done
    async with beating(settings, "worker"):
        await seen(lambda: listed(settings))
        assert listed(settings)[0].done == done + 1
        assert listed(settings)[0].doing == ()


async def test_several_of_one_kind_are_told_apart(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    async with beating(settings, "worker"), beating(settings, "solver"):
        await seen(lambda: len(listed(settings)) == 2)
        with monkeypatch.context() as elsewhere:
            elsewhere.setattr(heartbeat, "here", lambda: "another-machine")
            await seen(lambda: len(listed(settings)) == 4)
        assert is_alive(settings, "worker", "another-machine")
        assert {each.host for each in listed(settings) if each.process == "worker"} == {here(), "another-machine"}


async def test_a_worker_elsewhere_does_not_speak_for_this_one(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(heartbeat, "here", lambda: "another-machine")
    async with beating(settings, "worker"):
        await seen(lambda: listed(settings))
        monkeypatch.undo()
        assert not is_alive(settings, "worker")


async def test_one_that_is_stuck_falls_silent(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(heartbeat, "LASTS_SECONDS", 1)
    moves = True
    async with beating(settings, "worker", lambda: None if moves else "the queue does not move"):
        await seen(lambda: is_alive(settings, "worker"))
        moves = False
        await seen(lambda: not is_alive(settings, "worker"))
        moves = True
        await seen(lambda: is_alive(settings, "worker"))


async def test_one_that_ends_is_gone_at_once(settings: Settings) -> None:
    async with beating(settings, "scheduler"):
        await seen(lambda: is_alive(settings, "scheduler"))
    assert not is_alive(settings, "scheduler")


async def test_names_of_the_killed_are_forgotten(settings: Settings) -> None:
    with redis_client.Redis.from_url(settings.redis_url) as redis:
        redis.sadd(f"{settings.cache_prefix}:heartbeats", "worker:long-gone:7")
        async with heartbeat.Redis.from_url(settings.redis_url) as client:
            assert await all_listed(client, settings) == []
        assert not redis.exists(f"{settings.cache_prefix}:heartbeats")
