"""The list of runs: what is in it, page by page."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal
from uuid import UUID

from psycopg.rows import class_row

from functions.rota_generate.queries import RUN, Run
from shared.db import Tx

State = Literal["unfinished", "draft", "published", "without", "set-aside"]

_STATES: Mapping[State, str] = {
    "unfinished": "r.status in ('queued', 'running')",
    "draft": "r.draft is not null and not exists (select from rota_version v where v.id = r.id)",
    "published": "exists (select from rota_version v where v.id = r.id)",
    "without": "r.status not in ('queued', 'running') and r.draft is null",
    "set-aside": "r.set_aside_at is not null",
}


async def runs(
    tx: Tx, *, most: int, state: State | None = None, mode: str | None = None, before: UUID | None = None
) -> list[Run]:
    """Runs, newest first; those that are set aside only when they are asked for. `before`: older than this one."""
    wanted = "true" if state is None else _STATES[state]
    aside = "" if state == "set-aside" else f"and (r.set_aside_at is null or {_STATES['published']})"
    async with tx.cursor(row_factory=class_row(Run)) as cursor:
        await cursor.execute(
            f"""
            {RUN}
            where {wanted} {aside} and (%(mode)s::text is null or r.mode = %(mode)s)
              and (%(before)s::uuid is null or exists (
                select from run b where b.id = %(before)s
                  and (r.requested_at < b.requested_at or (r.requested_at = b.requested_at and r.id > b.id))))
            order by r.requested_at desc, r.id limit %(most)s
            """,  # the inner texts are our own constants
            {"mode": mode, "before": before, "most": most},
        )
        return await cursor.fetchall()


async def unfinished_runs(tx: Tx) -> int:
    """How many runs wait or are worked on."""
    cursor = await tx.execute("select count(*) from run where status in ('queued', 'running')")
    row = await cursor.fetchone()
    return 0 if row is None else int(row[0])
