"""Reading what a grab sheet says."""

from __future__ import annotations

from datetime import date, timedelta

from functions.backup.sheet.nouns import WEEKS, WORDS, GrabSheet, Work
from shared import clock
from shared.db import Tx
from shared.domain.calendar import Half
from shared.domain.rota import Activity
from shared.queries.practice import practice_name, practice_settings
from shared.queries.rota import published_lines


async def grab_sheet(tx: Tx, *, today: date | None = None) -> GrabSheet:
    """This week and the three after it, as everybody may see them. A practice without a rota has an empty one."""
    start = _monday(today or clock.today())
    end = start + timedelta(weeks=WEEKS, days=-1)
    work = {
        (line.code, line.date, Half(line.half)): Work(Activity(line.activity), line.site)
        for line in await published_lines(tx, start=start, end=end)
        if Activity(line.activity) in WORDS  # an absence that is on the rota tells why somebody is away
    }
    settings = await practice_settings(tx)
    contact = settings.get("contact") or {}
    return GrabSheet(
        practice=await practice_name(tx) or "the practice",
        contact=tuple(str(contact[key]) for key in ("address", "telephone", "email") if contact.get(key)),
        made_at=clock.now(),
        start=start,
        weeks=WEEKS,
        people=await _people(tx),
        sites=dict(await (await tx.execute("select code, name from site order by code")).fetchall()),
        work=work,
    )


async def _people(tx: Tx) -> dict[str, str]:
    """Everybody by code, in the practice's order; who has left may still be on the rota."""
    cursor = await tx.execute("select code, name from person order by active desc, position, code")
    return dict(await cursor.fetchall())


def _monday(day: date) -> date:
    return day - timedelta(days=day.weekday())
