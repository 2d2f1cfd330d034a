"""What every carrier does, and the three ways it can end badly."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from datetime import timedelta
from typing import Protocol

from shared.mail import Letter

HandOver = Callable[[], Awaitable[None]]


class NotNow(Exception):
    """It was certainly not taken, and may be another time. The words are for administrators.

    `wait`: how long the other side asked to be left alone, when it did.
    """

    def __init__(self, words: str, *, wait: timedelta | None = None) -> None:
        super().__init__(words)
        self.wait = wait


class Refusal(Exception):
    """It was certainly not taken, and never will be as it is."""


class Silence(Exception):
    """It was handed over and nobody said whether it was taken."""


class Carrier(Protocol):
    """Takes one message to its receiver."""

    async def carry(self, letter: Letter, hand_over: HandOver) -> str:
        """What the server said when it took the message. Raises NotNow, Refusal or Silence.

        Awaits `hand_over()` at the last moment at which nothing has been given away yet, and sends nothing when that
        raises.
        """
        ...
