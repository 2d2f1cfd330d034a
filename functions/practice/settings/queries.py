"""What the settings read besides the practice itself. Its rows are written by functions/practice/queries.py."""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

from shared.db import Tx


class BasedAt(NamedTuple):
    """Somebody who works here with a working term at a site; `still`: one that is not over."""

    site: str
    name: str
    still: bool


async def settings_version(tx: Tx) -> int | None:
    """How often the settings have changed; None before there are any."""
    cursor = await tx.execute("select settings_version from practice where id = 1")
    row = await cursor.fetchone()
    return None if row is None else int(row[0])


async def based_at(tx: Tx, *, sites: list[str], today: date) -> list[BasedAt]:
    """Who of the people here has, or had, a working term at one of these sites."""
    cursor = await tx.execute(
        """
        select t.site_code, p.name, bool_or(upper(t.valid) is null or upper(t.valid) > %s)
        from working_term t join person p on p.code = t.person_code
        where t.site_code = any(%s) and p.active
        group by t.site_code, p.code, p.name
        order by t.site_code, p.name, p.code
        """,
        (today, sites),
    )
    return [BasedAt(*row) for row in await cursor.fetchall()]


async def groups(tx: Tx) -> list[tuple[str, str]]:
    """The practice's own groups of people (code, name), by name."""
    cursor = await tx.execute("select code, name from staff_group order by lower(name), code")
    return [(code, name) for code, name in await cursor.fetchall()]


async def published_spans(tx: Tx, *, since: date) -> list[tuple[date, date]]:
    """First and last day of every published version that is not over by `since`."""
    cursor = await tx.execute("select start_date, end_date from rota_version where end_date >= %s", (since,))
    return [(start, end) for start, end in await cursor.fetchall()]
