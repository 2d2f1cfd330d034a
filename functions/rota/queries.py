"""Whether the rota is still what it was, and what is marked on it.

Reads of the rota itself are in shared/queries/rota.py: other rooms need them too.
"""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

from shared.db import Tx
from shared.standing import Slot, slot_of

Stamp = tuple[object, ...]


async def stamp(tx: Tx) -> Stamp:
    """Highest version, last change on it, practice, leave and hand-off: while all stay, every rota page stays."""
    cursor = await tx.execute(
        """
        select (select coalesce(max(number), 0) from rota_version), (select coalesce(max(id), 0) from rota_change),
               (select version from practice where id = 1), (select number from leave_stamp),
               coalesce((select extract(epoch from updated_at)::bigint from hand_off), 0)
        """
    )
    row = await cursor.fetchone()
    return () if row is None else tuple(row)


class Does(NamedTuple):
    """What somebody does in a session, in plain values."""

    activity: str
    site: str


async def synced(tx: Tx, *, start: date, end: date) -> dict[Slot, Does]:
    """What the clinical system is known to have in a range; empty while no list is kept of that."""
    cursor = await tx.execute(
        """
        select person_code, date, half, activity, site from clinical_sync
        where date between %s and %s and activity is not null and exists (select from hand_off)
        """,
        (start, end),
    )
    return {
        slot_of(code, day, half): Does(activity, site) for code, day, half, activity, site in await cursor.fetchall()
    }
