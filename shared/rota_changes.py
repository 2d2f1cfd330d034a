"""What changes on a published rota: one session of one person at a time, each with its cause. The versions themselves
stay as they were published; a change holds as long as the version it was made on covers its date."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from shared.db import Tx
from shared.domain.calendar import Half, Session
from shared.domain.rota import Activity, Cell


@dataclass(frozen=True, slots=True)
class Change:
    """One session of one person: what it was, and what it is now. None: not listed."""

    version_number: int
    code: str
    session: Session
    was: Cell | None
    now: Cell | None
    pinned: bool = False
    cause: str = ""  # as recorded; `record` is told it


async def record(tx: Tx, *, changes: Iterable[Change], cause: str, cause_id: str, by: UUID | None) -> None:
    """Write changes down. `cause` is what made them ("leave", "leave-cancelled"), `cause_id` which one.

    One transaction at a time, so that ids grow in the order of commits and a reader can tell whether any is new.
    """
    rows = [_row(change, cause, cause_id, by) for change in changes]
    if not rows:
        return
    await tx.execute("select pg_advisory_xact_lock(hashtext('rota-changes'))")
    async with tx.cursor() as cursor:
        await cursor.executemany(
            """
            insert into rota_change
              (by_account, version_number, person_code, date, half, was_activity, was_site, activity, site, pinned,
               cause, cause_id)
            values (%s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s)
            """,
            rows,
        )


def _row(change: Change, cause: str, cause_id: str, by: UUID | None) -> tuple[Any, ...]:
    was, now = change.was or (None, None), change.now or (None, None)
    when = (change.session.date, change.session.half)
    return (by, change.version_number, change.code, *when, *was, *now, change.pinned, cause, cause_id)


_CHANGE = """
    select version_number, person_code, date, half, was_activity, was_site, activity, site, pinned, cause
    from rota_change
"""


async def made_by(tx: Tx, *, cause: str, cause_id: str) -> list[Change]:
    """What one cause changed, in calendar order."""
    cursor = await tx.execute(
        _CHANGE + "where cause = %s and cause_id = %s order by date, half, person_code, id", (cause, cause_id)
    )
    return [_change(*row) for row in await cursor.fetchall()]


async def made_to(tx: Tx, *, code: str, start: date, end: date) -> list[Change]:
    """What was changed for somebody in a range, oldest first, whatever version it was made on."""
    cursor = await tx.execute(
        _CHANGE + "where person_code = %s and date between %s and %s order by id", (code, start, end)
    )
    return [_change(*row) for row in await cursor.fetchall()]


def _change(
    number: int, code: str, day: date, half: str, was: str | None, was_site: str | None, activity: str | None,
    site: str | None, pinned: bool, cause: str,
) -> Change:  # fmt: skip
    session = Session(day, Half(half))
    return Change(number, code, session, _cell(was, was_site), _cell(activity, site), pinned, cause)


def _cell(activity: str | None, site: str | None) -> Cell | None:
    return Cell(Activity(activity), site or "") if activity else None
