"""Closing weeks gone by, and counting them again when their rota changes. A second time posts nothing."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable, Sequence
from datetime import date
from functools import partial

from functions.rota.fairness import membership, queries
from functions.rota.fairness.leavers import with_leavers
from functions.rota.fairness.nouns import EntryKind, Line
from functions.rota.fairness.policy import Book
from shared import audit, clock, duty_weeks
from shared.db import Tx
from shared.domain.calendar import monday_of
from shared.domain.problem import Practice
from shared.duty_weeks import Closed, Week
from shared.queries import fairness, rota
from shared.queries.practice import load_practice

CLOSED = "Weeks gone by were closed."
COUNTED_AGAIN = "Weeks already closed were counted again."


async def close_weeks(tx: Tx) -> int:
    """Close every week that is over and has a published rota; how many lines were posted. The daily job.

    Where nobody has said who holds duty, weeks wait until somebody has.
    """
    await queries.hold(tx)
    practice = await _practice(tx)
    if practice is None or practice.rules.duty is None:
        return 0
    before = await queries.last_closed(tx)
    due = await fairness.weeks_to_close(tx, before=monday_of(clock.today()))
    closed = [duty_weeks.closing(practice, monday) for monday in due]
    for each in closed:
        await queries.close(tx, closed=each)
    return await _count(tx, practice, closed, before=before, because=CLOSED)


async def count_again(tx: Tx, *, start: date | None = None, end: date | None = None) -> int:
    """Count closed weeks with a day in a range again, as their rota is now; how many lines were posted.

    Without a range: every closed week. Takes the lock only when there is something to count.
    """
    if not await queries.closed_weeks(tx, start=start, end=end):
        return 0
    await queries.hold(tx)
    practice = await _practice(tx)
    if practice is None:
        return 0
    closed = await queries.closed_weeks(tx, start=start, end=end)
    return await _count(tx, practice, closed, before=await queries.last_closed(tx), because=COUNTED_AGAIN)


async def _practice(tx: Tx) -> Practice | None:
    known = await load_practice(tx)
    return None if known is None else await with_leavers(tx, known.practice)


async def _count(tx: Tx, practice: Practice, closed: Sequence[Closed], *, before: Closed | None, because: str) -> int:
    """Count weeks and post what comes of it. before: the week closed last, until these were.

    Who leaves is settled with the week they leave in; when that is closed already, with the last that is.
    """
    if not closed:
        return 0
    last = max(closed[-1], before or closed[-1], key=lambda each: each.week)
    book = Book(await queries.entries(tx))
    book.take_back(last.week, lambda code, monday: membership.went_on(practice, code, last.rule, monday))
    for each in closed if last in closed else [*closed, last]:
        week = await count_week(tx, practice, each)
        book.count(week)
        if each is last or before is None or each.week > before.week:
            book.settle(week, partial(membership.has_gone, practice, closed=each))
    await queries.post(tx, lines=book.new, by=None)
    await _record(tx, book.new, because)
    return len(book.new)


async def count_week(tx: Tx, practice: Practice, closed: Closed) -> Week:
    """A week by the rota as it stands."""
    standing = await rota.standing(tx, start=closed.week, end=closed.last_day)
    # A large practice takes a while to count; whatever else this process does goes on meanwhile.
    return await asyncio.to_thread(duty_weeks.count, practice, closed, standing)


async def _record(tx: Tx, lines: Sequence[Line], because: str) -> None:
    """One line of the audit for all that was posted by itself."""
    if not lines:
        return
    weeks = sorted({line.week.isoformat() for line in lines if line.week})
    await audit.record(
        tx,
        account_id=None,
        action="duty-counted",
        entity="duty_ledger",
        entity_id=weeks[-1],
        new={
            "weeks": weeks,
            "entries": len(lines),
            "joined": _about(lines, EntryKind.OPENING),
            "settled": _about(lines, EntryKind.SETTLEMENT),
            "returned": _about(lines, EntryKind.RETURN),
        },
        reason=because,
    )


def _about(lines: Iterable[Line], kind: EntryKind) -> list[str]:
    return sorted({line.code for line in lines if line.kind is kind and line.about == line.code})
