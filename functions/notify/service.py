"""Sending a message once, whatever is killed in between.

The order is what matters. A message is claimed, on record, before anything is said to a server; it is marked as handed
over, on record, before the server is given its text; how it ended is put on record afterwards. A worker that dies
before handing over has sent nothing, and another sends it. One that dies after it may have sent it: then the message
is called uncertain and never sent again by itself, because two equal letters with a link each time somebody restarts
a server teach people to distrust them, while one that is missing is seen in the list and sent anew by a person.
"""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID, uuid4

from functions.notify import letters, policy
from functions.notify.carriers.carrier import Carrier, NotNow, Refusal, Silence
from shared import audit, clock, log, mail
from shared.access import Caller
from shared.db import Database, Tx
from shared.errors import NotFound, Stale
from shared.events import MailPosted
from shared.metrics import MAIL
from shared.outbox import announce
from shared.queries import mail as queries
from shared.settings import Settings

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
        MAIL.labels(outcome="put_off").inc()
        await _put_off(database, letter, str(reason), reason.wait)
    except Refusal as reason:
        MAIL.labels(outcome="refused").inc()
        await _give_up(database, letter, "failed", str(reason))
    except Silence as reason:
        MAIL.labels(outcome="uncertain").inc()
        await _give_up(database, letter, "uncertain", str(reason))
    else:
        async with database.tx() as tx:
            await mail.sent(tx, letter, said=said)
        MAIL.labels(outcome="sent").inc()
        logger.info("mail sent", mail=str(mail_id), kind=letter.kind, attempts=letter.attempts)


async def send_again(tx: Tx, caller: Caller, *, mail_id: UUID, may_arrive_twice: bool) -> None:
    """Have what was given up sent as it was. Raises NotFound, Refused or Stale."""
    posted = await _posted(tx, mail_id)
    policy.require_sendable(posted, may_arrive_twice=may_arrive_twice)
    if not await mail.send_again(tx, mail_id=mail_id):
        raise Stale("Somebody else has just seen to this message.")
    await _record(tx, caller, posted, "mail-sent-again")


async def settle(tx: Tx, caller: Caller, *, mail_id: UUID) -> None:
    """Let what was given up be; nobody is told of it any more. Raises NotFound or Stale."""
    posted = await _posted(tx, mail_id)
    if not await mail.settle(tx, mail_id=mail_id, by=caller.account_id):
        raise Stale("There is nothing to see to: this message was not given up, or somebody has seen to it.")
    await _record(tx, caller, posted, "mail-settled")


async def tell_administrators(tx: Tx, settings: Settings) -> None:
    """Tell administrators of mail that was given up, by mail, at most once a day.

    Those whose own mail fails see it on the page. Nobody is ever told by mail that this mail failed.
    """
    given_up, reached = await queries.untold(tx), await queries.administrators_reached(tx)
    if not given_up or not reached:
        return
    for name, address in reached:
        await mail.post(tx, letters.trouble(settings, to=address, name=name, given_up=given_up))
    await mail.told(tx, ids=[each.id for each in given_up])


async def _posted(tx: Tx, mail_id: UUID) -> queries.Posted:
    for each in await queries.posted(tx, ids=[mail_id]):
        return each
    raise NotFound("There is no such message.")


async def _record(tx: Tx, caller: Caller, posted: queries.Posted, action: str) -> None:
    was = {"to": posted.to_address, "kind": posted.kind, "status": posted.status}
    await audit.record(
        tx, account_id=caller.account_id, action=action, entity="mail", entity_id=str(posted.id), old=was
    )


async def post_again(tx: Tx) -> None:
    """Announce again what is due, or was left behind by a worker that died without a trace in the queue."""
    for mail_id in await mail.overdue(tx, patience_seconds=PATIENCE_SECONDS):
        await announce(tx, MailPosted(mail_id))


async def _put_off(database: Database, letter: mail.Letter, said: str, wait: timedelta | None) -> None:
    due_at = policy.next_try(letter.attempts, at=clock.now(), useful_until=letter.useful_until, wait=wait)
    if due_at is None:
        return await _give_up(database, letter, "failed", f"Given up after {letter.attempts} attempts. {said}")
    async with database.tx() as tx:
        await mail.put_off(tx, letter, due_at=due_at, said=said)
    logger.warning("mail put off", mail=str(letter.id), kind=letter.kind, attempts=letter.attempts)


async def _give_up(database: Database, letter: mail.Letter, status: str, said: str) -> None:
    async with database.tx() as tx:
        await mail.give_up(tx, letter, status=status, said=said)
    logger.error("mail given up", mail=str(letter.id), kind=letter.kind, status=status, attempts=letter.attempts)
