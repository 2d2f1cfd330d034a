"""Every SQL statement about leave that sickness cut, and that is whole again once the sickness is cancelled."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from psycopg.rows import class_row

from functions.leave.requests.queries import REQUEST, Request
from shared.db import Tx


async def split_of(tx: Tx, *, leave_id: UUID) -> Mapping[str, Any]:
    """Who asked for a request and who said yes to it: what its parts keep when it is cut."""
    cursor = await tx.execute(
        "select asked_by, asked_at, decided_by, decided_at, approved_at from leave_request where id = %s", (leave_id,)
    )
    row = await cursor.fetchone()
    names = ("asked_by", "asked_at", "decided_by", "decided_at", "approved_at")
    return dict(zip(names, row, strict=True)) if row else {}


async def cut_by(tx: Tx, *, sick: Request) -> list[Request]:
    """The leave that was cut in the very transaction that recorded this sickness."""
    async with tx.cursor(row_factory=class_row(Request)) as cursor:
        await cursor.execute(
            REQUEST
            + """
            where r.person_code = %s and r.status = 'cancelled' and r.decided_at = %s
              and exists (select from audit c where c.entity = 'leave_request' and c.entity_id = r.id::text
                          and c.action = 'leave-cut' and c.at = r.decided_at)
            order by r.start_date, r.start_half
            """,
            (sick.person_code, sick.asked_at),
        )
        return await cursor.fetchall()


async def as_cut(tx: Tx, *, leave_id: UUID) -> tuple[str, frozenset[str]]:
    """How leave stood when it was cut, and the ids of its parts."""
    cursor = await tx.execute(
        """
        select old ->> 'status', new -> 'parts' from audit
        where entity = 'leave_request' and entity_id = %s and action = 'leave-cut' order by id desc limit 1
        """,
        (str(leave_id),),
    )
    row = await cursor.fetchone()
    return (row[0], frozenset(row[1])) if row else ("", frozenset())


async def make_whole(tx: Tx, *, leave_id: UUID, status: str) -> None:
    """Have leave that was cut stand as it did before, with whoever approved it then and what they said."""
    await tx.execute(
        """
        update leave_request
        set status = %(status)s, decided_at = approved_at, version = version + 1,
            (decided_by, decision_reason) = (
                select account_id, reason from audit
                where entity = 'leave_request' and entity_id = %(id)s::text and action = 'leave-approved'
                order by id desc limit 1)
        where id = %(id)s
        """,
        {"id": leave_id, "status": status},
    )
