"""What makes the alerts look again: whatever changes the rota, or what it is measured by, and each new day.

Every listener looks at every week that is watched. That costs milliseconds a week, and whatever a listener before it
has missed is found.
"""

from __future__ import annotations

from functions.rota.alerts import service
from shared.db import Tx
from shared.events import (
    Event,
    LeaveCancelled,
    LeaveDecided,
    PracticeImported,
    RotaPublished,
    SettingsChanged,
    TermsChanged,
    subscribe,
)

# Another rota is the one people see; somebody may be back; works otherwise, or not any more; the rules, or the days the
# practice is open, may be others; anything may be otherwise.
LOOKED_AT_AFTER: tuple[type[Event], ...] = (
    RotaPublished,
    LeaveCancelled,
    TermsChanged,
    SettingsChanged,
    PracticeImported,
)


async def on_a_change(tx: Tx, _event: Event) -> None:
    """Something that alerts depend on may be otherwise by now."""
    await service.refresh_all(tx)


for kind in LOOKED_AT_AFTER:
    subscribe(kind)(on_a_change)


@subscribe(LeaveDecided)
async def on_leave_decided(tx: Tx, event: LeaveDecided) -> None:
    """Somebody approved is away; who is declined was never away."""
    if event.approved:
        await service.refresh_all(tx)


async def look_again(tx: Tx) -> None:
    """The daily job: another week may have begun, and what is over needs nobody."""
    await service.refresh_all(tx)
