"""Mail: a room posts a message with its change; the room `notify` carries it.

`post` writes the row in the transaction of the change and announces it, so there is no message without its change and
no change without its message. Below it stand the steps of a message on its way; only `notify` takes them:

    waiting -> sending -> sent                    the server took it
       ^          |-----> waiting                 not this time; due again later
       |          |-----> failed                  given up, `said` tells why
       '- (worker died before handing over)
                  '-----> uncertain               nobody can know whether it arrived; never sent a second time

What failed or is uncertain stays somebody's business until it is settled: by a person who lets it be or sends it again,
or by a later message about the same thing. A message that runs out holds a link, and its text is erased when it ends;
any other's is kept until then, so that it can be sent again.
"""

from __future__ import annotations

import html
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from string import Template
from uuid import UUID

from psycopg.rows import class_row

from shared.db import Tx
from shared.events import MailPosted
from shared.forgetting import Leaver
from shared.outbox import announce
from shared.queries.mail import Posted as Posted  # rooms that post look here for what became of it
from shared.queries.mail import posted as posted
from shared.queries.practice import practice_name
from shared.settings import Settings

LONGEST_SAID = 500  # of what a server said
# The settings each provider cannot do without.
NEEDED = {
    "smtp": ("email_host", "default_from_email"),
    "mailgun": ("mailgun_api_key", "default_from_email"),
    "sendgrid": ("sendgrid_api_key", "default_from_email"),
    "postmark": ("postmark_server_token", "default_from_email"),
    "resend": ("resend_api_key", "default_from_email"),
    "console": (),
}


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


def missing(settings: Settings) -> tuple[str, ...]:
    """The settings, by their variables' names, without which no mail goes out; empty when it is set up."""
    return tuple(name.upper() for name in NEEDED[settings.email_provider] if not getattr(settings, name))


def written(folder: Path, kind: str, to: str, values: Mapping[str, str], **more: object) -> Message:
    """A message from its folder: `text.txt`, whose first line is the subject, and `page.html`.

    Values stand in both for `$name`; in the page they are escaped. Raises KeyError for a name without a value.
    """
    plain = {name: " ".join(value.split()) for name, value in values.items()}
    subject, _, text = Template((folder / "text.txt").read_text(encoding="utf-8")).substitute(plain).partition("\n")
    safe = {name: html.escape(value) for name, value in plain.items()}
    page = Template((folder / "page.html").read_text(encoding="utf-8")).substitute(safe)
    return Message(kind, to, subject.strip(), text.strip() + "\n", page, **more)  # type: ignore[arg-type]


async def post(tx: Tx, message: Message, *, by: UUID | None = None, after: timedelta = timedelta()) -> UUID:
    """Have a message sent once this transaction is committed, in the practice's name. Gives its id.

    `after`: how long it waits first; meanwhile it can be withdrawn.
    """
    cursor = await tx.execute(
        """
        insert into mail (kind, about, to_address, from_name, subject, text, html, posted_by, useful_until, due_at)
        values (%s, %s, %s, %s, %s, %s, %s, %s, %s, now() + %s) returning id
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
            after,
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
    still_mine = "id = %s and claim = %s and status = 'sending' and handed_at is null"
    done = await tx.execute(f"update mail set handed_at = now() where {still_mine}", (letter.id, letter.claim))  # noqa: S608
    return done.rowcount == 1


async def sent(tx: Tx, letter: Letter, *, said: str) -> None:
    """The server has it. True also of one that was thought uncertain meanwhile. Settles what failed about the same."""
    await tx.execute(
        """
        update mail set status = 'sent', ended_at = now(), said = %s, text = null, html = null
        where id = %s and claim = %s and status in ('sending', 'uncertain')
        """,
        (said[:LONGEST_SAID], letter.id, letter.claim),
    )
    await tx.execute(
        """
        update mail set settled_at = now(), text = null, html = null
        where about = (select about from mail where id = %s and status = 'sent')
          and status in ('failed', 'uncertain') and settled_at is null
        """,
        (letter.id,),
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
        update mail set status = %s, ended_at = now(), said = %s,
            text = case when useful_until is null then text end, html = case when useful_until is null then html end
        where id = %s and claim = %s and status = 'sending'
        """,
        (status, said[:LONGEST_SAID], letter.id, letter.claim),
    )


async def give_up_orphan(tx: Tx, *, mail_id: UUID, said: str) -> bool:
    """Call uncertain what a worker handed over and never said how it ended. Whether there was such a message."""
    done = await tx.execute(
        """
        update mail set status = 'uncertain', ended_at = now(), said = %s,
            text = case when useful_until is null then text end, html = case when useful_until is null then html end
        where id = %s and status = 'sending' and handed_at is not null
        """,
        (said, mail_id),
    )
    return done.rowcount == 1


async def withdraw(tx: Tx, *, mail_id: UUID, said: str) -> None:
    """Do not send what still waits: it is of no use any more, and nobody misses it."""
    await tx.execute(
        """
        update mail set status = 'failed', ended_at = now(), settled_at = now(), said = %s, text = null, html = null
        where id = %s and status = 'waiting'
        """,
        (said, mail_id),
    )


async def withdraw_about(tx: Tx, *, about: str, said: str) -> None:
    """The same for whatever still waits about one thing."""
    cursor = await tx.execute("select id from mail where about = %s and status = 'waiting'", (about,))
    for (mail_id,) in await cursor.fetchall():
        await withdraw(tx, mail_id=mail_id, said=said)


async def settle(tx: Tx, *, mail_id: UUID, by: UUID) -> bool:
    """Let what was given up be. Whether there was such a message that nobody had seen to."""
    done = await tx.execute(
        """
        update mail set settled_at = now(), settled_by = %s, text = null, html = null
        where id = %s and status in ('failed', 'uncertain') and settled_at is null
        """,
        (by, mail_id),
    )
    return done.rowcount == 1


async def send_again(tx: Tx, *, mail_id: UUID) -> bool:
    """Have what was given up sent as it was. False when it was not given up, or its text is not kept."""
    done = await tx.execute(
        """
        update mail set status = 'waiting', due_at = now(), attempts = 0, claim = null, claimed_at = null,
            handed_at = null, ended_at = null, told_at = null
        where id = %s and status in ('failed', 'uncertain') and text is not null
        """,
        (mail_id,),
    )
    if done.rowcount == 1:
        await announce(tx, MailPosted(mail_id))
    return done.rowcount == 1


async def told(tx: Tx, *, ids: list[UUID]) -> None:
    """Note that administrators were told of these."""
    await tx.execute("update mail set told_at = now() where id = any(%s)", (ids,))


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


async def forget_old(tx: Tx, *, days: int = 180) -> int:
    """Remove what ended long ago: addresses are not kept for ever. How much that was."""
    done = await tx.execute("delete from mail where ended_at < now() - make_interval(days => %s)", (days,))
    return done.rowcount


async def make_nameless(tx: Tx, leaver: Leaver) -> None:
    """Remove mail to somebody, and take their name out of mail to others."""
    await tx.execute("delete from mail where to_address = any(%(names)s)", leaver.told())
    await tx.execute(
        """
        update mail set subject = rename_in(subject, %(names)s, %(becomes)s),
            text = rename_in(text, %(names)s, %(becomes)s), html = rename_in(html, %(names)s, %(becomes)s),
            said = rename_in(said, %(names)s, %(becomes)s)
        where names_in(concat(subject, text, html, said), %(names)s)
        """,
        leaver.told(),
    )
