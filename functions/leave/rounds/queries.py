"""Every SQL statement about popular weeks."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from psycopg.rows import class_row
from psycopg.types.json import Jsonb

from functions.leave.rounds.policy import Place
from shared.db import Tx


@dataclass(frozen=True, slots=True)
class Round:
    """An offer of popular weeks. weeks: [{"start": Monday as text, "label"}]."""

    id: UUID
    label: str
    closes_on: date
    weeks: list[dict[str, str]]
    places: int
    groups: list[str]
    first_flag: str | None
    most_weeks: int
    seed: int
    status: str
    made_by: UUID | None
    allocated_at: datetime | None
    version: int

    @property
    def mondays(self) -> tuple[date, ...]:
        return tuple(date.fromisoformat(week["start"]) for week in self.weeks)


@dataclass(frozen=True, slots=True)
class Bid:
    """What somebody would like, best first."""

    round_id: UUID
    person_code: str
    choices: list[date]
    at: datetime
    version: int


@dataclass(frozen=True, slots=True)
class Kept:
    """A place or a position of one person in one week, as stored."""

    round_id: UUID
    week: date
    person_code: str
    status: str
    position: int
    turn: int
    request_id: UUID | None
    because: str | None


_ROUND = """
    select r.id, r.label, r.closes_on, r.weeks, r.places, r.groups, r.first_flag, r.most_weeks, r.seed, r.status,
           r.made_by, r.allocated_at, r.version
    from leave_round r
"""
_PLACE = "select round_id, week, person_code, status, position, turn, request_id, because from leave_place "


async def rounds(tx: Tx) -> list[Round]:
    """Every round, the one that closes last first."""
    async with tx.cursor(row_factory=class_row(Round)) as cursor:
        await cursor.execute(_ROUND + "order by r.closes_on desc, r.made_at desc")
        return await cursor.fetchall()


async def the_round(tx: Tx, *, round_id: UUID, lock: bool = False) -> Round | None:
    """One round; locked, nobody else changes it, its bids or its places until this transaction ends."""
    async with tx.cursor(row_factory=class_row(Round)) as cursor:
        await cursor.execute(_ROUND + "where r.id = %s" + (" for update" if lock else ""), (round_id,))
        return await cursor.fetchone()


async def due(tx: Tx, *, today: date) -> list[UUID]:
    """Open rounds whose last day for bids is over."""
    cursor = await tx.execute(
        "select id from leave_round where status = 'open' and closes_on < %s order by closes_on", (today,)
    )
    return [row[0] for row in await cursor.fetchall()]


async def insert_round(tx: Tx, *, values: Mapping[str, Any], made_by: UUID | None) -> UUID:
    """Add an open round and give its id."""
    cursor = await tx.execute(
        """
        insert into leave_round (label, closes_on, weeks, places, groups, first_flag, most_weeks, seed, made_by)
        values (%(label)s, %(closes_on)s, %(weeks)s, %(places)s, %(groups)s, %(first_flag)s, %(most_weeks)s, %(seed)s,
                %(made_by)s)
        returning id
        """,
        {**values, "weeks": Jsonb(values["weeks"]), "made_by": made_by},
    )
    row = await cursor.fetchone()
    assert row is not None  # noqa: S101  # `returning` gives the row it inserted
    round_id: UUID = row[0]
    return round_id


async def update_round(tx: Tx, *, round_id: UUID, values: Mapping[str, Any]) -> None:
    """Make an open round what it is now."""
    await tx.execute(
        """
        update leave_round
        set label = %(label)s, closes_on = %(closes_on)s, weeks = %(weeks)s, places = %(places)s, groups = %(groups)s,
            first_flag = %(first_flag)s, most_weeks = %(most_weeks)s, seed = %(seed)s, version = version + 1
        where id = %(id)s
        """,
        {**values, "weeks": Jsonb(values["weeks"]), "id": round_id},
    )


async def set_status(tx: Tx, *, round_id: UUID, status: str) -> None:
    """Say that a round is allocated or cancelled."""
    await tx.execute(
        """
        update leave_round
        set status = %(status)s, version = version + 1,
            allocated_at = case when %(status)s = 'allocated' then now() else allocated_at end
        where id = %(id)s
        """,
        {"status": status, "id": round_id},
    )


async def bids(tx: Tx, *, round_id: UUID) -> list[Bid]:
    """What everybody would like, in no order that means anything."""
    async with tx.cursor(row_factory=class_row(Bid)) as cursor:
        await cursor.execute(
            """
            select round_id, person_code, choices, at, version from leave_bid where round_id = %s order by person_code
            """,
            (round_id,),
        )
        return await cursor.fetchall()


async def put_bid(tx: Tx, *, round_id: UUID, code: str, choices: list[date]) -> None:
    """Have somebody's bid say this."""
    await tx.execute(
        """
        insert into leave_bid (round_id, person_code, choices) values (%s, %s, %s)
        on conflict (round_id, person_code) do update
        set choices = excluded.choices, at = now(), version = leave_bid.version + 1
        """,
        (round_id, code, choices),
    )


async def delete_bid(tx: Tx, *, round_id: UUID, code: str) -> bool:
    """Take somebody's bid back; whether there was one."""
    done = await tx.execute("delete from leave_bid where round_id = %s and person_code = %s", (round_id, code))
    return done.rowcount == 1


async def drop_weeks(tx: Tx, *, round_id: UUID, weeks: list[date]) -> None:
    """Take weeks a round no longer has out of its bids, and remove the bids that are empty then."""
    await tx.execute(
        """
        update leave_bid
        set choices = array(select w from unnest(choices) with ordinality as c (w, n) where w = any(%s) order by n)
        where round_id = %s and not choices <@ %s and choices && %s
        """,
        (weeks, round_id, weeks, weeks),
    )
    await tx.execute("delete from leave_bid where round_id = %s and not choices && %s", (round_id, weeks))


async def given_before(tx: Tx, *, round_id: UUID) -> dict[str, int]:
    """How many popular weeks of other rounds each person has been given and kept."""
    cursor = await tx.execute(
        """
        select person_code, count(*) from leave_place where status = 'given' and round_id <> %s group by person_code
        """,
        (round_id,),
    )
    return dict(await cursor.fetchall())


async def insert_places(tx: Tx, *, round_id: UUID, places: Iterable[Place]) -> None:
    """Write down how a round went."""
    async with tx.cursor() as cursor:
        await cursor.executemany(
            """
            insert into leave_place (round_id, week, person_code, status, position, turn)
            values (%s, %s, %s, %s, %s, %s)
            """,
            [(round_id, p.week, p.code, "given" if p.given else "waiting", p.position, p.turn) for p in places],
        )


async def set_place(
    tx: Tx, *, round_id: UUID, week: date, code: str, status: str, request_id: UUID | None, because: str | None
) -> None:
    """Say what became of somebody's place or position."""
    await tx.execute(
        """
        update leave_place set status = %s, request_id = coalesce(%s, request_id), because = %s
        where round_id = %s and week = %s and person_code = %s
        """,
        (status, request_id, because, round_id, week, code),
    )


async def places(tx: Tx, *, round_id: UUID) -> list[Kept]:
    """How a round went, week by week: places given, then the waiting list."""
    async with tx.cursor(row_factory=class_row(Kept)) as cursor:
        await cursor.execute(
            _PLACE + "where round_id = %s order by week, (status <> 'given'), position, person_code", (round_id,)
        )
        return await cursor.fetchall()


async def place_of_request(tx: Tx, *, request_id: UUID) -> Kept | None:
    """The place a leave came from; None when it came from none."""
    async with tx.cursor(row_factory=class_row(Kept)) as cursor:
        await cursor.execute(_PLACE + "where request_id = %s", (request_id,))
        return await cursor.fetchone()
