"""Mail: a room posts a message with its change; the room `notify` carries it.

`post` writes the row in the transaction of the change and announces it, so there is no message without its change and
no change without its message. Below it stand the steps of a message on its way; only `notify` takes them:

    waiting -> sending -> sent                    the server took it
       ^          |-----> waiting                 not this time; due again later
       |          |-----> failed                  given up, `said` tells why
       '- (worker died before handing over)
                  '-----> uncertain               nobody can know whether it arrived; never sent a second time
"""

from __future__ import annotations

import html
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from string import Template
from uuid import UUID

from psycopg.rows import class_row

from shared.db import Tx
from shared.events import MailPosted
from shared.outbox import announce
from shared.queries.practice import practice_name

LONGEST_SAID = 500  # of what a server said


@dataclass(frozen=True, slots=True)
class Message:
    """One message to one person. `kind` is what it is, `about` what it is about ("invitation:<id>").

    `useful_until`: after this moment it is not worth sending any more.
    """

    kind: str
    to: str
    subject: str
    text: str
    html: str
    about: str | None = None
    useful_until: datetime | None = None


@dataclass(frozen=True, slots=True)
class Letter:
    """A message that a worker has claimed, to send it."""

    id: UUID
    claim: UUID
    kind: str
    to_address: str
    from_name: str
    subject: str
    text: str
    html: str
    attempts: int
    posted_at: datetime
    useful_until: datetime | None


@dataclass(frozen=True, slots=True)
class Posted:
    """A message as administrators see it: everything but what stands in it."""

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


def written(folder: Path, kind: str, to: str, values: Mapping[str, str], **more: object) -> Message:
    """A message from its folder: `text.txt`, whose first line is the subject, and `page.html`.

    Values stand in both for `$name`; in the page they are escaped. Raises KeyError for a name without a value.
    """
    plain = {name: " ".join(value.split()) for name, value in values.items()}
    subject, _, text = Template((folder / "text.txt").read_text(encoding="utf-8")).substitute(plain).partition("\n")
    safe = {name: html.escape(value) for name, value in plain.items()}
    page = Template((folder / "page.html").read_text(encoding="utf-8")).substitute(safe)
    return Message(kind, to, subject.strip(), text.strip() + "\n", page, **more)  # type: ignore[arg-type]


async def post(tx: Tx, message: Message, *, by: UUID | None = None) -> UUID:
    """Have a message sent once this transaction is committed, in the practice's name. Gives its id."""
    cursor = await tx.execute(
        """
        insert into mail (kind, about, to_address, from_name, subject, text, html, posted_by, useful_until)
        values (%s, %s, %s, %s, %s, %s, %s, %s, %s) returning id
        """,
        (
            message.kind,
            message.about,
            message.to,
            re.sub(r"\s+", " ", await practice_name(tx) or "RotaCC"),
            message.subject,
            message.text,
            message.html,
            by,
            message.useful_until,
        ),
    )
    row = await cursor.fetchone()
    assert row is not None  # noqa: S101  # `returning` gives the row it inserted
    mail_id: UUID = row[0]
    await announce(tx, MailPosted(mail_id))
    return mail_id


async def claim(tx: Tx, *, mail_id: UUID, claim: UUID) -> Letter | None:
    """Take a message that is due, to send it; None when there is nothing to do.

    One that another worker claimed and has not handed over is taken from it: that worker died, or is so slow that it
    was taken for dead, and then finds at `hand_over` that the message is no longer its own.
    """
    async with tx.cursor(row_factory=class_row(Letter)) as cursor:
        await cursor.execute(
            """
            update mail set status = 'sending', claim = %s, claimed_at = now(), attempts = attempts + 1
            where id = %s and handed_at is null and (status = 'sending' or (status = 'waiting' and due_at <= now()))
            returning id, claim, kind, to_address, from_name, subject, text, html, attempts, posted_at, useful_until
            """,
            (claim, mail_id),
        )
        return await cursor.fetchone()


async def hand_over(tx: Tx, letter: Letter) -> bool:
    """Note that the server is about to be given the message. False when it is no longer this worker's to give."""
    done = await tx.execute(
        "update mail set handed_at = now() where id = %s and claim = %s and status = 'sending' and handed_at is null",
        (letter.id, letter.claim),
    )
    return done.rowcount == 1


async def sent(tx: Tx, letter: Letter, *, said: str) -> None:
    """The server has it. True also of one that was thought uncertain meanwhile."""
    await tx.execute(
        """
        update mail set status = 'sent', ended_at = now(), said = %s, text = null, html = null
        where id = %s and claim = %s and status in ('sending', 'uncertain')
        """,
        (said[:LONGEST_SAID], letter.id, letter.claim),
    )


async def put_off(tx: Tx, letter: Letter, *, due_at: datetime, said: str) -> None:
    """It did not go this time, and was certainly not taken: try again when it is due."""
    await tx.execute(
        """
        update mail set status = 'waiting', due_at = %s, said = %s, claim = null, handed_at = null
        where id = %s and claim = %s and status = 'sending'
        """,
        (due_at, said[:LONGEST_SAID], letter.id, letter.claim),
    )


async def give_up(tx: Tx, letter: Letter, *, status: str, said: str) -> None:
    """It will not be tried again: `failed`, or `uncertain` when it may have arrived."""
    await tx.execute(
        """
        update mail set status = %s, ended_at = now(), said = %s, text = null, html = null
        where id = %s and claim = %s and status = 'sending'
        """,
        (status, said[:LONGEST_SAID], letter.id, letter.claim),
    )


async def give_up_orphan(tx: Tx, *, mail_id: UUID, said: str) -> bool:
    """Call uncertain what a worker handed over and never said how it ended. Whether there was such a message."""
    done = await tx.execute(
        """
        update mail set status = 'uncertain', ended_at = now(), said = %s, text = null, html = null
        where id = %s and status = 'sending' and handed_at is not null
        """,
        (said, mail_id),
    )
    return done.rowcount == 1


async def withdraw(tx: Tx, *, mail_id: UUID, said: str) -> None:
    """Do not send what still waits: it is of no use any more."""
    await tx.execute(
        """
        update mail set status = 'failed', ended_at = now(), said = %s, text = null, html = null
        where id = %s and status = 'waiting'
        """,
        (said, mail_id),
    )


async def overdue(tx: Tx, *, patience_seconds: int) -> list[UUID]:
    """Messages nobody sees to: due again, or claimed so long ago that nobody can still be sending them."""
    cursor = await tx.execute(
        """
        select id from mail
        where (status = 'waiting' and due_at <= now())
           or (status = 'sending' and claimed_at <= now() - make_interval(secs => %s))
        order by due_at limit 500
        """,
        (patience_seconds,),
    )
    return [row[0] for row in await cursor.fetchall()]


async def posted(tx: Tx, *, ids: Sequence[UUID] | None = None, status: str | None = None) -> list[Posted]:
    """Messages and how they fare, newest first, at most 500; all of them, or these, or those of one status."""
    async with tx.cursor(row_factory=class_row(Posted)) as cursor:
        await cursor.execute(
            """
            select id, kind, about, to_address, subject, status, attempts, posted_at,
                   case when status = 'waiting' then due_at end as due_at, ended_at, said
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


async def forget_old(tx: Tx, *, days: int = 180) -> None:
    """Remove what ended long ago: addresses are not kept for ever."""
    await tx.execute("delete from mail where ended_at < now() - make_interval(days => %s)", (days,))
