"""Facts on their way from one room to another: a row written with the change, then a bell.

`announce` writes the row in the transaction of the change, so there is no fact without its change and no change without
its fact. The relay hands each row to the queue, at least once; a listener acts on it once (`deliver`).
"""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import psycopg
from psycopg.rows import class_row

from shared.db import Database, Tx
from shared.events import EVENTS, Event, payload, revive, subscriptions
from shared.log import request_id
from shared.metrics import RELAY_FAILURES

log = logging.getLogger("rotacc.tasks.outbox")

CHANNEL = "outbox"
BATCH = 50
MOST_TIMES = 5
# A question that takes longer has no answer coming: the server hangs, or the network has swallowed it.
ANSWER_SECONDS = 30.0


@dataclass(frozen=True, slots=True)
class Announced:
    """One row of the outbox."""

    id: int
    event: str
    payload: dict[str, Any]
    request_id: str | None = None


Send = Callable[[Announced], Awaitable[None]]


async def announce(tx: Tx, event: Event) -> None:
    """Tell the other rooms, once this transaction is committed. What comes of it carries the number of the request
    this is done for, whichever process does it."""
    await tx.execute(
        "insert into outbox (event, payload, request_id) values (%s, %s::jsonb, %s)",
        (event.NAME, payload(event).decode(), request_id()),
    )
    await tx.execute("select pg_notify(%s, '')", (CHANNEL,))


async def deliver(database: Database, event_id: int) -> None:
    """Have every listener act on one event, each in a transaction of its own, each once.

    All are tried even when one fails; the failure is raised at the end, so that the event is delivered again and only
    those who have not acted hear it.
    """
    async with database.tx() as tx:
        row = await _read(tx, event_id)
    if row is None:
        log.warning("event %d is no longer in the outbox", event_id)
        return
    if row.event not in EVENTS:
        raise LookupError(f"this version does not know the event {row.event!r}")
    event = revive(row.event, row.payload)
    failures: list[Exception] = []
    for subscription in subscriptions(row.event):
        try:
            async with database.tx() as tx:
                if await _first_time(tx, subscription.name, event_id):
                    await subscription.handler(tx, event)
        except Exception as error:  # one listener's trouble must not keep the fact from the others
            log.exception("%s failed on event %d (%s)", subscription.name, event_id, row.event)
            failures.append(error)
    if failures:
        raise ExceptionGroup(f"event {event_id} ({row.event}) is not delivered to everybody", failures)


async def forget_old(tx: Tx, *, days: int = 30) -> None:
    """Remove what was relayed long ago, and the memory of who heard it."""
    await tx.execute(
        """with gone as (
             delete from outbox where relayed_at < now() - make_interval(days => %s) returning id)
           delete from event_seen using gone where event_id = gone.id""",
        (days,),
    )


async def relay_again(tx: Tx, *, since: datetime) -> None:
    """Have what was handed to the queue since then handed over once more: whoever has acted on it does not again.

    For a database that was restored: the queue of its moment is gone.
    """
    await tx.execute("update outbox set relayed_at = null where relayed_at >= %s", (since,))


async def unheard(tx: Tx) -> list[int]:
    """What was handed to the queue today, a minute ago or longer, and nobody has acted on, though somebody listens.
    What was handed over again and again is left alone."""
    listened_to = [name for name in EVENTS if subscriptions(name)]
    rows = await tx.execute(
        """
        select id from outbox
        where relayed_at between now() - interval '1 day' and now() - interval '1 minute'
          and event = any(%s) and attempts < %s
          and not exists (select from event_seen where event_id = id and seen_at > now() - interval '25 hours')
        order by id
        """,
        (listened_to, MOST_TIMES),
    )
    return [row[0] for row in await rows.fetchall()]


async def relay_these_again(tx: Tx, ids: list[int]) -> None:
    """Have these handed to the queue once more."""
    await tx.execute("update outbox set relayed_at = null where id = any(%s)", (ids,))
    await tx.execute("select pg_notify(%s, '')", (CHANNEL,))


class Relay:
    """Hands rows of the outbox to the queue. Any number may run at once: each row is locked by the one sending it."""

    def __init__(self, url: str, send: Send, *, poll_seconds: float = 2.0) -> None:
        self._url, self._send, self._poll_seconds = url, send, poll_seconds
        self._relayed_at = time.monotonic()

    def stuck(self) -> str | None:
        """Why nothing announced is handed on, if nothing is."""
        silent = time.monotonic() - self._relayed_at
        return f"the outbox has not been looked at for {silent:.0f} seconds" if silent > ANSWER_SECONDS else None

    async def run(self) -> None:
        """Relay until cancelled, through restarts of PostgreSQL and of the queue."""
        while True:
            try:
                async with await self._listening() as connection:
                    while True:
                        while await self._relayed(connection):
                            pass
                        await self._bell(connection)
            except Exception as error:  # the queue or the database is away; the rows wait
                RELAY_FAILURES.inc()
                log.warning("relay: %s; trying again", error or type(error).__name__)
                await asyncio.sleep(self._poll_seconds / 2)

    async def _listening(self) -> Tx:
        async with asyncio.timeout(ANSWER_SECONDS):
            connection = await psycopg.AsyncConnection.connect(self._url, autocommit=True)
            await connection.execute(f"listen {CHANNEL}")
            return connection

    async def _relayed(self, connection: Tx) -> int:
        async with asyncio.timeout(ANSWER_SECONDS):
            sent = await relay_batch(connection, self._send)
        self._relayed_at = time.monotonic()
        return sent

    async def _bell(self, connection: Tx) -> None:
        """Wait for the next announcement; the time-out is for those missed while nobody was listening."""
        async for _ in connection.notifies(timeout=self._poll_seconds, stop_after=1):
            pass


async def relay_batch(connection: Tx, send: Send) -> int:
    """Send what waits, oldest first, at most a batch; the number sent. Raises what the queue raised.

    A row is marked only after the queue has accepted it, so a crash between the two sends it twice, never not at all.
    """
    sent: list[int] = []
    async with connection.transaction():
        rows = await _lock_waiting(connection)
        failure: Exception | None = None
        for row in rows:
            try:
                await send(row)
            except Exception as error:  # raised below, once what was accepted before it is marked
                failure = error
                await connection.execute("update outbox set attempts = attempts + 1 where id = %s", (row.id,))
                break
            sent.append(row.id)
        await _mark(connection, sent)
    if failure:
        raise failure
    return len(sent)


async def _lock_waiting(tx: Tx) -> list[Announced]:
    """The oldest rows not yet relayed that no other relay is sending at this moment."""
    async with tx.cursor(row_factory=class_row(Announced)) as cursor:
        await cursor.execute(
            """select id, event, payload, request_id from outbox where relayed_at is null
               order by id limit %s for update skip locked""",
            (BATCH,),
        )
        return await cursor.fetchall()


async def _mark(tx: Tx, ids: list[int]) -> None:
    """These rows are with the queue now."""
    if ids:
        await tx.execute("update outbox set relayed_at = now(), attempts = attempts + 1 where id = any(%s)", (ids,))


async def _read(tx: Tx, event_id: int) -> Announced | None:
    async with tx.cursor(row_factory=class_row(Announced)) as cursor:
        await cursor.execute("select id, event, payload, request_id from outbox where id = %s", (event_id,))
        return await cursor.fetchone()


async def _first_time(tx: Tx, subscriber: str, event_id: int) -> bool:
    """Whether this listener has not heard this event before; from now on it has, if the transaction is committed."""
    done = await tx.execute(
        "insert into event_seen (subscriber, event_id) values (%s, %s) on conflict do nothing", (subscriber, event_id)
    )
    return done.rowcount == 1
