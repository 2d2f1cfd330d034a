"""Every SQL statement that writes the rota. Reads are in shared/queries/rota.py: other rooms need them too."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any
from uuid import UUID

from psycopg.types.json import Jsonb

from shared.db import Tx
from shared.queries.rota import Line


async def stamp(tx: Tx) -> tuple[int | None, ...]:
    """Highest version, last change on it, practice and leave: while all stay, every rota page stays."""
    cursor = await tx.execute(
        """
        select (select coalesce(max(number), 0) from rota_version), (select coalesce(max(id), 0) from rota_change),
               (select version from practice where id = 1), (select number from leave_stamp)
        """
    )
    row = await cursor.fetchone()
    return () if row is None else tuple(row)


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
    start: date,
    end: date,
    weeks: int,
    content_hash: str,
    published_by: UUID | None,
    reason: str | None,
    summary: dict[str, Any],
    gaps: list[dict[str, Any]],
    breaches: list[dict[str, Any]],
) -> int:
    """Add a version under the next number, and give the number. Only under `lock_publication`."""
    cursor = await tx.execute(
        """
        insert into rota_version
          (id, number, start_date, end_date, weeks, content_hash, published_by, run_id, reason, summary, gaps, breaches)
        select %s, coalesce(max(number), 0) + 1, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s from rota_version
        returning number
        """,
        (
            version_id,
            start,
            end,
            weeks,
            content_hash,
            published_by,
            version_id,
            reason,
            Jsonb(summary),
            Jsonb(gaps),
            Jsonb(breaches),
        ),
    )
    row = await cursor.fetchone()
    return 0 if row is None else int(row[0])


async def insert_lines(tx: Tx, *, version_id: UUID, lines: Iterable[Line]) -> None:
    """Add the lines of a version."""
    async with (
        tx.cursor() as cursor,
        cursor.copy("copy assignment (version_id, person_code, date, half, activity, site) from stdin") as copy,
    ):
        for line in lines:
            await copy.write_row((version_id, *line))
