"""Every SQL statement that writes the practice. Reads are in shared/queries/practice.py: other rooms need them too."""

from __future__ import annotations

from typing import Any

from psycopg.types.json import Jsonb

from shared.db import Tx

Row = dict[str, str]


async def lock_practice(tx: Tx) -> None:
    """Let one import at a time look and then write."""
    await tx.execute("select pg_advisory_xact_lock(hashtext('practice'))")


async def put_practice(tx: Tx, *, name: str, nation: str, settings: dict[str, Any], at_version: int) -> None:
    """Write the settings down, as of this version."""
    await tx.execute(
        """
        insert into practice (id, name, nation, settings, version) values (1, %s, %s, %s, %s)
        on conflict (id) do update
        set name = excluded.name, nation = excluded.nation, settings = excluded.settings,
            version = excluded.version, updated_at = now()
        """,
        (name, nation, Jsonb(settings), at_version),
    )


async def clear_terms(tx: Tx) -> None:
    """Remove every working term; the import brings them all."""
    await tx.execute("delete from working_term")


async def put_sites(tx: Tx, *, sites: list[tuple[str, str, int]]) -> None:
    """Have just these sites (code, name, rooms)."""
    async with tx.cursor() as cursor:
        await cursor.executemany(
            """
            insert into site (code, name, rooms) values (%s, %s, %s)
            on conflict (code) do update set name = excluded.name, rooms = excluded.rooms
            """,
            sites,
        )
        await cursor.execute("delete from site where code <> all(%s)", ([code for code, _, _ in sites],))


async def put_people(tx: Tx, *, people: list[tuple[str, str]]) -> None:
    """Have just these people (code, name) active. Others stay, inactive: older rotas name them."""
    async with tx.cursor() as cursor:
        await cursor.executemany(
            """
            insert into person (code, name, active) values (%s, %s, true)
            on conflict (code) do update set name = excluded.name, active = true
            """,
            people,
        )
        await cursor.execute(
            "update person set active = false where active and code <> all(%s)", ([code for code, _ in people],)
        )


async def insert_terms(tx: Tx, *, rows: list[Row]) -> None:
    """Add a working term without end for each line of the people file, in its order."""
    async with tx.cursor() as cursor:
        await cursor.executemany(
            """
            insert into working_term
              (person_code, valid, role, site_code, wte, pattern, pattern_b,
               flexible_days_per_week, annual_leave_sessions, flags)
            values
              (%(code)s, daterange(null, null), %(role)s, %(site)s, %(wte)s::numeric, %(pattern)s,
               nullif(%(pattern_b)s, ''), nullif(%(flexible_days_per_week)s, '')::numeric,
               coalesce(nullif(%(annual_leave_sessions)s, ''), '0')::numeric,
               coalesce(string_to_array(nullif(%(flags)s, ''), '|'), '{}'))
            """,
            rows,
        )
