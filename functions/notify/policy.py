"""When to try again, when to leave it, and what a person may have sent again. Pure."""

from __future__ import annotations

from datetime import datetime, timedelta

from shared.errors import Reason, Refused, Stale
from shared.queries.mail import Posted

# After each attempt that failed for now: a restart is over in a minute, greylisting in a quarter of an hour, a broken
# mail server in a working day. Then somebody has to look.
WAITS = tuple(timedelta(minutes=minutes) for minutes in (1, 5, 15, 30, 60, 120, 240, 480, 480))

GIVEN_UP = ("failed", "uncertain")
NOT_KEPT = (
    "What stood in it is not kept, because it held a link that opens an account. Have a new one made: an invitation on "
    "this page, a forgotten password or a new address by the person themselves."
)
MAY_ARRIVE_TWICE = "It may have arrived. Say that it may arrive twice."


def next_try(
    attempts: int, *, at: datetime, useful_until: datetime | None, wait: timedelta | None = None
) -> datetime | None:
    """When to try again after this many attempts; None when it is not worth it any more.

    `wait`: how long the other side asked for, when it did.
    """
    if attempts > len(WAITS):
        return None
    due = at + max(WAITS[attempts - 1], wait or timedelta())
    return None if useful_until is not None and due >= useful_until else due


def require_sendable(posted: Posted, *, may_arrive_twice: bool) -> None:
    """Raises Stale or Refused, with every reason, when a message cannot be sent again as it was."""
    if posted.status not in GIVEN_UP:
        raise Stale("This message was not given up, or is on its way again.")
    reasons = []
    if not posted.kept:
        reasons.append(Reason(NOT_KEPT, "not-kept"))
    if posted.status == "uncertain" and not may_arrive_twice:
        reasons.append(Reason(MAY_ARRIVE_TWICE, "may-arrive-twice", field="may_arrive_twice"))
    if reasons:
        raise Refused("mail-again", "This message is not sent again as it was.", reasons=reasons)
