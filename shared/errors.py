"""What can go wrong, in the trade's terms. None of these knows HTTP; `shared.http` says each in the web's words."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Reason:
    """One thing that is wrong, in words, and where to look for it."""

    message: str
    code: str | None = None
    field: str | None = None
    file: str | None = None
    line: int | None = None
    instead: str | None = None


class DomainError(Exception):
    """The base of every error a caller can do something about."""

    def __init__(self, message: str, *, reasons: Iterable[Reason] = ()) -> None:
        super().__init__(message)
        self.message = message
        self.reasons = tuple(reasons)


class Refused(DomainError):
    """The question itself is wrong: asked again unchanged, the answer is the same. Lists every reason."""

    def __init__(self, code: str, message: str, *, reasons: Iterable[Reason] = ()) -> None:
        super().__init__(message, reasons=reasons)
        self.code = code


class NotFound(DomainError):
    """There is no such thing, or not for this caller."""


class NotSignedIn(DomainError):
    """Nobody knows yet who is asking."""


class Forbidden(DomainError):
    """Somebody known asks for what is not theirs to do."""


class Stale(DomainError):
    """The world has moved on since the caller looked. `newer` is the state as it is now, where that helps."""

    def __init__(self, message: str, *, reasons: Iterable[Reason] = (), newer: dict[str, Any] | None = None) -> None:
        super().__init__(message, reasons=reasons)
        self.newer = newer


class TooMany(DomainError):
    """Asked too often. `retry_after_seconds` says when to try again."""

    def __init__(self, message: str, *, retry_after_seconds: int) -> None:
        super().__init__(message)
        self.retry_after_seconds = retry_after_seconds


class Busy(DomainError):
    """A store this needs does not answer in time. Trying again later may work."""
