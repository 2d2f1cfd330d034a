"""Posting to the ledger: what follows from terms, settings and requests, and what a person adjusts with a reason."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable
from datetime import date
from typing import TypeVar
from uuid import UUID

from functions.leave.entitlement import queries
from functions.leave.entitlement.nouns import Line
from functions.leave.entitlement.policy import Ledger
from shared import audit, clock
from shared.db import Tx
from shared.domain.entitlement import LeaveYear
from shared.domain.problem import Practice
from shared.errors import NotFound
from shared.queries.leavers import with_leavers
from shared.queries.practice import load_practice

T = TypeVar("T")

BY_ITSELF = "It follows from working terms, settings and leave on record."


async def ledger_of(tx: Tx, practice: Practice, code: str, *, today: date) -> Ledger:
    """Somebody's ledger. Raises NotFound for a code nobody has had."""
    somebody = await queries.somebody(tx, code=code)
    if somebody is None:
        raise NotFound(f"Nobody here has the code {code}.")
    if not somebody.active:
        practice = await with_leavers(tx, practice)
    entries, leave = await queries.entries(tx, code=code), await queries.on_record(tx, code=code)
    kept = not somebody.active and not practice.terms_of(code)
    return Ledger(practice, code, tuple(entries), tuple(leave), today, kept=kept)


async def ledgers(tx: Tx, practice: Practice, *, today: date) -> list[Ledger]:
    """The ledger of everybody who works here, and of those who have left and whose terms are known, by code."""
    everybody = await with_leavers(tx, practice)
    entries = _by_person(await queries.entries(tx, code=None), lambda entry: entry.person_code)
    leave = _by_person(await queries.on_record(tx, code=None), lambda spell: spell.code)
    codes = sorted({person.code for person in everybody.people})
    return [Ledger(everybody, code, tuple(entries[code]), tuple(leave[code]), today) for code in codes]


def _by_person(rows: Iterable[T], code_of: Callable[[T], str]) -> defaultdict[str, list[T]]:
    found: defaultdict[str, list[T]] = defaultdict(list)
    for row in rows:
        found[code_of(row)].append(row)
    return found


# -- what follows by itself ----------------------------------------------------------------------------------------


async def reconcile(
    tx: Tx,
    practice: Practice,
    code: str,
    leave_year: date,
    *,
    today: date,
    because: str = BY_ITSELF,
) -> int:
    """Post what the ledger of a leave year lacks to be as it should be; how many entries. A second time: none."""
    await queries.hold(tx, code=code)
    ledger = await ledger_of(tx, practice, code, today=today)
    return await post_differences(tx, ledger, [ledger.year_of(leave_year)], because=because)


async def reconcile_person(tx: Tx, practice: Practice, code: str, *, today: date, because: str = BY_ITSELF) -> int:
    """The same for every leave year there is anything of."""
    await queries.hold(tx, code=code)
    ledger = await ledger_of(tx, practice, code, today=today)
    return await post_differences(tx, ledger, ledger.years, because=because)


async def reconcile_everybody(tx: Tx, *, because: str = BY_ITSELF) -> int:
    """The same for all who work here; the daily job. Nothing before there is a practice."""
    known = await load_practice(tx)
    if known is None:
        return 0
    today, posted = clock.today(), 0
    for code in await queries.everybody(tx):  # always in one order, so that two of these never lock in a ring
        await queries.hold(tx, code=code)
    for ledger in await ledgers(tx, known.practice, today=today):
        posted += await post_differences(tx, ledger, ledger.years, because=because)
    return posted


async def post_differences(
    tx: Tx, ledger: Ledger, years: Iterable[LeaveYear], *, because: str, besides: str | None = None
) -> int:
    """Post the differences of these years; how many. Only under `hold`.

    `besides`: a key that is left alone, because whoever asks posts to it.
    """
    count = 0
    for year in years:
        rules = ledger.rules_to_post(year)
        lines = [line for line in (rules, *ledger.differences(year)) if line and line.key != besides]
        for line in lines:
            await post(tx, code=ledger.code, year=year, line=line, by=None)
        if lines:
            await _record(tx, ledger, year, lines, because)
        count += len(lines)
    return count


async def post(tx: Tx, *, code: str, year: LeaveYear, line: Line, by: UUID | None, reverses: int | None = None) -> int:
    """Post one line and give the entry's id."""
    return await queries.insert_entry(
        tx,
        code=code,
        leave_year=year.start,
        kind=line.kind.value,
        key=line.key,
        minutes=line.minutes,
        session_minutes=line.session_minutes,
        effective=line.effective,
        reason=line.reason,
        detail=line.detail,
        by=by,
        reverses=reverses,
    )


async def _record(tx: Tx, ledger: Ledger, year: LeaveYear, lines: list[Line], because: str) -> None:
    """One line of the audit for all that was posted by itself."""
    left = ledger.left(year)
    await audit.record(
        tx,
        account_id=None,
        action="entitlement-posted",
        entity="ledger",
        entity_id=ledger.code,
        old={"leave_year": year.start.isoformat(), "posted_minutes": sum(e.minutes for e in ledger.posted(year))},
        new={"leave_year": year.start.isoformat(), "posted_minutes": left, "entries": len(lines)},
        reason=because,
    )
