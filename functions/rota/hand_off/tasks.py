"""What the hand-off does by the clock."""

from __future__ import annotations

from functions.rota.hand_off import digest
from shared.db import Tx
from shared.settings import load


async def tell_of_overdue(tx: Tx) -> None:
    """The daily job: whoever sees to lines is told of those that have waited too long."""
    await digest.tell(tx, load())
