"""Sending a message once, whatever is killed in between.

The order is what matters. A message is claimed, on record, before anything is said to a server; it is marked as handed
over, on record, before the server is given its text; how it ended is put on record afterwards. A worker that dies
before handing over has sent nothing, and another sends it. One that dies after it may have sent it: then the message
is called uncertain and never sent again by itself, because two equal letters with a link each time somebody restarts
a server teach people to distrust them, while one that is missing is seen in the list and sent anew by a person.
"""

from __future__ import annotations

from uuid import UUID, uuid4

from functions.notify import policy
from functions.notify.carriers.carrier import Carrier, NotNow, Refusal, Silence
from shared import clock, log, mail
from shared.db import Database, Tx
from shared.events import MailPosted
from shared.outbox import announce

logger = log.get("rotacc.mail")

# Nobody can still be sending what was claimed so long ago: every step of a carrier gives up after 30 seconds.
PATIENCE_SECONDS = 600
ORPHANED = (
    "The worker that was sending it died after it had begun to hand it over. It may have arrived, "
    "so it is not sent again by itself."
)
TOO_LATE = "It was given up: by now it would be of no use."


class Overtaken(Exception):
    """Another worker has taken this message over; this one must not send it."""


async def send(database: Database, carrier: Carrier, *, mail_id: UUID) -> None:
    """Send one message and put on record how it went. Safe to be told twice, at once or again after a crash."""
    async with database.tx() as tx:
        letter = await mail.claim(tx, mail_id=mail_id, claim=uuid4())
        if letter is None:
            if await mail.give_up_orphan(tx, mail_id=mail_id, said=ORPHANED):
                logger.warning("mail uncertain", mail=str(mail_id))
            return
    if letter.useful_until is not None and letter.useful_until <= clock.now():
        return await _give_up(database, letter, "failed", TOO_LATE)

    async def hand_over() -> None:
        async with database.tx() as tx:
            if not await mail.hand_over(tx, letter):
                raise Overtaken

    try:
        said = await carrier.carry(letter, hand_over)
    except Overtaken:
        logger.warning("mail overtaken", mail=str(mail_id))
    except NotNow as reason:
        await _put_off(database, letter, str(reason))
    except Refusal as reason:
        await _give_up(database, letter, "failed", str(reason))
    except Silence as reason:
        await _give_up(database, letter, "uncertain", str(reason))
    else:
        async with database.tx() as tx:
            await mail.sent(tx, letter, said=said)
        logger.info("mail sent", mail=str(mail_id), kind=letter.kind, attempts=letter.attempts)


async def post_again(tx: Tx) -> None:
    """Announce again what is due, or was left behind by a worker that died without a trace in the queue."""
    for mail_id in await mail.overdue(tx, patience_seconds=PATIENCE_SECONDS):
        await announce(tx, MailPosted(mail_id))


async def _put_off(database: Database, letter: mail.Letter, said: str) -> None:
    due_at = policy.next_try(letter.attempts, at=clock.now(), useful_until=letter.useful_until)
    if due_at is None:
        return await _give_up(database, letter, "failed", f"Given up after {letter.attempts} attempts. {said}")
    async with database.tx() as tx:
        await mail.put_off(tx, letter, due_at=due_at, said=said)
    logger.warning("mail put off", mail=str(letter.id), kind=letter.kind, attempts=letter.attempts)


async def _give_up(database: Database, letter: mail.Letter, status: str, said: str) -> None:
    async with database.tx() as tx:
        await mail.give_up(tx, letter, status=status, said=said)
    logger.error("mail given up", mail=str(letter.id), kind=letter.kind, status=status, attempts=letter.attempts)
