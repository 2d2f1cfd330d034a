"""When to try again, and when to leave it. Pure."""

from __future__ import annotations

from datetime import datetime, timedelta

# After each attempt that failed for now: a restart is over in a minute, greylisting in a quarter of an hour, a broken
# mail server in a working day. Then somebody has to look.
WAITS = tuple(timedelta(minutes=minutes) for minutes in (1, 5, 15, 30, 60, 120, 240, 480, 480))


def next_try(attempts: int, *, at: datetime, useful_until: datetime | None) -> datetime | None:
    """When to try again after this many attempts; None when it is not worth it any more."""
    if attempts > len(WAITS):
        return None
    due = at + WAITS[attempts - 1]
    return None if useful_until is not None and due >= useful_until else due
