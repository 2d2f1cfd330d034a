"""What leave does later, and what it listens to.

The ledger follows working terms and settings: whenever they change, what it lacks is posted, and nothing is rewritten.
"""

from __future__ import annotations

from functions.leave.entitlement import service
from functions.leave.requests import letters
from functions.leave.rounds import allocation
from shared import clock
from shared.db import Tx
from shared.events import LeaveCancelled, LeaveDecided, PracticeImported, SettingsChanged, TermsChanged, subscribe
from shared.queries.practice import load_practice
from shared.settings import load


@subscribe(PracticeImported)
async def on_practice_imported(tx: Tx, _event: PracticeImported) -> None:
    """New terms and new leave: everybody's ledger."""
    await service.reconcile_everybody(tx, because="The practice's files were read in.")


@subscribe(SettingsChanged)
async def on_settings_changed(tx: Tx, _event: SettingsChanged) -> None:
    """Leave rules, bank holidays or closures may have changed: everybody's ledger."""
    await service.reconcile_everybody(tx, because="The practice's settings changed.")


@subscribe(TermsChanged)
async def on_terms_changed(tx: Tx, event: TermsChanged) -> None:
    """One person's ledger, also when they have just left."""
    known = await load_practice(tx)
    if known is not None:
        await service.reconcile_person(
            tx, known.practice, event.person_code, today=clock.today(), because="Working terms changed."
        )


async def reconcile_ledgers(tx: Tx) -> None:
    """The daily job: a leave year that ends carries over, one that begins is granted."""
    await service.reconcile_everybody(tx, because="The day's work on the ledger.")


@subscribe(LeaveDecided)
async def on_leave_decided(tx: Tx, event: LeaveDecided) -> None:
    """Its owner is told."""
    await letters.tell(tx, load, leave_id=event.request_id)


@subscribe(LeaveCancelled)
async def on_leave_cancelled(tx: Tx, event: LeaveCancelled) -> None:
    """Its owner is told, and a popular week that is given back goes to the next in line."""
    await letters.tell(tx, load, leave_id=event.request_id)
    await allocation.give_up(tx, leave_id=event.request_id)


async def allocate_rounds(tx: Tx) -> None:
    """The hourly job: popular weeks whose last day for bids is over are given out."""
    await allocation.allocate_due(tx)
