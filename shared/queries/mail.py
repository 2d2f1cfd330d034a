"""How mail fares, as administrators see it: everything but what stands in a message."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from psycopg.rows import class_row

from shared.db import Tx

# Mail that tells administrators of mail that failed. Its own failing is nobody's news: they would be told by mail.
TROUBLE = "mail-trouble"
HELD_UP_MINUTES = 60
REMEMBERED_DAYS = 30


@dataclass(frozen=True, slots=True)
class Posted:
    """A message as administrators see it. `kept`: its text is, so it can be sent again as it was.

    `settled_at`: when somebody saw to one that was given up, or a later message did.
    """

    id: UUID
    kind: str
    about: str | None
    to_address: str
    subject: str
    status: str
    attempts: int
    posted_at: datetime
    due_at: datetime | None
    ended_at: datetime | None
    said: str | None
    kept: bool
    settled_at: datetime | None


@dataclass(frozen=True, slots=True)
class Trouble:
    """How many messages were given up and nobody has seen to, and how many wait for longer than they should.

    `said`: what stood in the way last, of either.
    """

    given_up: int
    held_up: int
    said: str | None


async def posted(tx: Tx, *, ids: Sequence[UUID] | None = None, status: str | None = None) -> list[Posted]:
    """Messages and how they fare, newest first, at most 500; all of them, or these, or those of one status."""
    async with tx.cursor(row_factory=class_row(Posted)) as cursor:
        await cursor.execute(
            """
            select id, kind, about, to_address, subject, status, attempts, posted_at,
                   case when status = 'waiting' then due_at end as due_at, ended_at, said,
                   text is not null as kept, settled_at
            from mail
            where (%(ids)s::uuid[] is null or id = any(%(ids)s)) and (%(status)s::text is null or status = %(status)s)
            order by posted_at desc, id limit 500
            """,
            {"ids": None if ids is None else list(ids), "status": status},
        )
        return await cursor.fetchall()


async def counts(tx: Tx) -> dict[str, int]:
    """How many messages there are of each status."""
    cursor = await tx.execute("select status, count(*) from mail group by status")
    return dict(await cursor.fetchall())


async def trouble(tx: Tx) -> Trouble:
    """What about mail needs a person, in a month."""
    async with tx.cursor(row_factory=class_row(Trouble)) as cursor:
        await cursor.execute(
            """
            with troubled as (
                select status, said, coalesce(ended_at, claimed_at) as at from mail
                where kind <> %(trouble)s and case
                    when status in ('failed', 'uncertain')
                        then settled_at is null and ended_at > now() - make_interval(days => %(days)s)
                    else status = 'waiting' and attempts > 0 and posted_at < now() - make_interval(mins => %(late)s)
                end
            )
            select count(*) filter (where status <> 'waiting') as given_up,
                   count(*) filter (where status = 'waiting') as held_up,
                   (select said from troubled order by at desc nulls last limit 1) as said
            from troubled
            """,
            {"trouble": TROUBLE, "days": REMEMBERED_DAYS, "late": HELD_UP_MINUTES},
        )
        found = await cursor.fetchone()
        assert found is not None  # noqa: S101  # an aggregate gives one row
        return found


async def untold(tx: Tx) -> list[Posted]:
    """What was given up and administrators have not been told of by mail; none while they were told within a day."""
    cursor = await tx.execute(
        "select exists (select from mail where kind = %s and posted_at > now() - interval '1 day')", (TROUBLE,)
    )
    row = await cursor.fetchone()
    if row is None or row[0]:
        return []
    cursor = await tx.execute(
        """
        select id from mail
        where status in ('failed', 'uncertain') and told_at is null and settled_at is null and kind <> %s
          and ended_at > now() - interval '7 days'
        """,
        (TROUBLE,),
    )
    return await posted(tx, ids=[each[0] for each in await cursor.fetchall()])


async def administrators_reached(tx: Tx) -> list[tuple[str, str]]:
    """Name and address of each administrator with an address whose last message did not fail."""
    cursor = await tx.execute(
        """
        select display_name, email from account
        where active and email is not null and roles && array['administrator', 'superuser']
          and coalesce((select status from mail where lower(to_address) = lower(email) and ended_at is not null
                        order by ended_at desc limit 1), 'sent') = 'sent'
        order by username
        """
    )
    return [(row[0], row[1]) for row in await cursor.fetchall()]
