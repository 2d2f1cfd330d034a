"""Moving a balance by hand: between two people, or one against all others. Always with a reason, which all can read."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from uuid import UUID

from functions.rota.fairness import membership, queries
from functions.rota.fairness.nouns import Line
from functions.rota.fairness.policy import Book
from functions.rota.fairness.words import signed
from shared import audit
from shared.db import Tx
from shared.domain.duty_ledger import HALF_DAY
from shared.domain.problem import Practice
from shared.errors import Reason, Refused

MOST_HALF_DAYS = 100
LONGEST_REASON = 500


@dataclass(frozen=True, slots=True)
class Wanted:
    """An adjustment as somebody asks for it. counter None: against everybody else."""

    code: str
    points: int
    reason: str
    counter: str | None


@dataclass(frozen=True, slots=True)
class Moved:
    """What an adjustment did to one balance, and the entry that says so."""

    entry: int
    code: str
    before: int
    after: int


async def adjust(
    tx: Tx, practice: Practice, wanted: Wanted, *, by: UUID, today: date, request_id: str | None
) -> tuple[Moved, ...]:
    """Post an adjustment; what it moved, whom it is about first. Raises Refused with everything wrong with it."""
    await queries.hold(tx)
    book = Book(await queries.entries(tx))
    wte = _wte(practice, membership.members(practice, book.joined, today), today)
    if reasons := tuple(faults(wte, wanted)):
        raise Refused("adjustment", "Nothing was posted.", reasons=reasons)
    before = dict.fromkeys(wte, 0) | book.balances
    lines = book.adjust(wanted.code, wanted.points, wanted.reason.strip(), counter=wanted.counter, wte=wte)
    ids = await queries.post(tx, lines=lines, by=by)
    moved = [
        Moved(entry, line.code, before[line.code], book.balances[line.code])
        for entry, line in zip(ids, lines, strict=True)
    ]
    await _record(tx, wanted, moved, lines, by=by, request_id=request_id)
    return tuple(sorted(moved, key=lambda each: each.code != wanted.code))


def faults(members: Collection[str], wanted: Wanted) -> Iterator[Reason]:
    """Everything wrong with an adjustment; nothing when it may be posted."""
    if wanted.code not in members:
        yield Reason("Choose somebody who is in the ledger.", "not-in-ledger", "code")
    if wanted.counter is not None and wanted.counter not in members:
        yield Reason("Choose somebody who is in the ledger to balance it by.", "not-in-ledger", "counter")
    if wanted.counter == wanted.code:
        yield Reason("Nobody's balance can be moved against itself.", "same-person", "counter")
    if wanted.counter is None and set(members) == {wanted.code}:
        yield Reason("There is nobody else in the ledger to balance it by.", "nobody-else", "counter")
    if not wanted.points:
        yield Reason("This comes to nothing.", "points", "points")
    if abs(wanted.points) > MOST_HALF_DAYS * HALF_DAY:
        yield Reason(f"At most {MOST_HALF_DAYS} half-days can be moved at once.", "points", "points")
    if not wanted.reason.strip():
        yield Reason("Say why; everybody can read it on the statement.", "reason", "reason")
    if len(wanted.reason) > LONGEST_REASON:
        yield Reason(f"A reason has {LONGEST_REASON} characters at most.", "reason", "reason")


def _wte(practice: Practice, members: Iterable[str], today: date) -> dict[str, Fraction]:
    """What everybody in the ledger works today; nought for who is between two terms."""
    terms = {code: practice.term_on(code, today) for code in members}
    return {code: Fraction(term.wte) if term else Fraction(0) for code, term in terms.items()}


async def _record(
    tx: Tx, wanted: Wanted, moved: list[Moved], lines: tuple[Line, ...], *, by: UUID, request_id: str | None
) -> None:
    await audit.record(
        tx,
        account_id=by,
        action="duty-adjusted",
        entity="duty_ledger",
        entity_id=wanted.code,
        old={"balances": {each.code: signed(each.before) for each in moved}},
        new={"balances": {each.code: signed(each.after) for each in moved}, "entries": len(lines)},
        reason=wanted.reason.strip(),
        request_id=request_id,
    )
