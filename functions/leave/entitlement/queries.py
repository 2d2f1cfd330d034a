"""Every SQL statement about the ledger."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from psycopg.rows import class_row
from psycopg.types.json import Jsonb

from functions.leave.entitlement.nouns import Entry, OnRecord
from shared.db import Tx
from shared.domain.calendar import Half, Session
from shared.domain.entitlement import USES_ENTITLEMENT
from shared.domain.leave import LeaveKind

_ENTRY = """
    select e.id, e.person_code, e.leave_year, e.kind, e.key, e.minutes, e.session_minutes, e.effective, e.reason,
           e.detail, e.reverses, a.display_name as by, e.at
    from ledger_entry e left join account a on a.id = e.by_account
"""


@dataclass(frozen=True, slots=True)
class Somebody:
    """Who works, or has worked, here."""

    code: str
    name: str
    active: bool


async def hold(tx: Tx, *, code: str) -> None:
    """Let one transaction at a time look at somebody's ledger and then post to it."""
    await tx.execute("select pg_advisory_xact_lock(hashtext('ledger'), hashtext(%s))", (code,))


async def somebody(tx: Tx, *, code: str) -> Somebody | None:
    """Who has, or had, this code."""
    async with tx.cursor(row_factory=class_row(Somebody)) as cursor:
        await cursor.execute("select code, name, active from person where code = %s", (code,))
        return await cursor.fetchone()


async def everybody(tx: Tx) -> list[str]:
    """The codes of all who work or have worked here, in one order."""
    cursor = await tx.execute("select code from person order by code")
    return [row[0] for row in await cursor.fetchall()]


async def span(tx: Tx) -> tuple[date | None, date | None]:
    """The first leave year anybody's ledger has, and the last day there is anything of; None: nothing yet."""
    cursor = await tx.execute(
        """
        select (select min(leave_year) from ledger_entry),
               greatest((select max(leave_year) from ledger_entry), max(end_date))
        from leave_request
        where status in ('requested', 'approved') and kind = any(%s)
        """,
        ([kind.value for kind in sorted(USES_ENTITLEMENT)],),
    )
    row = await cursor.fetchone()
    return (None, None) if row is None else (row[0], row[1])


async def entries(tx: Tx, *, code: str | None) -> list[Entry]:
    """Everything posted for one person, or for all (None), oldest first."""
    async with tx.cursor(row_factory=class_row(Entry)) as cursor:
        await cursor.execute(
            _ENTRY + "where %(code)s::text is null or e.person_code = %(code)s order by e.id", {"code": code}
        )
        return await cursor.fetchall()


async def entries_under(tx: Tx, *, code: str, key: str) -> list[Entry]:
    """Everything posted for one person under one key, oldest first."""
    async with tx.cursor(row_factory=class_row(Entry)) as cursor:
        await cursor.execute(_ENTRY + "where e.person_code = %s and e.key = %s order by e.id", (code, key))
        return await cursor.fetchall()


async def person_of_key(tx: Tx, *, key: str) -> str | None:
    """Whose ledger has something under a key; None when nothing was ever posted under it."""
    cursor = await tx.execute("select person_code from ledger_entry where key = %s limit 1", (key,))
    row = await cursor.fetchone()
    return None if row is None else str(row[0])


async def entry(tx: Tx, *, entry_id: int) -> Entry | None:
    """One entry."""
    async with tx.cursor(row_factory=class_row(Entry)) as cursor:
        await cursor.execute(_ENTRY + "where e.id = %s", (entry_id,))
        return await cursor.fetchone()


async def reversed_by(tx: Tx, *, entry_id: int) -> int | None:
    """The entry that takes this one back."""
    cursor = await tx.execute("select id from ledger_entry where reverses = %s", (entry_id,))
    row = await cursor.fetchone()
    return None if row is None else int(row[0])


async def insert_entry(
    tx: Tx,
    *,
    code: str,
    leave_year: date,
    kind: str,
    key: str,
    minutes: int,
    session_minutes: int,
    effective: date,
    reason: str,
    detail: dict[str, Any],
    by: UUID | None,
    reverses: int | None = None,
) -> int:
    """Post one entry and give its id."""
    cursor = await tx.execute(
        """
        insert into ledger_entry
          (person_code, leave_year, kind, key, minutes, session_minutes, effective, reason, detail, by_account,
           reverses)
        values (%s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s) returning id
        """,
        (code, leave_year, kind, key, minutes, session_minutes, effective, reason, Jsonb(detail), by, reverses),
    )
    row = await cursor.fetchone()
    assert row is not None  # noqa: S101  # `returning` gives the row it inserted
    return int(row[0])


async def on_record(tx: Tx, *, code: str | None) -> list[OnRecord]:
    """Leave of one person, or of all (None), that is asked for or approved and uses the entitlement, by date."""
    cursor = await tx.execute(
        """
        select id, person_code, kind, status = 'approved', start_date, start_half, end_date, end_half, part_minutes
        from leave_request
        where status in ('requested', 'approved') and kind = any(%(kinds)s)
          and (%(code)s::text is null or person_code = %(code)s)
        order by start_date, start_half, person_code
        """,
        {"code": code, "kinds": [kind.value for kind in sorted(USES_ENTITLEMENT)]},
    )
    return [_on_record(row) for row in await cursor.fetchall()]


def _on_record(row: Sequence[Any]) -> OnRecord:
    id_, code, kind, approved, start, start_half, end, end_half, part_minutes = row
    first, last = Session(start, Half(start_half)), Session(end, Half(end_half))
    return OnRecord(id_, code, LeaveKind(kind), approved, first, last, part_minutes)
