"""A message as rooms post it, and what became of it."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import UUID

from shared import clock, mail
from shared.db import Database
from shared.mail import Message

LINK = "https://rota.example/welcome.html#very-secret"


def a_message(**more: Any) -> Message:
    """An invitation: its link runs out."""
    more.setdefault("useful_until", clock.now() + timedelta(days=7))
    text = f"Hello Siân,\n\nchoose a password:\n.a line that begins with a dot\n{LINK}\n"
    return Message("invitation", "ben@example.com", "Your account – Elm Lane", text, f"<p>{LINK}</p>", **more)


async def post(db: Database, **more: Any) -> UUID:
    async with db.tx() as tx:
        return await mail.post(tx, a_message(**more))


async def stored(db: Database, mail_id: UUID) -> dict[str, Any]:
    async with db.tx() as tx:
        cursor = await tx.execute("select * from mail where id = %s", (mail_id,))
        assert cursor.description
        row = await cursor.fetchone()
        assert row
        return dict(zip([column.name for column in cursor.description], row, strict=True))


async def make_due(db: Database) -> None:
    async with db.tx() as tx:
        await tx.execute("update mail set due_at = now() where status = 'waiting'")
