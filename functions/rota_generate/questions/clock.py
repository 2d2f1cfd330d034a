"""How much is left of the time for one answer."""

from __future__ import annotations

import time
from collections.abc import Callable

KEPT_BACK = 0.35  # seconds, for reading and writing the rows, and for a search that ends a little late
LEAST = 0.3


class Clock:
    """Counts down the seconds one answer may take."""

    def __init__(self, seconds: float, now: Callable[[], float] = time.monotonic) -> None:
        self._now, self._began, self._seconds = now, now(), seconds

    @property
    def passed(self) -> float:
        return self._now() - self._began

    @property
    def left(self) -> float:
        return self._seconds - self.passed - KEPT_BACK

    def part(self, share: float) -> float:
        """So much of what is left, in seconds; never nothing."""
        return max(LEAST, share * self.left)
