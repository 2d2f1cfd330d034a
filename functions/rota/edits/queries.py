"""Every SQL statement about changes that wait to be published."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from datetime import date, datetime
from typing import Any, NamedTuple
from uuid import UUID

from psycopg.types.json import Jsonb

from functions.rota.edits.cells import CellChange, CellState, Edit, in_calendar_order
from shared.db import Tx
from shared.standing import Slot, slot_of

UNDONE_SHOWN = 20


async def lock(tx: Tx) -> int:
    """Let one change of the working copy at a time look and then write. How often it has changed so far."""
    cursor = await tx.execute("select number from edit_stamp for update")
    row = await cursor.fetchone()
    return 0 if row is None else int(row[0])


async def stamp(tx: Tx) -> int:
    """A number that grows whenever what is said of the working copy may have changed: a change made or undone, a
    publication, leave, the practice, or an alert."""
    cursor = await tx.execute(
        """
        select (select number from edit_stamp) + (select coalesce(max(number), 0) from rota_version)
             + (select coalesce(max(id), 0) from rota_change) + (select number from leave_stamp)
             + coalesce((select version from practice where id = 1), 0)
             + (select coalesce(max(id), 0) from alert_event)
        """
    )
    row = await cursor.fetchone()
    return 0 if row is None else int(row[0])


async def published_stamp(tx: Tx) -> int:
    """A number that grows whenever the published rota has changed, by a publication or a leave."""
    cursor = await tx.execute(
        "select (select coalesce(max(number), 0) from rota_version) + (select coalesce(max(id), 0) from rota_change)"
    )
    row = await cursor.fetchone()
    return 0 if row is None else int(row[0])


class Newest(NamedTuple):
    """The newest version, and the newest change on the published rota: while both stay, so does what is published."""

    version: UUID | None
    change: int


async def newest(tx: Tx) -> Newest:
    """The version by its id: a number given up with its transaction is given again."""
    cursor = await tx.execute(
        """
        select (select id from rota_version order by number desc limit 1),
               (select coalesce(max(id), 0) from rota_change)
        """
    )
    row = await cursor.fetchone()
    return Newest(None, 0) if row is None else Newest(*row)


async def count_up(tx: Tx) -> int:
    """Say that the working copy has changed. Only under `lock`."""
    cursor = await tx.execute("update edit_stamp set number = number + 1 returning number")
    row = await cursor.fetchone()
    return 0 if row is None else int(row[0])


_EDIT = """
    select e.id, e.at, e.by_account, a.display_name, e.words, e.cause, e.cause_id, e.undone_at, e.version_id
    from rota_edit e left join account a on a.id = e.by_account
"""


async def waiting(tx: Tx) -> list[Edit]:
    """Every change that is neither undone nor published, oldest first, with its sessions."""
    cursor = await tx.execute(_EDIT + "where e.undone_at is null and e.version_id is null order by e.id")
    return await _with_cells(tx, await cursor.fetchall())


async def lately_undone(tx: Tx) -> list[Edit]:
    """The changes undone last, newest first: they can be made again."""
    cursor = await tx.execute(
        _EDIT + "where e.undone_at is not null and e.version_id is null order by e.undone_at desc, e.id limit %s",
        (UNDONE_SHOWN,),
    )
    return await _with_cells(tx, await cursor.fetchall())


async def edit(tx: Tx, *, edit_id: int) -> Edit | None:
    """One change, whatever became of it."""
    cursor = await tx.execute(_EDIT + "where e.id = %s", (edit_id,))
    found = await _with_cells(tx, await cursor.fetchall())
    return found[0] if found else None


async def _with_cells(tx: Tx, rows: Sequence[Sequence[Any]]) -> list[Edit]:
    if not rows:
        return []
    cursor = await tx.execute(
        "select edit_id, person_code, date, half, was, now from rota_edit_cell where edit_id = any(%s)",
        ([row[0] for row in rows],),
    )
    cells: dict[int, list[CellChange]] = {}
    for edit_id, code, day, half, was, now in await cursor.fetchall():
        change = CellChange(slot_of(code, day, half), CellState.of(was), CellState.of(now))
        cells.setdefault(edit_id, []).append(change)
    return [_edit(row, cells.get(row[0], ())) for row in rows]


def _edit(row: Sequence[Any], cells: Iterable[CellChange]) -> Edit:
    edit_id, at, by, by_name, words, cause, cause_id, undone_at, version_id = row
    return Edit(
        edit_id, at, by, by_name, words, cause, cause_id, in_calendar_order(cells), undone_at=undone_at,
        version_id=version_id,
    )  # fmt: skip


async def insert(
    tx: Tx, *, cells: Iterable[CellChange], words: str, cause: str, cause_id: str | None, by: UUID | None
) -> int:
    """Add one act with its sessions, and give its id. Only under `lock`."""
    cursor = await tx.execute(
        "insert into rota_edit (by_account, words, cause, cause_id) values (%s, %s, %s, %s) returning id",
        (by, words, cause, cause_id),
    )
    row = await cursor.fetchone()
    edit_id = 0 if row is None else int(row[0])
    async with tx.cursor() as writing:
        await writing.executemany(
            """
            insert into rota_edit_cell (edit_id, person_code, date, half, was, now) values (%s, %s, %s, %s, %s, %s)
            """,
            [
                (edit_id, cell.code, cell.day, cell.slot.session.half, Jsonb(cell.was.as_document()),
                 Jsonb(cell.now.as_document()))
                for cell in cells
            ],
        )  # fmt: skip
    return edit_id


async def undo(tx: Tx, *, ids: Collection[int], by: UUID | None) -> None:
    """Have changes that wait be undone. Only under `lock`."""
    await tx.execute(
        """
        update rota_edit set undone_at = clock_timestamp(), undone_by = %s
        where id = any(%s) and undone_at is null and version_id is null
        """,
        (by, list(ids)),
    )


async def redo(tx: Tx, *, edit_id: int) -> None:
    """Have a change that was undone wait again. Only under `lock`."""
    await tx.execute("update rota_edit set undone_at = null, undone_by = null where id = %s", (edit_id,))


async def mark_published(tx: Tx, *, ids: Collection[int], version_id: UUID) -> None:
    """Have changes that waited be part of a version. Only under `lock`."""
    await tx.execute(
        "update rota_edit set version_id = %s where id = any(%s) and undone_at is null and version_id is null",
        (version_id, list(ids)),
    )


async def published_days(tx: Tx, *, days: Collection[date]) -> frozenset[date]:
    """Those of these days that some version covers."""
    cursor = await tx.execute(
        """
        select d from unnest(%s::date[]) d
        where exists (select from rota_version where d between start_date and end_date)
        """,
        (sorted(set(days)),),
    )
    return frozenset(row[0] for row in await cursor.fetchall())


class Touch(NamedTuple):
    """Who last changed a session, published or not, and when. by_name None: the system, by itself."""

    by_name: str | None
    at: datetime


async def last_touched(tx: Tx, *, slots: Collection[Slot]) -> dict[Slot, Touch]:
    """Who last had a hand in each of some sessions: an edit, its undoing, a leave, or a publication."""
    keys = list(slots)
    cursor = await tx.execute(
        """
        with asked as (select * from unnest(%s::text[], %s::date[], %s::text[]) as t (code, date, half)),
        touched as (
            select a.*, greatest(e.at, e.undone_at) as at,
                   case when e.undone_at is null then e.by_account else e.undone_by end as by_account
            from asked a
            join rota_edit_cell c on c.person_code = a.code and c.date = a.date and c.half = a.half
            join rota_edit e on e.id = c.edit_id
            union all
            select a.*, c.at, c.by_account
            from asked a join rota_change c on c.person_code = a.code and c.date = a.date and c.half = a.half
            union all
            select a.*, v.published_at, v.published_by
            from asked a join rota_version v on a.date between v.start_date and v.end_date
        )
        select distinct on (t.code, t.date, t.half) t.code, t.date, t.half, n.display_name, t.at
        from touched t left join account n on n.id = t.by_account
        order by t.code, t.date, t.half, t.at desc
        """,
        (
            [slot.code for slot in keys],
            [slot.session.date for slot in keys],
            [slot.session.half.value for slot in keys],
        ),
    )
    return {slot_of(code, day, half): Touch(name, at) for code, day, half, name, at in await cursor.fetchall()}


async def duties(tx: Tx, *, start: date, end: date) -> list[Slot]:
    """Who holds duty when on the published rota of a range, as it stands."""
    cursor = await tx.execute(
        """
        with cover as (
            select d::date as date, v.id, v.number
            from generate_series(%(start)s::date, %(end)s::date, interval '1 day') d
            cross join lateral (
                select id, number from rota_version
                where d::date between start_date and end_date order by number desc limit 1
            ) v
        ),
        changed as (
            select distinct on (c.date, c.half, c.person_code) c.person_code, c.date, c.half, c.activity
            from cover join rota_change c on c.date = cover.date and c.version_number = cover.number
            order by c.date, c.half, c.person_code, c.id desc
        )
        select a.person_code, a.date, a.half
        from cover join assignment a on a.version_id = cover.id and a.date = cover.date and a.activity = 'duty'
        where not exists (
            select from changed c where c.date = a.date and c.half = a.half and c.person_code = a.person_code
        )
        union all
        select person_code, date, half from changed where activity = 'duty'
        """,
        {"start": start, "end": end},
    )
    return [slot_of(*row) for row in await cursor.fetchall()]
