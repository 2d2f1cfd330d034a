"""Every SQL statement about questions."""

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
class Question:
    """One question and what is known of its answer. `waited`: seconds since it was asked; `longer`: by how much longer
    than usual it may take."""

    id: UUID
    kind: str
    status: Status
    person_code: str | None
    asked_by: UUID | None
    asked_at: datetime
    waited: float
    longer: float
    answer: dict[str, Any]

    @property
    def is_overdue(self) -> bool:
        """Whether an answer is so late that it will not come."""
        return self.status == "working" and self.waited > OVERDUE_SECONDS + self.longer


_QUESTION = """
    select id, kind, status, person_code, asked_by, asked_at, answer,
           extract(epoch from clock_timestamp() - asked_at)::float8 as waited,
           coalesce((question ->> 'longer')::float8, 0) as longer
    from question
"""


async def the_question(tx: Tx, *, question_id: UUID) -> Question | None:
    """One question."""
    async with tx.cursor(row_factory=class_row(Question)) as cursor:
        await cursor.execute(_QUESTION + "where id = %s", (question_id,))
        return await cursor.fetchone()


async def known(tx: Tx, *, kind: str, question: dict[str, Any], stamp: str) -> Question | None:
    """The same question at the same stamp, unless its answer failed."""
    async with tx.cursor(row_factory=class_row(Question)) as cursor:
        await cursor.execute(
            _QUESTION + "where kind = %s and question = %s and stamp = %s and status <> 'failed'",
            (kind, Jsonb(question), stamp),
        )
        return await cursor.fetchone()


async def waiting_for(tx: Tx, *, asked_by: UUID, seconds: float) -> int:
    """How many questions of somebody are being worked on, those long overdue left out."""
    cursor = await tx.execute(
        """
        select count(*) from question
        where asked_by = %s and status = 'working' and asked_at > clock_timestamp() - make_interval(secs => %s)
        """,
        (asked_by, seconds),
    )
    row = await cursor.fetchone()
    return 0 if row is None else int(row[0])


async def insert(
    tx: Tx,
    *,
    kind: str,
    asked_by: UUID,
    person_code: str | None,
    question: dict[str, Any],
    stamp: str,
    answer: dict[str, Any] | None,
) -> UUID | None:
    """Add a question, with its answer where that is known at once; its id, or None when somebody was first."""
    cursor = await tx.execute(
        """
        insert into question (kind, asked_by, person_code, question, stamp, status, answer, finished_at)
        values (%s, %s, %s, %s, %s, %s, %s, case when %s then clock_timestamp() end)
        on conflict (kind, question, stamp) where status <> 'failed' do nothing
        returning id
        """,
        (
            kind,
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


async def give_up(tx: Tx, *, question_id: UUID, answer: dict[str, Any]) -> None:
    """Say that nobody will answer this any more, so that it can be asked again."""
    await tx.execute(
        """
        update question set status = 'failed', finished_at = clock_timestamp(), answer = %s
        where id = %s and status = 'working'
        """,
        (Jsonb(answer), question_id),
    )


# -- the solver's ----------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Claim:
    """A question this worker may answer, and which attempt that is: only the newest attempt's answer counts."""

    id: UUID
    kind: str
    attempt: int
    question: dict[str, Any]


async def claim(tx: Tx, *, question_id: UUID, silent_seconds: float, attempts: int) -> Claim | None:
    """Take a question that waits, or that whoever took it has not answered in so long. None: not to be had (now)."""
    async with tx.cursor(row_factory=class_row(Claim)) as cursor:
        await cursor.execute(
            """
            update question set attempt = attempt + 1, claimed_at = clock_timestamp()
            where id = %s and status = 'working' and attempt < %s
              and (claimed_at is null or claimed_at < clock_timestamp()
                   - make_interval(secs => %s + coalesce((question ->> 'longer')::float8, 0)))
            returning id, kind, attempt, question
            """,
            (question_id, attempts, silent_seconds),
        )
        return await cursor.fetchone()


async def unfinished(tx: Tx, *, question_id: UUID, attempts: int) -> bool:
    """Whether a question still waits for an answer that somebody may yet give."""
    cursor = await tx.execute(
        "select 1 from question where id = %s and status = 'working' and attempt < %s", (question_id, attempts)
    )
    return await cursor.fetchone() is not None


async def finish(tx: Tx, *, question_id: UUID, attempt: int, status: Status, answer: dict[str, Any]) -> bool:
    """Write the answer down. False, and nothing written, when the question is no longer this attempt's."""
    cursor = await tx.execute(
        """
        update question set status = %s, answer = %s, finished_at = clock_timestamp()
        where id = %s and attempt = %s and status = 'working'
        """,
        (status, Jsonb(answer), question_id, attempt),
    )
    return cursor.rowcount == 1
