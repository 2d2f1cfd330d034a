"""What the ledger does by the clock, and what makes it count closed weeks again.

A week that is closed follows its rota: whatever changes it later posts the difference, and nothing is rewritten.
"""

from __future__ import annotations

from functions.rota.fairness import queries, service
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


async def close_weeks(tx: Tx) -> None:
    """The daily job: weeks that are over are closed."""
    await service.close_weeks(tx)


@subscribe(RotaPublished)
async def on_rota_published(tx: Tx, event: RotaPublished) -> None:
    """The rota of weeks gone by may have been put right."""
    dates = await queries.dates_of_version(tx, version_id=event.version_id)
    if dates is not None:
        await service.count_again(tx, start=dates[0], end=dates[1])


@subscribe(LeaveDecided)
async def on_leave_decided(tx: Tx, event: LeaveDecided) -> None:
    """Somebody may have been away in weeks gone by: sickness is often recorded late."""
    if event.approved:
        await _count_leave_again(tx, event)


@subscribe(LeaveCancelled)
async def on_leave_cancelled(tx: Tx, event: LeaveCancelled) -> None:
    """Somebody may have been there after all."""
    await _count_leave_again(tx, event)


async def _count_leave_again(tx: Tx, event: LeaveDecided | LeaveCancelled) -> None:
    dates = await queries.dates_of_leave(tx, leave_id=event.request_id)
    if dates is not None:
        await service.count_again(tx, start=dates[0], end=dates[1])


@subscribe(TermsChanged)
async def on_terms_changed(tx: Tx, _event: TermsChanged) -> None:
    """Somebody may have come, gone or worked otherwise earlier than was known."""
    await service.count_again(tx)


@subscribe(SettingsChanged)
async def on_settings_changed(tx: Tx, _event: SettingsChanged) -> None:
    """A day gone by may have been shut. What a week counts by stays as it was closed."""
    await service.count_again(tx)


@subscribe(PracticeImported)
async def on_practice_imported(tx: Tx, _event: PracticeImported) -> None:
    """Anything of weeks gone by may have been put right."""
    await service.count_again(tx)
