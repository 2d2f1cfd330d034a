"""Every SQL statement about the hand-off."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from psycopg.rows import class_row

from functions.rota.hand_off.policy import Does
from shared.db import Tx
from shared.standing import Slot, slot_of

ABOUT = "hand-off:"  # what letters about overdue lines are about, before the account's id


@dataclass(frozen=True, slots=True)
class HandOff:
    """Since when the list is kept, and who sees to it."""

    since: datetime
    owner: UUID | None


async def lock(tx: Tx) -> None:
    """Let one change of the list at a time look and then write."""
    await tx.execute("select pg_advisory_xact_lock(hashtext('hand-off'))")


async def hand_off(tx: Tx) -> HandOff | None:
    """The list; None while none is kept."""
    async with tx.cursor(row_factory=class_row(HandOff)) as cursor:
        await cursor.execute("select since, owner from hand_off where id = 1")
        return await cursor.fetchone()


async def keep(tx: Tx, *, owner: UUID | None) -> None:
    """Begin to keep the list, or give it another owner."""
    await tx.execute(
        """
        insert into hand_off (id, since, owner) values (1, now(), %s)
        on conflict (id) do update set owner = excluded.owner, updated_at = now()
        """,
        (owner,),
    )


async def last_published(tx: Tx) -> date | None:
    """The last day of any published rota."""
    cursor = await tx.execute("select max(end_date) from rota_version")
    row = await cursor.fetchone()
    return None if row is None else row[0]


async def synced(tx: Tx, *, start: date) -> dict[Slot, Does | None]:
    """What the clinical system is known to have from a day on."""
    cursor = await tx.execute(
        "select person_code, date, half, activity, site from clinical_sync where date >= %s", (start,)
    )
    return {
        slot_of(code, day, half): None if activity is None else Does(activity, site)
        for code, day, half, activity, site in await cursor.fetchall()
    }


async def record(tx: Tx, *, has: Iterable[tuple[Slot, Does | None]], by: UUID | None) -> None:
    """Write down what the clinical system has in some sessions."""
    async with tx.cursor() as cursor:
        await cursor.executemany(
            """
            insert into clinical_sync (person_code, date, half, activity, site, by_account)
            values (%s, %s, %s, %s, %s, %s)
            on conflict (person_code, date, half) do update
            set activity = excluded.activity, site = excluded.site, at = now(), by_account = excluded.by_account
            """,
            [
                (slot.code, slot.session.date, slot.session.half, does and does.activity, does and does.site, by)
                for slot, does in has
            ],
        )
    await tx.execute("update hand_off set updated_at = now() where id = 1")


async def changed_at(tx: Tx, *, start: date) -> dict[Slot, datetime]:
    """When each session last changed on the published rota, from a day on."""
    cursor = await tx.execute(
        """
        select person_code, date, half, max(at) from (
            select person_code, date, half, at from rota_change where date >= %(start)s
            union all
            select c.person_code, c.date, c.half, v.published_at
            from version_change c join rota_version v on v.id = c.version_id where c.date >= %(start)s
        ) changes group by person_code, date, half
        """,
        {"start": start},
    )
    return {slot_of(code, day, half): at for code, day, half, at in await cursor.fetchall()}


async def first_published(tx: Tx, *, start: date) -> dict[date, datetime]:
    """When each day first had a published rota, from a day on."""
    cursor = await tx.execute(
        """
        select d::date, min(v.published_at)
        from rota_version v
        cross join lateral generate_series(greatest(v.start_date, %s), v.end_date, interval '1 day') d group by 1
        """,
        (start,),
    )
    return dict(await cursor.fetchall())


async def owners(tx: Tx, *, start: date) -> dict[Slot, UUID]:
    """Lines with an owner of their own."""
    cursor = await tx.execute("select person_code, date, half, owner from hand_off_owner where date >= %s", (start,))
    return {slot_of(code, day, half): owner for code, day, half, owner in await cursor.fetchall()}


async def set_owner(tx: Tx, *, slots: Iterable[Slot], owner: UUID | None) -> None:
    """Have somebody see to some lines; None: whoever sees to the list."""
    keys = [(slot.code, slot.session.date, slot.session.half) for slot in slots]
    async with tx.cursor() as cursor:
        if owner is None:
            await cursor.executemany(
                "delete from hand_off_owner where person_code = %s and date = %s and half = %s", keys
            )
            return
        await cursor.executemany(
            """
            insert into hand_off_owner (person_code, date, half, owner) values (%s, %s, %s, %s)
            on conflict (person_code, date, half) do update set owner = excluded.owner
            """,
            [(*key, owner) for key in keys],
        )


async def administrators(tx: Tx) -> dict[UUID, str]:
    """Who may see to lines: every administrator's account that can sign in, by id."""
    cursor = await tx.execute(
        """
        select id, display_name from account
        where active and roles && array['administrator', 'superuser'] order by display_name
        """
    )
    return dict(await cursor.fetchall())


@dataclass(frozen=True, slots=True)
class Reached:
    """An administrator mail can reach."""

    id: UUID
    name: str
    address: str


async def reached(tx: Tx) -> list[Reached]:
    """The administrators who can sign in and have an address."""
    async with tx.cursor(row_factory=class_row(Reached)) as cursor:
        await cursor.execute(
            """
            select id, display_name as name, email as address from account
            where active and email is not null and roles && array['administrator', 'superuser'] order by username
            """
        )
        return await cursor.fetchall()


async def told(tx: Tx, *, since: datetime) -> set[UUID]:
    """Whoever was written to about overdue lines since a moment."""
    cursor = await tx.execute(
        "select substr(about, %s) from mail where starts_with(about, %s) and posted_at >= %s",
        (len(ABOUT) + 1, ABOUT, since),
    )
    return {UUID(row[0]) for row in await cursor.fetchall()}
