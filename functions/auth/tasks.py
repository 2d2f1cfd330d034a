"""What the worker does about accounts."""

from __future__ import annotations

from functions.auth.links import service
from shared.db import Tx
from shared.events import ResetAsked, subscribe
from shared.settings import load


@subscribe(ResetAsked)
async def answer_ask(tx: Tx, event: ResetAsked) -> None:
    """Find out whether the address is known, and mail a link if it is."""
    await service.answer_ask(tx, load(), ask_id=event.ask_id)
