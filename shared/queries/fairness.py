"""Who has held how much duty against their fair part, as the ledger has it."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Iterable
from datetime import date, timedelta

from shared.db import Tx
from shared.domain.problem import Practice
from shared.duty_weeks import closing, count
from shared.queries import rota
from shared.standing import Standing

A_WEEK = timedelta(days=6)


async def balances(tx: Tx, *, before: date | None = None) -> dict[str, int]:
    """Everybody's balance that is not nought, in hundredths of a half-day of duty, by code; they add up to nought.

    Above nought: held more than their part. Empty until a first week is closed. `before`: without the weeks closed from
    this Monday on.
    """
    cursor = await tx.execute(
        """
        select person_code, sum(points)::int from duty_entry where kind <> 'week' or %s::date is null or week < %s
        group by 1 having sum(points) <> 0 order by 1
        """,
        (before, before),
    )
    return dict(await cursor.fetchall())


async def weeks_to_close(tx: Tx, *, before: date) -> list[date]:
    """The Mondays before a day whose week has a published rota and is not closed yet, oldest first."""
    cursor = await tx.execute(
        """
        select distinct date_trunc('week', d)::date as week
        from rota_version v cross join lateral generate_series(v.start_date, v.end_date, interval '1 day') d
        where d < %(before)s and not exists (select from duty_week w where w.week = date_trunc('week', d)::date)
        order by week
        """,
        {"before": before},
    )
    return [row[0] for row in await cursor.fetchall()]


async def carried_into(tx: Tx, practice: Practice, *, start: date) -> dict[str, int]:
    """What people carry into a period that begins with this Monday, for `Problem.carried`, in hundredths of a half-day.

    Balances, and what weeks before it that are published and not closed yet will move them by as they stand: a rota is
    made while the one before it is still being worked. Weeks closed from that Monday on belong to the period.
    """
    posted = await balances(tx, before=start)
    weeks = await weeks_to_close(tx, before=start) if practice.rules.duty else []
    if not weeks:
        return posted
    standing = await rota.standing(tx, start=weeks[0], end=weeks[-1] + A_WEEK)
    # A large practice's weeks take a while to count; other requests are answered meanwhile.
    return await asyncio.to_thread(_with_weeks, practice, posted, weeks, standing)


def _with_weeks(
    practice: Practice, posted: dict[str, int], weeks: Iterable[date], standing: Standing
) -> dict[str, int]:
    carried = Counter(posted)
    for monday in weeks:
        week = count(practice, closing(practice, monday), standing.between(monday, monday + A_WEEK))
        carried.update({code: each.points for code, each in week.counts.items()})
    return {code: points for code, points in carried.items() if points}
