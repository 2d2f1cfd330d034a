"""Every SQL statement of an import. Reads are in shared/queries/practice.py: other rooms need them too.

People, terms and groups are written by `people.queries`.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from psycopg.types.json import Jsonb

from shared.db import Tx


async def lock_practice(tx: Tx) -> None:
    """Let one import at a time look and then write, and nobody edit people meanwhile.

    The rows are locked in the order in which `load_practice` shares them: any other could wait in a ring.
    """
    await tx.execute("select pg_advisory_xact_lock(hashtext('practice'))")
    await tx.execute("select number from leave_stamp for update")
    await tx.execute("select version from practice for update")


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


async def put_sites(tx: Tx, *, sites: list[tuple[str, str, int]]) -> None:
    """Have just these sites (code, name, rooms), and those where somebody's term still is."""
    async with tx.cursor() as cursor:
        await cursor.executemany(
            """
            insert into site (code, name, rooms) values (%s, %s, %s)
            on conflict (code) do update set name = excluded.name, rooms = excluded.rooms
            """,
            sites,
        )
    await clear_sites(tx, but=[code for code, _, _ in sites])


async def clear_sites(tx: Tx, *, but: Iterable[str]) -> None:
    """Remove the other sites, save those where somebody works or has worked."""
    await tx.execute(
        """
        delete from site
        where code <> all(%s) and not exists (select from working_term t where t.site_code = site.code)
        """,
        (list(but),),
    )


async def nameless_among(tx: Tx, *, codes: Iterable[str]) -> list[str]:
    """Those of these codes whose people were made nameless."""
    cursor = await tx.execute(
        "select code from person where code = any(%s) and nameless_at is not null order by code", (list(codes),)
    )
    return [row[0] for row in await cursor.fetchall()]


async def put_people(tx: Tx, *, people: Iterable[tuple[str, str]]) -> None:
    """Have these people (code, name) active, in this order."""
    async with tx.cursor() as cursor:
        await cursor.executemany(
            """
            insert into person (code, name, position, active) values (%s, %s, %s, true)
            on conflict (code) do update set name = excluded.name, position = excluded.position, active = true
            """,
            [(code, name, position) for position, (code, name) in enumerate(people, 1)],
        )
