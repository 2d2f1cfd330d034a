"""What there is to know of versions: each of them, what each changed, and who has seen it."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, NamedTuple
from uuid import UUID

from psycopg.rows import class_row

from functions.rota.versions.notice import Noticed
from shared.db import Tx
from shared.difference import Change
from shared.grid import PRIVATE
from shared.queries.rota import standing_of
from shared.standing import Standing


@dataclass(frozen=True, slots=True)
class Version:
    """A published rota without its lines. The id of one made by a run is the run's."""

    id: UUID
    number: int
    kind: str
    start_date: date
    end_date: date
    weeks: int
    content_hash: str
    published_at: datetime
    published_by: str | None
    reason: str | None
    overrides: list[dict[str, Any]]
    summary: dict[str, Any]
    gaps: list[dict[str, Any]]
    breaches: list[dict[str, Any]]


_VERSION = """
    select v.id, v.number, v.kind, v.start_date, v.end_date, v.weeks, v.content_hash, v.published_at,
           a.display_name as published_by, v.reason, v.overrides, v.summary, v.gaps, v.breaches
    from rota_version v left join account a on a.id = v.published_by
"""


async def version(tx: Tx, *, version_id: UUID) -> Version | None:
    """One published rota."""
    async with tx.cursor(row_factory=class_row(Version)) as cursor:
        await cursor.execute(_VERSION + "where v.id = %s", (version_id,))
        return await cursor.fetchone()


async def newest(tx: Tx) -> Version | None:
    """The rota that was published last."""
    async with tx.cursor(row_factory=class_row(Version)) as cursor:
        await cursor.execute(_VERSION + "order by v.number desc limit 1")
        return await cursor.fetchone()


async def version_of_edits(tx: Tx, *, ids: Collection[int]) -> Version | None:
    """The version that all of these changes were published in; None when there is no such one."""
    cursor = await tx.execute(
        """
        select min(version_id::text)::uuid from rota_edit where id = any(%(ids)s)
        having count(*) = %(count)s and count(version_id) = %(count)s and count(distinct version_id) = 1
        """,
        {"ids": list(ids), "count": len(set(ids))},
    )
    row = await cursor.fetchone()
    return None if row is None else await version(tx, version_id=row[0])


@dataclass(frozen=True, slots=True)
class Listed:
    """A version in the list. Of `changes` and `people`, the plain ones leave out what only the people themselves and
    administrators may know; acknowledged: people who have seen what it changed for them."""

    id: UUID
    number: int
    kind: str
    start_date: date
    end_date: date
    weeks: int
    published_at: datetime
    published_by: str | None
    reason: str | None
    summary: dict[str, Any]
    changes: int
    people: int
    changes_in_all: int
    people_in_all: int
    acknowledged: int


async def listed(tx: Tx) -> list[Listed]:
    """Every published rota, newest first."""
    async with tx.cursor(row_factory=class_row(Listed)) as cursor:
        await cursor.execute(
            """
            select v.id, v.number, v.kind, v.start_date, v.end_date, v.weeks, v.published_at,
                   a.display_name as published_by, v.reason, v.summary,
                   coalesce(c.changes, 0) as changes, coalesce(c.people, 0) as people,
                   coalesce(c.changes_in_all, 0) as changes_in_all, coalesce(c.people_in_all, 0) as people_in_all,
                   (select count(*) from version_acknowledgement k where k.version_id = v.id) as acknowledged
            from rota_version v
            left join account a on a.id = v.published_by
            left join (
                select version_id, count(*) as changes_in_all, count(distinct person_code) as people_in_all,
                       count(*) filter (where shown) as changes,
                       count(distinct person_code) filter (where shown) as people
                from (
                    select version_id, person_code,
                           (case when was_activity <> all(%(private)s) then (was_activity, was_site) end)
                             is distinct from
                           (case when activity <> all(%(private)s) then (activity, site) end) as shown
                    from version_change
                ) each
                group by version_id
            ) c on c.version_id = v.id
            order by v.number desc
            """,
            {"private": sorted(PRIVATE)},
        )
        return await cursor.fetchall()


async def rota_of(tx: Tx, *, version_id: UUID) -> Standing:
    """A version as it was published, with its marks, whatever changed or replaced it since."""
    cursor = await tx.execute(
        """
        select person_code, date, half, activity, site, pinned, locum from assignment where version_id = %(id)s
        union all
        select person_code, date, half, null, null, true, null from rota_off where version_id = %(id)s
        order by 2, 3, 1
        """,
        {"id": version_id},
    )
    return standing_of(await cursor.fetchall())


_CHANGE = """
    select c.version_id, c.person_code, c.date, c.half, c.was_activity, c.was_site, c.activity, c.site, c.notice_days,
           c.window_days
    from version_change c
"""


class Made(NamedTuple):
    """A change, and the version that made it."""

    version_id: UUID
    noticed: Noticed


async def changes_of(tx: Tx, *, version_id: UUID) -> list[Noticed]:
    """What a version changed against the rota people saw until then, in calendar order."""
    cursor = await tx.execute(_CHANGE + "where c.version_id = %s order by c.date, c.half, c.person_code", (version_id,))
    return [_made(row).noticed for row in await cursor.fetchall()]


async def changes_for(tx: Tx, *, code: str, since: date) -> list[Made]:
    """What versions changed for somebody from a day on; the newest version first, each in calendar order."""
    cursor = await tx.execute(
        _CHANGE
        + """
        join rota_version v on v.id = c.version_id
        where c.person_code = %s and c.date >= %s order by v.number desc, c.date, c.half
        """,
        (code, since),
    )
    return [_made(row) for row in await cursor.fetchall()]


async def short_notice(tx: Tx, *, start: date, end: date) -> list[Made]:
    """Changes of the sessions of a range that came with less notice than was due, in calendar order."""
    cursor = await tx.execute(
        _CHANGE
        + """
        join rota_version v on v.id = c.version_id
        where c.date between %s and %s and c.notice_days < c.window_days
        order by c.date, c.half, c.person_code, v.number
        """,
        (start, end),
    )
    return [_made(row) for row in await cursor.fetchall()]


def _made(row: tuple[Any, ...]) -> Made:
    version_id, code, day, half, was, was_site, now, site, notice_days, window_days = row
    change = Change(day, half, code, (was, was_site) if was else None, (now, site) if now else None)
    return Made(version_id, Noticed(change, notice_days, window_days))


async def versions_of(tx: Tx, *, ids: set[UUID]) -> dict[UUID, Version]:
    """Some versions by id."""
    async with tx.cursor(row_factory=class_row(Version)) as cursor:
        await cursor.execute(_VERSION + "where v.id = any(%s)", (list(ids),))
        return {each.id: each for each in await cursor.fetchall()}


async def acknowledged(tx: Tx, *, code: str) -> dict[UUID, datetime]:
    """When somebody said they had seen what versions changed for them."""
    cursor = await tx.execute("select version_id, at from version_acknowledgement where person_code = %s", (code,))
    return dict(await cursor.fetchall())


async def changes_anything_for(tx: Tx, *, version_id: UUID, code: str) -> bool:
    """Whether a version changed anything for somebody."""
    cursor = await tx.execute(
        "select 1 from version_change where version_id = %s and person_code = %s limit 1", (version_id, code)
    )
    return await cursor.fetchone() is not None


async def first_published(tx: Tx, *, version: Version) -> frozenset[date]:
    """The dates of a version that none had covered before it."""
    cursor = await tx.execute(
        """
        select d::date from generate_series(%s::date, %s::date, interval '1 day') d
        where not exists (select from rota_version where number < %s and d::date between start_date and end_date)
        """,
        (version.start_date, version.end_date, version.number),
    )
    return frozenset(row[0] for row in await cursor.fetchall())
