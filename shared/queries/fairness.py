"""Who has held how much duty against their fair part, as the ledger has it."""

from __future__ import annotations

from datetime import date

from shared.db import Tx


async def balances(tx: Tx, *, before: date | None = None) -> dict[str, int]:
    """Everybody's balance that is not nought, in hundredths of a half-day of duty, by code; they add up to nought.

    Above nought: held more than their part. Empty until a first week is closed. `before`: what is carried into a period
    that begins with this Monday, for `Problem.carried`; weeks closed since are counted with the rota of the period.
    """
    cursor = await tx.execute(
        """
        select person_code, sum(points)::int from duty_entry where kind <> 'week' or %s::date is null or week < %s
        group by 1 having sum(points) <> 0 order by 1
        """,
        (before, before),
    )
    return dict(await cursor.fetchall())
