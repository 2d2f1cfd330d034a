"""Facts that redis lost: handed to the queue, heard by nobody, and no longer there. They are handed over once more.

redis writes what it is told to its disk once a second, so a power cut may cost it the last of it, and one that comes
back empty has lost it all. Runs and questions are not looked for here: their own sweepers know better.
"""

from __future__ import annotations

import logging
from typing import Any

import orjson

from infra.worker import DELIVER
from shared import outbox
from shared.db import Tx
from shared.queue import ReliableStreamBroker, default_broker
from shared.settings import load

log = logging.getLogger("rotacc.tasks.outbox")


async def hand_over_again(tx: Tx) -> None:
    """The job of every five minutes. The database is asked first: what is heard of meanwhile is only heard again."""
    if not (unheard := await outbox.unheard(tx)):
        return
    broker = default_broker(load())
    try:
        known = await _known(broker)
    finally:
        await broker.shutdown()
    if lost := [event_id for event_id in unheard if event_id not in known]:
        log.warning("the queue has lost %d facts; they are handed over again", len(lost))
        await outbox.relay_these_again(tx, lost)


async def _known(broker: ReliableStreamBroker) -> set[int]:
    """Facts that wait, are in hand, or were laid aside for a person to look at."""
    async with broker.connection() as redis:
        streams: list[Any] = [await redis.xrange(name) for name in (broker.queue_name, broker.dead_letters)]
    messages = [orjson.loads(fields[b"data"]) for lines in streams for _, fields in lines]
    return {message["args"][0] for message in messages if message["task_name"] == DELIVER}
