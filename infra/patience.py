"""A question to something that may not answer: a store that hangs must not hang whoever asks after its health."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable
from typing import Generic, TypeVar

T = TypeVar("T")

ANSWER_SECONDS = 2.0
HOPE_SECONDS = 15.0  # after this a question is asked anew: its connection will never answer


class Question(Generic[T]):
    """Asked once at a time, however many want to know; the answer may be kept for a while."""

    def __init__(
        self, ask: Callable[[], Awaitable[T]], *, seconds: float = ANSWER_SECONDS, keep_seconds: float = 0.0
    ) -> None:
        self._ask, self._seconds, self._keep_seconds = ask, seconds, keep_seconds
        self._asked: asyncio.Task[T] | None = None
        self._asked_at = 0.0

    async def answer(self) -> T:
        """The answer, or what the question raised; TimeoutError when it is not there in time."""
        asked = self._pending()
        await asyncio.wait({asked}, timeout=self._seconds)
        if not asked.done():
            raise TimeoutError("no answer in time")
        return asked.result()

    def _pending(self) -> asyncio.Task[T]:
        age = time.monotonic() - self._asked_at
        if self._asked is not None and age < (self._keep_seconds if self._asked.done() else HOPE_SECONDS):
            return self._asked
        if self._asked is not None:
            self._asked.cancel()  # and not waited for: that may take as long as the answer
        self._asked, self._asked_at = asyncio.create_task(self._put()), time.monotonic()
        self._asked.add_done_callback(_look)
        return self._asked

    async def _put(self) -> T:
        return await self._ask()


def _look(asked: asyncio.Task[T]) -> None:
    """Take note of how it ended, so that nobody is told that nobody did."""
    if not asked.cancelled():
        asked.exception()
