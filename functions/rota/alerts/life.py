"""What becomes of alerts when the rota is looked at again. Pure.

An alert lasts as long as its breach. Dismissed, it stays so until the breach is worse than it was when it was
dismissed: better and as bad again is nothing new.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Generic, TypeVar

from functions.rota.alerts.nouns import Alert, Status, Watched

W = TypeVar("W", bound=Watched)


@dataclass(frozen=True, slots=True)
class Steps(Generic[W]):
    """What is to be written: `raised` are new, `changed` read otherwise than they did, `restored` were dismissed and
    have become worse, `resolved` are no more."""

    raised: tuple[Alert, ...]
    changed: tuple[tuple[W, Alert], ...]
    restored: tuple[tuple[W, Alert], ...]
    resolved: tuple[W, ...]


def steps(kept: Iterable[W], found: Iterable[Alert]) -> Steps[W]:
    """From what is kept of some weeks, resolved alerts left out, to what was found in them."""
    before = {alert.key: alert for alert in kept}
    now = {alert.key: alert for alert in found}
    both = [(before[key], alert) for key, alert in now.items() if key in before]
    back = [pair for pair in both if is_back(*pair)]
    return Steps(
        raised=tuple(alert for key, alert in now.items() if key not in before),
        changed=tuple(pair for pair in both if pair not in back and reads_otherwise(*pair)),
        restored=tuple(back),
        resolved=tuple(alert for key, alert in before.items() if key not in now),
    )


def is_back(kept: Watched, now: Alert) -> bool:
    """Whether a dismissed alert is worse than what was dismissed."""
    return kept.status == Status.DISMISSED and now.points > (kept.dismissed_points or 0)


def reads_otherwise(kept: Watched, now: Alert) -> bool:
    was = (kept.severity, kept.points, kept.because, kept.need, kept.have)
    return was != (now.severity, now.points, now.because, now.need, now.have)
