"""What makes the alerts look again: whatever changes the rota, or what it is measured by, and each new day.

Every listener looks at every week that is watched. That costs milliseconds a week, and whatever a listener before it
has missed is found.
"""

from __future__ import annotations

from functions.rota.alerts import service
from shared.db import Tx
from shared.events import (
    LeaveCancelled,
    LeaveDecided,
    PracticeImported,
    RotaPublished,
    SettingsChanged,
    TermsChanged,
    subscribe,
)


@subscribe(RotaPublished)
async def on_rota_published(tx: Tx, _event: RotaPublished) -> None:
    """Another rota is the one people see."""
    await service.refresh_all(tx)


@subscribe(LeaveDecided)
async def on_leave_decided(tx: Tx, event: LeaveDecided) -> None:
    """Somebody approved is away; who is declined was never away."""
    if event.approved:
        await service.refresh_all(tx)


@subscribe(LeaveCancelled)
async def on_leave_cancelled(tx: Tx, _event: LeaveCancelled) -> None:
    """Somebody may be back."""
    await service.refresh_all(tx)


@subscribe(TermsChanged)
async def on_terms_changed(tx: Tx, _event: TermsChanged) -> None:
    """Somebody works otherwise, or not any more."""
    await service.refresh_all(tx)


@subscribe(SettingsChanged)
async def on_settings_changed(tx: Tx, _event: SettingsChanged) -> None:
    """The rules, or the days the practice is open, may be others."""
    await service.refresh_all(tx)


@subscribe(PracticeImported)
async def on_practice_imported(tx: Tx, _event: PracticeImported) -> None:
    """Anything may be otherwise."""
    await service.refresh_all(tx)


async def look_again(tx: Tx) -> None:
    """The daily job: another week may have begun, and what is over needs nobody."""
    await service.refresh_all(tx)
