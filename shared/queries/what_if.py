"""What a question about a leave needs to know of leave and of the rota as it stands."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from psycopg.rows import class_row

from shared.db import Tx


@dataclass(frozen=True, slots=True)
class AskedLeave:
    """A request for leave, as far as the rota minds."""

    person_code: str
    kind: str
    start_date: date
    start_half: str
    end_date: date
    end_half: str
    part_minutes: int | None
    status: str


async def asked_leave(tx: Tx, *, request_id: UUID) -> AskedLeave | None:
    """One request for leave."""
    async with tx.cursor(row_factory=class_row(AskedLeave)) as cursor:
        await cursor.execute(
            """
            select person_code, kind, start_date, start_half, end_date, end_half, part_minutes, status
            from leave_request where id = %s
            """,
            (request_id,),
        )
        return await cursor.fetchone()


async def rota_stamp(tx: Tx) -> str:
    """Changes whenever the rota that people see does: the newest version, and the newest change on any."""
    cursor = await tx.execute(
        "select (select coalesce(max(number), 0) from rota_version), (select coalesce(max(id), 0) from rota_change)"
    )
    version, change = await cursor.fetchone() or (0, 0)
    return f"{version}.{change}"
