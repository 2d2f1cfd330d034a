"""Every SQL statement about requests for leave."""

from __future__ import annotations

from collections.abc import Iterable

from shared.db import Tx

Line = tuple[str, ...]  # code, kind, start, start_half, end, end_half, status: as the leave file has them


async def count_up(tx: Tx) -> None:
    """Say that leave has changed. One change at a time: the row is held until the transaction ends."""
    await tx.execute("update leave_stamp set number = number + 1")


async def cancel_lines(tx: Tx, *, lines: Iterable[Line], reason: str) -> None:
    """Cancel the requests that are exactly these lines of the leave file."""
    async with tx.cursor() as cursor:
        await cursor.executemany(
            """
            update leave_request
            set status = 'cancelled', decided_at = now(), decision_reason = %s, version = version + 1
            where person_code = %s and kind = %s and start_date = %s::date and start_half = %s
              and end_date = %s::date and end_half = %s and status = %s and part_minutes is null
            """,
            [(reason, *line) for line in lines],
        )


async def insert_lines(tx: Tx, *, lines: Iterable[Line]) -> None:
    """Add a request for each of these lines of the leave file."""
    async with tx.cursor() as cursor:
        await cursor.executemany(
            """
            insert into leave_request
              (person_code, kind, start_date, start_half, end_date, end_half, status, source)
            values (%s, %s, %s, %s, %s, %s, %s, 'import')
            """,
            list(lines),
        )
