"""Coroutines beside others end when they are told to, even those that do not hear well."""

from __future__ import annotations

import asyncio

import pytest

from shared.background import beside, end


async def test_it_works() -> None:
    beats: list[int] = []

    async def beat() -> None:
        while True:
            beats.append(1)
            await asyncio.sleep(0)

    async with beside(beat(), failed=pytest.fail):
        await asyncio.sleep(0.01)
    count = len(beats)
    await asyncio.sleep(0.01)
    assert beats and len(beats) == count


async def test_a_task_that_loses_a_cancellation_ends_all_the_same() -> None:
    lost = 0

    async def hard_of_hearing() -> None:
        nonlocal lost
        while True:
            try:
                await asyncio.sleep(60)
            except asyncio.CancelledError:
                lost += 1
                if lost > 2:
                    raise

    task = asyncio.create_task(hard_of_hearing())
    await asyncio.sleep(0)
    await asyncio.wait_for(end(task), 10)
    assert task.cancelled()


async def test_what_ends_early_is_noticed_and_its_error_raised() -> None:
    noticed = asyncio.Event()

    async def fail() -> None:
        raise RuntimeError("as asked")

    with pytest.raises(RuntimeError, match="as asked"):
        async with beside(fail(), failed=noticed.set):
            await asyncio.wait_for(noticed.wait(), 10)
