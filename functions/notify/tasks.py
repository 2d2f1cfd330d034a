"""Sending what was posted."""

from __future__ import annotations

from functions.notify import service
from functions.notify.carriers import carrier_of
from shared.db import Database, Tx
from shared.events import MailPosted, subscribe
from shared.settings import load


@subscribe(MailPosted)
async def send_posted(_tx: Tx, event: MailPosted) -> None:
    """Send one message, on a connection of its own: its steps must be on record before the server is told anything."""
    settings = load()
    async with Database(settings.database_url, max_size=1) as database:
        await service.send(database, carrier_of(settings), mail_id=event.mail_id)


async def tell_administrators(tx: Tx) -> None:
    """What the scheduler has done every hour."""
    await service.tell_administrators(tx, load())
