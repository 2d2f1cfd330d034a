"""The rota around a session, read as it stands."""

from __future__ import annotations

from datetime import timedelta

from functions.rota_generate.what_if.policy import surroundings
from functions.rota_generate.why.nouns import Stand, week_of
from shared.db import Tx
from shared.domain.calendar import Session
from shared.domain.problem import Practice
from shared.errors import NotFound
from shared.queries import edits, fairness, rota

A_QUARTER = timedelta(weeks=13)


async def stand_around(tx: Tx, practice: Practice, session: Session, *, edited: bool = False) -> Stand:
    """The period a session belongs to: that of the versions that cover its week; `edited`: with the changes by hand
    that wait. Raises NotFound where there is no rota that day."""
    week = week_of(session)
    if not await rota.periods_of(tx, days=[session.date]):
        raise NotFound("Nothing is published for this day.")
    horizon = surroundings(week, await rota.periods_of(tx, days=tuple(week.days())))
    read = edits.working_copy if edited else rota.standing
    standing = await read(tx, start=horizon.start, end=horizon.end)
    carried = await fairness.carried_into(tx, practice, start=horizon.start)
    return Stand(practice, horizon, standing.between(horizon.start, horizon.end), carried)
