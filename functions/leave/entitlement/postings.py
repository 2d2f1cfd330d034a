"""What requests for leave post to the ledger: reserved when asked for, booked when approved, given back if not taken.

Everything is posted under the key of its request and brings the sum under that key to what it should be, so asking
twice for the same thing posts nothing the second time. Whoever changes leave in the same transaction counts it up first
(`requests.queries.count_up`), then comes here: transactions that lock in one order never wait for each other in a ring.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from uuid import UUID

from functions.leave.entitlement import bookings, queries, service
from functions.leave.entitlement.nouns import USED, Entry, EntryKind, Line, request_key
from shared import clock
from shared.db import Tx
from shared.domain.entitlement import Charge, uses_entitlement
from shared.domain.leave import LeaveKind
from shared.domain.problem import Practice

Wanted = Mapping[tuple[date, str], Line]  # (leave year, kind) -> what should be posted for a request


async def left(tx: Tx, practice: Practice, code: str, leave_year: date, *, today: date) -> int:
    """Minutes left of a leave year, signed; pending requests count as used.

    Holds the ledger until the transaction ends, so it is still true when you reserve.
    """
    await queries.hold(tx, code=code)
    ledger = await service.ledger_of(tx, practice, code, today=today)
    return ledger.left(ledger.year_of(leave_year))


async def reserve(
    tx: Tx, practice: Practice, *, request_id: UUID, code: str, charge: Charge, kind: LeaveKind, by: UUID | None
) -> None:
    """Take what a request would cost, at once on asking. Nothing for a kind that does not use the entitlement."""
    await _post_request(
        tx, practice, EntryKind.PENDING, request_id=request_id, code=code, charge=charge, kind=kind, by=by,
        reason="Asked for.",
    )  # fmt: skip


async def book(
    tx: Tx, practice: Practice, *, request_id: UUID, code: str, charge: Charge, kind: LeaveKind, by: UUID | None
) -> None:
    """Approved: what was reserved is given back and booked, in one go."""
    await _post_request(
        tx, practice, EntryKind.BOOKED, request_id=request_id, code=code, charge=charge, kind=kind, by=by,
        reason="Approved.",
    )  # fmt: skip


async def release(tx: Tx, *, request_id: UUID, by: UUID | None, reason: str) -> None:
    """Declined or cancelled: what is posted for the request sums to nought again."""
    code = await queries.person_of_key(tx, key=request_key(request_id))
    if code is not None:
        await queries.hold(tx, code=code)
        await _settle(tx, code, request_key(request_id), {}, by=by, reason=reason)


async def _post_request(
    tx: Tx, practice: Practice, as_: EntryKind, *, request_id: UUID, code: str, charge: Charge, kind: LeaveKind,
    by: UUID | None, reason: str,
) -> None:  # fmt: skip
    if not uses_entitlement(kind):
        return
    await queries.hold(tx, code=code)
    ledger = await service.ledger_of(tx, practice, code, today=clock.today())
    key, wanted = request_key(request_id), {}
    for start, minutes in charge.by_year.items():
        year = ledger.year_of(start)
        if minutes and ledger.has(year):
            wanted[year.start, as_.value] = bookings.line(practice, code, kind, as_, key, charge, year)
    await _settle(tx, code, key, wanted, by=by, reason=reason)
    years = [ledger.year_of(start) for start in charge.by_year]
    await service.post_differences(tx, ledger, years, because=service.BY_ITSELF, besides=key)


async def _settle(tx: Tx, code: str, key: str, wanted: Wanted, *, by: UUID | None, reason: str) -> None:
    """Bring the sums under one key to what is wanted, by posting the differences: given back first, then taken."""
    posted = await queries.entries_under(tx, code=code, key=key)
    sums = _sums(posted)
    for about in sorted({*sums, *wanted}, key=lambda about: (about[0], list(EntryKind).index(EntryKind(about[1])))):
        line = wanted.get(about)
        minutes = (line.minutes if line else 0) - sums.get(about, 0)
        if minutes:
            words = line or _as_posted(next(e for e in reversed(posted) if (e.leave_year, e.kind) == about))
            await queries.insert_entry(
                tx, code=code, leave_year=about[0], kind=about[1], key=key, minutes=minutes,
                session_minutes=words.session_minutes, effective=words.effective, reason=reason, detail=words.detail,
                by=by,
            )  # fmt: skip


def _sums(posted: list[Entry]) -> dict[tuple[date, str], int]:
    sums: dict[tuple[date, str], int] = {}
    for entry in posted:
        if entry.kind in USED:
            sums[entry.leave_year, entry.kind] = sums.get((entry.leave_year, entry.kind), 0) + entry.minutes
    return sums


def _as_posted(entry: Entry) -> Line:
    """The words of an entry, to take it back in."""
    what = str(entry.detail.get("what", ""))
    return Line(EntryKind(entry.kind), entry.key, entry.effective, 0, entry.session_minutes, what)
