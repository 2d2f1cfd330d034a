"""What an administrator posts to somebody's ledger by hand, always with a reason; and taking it back, once."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from uuid import UUID

from functions.leave.entitlement import queries, service
from functions.leave.entitlement.nouns import BY_HAND, Entry, EntryKind, Line
from functions.leave.entitlement.policy import Ledger
from functions.leave.entitlement.words import count, number
from shared import audit
from shared.db import Tx
from shared.domain.amount import Amount, AmountUnit, amount_of, minutes_in, plain
from shared.domain.entitlement import ONE_DAY, LeaveYear
from shared.domain.problem import Practice
from shared.errors import NotFound, Reason, Refused, Stale

NUMBER = re.compile(r"[+-]?([0-9]+\.?[0-9]*|\.[0-9]+)")
MOST_SESSIONS = 1000
LONGEST_REASON = 500
WHAT = {
    EntryKind.ADJUSTMENT: "Adjustment",
    EntryKind.TOIL: "Time off in lieu earned",
    EntryKind.SICK_COMPENSATION: "Given back for sickness",
}


@dataclass(frozen=True, slots=True)
class Wanted:
    """An adjustment as somebody asks for it. `amount`: a number in words, signed."""

    year: date
    kind: EntryKind
    amount: str
    unit: AmountUnit
    reason: str


async def adjust(
    tx: Tx, practice: Practice, code: str, wanted: Wanted, *, by: UUID, today: date, request_id: str | None = None
) -> Entry:
    """Post an adjustment, time in lieu or sick compensation. Raises Refused with everything wrong with it."""
    await queries.hold(tx, code=code)
    ledger = await service.ledger_of(tx, practice, code, today=today)
    year = ledger.year_of(wanted.year)
    if reasons := faults(ledger, year, wanted):
        raise Refused("adjustment", "Nothing was posted.", reasons=reasons)
    await service.reconcile(tx, practice, code, year.start, today=today)
    line = _line(ledger, year, wanted)
    entry_id = await service.post(tx, code=code, year=year, line=line, by=by)
    return await _record(tx, entry_id, "entitlement-adjusted", before=ledger.left(year), by=by, request_id=request_id)


async def reverse(
    tx: Tx, practice: Practice, entry_id: int, reason: str, *, by: UUID, today: date, request_id: str | None = None
) -> Entry:
    """Take back an entry made by hand with one of the opposite sign.

    Raises NotFound, Refused for what is not taken back, Stale when it has been taken back already.
    """
    entry = await queries.entry(tx, entry_id=entry_id)
    if entry is None:
        raise NotFound("There is no such entry.")
    await queries.hold(tx, code=entry.person_code)
    if reasons := _cannot_reverse(entry, reason):
        raise Refused("reversal", "Nothing was posted.", reasons=reasons)
    if (already := await queries.reversed_by(tx, entry_id=entry_id)) is not None:
        raise Stale("This entry has been taken back already.", newer={"reversed_by": already})
    ledger = await service.ledger_of(tx, practice, entry.person_code, today=today)
    year = ledger.year_of(entry.leave_year)
    line = _taking_back(entry, reason.strip())
    new = await service.post(tx, code=entry.person_code, year=year, line=line, by=by, reverses=entry.id)
    return await _record(tx, new, "entitlement-reversed", before=ledger.left(year), by=by, request_id=request_id)


def faults(ledger: Ledger, year: LeaveYear, wanted: Wanted) -> tuple[Reason, ...]:
    """Everything wrong with an adjustment; empty when it may be posted."""
    return (
        *_wrong_amount(wanted, ledger.session_minutes(year)),
        *_wrong_reason(wanted.reason),
        *_wrong_year(ledger, year),
    )


def _wrong_amount(wanted: Wanted, session_minutes: int) -> tuple[Reason, ...]:
    given = _number(wanted.amount)
    if given is None:
        return (Reason(f"{wanted.amount!r} is not a number.", "amount", "amount", instead="Write it as 1.5 or -2."),)
    most = MOST_SESSIONS * session_minutes // minutes_in(wanted.unit, session_minutes)
    if abs(given) > most:
        return (Reason(f"At most {most:,} {wanted.unit} can be posted at once.", "amount", "amount"),)
    if amount_of(given, wanted.unit, session_minutes).minutes == 0:
        return (Reason("This comes to nothing: it is less than half a minute.", "amount", "amount"),)
    if given < 0 and wanted.kind is EntryKind.SICK_COMPENSATION:
        message = "Sick compensation gives leave back, so it is above nought."
        return (Reason(message, "amount", "amount", instead="To take some back, reverse the entry it was given by."),)
    return ()


def _number(text: str) -> Decimal | None:
    """What was typed, with an ordinary or a typographer's minus; None when it is no number."""
    plain = text.strip().replace("−", "-")
    return Decimal(plain) if NUMBER.fullmatch(plain) else None


def _wrong_reason(reason: str) -> tuple[Reason, ...]:
    if not reason.strip():
        return (Reason("Say why; the reason is printed on the statement.", "reason", "reason"),)
    if len(reason) > LONGEST_REASON:
        return (Reason(f"A reason has {LONGEST_REASON} characters at most.", "reason", "reason"),)
    return ()


def _wrong_year(ledger: Ledger, year: LeaveYear) -> tuple[Reason, ...]:
    next_year = ledger.year_of(ledger.year_of(ledger.today).end + ONE_DAY)
    if not ledger.has(year):
        return (Reason(f"The ledger begins with {ledger.began.words}.", "year", "year"),)
    if year.start > next_year.start:
        return (Reason(f"The last leave year that can be adjusted is {next_year.words}.", "year", "year"),)
    if not any(term.in_term_between(*year) for term in ledger.practice.terms_of(ledger.code)):
        return (Reason(f"They have no working term in {year.words}.", "year", "year"),)
    return ()


def _line(ledger: Ledger, year: LeaveYear, wanted: Wanted) -> Line:
    minutes = ledger.session_minutes(year)
    exact = _number(wanted.amount) or Decimal()
    amount = amount_of(exact, wanted.unit, minutes)
    working = () if wanted.unit is AmountUnit.HOURS else (f"in sessions of {minutes} minutes",)
    said = f"{count(number(exact), wanted.unit)} = {number(amount.minutes)} minutes"
    effective = min(max(ledger.today, year.start), year.end)
    return Line(
        wanted.kind, "", effective, amount.minutes, minutes, WHAT[wanted.kind], (", ".join((said, *working)),),
        reason=wanted.reason.strip(),
    )  # fmt: skip


def _cannot_reverse(entry: Entry, reason: str) -> tuple[Reason, ...]:
    if entry.kind not in BY_HAND:
        message = "This line follows from working terms, settings or leave on record; change those instead."
        return (Reason(message, "follows-by-itself"), *_wrong_reason(reason))
    if entry.reverses is not None:
        message = "This line takes another back already."
        return (Reason(message, "is-a-reversal", instead="Post a new adjustment."), *_wrong_reason(reason))
    return _wrong_reason(reason)


def _taking_back(entry: Entry, reason: str) -> Line:
    what = f"Taken back: {entry.detail.get('what', '')}"
    was = Amount(entry.minutes, entry.session_minutes)
    line = Line(EntryKind(entry.kind), entry.key, entry.effective, -entry.minutes, entry.session_minutes, what)
    return replace(line, working=(f"The opposite of {plain(was.sessions)} sessions posted before",), reason=reason)


async def _record(tx: Tx, entry_id: int, action: str, *, before: int, by: UUID, request_id: str | None) -> Entry:
    entry = await queries.entry(tx, entry_id=entry_id)
    if entry is None:
        raise NotFound("The entry just posted is not there.")
    year = entry.leave_year.isoformat()
    await audit.record(
        tx,
        account_id=by,
        action=action,
        entity="ledger",
        entity_id=entry.person_code,
        old={"leave_year": year, "left_minutes": before},
        new={"leave_year": year, "left_minutes": before + entry.minutes, "entry": entry_id, "kind": entry.kind,
             "minutes": entry.minutes, "reverses": entry.reverses},
        reason=entry.reason,
        request_id=request_id,
    )  # fmt: skip
    return entry
