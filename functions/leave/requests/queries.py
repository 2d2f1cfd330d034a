"""Every SQL statement about requests for leave."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from psycopg.rows import class_row
from psycopg.types.json import Jsonb

from shared.db import Tx
from shared.domain.calendar import Half, Session
from shared.domain.leave import LeaveKind

Line = tuple[str, ...]  # code, kind, start, start_half, end, end_half, status: as the leave file has them


@dataclass(frozen=True, slots=True)
class Request:
    """A request as stored, with the names it is shown with."""

    id: UUID
    person_code: str
    person_name: str
    kind: str
    start_date: date
    start_half: str
    end_date: date
    end_half: str
    part_minutes: int | None
    status: str
    source: str
    minutes: int
    note: str
    buddy_code: str | None
    buddy_name: str | None
    asked_at: datetime
    asked_by: str | None
    decided_at: datetime | None
    decided_by: str | None
    approved_at: datetime | None
    decision_reason: str | None
    automatic: bool
    assessment: dict[str, Any]
    version: int

    @property
    def leave_kind(self) -> LeaveKind:
        return LeaveKind(self.kind)

    @property
    def start(self) -> Session:
        return Session(self.start_date, Half(self.start_half))

    @property
    def end(self) -> Session:
        return Session(self.end_date, Half(self.end_half))

    @property
    def counts(self) -> bool:
        """Whether it is asked for or approved."""
        return self.status in ("requested", "approved")


REQUEST = """
    select r.id, r.person_code, p.name as person_name, r.kind, r.start_date, r.start_half, r.end_date, r.end_half,
           r.part_minutes, r.status, r.source, r.minutes, r.note, r.buddy_code, b.name as buddy_name, r.asked_at,
           a.display_name as asked_by, r.decided_at, d.display_name as decided_by, r.approved_at, r.decision_reason,
           r.automatic, r.assessment, r.version
    from leave_request r
    join person p on p.code = r.person_code
    left join person b on b.code = r.buddy_code
    left join account a on a.id = r.asked_by
    left join account d on d.id = r.decided_by
"""


async def hold(tx: Tx) -> None:
    """Let one change of leave at a time look and then write, and no rota be published meanwhile.

    First of all locks. Raise the number (`count_up`) only after reading the practice: it is kept in memory under its
    number, and must not be kept under one that may yet be undone.
    """
    await tx.execute("select number from leave_stamp for update")


async def count_up(tx: Tx) -> None:
    """Say that leave has changed. One change at a time: the row is held until the transaction ends."""
    await tx.execute("update leave_stamp set number = number + 1")


async def request(tx: Tx, *, leave_id: UUID) -> Request | None:
    """One request."""
    async with tx.cursor(row_factory=class_row(Request)) as cursor:
        await cursor.execute(REQUEST + "where r.id = %s", (leave_id,))
        return await cursor.fetchone()


async def requests(
    tx: Tx,
    *,
    status: str | None = None,
    code: str | None = None,
    kind: str | None = None,
    start: date | None = None,
    end: date | None = None,
) -> list[Request]:
    """Requests that are like this: undecided ones first, the longest waiting first; then the newest dates."""
    async with tx.cursor(row_factory=class_row(Request)) as cursor:
        await cursor.execute(
            REQUEST
            + """
            where (%(status)s::text is null or r.status = %(status)s)
              and (%(code)s::text is null or r.person_code = %(code)s)
              and (%(kind)s::text is null or r.kind = %(kind)s)
              and (%(start)s::date is null or r.end_date >= %(start)s)
              and (%(end)s::date is null or r.start_date <= %(end)s)
            order by (r.status <> 'requested'), case when r.status = 'requested' then r.asked_at end,
                     r.start_date desc, r.start_half desc, r.person_code, r.id
            """,
            {"status": status, "code": code, "kind": kind, "start": start, "end": end},
        )
        return await cursor.fetchall()


async def overlapping(tx: Tx, *, code: str, start: Session, end: Session) -> list[Request]:
    """What somebody has asked for or been given that shares a half-day with these, in calendar order."""
    async with tx.cursor(row_factory=class_row(Request)) as cursor:
        await cursor.execute(
            REQUEST
            + """
            where r.person_code = %s and r.status in ('requested', 'approved')
              and (r.start_date, r.start_half) <= (%s, %s) and (r.end_date, r.end_half) >= (%s, %s)
            order by r.start_date, r.start_half
            """,
            (code, end.date, end.half, start.date, start.half),
        )
        return await cursor.fetchall()


async def ever_approved(tx: Tx, *, code: str, start: date, end: date) -> list[Request]:
    """Everything that ever kept somebody off the rota in a range, cancelled since or not."""
    async with tx.cursor(row_factory=class_row(Request)) as cursor:
        await cursor.execute(
            REQUEST
            + """
            where r.person_code = %s and r.approved_at is not null and r.part_minutes is null
              and r.start_date <= %s and r.end_date >= %s
            """,
            (code, end, start),
        )
        return await cursor.fetchall()


async def insert_request(tx: Tx, *, values: Mapping[str, Any]) -> UUID:
    """Add a request and give its id. Raises psycopg's ExclusionViolation when it overlaps another of theirs."""
    cursor = await tx.execute(
        """
        insert into leave_request
          (person_code, kind, start_date, start_half, end_date, end_half, part_minutes, status, source, minutes, note,
           buddy_code, asked_by, asked_at, decided_by, decided_at, approved_at, decision_reason, automatic, assessment)
        values
          (%(person_code)s, %(kind)s, %(start_date)s, %(start_half)s, %(end_date)s, %(end_half)s, %(part_minutes)s,
           %(status)s, %(source)s, %(minutes)s, %(note)s, %(buddy_code)s, %(asked_by)s, coalesce(%(asked_at)s, now()),
           %(decided_by)s, %(decided_at)s, %(approved_at)s, %(decision_reason)s, %(automatic)s, %(assessment)s)
        returning id
        """,
        {**values, "assessment": Jsonb(values["assessment"])},
    )
    row = await cursor.fetchone()
    assert row is not None  # noqa: S101  # `returning` gives the row it inserted
    leave_id: UUID = row[0]
    return leave_id


async def decide(
    tx: Tx,
    *,
    leave_id: UUID,
    status: str,
    by: UUID | None,
    reason: str | None,
    minutes: int | None = None,
    automatic: bool = False,
) -> None:
    """Give a request another status. `minutes` None: what it takes stays."""
    await tx.execute(
        """
        update leave_request
        set status = %(status)s, decided_by = %(by)s, decided_at = now(), decision_reason = %(reason)s,
            approved_at = case when %(status)s = 'approved' then now() else approved_at end,
            minutes = coalesce(%(minutes)s, minutes), version = version + 1,
            automatic = case when %(status)s = 'approved' then %(automatic)s else automatic end
        where id = %(id)s
        """,
        {"id": leave_id, "status": status, "by": by, "reason": reason, "minutes": minutes, "automatic": automatic},
    )


async def undecide(tx: Tx, *, leave_id: UUID) -> None:
    """Have a request wait as it did before it was approved."""
    await tx.execute(
        """
        update leave_request
        set status = 'requested', decided_by = null, decided_at = null, approved_at = null, decision_reason = null,
            version = version + 1
        where id = %s
        """,
        (leave_id,),
    )


async def decider(tx: Tx, *, leave_id: UUID) -> UUID | None:
    """The account that decided on a request last; None when it passed every check, or waits."""
    cursor = await tx.execute("select decided_by from leave_request where id = %s", (leave_id,))
    row = await cursor.fetchone()
    return row[0] if row else None


async def history(tx: Tx, *, leave_id: UUID) -> list[tuple[datetime, str | None, str, str | None]]:
    """What happened to a request: when, who, what, why. Oldest first."""
    cursor = await tx.execute(
        """
        select a.at, n.display_name, a.action, a.reason
        from audit a left join account n on n.id = a.account_id
        where a.entity = 'leave_request' and a.entity_id = %s
        order by a.id
        """,
        (str(leave_id),),
    )
    return await cursor.fetchall()


async def not_put_back(tx: Tx, *, leave_id: UUID) -> list[dict[str, Any]]:
    """What a cancellation could not put back, as it said then."""
    cursor = await tx.execute(
        """
        select new -> 'not_put_back' from audit
        where entity = 'leave_request' and entity_id = %s and action = 'leave-cancelled'
        order by id desc limit 1
        """,
        (str(leave_id),),
    )
    row = await cursor.fetchone()
    return list(row[0] or ()) if row else []


# -- the leave file --------------------------------------------------------------------------------------------------


async def with_lines(tx: Tx, *, lines: Sequence[Line]) -> list[Request]:
    """The requests that are exactly these lines of the leave file."""
    async with tx.cursor(row_factory=class_row(Request)) as cursor:
        await cursor.execute(
            REQUEST
            + """
            join unnest(%s::text[], %s::text[], %s::date[], %s::text[], %s::date[], %s::text[], %s::text[])
              as line (code, kind, start_date, start_half, end_date, end_half, status)
              on line.code = r.person_code and line.kind = r.kind and line.status = r.status
             and line.start_date = r.start_date and line.start_half = r.start_half
             and line.end_date = r.end_date and line.end_half = r.end_half
            where r.part_minutes is null
            order by r.start_date, r.start_half, r.person_code
            """,
            [list(column) for column in zip(*lines, strict=True)] if lines else [[]] * 7,
        )
        return await cursor.fetchall()


async def parts_within(tx: Tx, *, lines: Iterable[Line]) -> list[Request]:
    """Parts of sessions somebody has leave for that lie inside one of these lines of the leave file."""
    columns = [list(column) for column in zip(*lines, strict=True)] or [[]] * 7
    async with tx.cursor(row_factory=class_row(Request)) as cursor:
        await cursor.execute(
            REQUEST
            + """
            join unnest(%s::text[], %s::date[], %s::text[], %s::date[], %s::text[])
              as line (code, start_date, start_half, end_date, end_half)
              on line.code = r.person_code
             and (r.start_date, r.start_half) between (line.start_date, line.start_half)
                                                  and (line.end_date, line.end_half)
            where r.part_minutes is not null and r.status in ('requested', 'approved')
            """,
            (columns[0], columns[2], columns[3], columns[4], columns[5]),
        )
        return await cursor.fetchall()
