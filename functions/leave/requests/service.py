"""Asking for leave, deciding, cancelling, and the leave file's part in an import."""

from __future__ import annotations

from collections import Counter
from uuid import UUID

from functions.leave.requests import queries
from shared.db import Tx
from shared.domain.problem import Practice
from shared.intake import parts_of
from shared.queries import practice as reads

IMPORTED_AWAY = "No longer in the leave file that was imported."


async def take_in(tx: Tx, practice: Practice, *, by: UUID | None, request_id: str | None) -> None:
    """Have just the leave of the files that are asked for or approved; the rest is cancelled, and stays on record."""
    await queries.count_up(tx)
    was = Counter(tuple(row.values()) for row in await reads.leave_parts(tx))
    now = Counter(tuple(row.values()) for row in parts_of(practice)[2])
    await queries.cancel_lines(tx, lines=(was - now).elements(), reason=IMPORTED_AWAY)
    await queries.insert_lines(tx, lines=(now - was).elements())
