"""Coroutines that run beside others, and their reliable end."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable, Coroutine
from contextlib import asynccontextmanager
from typing import Any

AGAIN_SECONDS = 0.2


async def end(*tasks: asyncio.Task[Any]) -> None:
    """Cancel tasks until they have ended.

    Until, because a cancellation can get lost: before Python 3.12, `asyncio.wait_for` drops one that arrives just as
    what it waits for is done, and redis-py waits that way for every command. A loop told once may go on for ever.
    """
    while waiting := [task for task in tasks if not task.done()]:
        for task in waiting:
            task.cancel()
        await asyncio.wait(waiting, timeout=AGAIN_SECONDS)


@asynccontextmanager
async def beside(*work: Coroutine[Any, Any, None], failed: Callable[[], object]) -> AsyncIterator[None]:
    """Run coroutines as long as the block lasts. `failed` is called when one ends before; what it raised is raised
    once the block has ended."""
    tasks = [asyncio.create_task(each) for each in work]
    for task in tasks:
        task.add_done_callback(lambda _: failed())
    try:
        yield
    finally:
        await end(*tasks)
    for task in tasks:
        if not task.cancelled() and (error := task.exception()):
            raise error
