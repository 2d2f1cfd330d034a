"""A rota anybody could write, published without the solver."""

from __future__ import annotations

from uuid import uuid4

from shared.db import Tx
from shared.domain.calendar import Horizon
from shared.domain.problem import Problem
from shared.queries.practice import load_practice
from tests.cast import by_hand


async def publish_by_hand(tx: Tx, horizon: Horizon) -> None:
    """Version 1, for these weeks."""
    known = await load_practice(tx)
    assert known is not None
    version = uuid4()
    await tx.execute(
        "insert into rota_version (id, start_date, end_date, weeks, content_hash) values (%s, %s, %s, %s, 'x')",
        (version, horizon.start, horizon.end, horizon.weeks),
    )
    async with tx.cursor() as cursor:
        await cursor.executemany(
            "insert into assignment (version_id, person_code, date, half, activity, site)"
            " values (%s, %s, %s, %s, %s, %s)",
            [
                (version, x.code, x.session.date, x.session.half, x.activity, x.site)
                for x in by_hand(Problem(known.practice, horizon)).assignments
            ],
        )
