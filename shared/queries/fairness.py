"""Who has held how much duty against their fair part, as the ledger has it."""

from __future__ import annotations

from shared.db import Tx


async def balances(tx: Tx) -> dict[str, int]:
    """Everybody's balance that is not nought, in hundredths of a half-day of duty, by code; they add up to nought.

    Above nought: held more than their part. For `Problem.carried`. Empty until a first week is closed.
    """
    cursor = await tx.execute(
        "select person_code, sum(points)::int from duty_entry group by 1 having sum(points) <> 0 order by 1"
    )
    return dict(await cursor.fetchall())
