"""The rota as it stands: on each date the highest-numbered version that covers it, with what changed on it since."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, NamedTuple
from uuid import UUID

from psycopg.rows import class_row

from shared.db import Tx
from shared.domain.calendar import Half, Session
from shared.domain.rota import Activity, Assignment
from shared.standing import Locum, Standing, slot_of


class Line(NamedTuple):
    """One line of a rota as stored: plain values, because there are thousands."""

    code: str
    date: date
    half: str
    activity: str
    site: str


@dataclass(frozen=True, slots=True)
class Version:
    """A published rota without its lines. Its id is that of the run it came from."""

    id: UUID
    number: int
    start_date: date
    end_date: date
    weeks: int
    content_hash: str
    published_at: datetime
    published_by: str | None
    reason: str | None
    summary: dict[str, Any]
    gaps: list[dict[str, Any]]
    breaches: list[dict[str, Any]]


_VERSION = """
    select v.id, v.number, v.start_date, v.end_date, v.weeks, v.content_hash, v.published_at,
           a.display_name as published_by, v.reason, v.summary, v.gaps, v.breaches
    from rota_version v left join account a on a.id = v.published_by
"""

# For each date of a range the version people see then.
_COVER = """
    select d::date as date, v.id as version_id, v.number
    from generate_series(%(start)s::date, %(end)s::date, interval '1 day') d
    cross join lateral (
        select id, number from rota_version where d::date between start_date and end_date order by number desc limit 1
    ) v
"""

# For each session that changed since that version the newest change; one made on another version holds no more.
_CHANGED = """
    select distinct on (c.date, c.half, c.person_code)
           c.person_code, c.date, c.half, c.activity, c.site, c.pinned
    from cover join rota_change c on c.date = cover.date and c.version_number = cover.number
    order by c.date, c.half, c.person_code, c.id desc
"""


async def versions_covering(tx: Tx, *, start: date, end: date) -> list[tuple[Version, frozenset[date]]]:
    """The versions people see in a range, newest first, each with its dates."""
    cursor = await tx.execute(_COVER, {"start": start, "end": end})
    dates: dict[UUID, set[date]] = {}
    for day, version_id, _ in await cursor.fetchall():
        dates.setdefault(version_id, set()).add(day)
    async with tx.cursor(row_factory=class_row(Version)) as found:
        await found.execute(_VERSION + "where v.id = any(%s) order by v.number desc", (list(dates),))
        return [(each, frozenset(dates[each.id])) for each in await found.fetchall()]


async def periods_of(tx: Tx, *, days: Collection[date]) -> list[tuple[date, date]]:
    """The first and last days of the periods the rota of these days was made for; none where nothing is published.

    Changes by hand publish single weeks again. Duty is still shared over the whole rota those weeks belong to: the
    one that was last generated for them.
    """
    cursor = await tx.execute(
        """
        select distinct v.start_date, v.end_date from unnest(%s::date[]) d
        cross join lateral (
            select start_date, end_date from rota_version
            where d between start_date and end_date order by (kind = 'run') desc, number desc limit 1
        ) v order by 1, 2
        """,
        (sorted(set(days)),),
    )
    return [(first, last) for first, last in await cursor.fetchall()]


async def published_lines(tx: Tx, *, start: date, end: date) -> list[Line]:
    """What everybody does in a range, as published and as changed since."""
    cursor = await tx.execute(
        f"""
        with cover as ({_COVER}), changed as ({_CHANGED})
        select a.person_code, a.date, a.half, a.activity, a.site
        from cover join assignment a on a.version_id = cover.version_id and a.date = cover.date
        where not exists (
            select from changed c where c.date = a.date and c.half = a.half and c.person_code = a.person_code
        )
        union all
        select person_code, date, half, activity, site from changed where activity is not null
        order by date, half, person_code
        """,  # noqa: S608  # the inner text is our own constant
        {"start": start, "end": end},
    )
    return [Line(*row) for row in await cursor.fetchall()]


async def changed_dates(tx: Tx, *, start: date, end: date) -> frozenset[date]:
    """The dates of a range whose rota is no longer as it was published."""
    cursor = await tx.execute(
        f"with cover as ({_COVER}), changed as ({_CHANGED}) select distinct date from changed",  # noqa: S608
        {"start": start, "end": end},
    )
    return frozenset(row[0] for row in await cursor.fetchall())


async def pinned_lines(tx: Tx, *, start: date, end: date) -> list[Line]:
    """The lines of a range that stay, whatever is generated."""
    cursor = await tx.execute(
        f"""
        with cover as ({_COVER}), changed as ({_CHANGED})
        select a.person_code, a.date, a.half, a.activity, a.site
        from cover join assignment a on a.version_id = cover.version_id and a.date = cover.date and a.pinned
        where not exists (
            select from changed c where c.date = a.date and c.half = a.half and c.person_code = a.person_code
        )
        union all
        select person_code, date, half, activity, site from changed where pinned and activity is not null
        order by date, half, person_code
        """,  # noqa: S608  # the inner text is our own constant
        {"start": start, "end": end},
    )
    return [Line(*row) for row in await cursor.fetchall()]


async def standing(tx: Tx, *, start: date, end: date) -> Standing:
    """The rota of a range as it stands: as published and as changed since, with what a person decided by hand."""
    cursor = await tx.execute(
        f"""
        with cover as ({_COVER}), changed as ({_CHANGED})
        select a.person_code, a.date, a.half, a.activity, a.site, a.pinned, a.locum
        from cover join assignment a on a.version_id = cover.version_id and a.date = cover.date
        where not exists (
            select from changed c where c.date = a.date and c.half = a.half and c.person_code = a.person_code
        )
        union all
        select o.person_code, cover.date, o.half, null, null, true, null
        from cover join rota_off o on o.version_id = cover.version_id and o.date = cover.date
        where not exists (
            select from changed c where c.date = o.date and c.half = o.half and c.person_code = o.person_code
        )
        union all
        select person_code, date, half, activity, site, pinned, null from changed where activity is not null
        order by 2, 3, 1
        """,  # noqa: S608  # the inner text is our own constant
        {"start": start, "end": end},
    )
    return standing_of(await cursor.fetchall())


def standing_of(rows: Iterable[Sequence[Any]]) -> Standing:
    """A rota of rows in calendar order: code, date, half, activity, site, pinned, locum; no activity: kept off."""
    lines, pinned, off, locums = [], set(), set(), {}
    for code, day, half, activity, site, is_pinned, locum in rows:
        slot = slot_of(code, day, half)
        if activity is None:
            off.add(slot)
            continue
        lines.append(Assignment(slot.session, code, Activity(activity), site))
        if is_pinned:
            pinned.add(slot)
        if locum is not None and (said := Locum.of(locum)):
            locums[slot] = said
    return Standing(tuple(lines), frozenset(pinned), frozenset(off), locums)


def as_assignment(line: Line) -> Assignment:
    """A stored line in the trade's terms."""
    return Assignment(Session(line.date, Half(line.half)), line.code, Activity(line.activity), line.site)
