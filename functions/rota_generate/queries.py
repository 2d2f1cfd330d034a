"""Every SQL statement about runs."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Literal
from uuid import UUID

from psycopg.rows import class_row
from psycopg.types.json import Jsonb

from shared.db import Tx

Status = Literal["queued", "running", "done", "stopped", "failed", "refused"]


@dataclass(frozen=True, slots=True)
class Run:
    """A run without what is large: its problem and its draft. `queue_position`: runs ahead; None when not waiting."""

    id: UUID
    status: Status
    requested_by: str | None
    requested_at: datetime
    started_at: datetime | None
    finished_at: datetime | None
    attempt: int
    start_date: date
    weeks: int
    scope: dict[str, Any]
    mode: str
    seed: int
    workers: int
    seconds: float | None
    stop_requested: bool
    progress: dict[str, Any] | None
    summary: dict[str, Any] | None
    error: str | None
    has_draft: bool
    published: bool
    repeats: UUID | None
    set_aside: bool
    queue_position: int | None


RUN = """
    select r.id, r.status, a.display_name as requested_by, r.requested_at, r.started_at, r.finished_at, r.attempt,
           r.start_date, r.weeks, r.scope, r.mode, r.seed, r.workers, r.seconds::float8 as seconds, r.stop_requested,
           r.progress, r.summary, r.error, r.draft is not null as has_draft,
           exists (select from rota_version v where v.id = r.id) as published,
           r.repeats, r.set_aside_at is not null as set_aside,
           case when r.status = 'queued' then
             (select count(*) from run o
              where o.status = 'running' or (o.status = 'queued' and (o.requested_at, o.id) < (r.requested_at, r.id)))
           end as queue_position
    from run r left join account a on a.id = r.requested_by
"""


async def run(tx: Tx, *, run_id: UUID) -> Run | None:
    """One run."""
    async with tx.cursor(row_factory=class_row(Run)) as cursor:
        await cursor.execute(RUN + "where r.id = %s", (run_id,))
        return await cursor.fetchone()


async def run_with_key(tx: Tx, *, idempotency_key: str) -> UUID | None:
    """The run that was asked for under this key."""
    cursor = await tx.execute("select id from run where idempotency_key = %s", (idempotency_key,))
    row = await cursor.fetchone()
    return None if row is None else row[0]


async def insert_run(
    tx: Tx,
    *,
    requested_by: UUID | None,
    start: date,
    weeks: int,
    scope: dict[str, Any],
    mode: str,
    seed: int,
    workers: int,
    seconds: float | None,
    problem: dict[str, Any],
    idempotency_key: str | None,
) -> UUID | None:
    """Add a run and give its id; None when there is one with this key already (it may be a moment old)."""
    cursor = await tx.execute(
        """
        insert into run (requested_by, start_date, weeks, scope, mode, seed, workers, seconds, problem, idempotency_key)
        values (%s, %s, %s, %s, %s, %s, %s, %s, %s, %s)
        on conflict (idempotency_key) do nothing
        returning id
        """,
        (requested_by, start, weeks, Jsonb(scope), mode, seed, workers, seconds, Jsonb(problem), idempotency_key),
    )
    row = await cursor.fetchone()
    return None if row is None else row[0]


async def insert_repetition(
    tx: Tx, *, run_id: UUID, requested_by: UUID | None, idempotency_key: str | None
) -> UUID | None:
    """Ask again what a run asked, to the letter, and give the new run's id; None when there is one with this key."""
    cursor = await tx.execute(
        """
        insert into run (requested_by, start_date, weeks, scope, mode, seed, workers, seconds, problem, repeats,
                         idempotency_key)
        select %s, start_date, weeks, scope, mode, seed, workers, seconds, problem, coalesce(repeats, id), %s
        from run where id = %s
        on conflict (idempotency_key) do nothing
        returning id
        """,
        (requested_by, idempotency_key, run_id),
    )
    row = await cursor.fetchone()
    return None if row is None else row[0]


async def problem(tx: Tx, *, run_id: UUID) -> dict[str, Any] | None:
    """The problem of a run, as stored."""
    cursor = await tx.execute("select problem from run where id = %s", (run_id,))
    row = await cursor.fetchone()
    return None if row is None else dict(row[0])


async def draft(tx: Tx, *, run_id: UUID) -> dict[str, Any] | None:
    """The draft of a run; None while it has none."""
    cursor = await tx.execute("select draft from run where id = %s", (run_id,))
    row = await cursor.fetchone()
    return None if row is None or row[0] is None else dict(row[0])


async def request_stop(tx: Tx, *, run_id: UUID) -> None:
    """Have a running run end with the best it has, and a waiting one not begin."""
    await tx.execute(
        """
        update run
        set stop_requested = true,
            status = case when status = 'queued' then 'stopped' else status end,
            finished_at = case when status = 'queued' then now() else finished_at end
        where id = %s and status in ('queued', 'running')
        """,
        (run_id,),
    )


async def set_aside(tx: Tx, *, run_id: UUID, by: UUID | None) -> None:
    """Leave a run out of the list. It stays on record."""
    await tx.execute("update run set set_aside_at = now(), set_aside_by = %s where id = %s", (by, run_id))


async def take_back(tx: Tx, *, run_id: UUID) -> None:
    """Have a run in the list again."""
    await tx.execute("update run set set_aside_at = null, set_aside_by = null where id = %s", (run_id,))


# -- the solver worker's ---------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Claim:
    """A run this worker may work on, and which attempt that is: only the newest attempt's result counts."""

    id: UUID
    attempt: int
    problem: dict[str, Any]
    scope: dict[str, Any]
    seed: int
    workers: int
    seconds: float | None
    stop_requested: bool


# When a running run last showed that its worker lives.
_ALIVE_AT = "coalesce((progress ->> 'at')::timestamptz, started_at)"


async def claim(tx: Tx, *, run_id: UUID, silent_seconds: float, attempts: int) -> Claim | None:
    """Take a run that waits, or whose worker has been silent for so long. None: not to be had (now)."""
    async with tx.cursor(row_factory=class_row(Claim)) as cursor:
        await cursor.execute(
            f"""
            update run
            set status = 'running', attempt = attempt + 1, started_at = clock_timestamp(),
                progress = jsonb_build_object('at', clock_timestamp())
            where id = %s and attempt < %s
              and (status = 'queued'
                   or (status = 'running' and {_ALIVE_AT} < clock_timestamp() - make_interval(secs => %s)))
            returning id, attempt, problem, scope, seed, workers, seconds::float8 as seconds, stop_requested
            """,  # noqa: S608  # the inner text is our own constant
            (run_id, attempts, silent_seconds),
        )
        return await cursor.fetchone()


async def unfinished(tx: Tx, *, run_id: UUID) -> bool:
    """Whether a run waits or runs."""
    cursor = await tx.execute("select 1 from run where id = %s and status in ('queued', 'running')", (run_id,))
    return await cursor.fetchone() is not None


async def beat(tx: Tx, *, run_id: UUID, attempt: int, progress: dict[str, Any]) -> bool | None:
    """Show that the worker of this attempt lives, and how far it is. True: it is to stop. None: the run is not its."""
    cursor = await tx.execute(
        """
        update run set progress = %s || jsonb_build_object('at', clock_timestamp())
        where id = %s and attempt = %s and status = 'running'
        returning stop_requested
        """,
        (Jsonb(progress), run_id, attempt),
    )
    row = await cursor.fetchone()
    return None if row is None else bool(row[0])


async def finish(
    tx: Tx,
    *,
    run_id: UUID,
    attempt: int,
    status: Status,
    draft: dict[str, Any] | None = None,
    summary: dict[str, Any] | None = None,
    error: str | None = None,
) -> bool:
    """Write down how an attempt ended. False, and nothing written, when the run is no longer this attempt's."""
    cursor = await tx.execute(
        """
        update run set status = %s, finished_at = now(), draft = %s, summary = %s, error = %s
        where id = %s and attempt = %s and status = 'running'
        """,
        (
            status,
            None if draft is None else Jsonb(draft),
            None if summary is None else Jsonb(summary),
            error,
            run_id,
            attempt,
        ),
    )
    return cursor.rowcount == 1


async def give_up(tx: Tx, *, silent_seconds: float, attempts: int, error: str) -> list[UUID]:
    """End the runs whose last attempt's worker has fallen silent; their ids."""
    cursor = await tx.execute(
        f"""
        update run set status = 'failed', finished_at = now(), error = %s
        where status = 'running' and attempt >= %s and {_ALIVE_AT} < now() - make_interval(secs => %s)
        returning id
        """,  # noqa: S608  # the inner text is our own constant
        (error, attempts, silent_seconds),
    )
    return [row[0] for row in await cursor.fetchall()]


async def lost(tx: Tx, *, silent_seconds: float, waiting_seconds: float) -> list[UUID]:
    """Runs nobody works on: running in silence, or waiting for long while nothing runs. Oldest first."""
    cursor = await tx.execute(
        f"""
        select id from run
        where (status = 'running' and {_ALIVE_AT} < now() - make_interval(secs => %(silent)s))
           or (status = 'queued' and requested_at < now() - make_interval(secs => %(waiting)s)
               and not exists (
                 select from run where status = 'running'
                   and {_ALIVE_AT} >= now() - make_interval(secs => %(silent)s)))
        order by requested_at
        """,  # noqa: S608  # the inner text is our own constant
        {"silent": silent_seconds, "waiting": waiting_seconds},
    )
    return [row[0] for row in await cursor.fetchall()]
