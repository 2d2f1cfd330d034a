"""Every SQL statement that writes versions, and who has seen them. What is read of them is in reads.py."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any
from uuid import UUID

from psycopg.types.json import Jsonb

from functions.rota.versions.notice import Noticed
from shared.db import Tx
from shared.standing import Slot, Standing


async def lock_publication(tx: Tx) -> None:
    """Let one publication at a time look and then write, so that numbers have no holes and no twins.

    No leave changes meanwhile: nobody is published as at work who is away by then.
    """
    await tx.execute("select pg_advisory_xact_lock(hashtext('publication'))")
    await tx.execute("select number from leave_stamp for share")


async def insert_version(
    tx: Tx,
    *,
    version_id: UUID,
    kind: str,
    start: date,
    end: date,
    weeks: int,
    content_hash: str,
    published_by: UUID | None,
    reason: str | None,
    overrides: Sequence[Mapping[str, Any]],
    summary: Mapping[str, Any],
    gaps: Sequence[Mapping[str, Any]],
    breaches: Sequence[Mapping[str, Any]],
) -> int:
    """Add a version under the next number, and give the number. Only under `lock_publication`."""
    cursor = await tx.execute(
        """
        insert into rota_version
          (id, number, kind, start_date, end_date, weeks, content_hash, published_by, run_id, reason, overrides,
           summary, gaps, breaches)
        select %s, coalesce(max(number), 0) + 1, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s from rota_version
        returning number
        """,
        (
            version_id,
            kind,
            start,
            end,
            weeks,
            content_hash,
            published_by,
            version_id if kind == "run" else None,
            reason,
            Jsonb(overrides),
            Jsonb(summary),
            Jsonb(gaps),
            Jsonb(breaches),
        ),
    )
    row = await cursor.fetchone()
    return 0 if row is None else int(row[0])


async def insert_rota(tx: Tx, *, version_id: UUID, rota: Standing) -> None:
    """Add the lines of a version with their marks, and the sessions people are kept off."""
    columns = "version_id, person_code, date, half, activity, site, pinned, locum"
    async with tx.cursor() as cursor, cursor.copy(f"copy assignment ({columns}) from stdin") as copy:
        for line in rota.lines:
            slot = Slot(line.code, line.session)
            locum = rota.locums.get(slot)
            await copy.write_row(
                (
                    version_id,
                    *_place(slot),
                    line.activity,
                    line.site,
                    slot in rota.pinned,
                    None if locum is None else Jsonb(locum.as_document()),
                )
            )
    async with (
        tx.cursor() as cursor,
        cursor.copy("copy rota_off (version_id, person_code, date, half) from stdin") as copy,
    ):
        for slot in sorted(rota.off):
            await copy.write_row((version_id, *_place(slot)))


def _place(slot: Slot) -> tuple[str, date, str]:
    return slot.code, slot.session.date, slot.session.half.value


async def insert_changes(tx: Tx, *, version_id: UUID, changes: Iterable[Noticed]) -> None:
    """Add what a version changes for whom, with how much notice."""
    columns = "version_id, person_code, date, half, was_activity, was_site, activity, site, notice_days, window_days"
    async with tx.cursor() as cursor, cursor.copy(f"copy version_change ({columns}) from stdin") as copy:
        for noticed in changes:
            change = noticed.change
            was, now = change.was or (None, None), change.now or (None, None)
            days = noticed.notice_days, noticed.window_days
            await copy.write_row((version_id, change.code, change.date, change.half, *was, *now, *days))


async def acknowledge(tx: Tx, *, version_id: UUID, code: str, by: UUID) -> bool:
    """Write down that somebody has seen what a version changed for them. False when they had already."""
    cursor = await tx.execute(
        """
        insert into version_acknowledgement (version_id, person_code, account_id) values (%s, %s, %s)
        on conflict do nothing
        """,
        (version_id, code, by),
    )
    return cursor.rowcount == 1
