"""Every SQL statement about what-ifs."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal
from uuid import UUID

from psycopg.rows import class_row
from psycopg.types.json import Jsonb

from shared.db import Tx

Status = Literal["working", "done", "failed"]
OVERDUE_SECONDS = 20.0  # after which nobody waits any longer, and the question may be asked again


@dataclass(frozen=True, slots=True)
class WhatIf:
    """One question and what is known of its answer. `waited`: seconds since it was asked."""

    id: UUID
    status: Status
    person_code: str
    asked_by: UUID | None
    asked_at: datetime
    waited: float
    answer: dict[str, Any]

    @property
    def is_overdue(self) -> bool:
        """Whether an answer is so late that it will not come."""
        return self.status == "working" and self.waited > OVERDUE_SECONDS


_WHAT_IF = """
    select id, status, person_code, asked_by, asked_at, answer,
           extract(epoch from clock_timestamp() - asked_at)::float8 as waited
    from what_if
"""


async def what_if(tx: Tx, *, what_if_id: UUID) -> WhatIf | None:
    """One question."""
    async with tx.cursor(row_factory=class_row(WhatIf)) as cursor:
        await cursor.execute(_WHAT_IF + "where id = %s", (what_if_id,))
        return await cursor.fetchone()


async def known(tx: Tx, *, question: dict[str, Any], stamp: str) -> WhatIf | None:
    """The same question at the same stamp, unless its answer failed."""
    async with tx.cursor(row_factory=class_row(WhatIf)) as cursor:
        await cursor.execute(
            _WHAT_IF + "where question = %s and stamp = %s and status <> 'failed'", (Jsonb(question), stamp)
        )
        return await cursor.fetchone()


async def waiting_for(tx: Tx, *, asked_by: UUID, seconds: float) -> int:
    """How many questions of somebody are being worked on, those long overdue left out."""
    cursor = await tx.execute(
        """
        select count(*) from what_if
        where asked_by = %s and status = 'working' and asked_at > clock_timestamp() - make_interval(secs => %s)
        """,
        (asked_by, seconds),
    )
    row = await cursor.fetchone()
    return 0 if row is None else int(row[0])


async def insert(
    tx: Tx, *, asked_by: UUID, person_code: str, question: dict[str, Any], stamp: str, answer: dict[str, Any] | None
) -> UUID | None:
    """Add a question, with its answer where that is known at once; its id, or None when somebody was first."""
    cursor = await tx.execute(
        """
        insert into what_if (asked_by, person_code, question, stamp, status, answer, finished_at)
        values (%s, %s, %s, %s, %s, %s, case when %s then clock_timestamp() end)
        on conflict (question, stamp) where status <> 'failed' do nothing
        returning id
        """,
        (
            asked_by,
            person_code,
            Jsonb(question),
            stamp,
            "working" if answer is None else "done",
            Jsonb(answer or {}),
            answer is not None,
        ),
    )
    row = await cursor.fetchone()
    return None if row is None else row[0]


async def give_up(tx: Tx, *, what_if_id: UUID, answer: dict[str, Any]) -> None:
    """Say that nobody will answer this any more, so that it can be asked again."""
    await tx.execute(
        """
        update what_if set status = 'failed', finished_at = clock_timestamp(), answer = %s
        where id = %s and status = 'working'
        """,
        (Jsonb(answer), what_if_id),
    )


async def forget_old(tx: Tx, *, days: int) -> None:
    """Remove what was asked so long ago that the rota has moved on."""
    await tx.execute("delete from what_if where asked_at < now() - make_interval(days => %s)", (days,))


# -- the solver's ----------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Claim:
    """A question this worker may answer, and which attempt that is: only the newest attempt's answer counts."""

    id: UUID
    attempt: int
    question: dict[str, Any]


async def claim(tx: Tx, *, what_if_id: UUID, silent_seconds: float, attempts: int) -> Claim | None:
    """Take a question that waits, or that whoever took it has not answered in so long. None: not to be had (now)."""
    async with tx.cursor(row_factory=class_row(Claim)) as cursor:
        await cursor.execute(
            """
            update what_if set attempt = attempt + 1, claimed_at = clock_timestamp()
            where id = %s and status = 'working' and attempt < %s
              and (claimed_at is null or claimed_at < clock_timestamp() - make_interval(secs => %s))
            returning id, attempt, question
            """,
            (what_if_id, attempts, silent_seconds),
        )
        return await cursor.fetchone()


async def unfinished(tx: Tx, *, what_if_id: UUID, attempts: int) -> bool:
    """Whether a question still waits for an answer that somebody may yet give."""
    cursor = await tx.execute(
        "select 1 from what_if where id = %s and status = 'working' and attempt < %s", (what_if_id, attempts)
    )
    return await cursor.fetchone() is not None


async def finish(tx: Tx, *, what_if_id: UUID, attempt: int, status: Status, answer: dict[str, Any]) -> bool:
    """Write the answer down. False, and nothing written, when the question is no longer this attempt's."""
    cursor = await tx.execute(
        """
        update what_if set status = %s, answer = %s, finished_at = clock_timestamp()
        where id = %s and attempt = %s and status = 'working'
        """,
        (status, Jsonb(answer), what_if_id, attempt),
    )
    return cursor.rowcount == 1
