"""The draft a run came back with, for the room that publishes it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from psycopg.rows import class_row

from shared.db import Tx


@dataclass(frozen=True, slots=True)
class Draft:
    """A run, as far as publishing it needs. `draft` is the documented one; None until there is one.

    `since` and `only_people`: from when on and whose sessions the run was free to change; None: all of them.
    """

    id: UUID
    status: str
    start_date: date
    weeks: int
    draft: dict[str, Any] | None
    summary: dict[str, Any] | None
    since: date | None
    only_people: list[str] | None


async def draft(tx: Tx, *, run_id: UUID) -> Draft | None:
    """A run's draft; None when there is no such run."""
    async with tx.cursor(row_factory=class_row(Draft)) as cursor:
        await cursor.execute(
            """
            select id, status, start_date, weeks, draft, summary, (problem ->> 'since')::date as since,
                   problem -> 'only_people' as only_people
            from run where id = %s
            """,
            (run_id,),
        )
        return await cursor.fetchone()


async def exists(tx: Tx, *, run_id: UUID) -> bool:
    """Whether there is such a run."""
    cursor = await tx.execute("select 1 from run where id = %s", (run_id,))
    return await cursor.fetchone() is not None
