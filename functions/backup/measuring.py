"""What a database holds, counted and worked out anew: taken with the dump's own snapshot, and again once restored."""

from __future__ import annotations

from uuid import UUID

from psycopg import sql

from functions.backup.nouns import Measured
from shared.db import Tx
from shared.domain.calendar import Half, Session
from shared.domain.rota import Activity, Assignment
from shared.standing import Locum, Slot, Standing, content_hash, slot_of

_TABLES = """
    select c.relname from pg_class c join pg_namespace n on n.oid = c.relnamespace
    where n.nspname = 'public' and c.relkind in ('r', 'p') and not c.relispartition order by 1
"""


async def measure(tx: Tx) -> Measured:
    """Everything, as this transaction sees it: begun with "repeatable read", or its parts may not belong together."""
    return Measured(
        schema_id=await _schema_id(tx),
        rows=await rows(tx),
        leave=await _sums(tx, "select person_code, sum(minutes)::bigint from ledger_entry group by 1 order by 1"),
        duty=await _sums(tx, "select person_code, sum(points)::bigint from duty_entry group by 1 order by 1"),
        versions=await _versions(tx),
    )


async def published_hashes(tx: Tx) -> dict[str, str]:
    """The hash each version was published with, by its number."""
    cursor = await tx.execute("select number, content_hash from rota_version order by number")
    return {str(number): found for number, found in await cursor.fetchall()}


async def _schema_id(tx: Tx) -> str:
    row = await (await tx.execute("select max(id) from schema_migration")).fetchone()
    return str(row[0]) if row and row[0] else ""


async def rows(tx: Tx) -> dict[str, int]:
    """How many rows each table has."""
    names = [row[0] for row in await (await tx.execute(_TABLES)).fetchall()]
    counted: dict[str, int] = {}
    for name in names:
        row = await (await tx.execute(sql.SQL("select count(*) from {}").format(sql.Identifier(name)))).fetchone()
        counted[name] = int(row[0]) if row else 0
    return counted


async def _sums(tx: Tx, question: str) -> dict[str, int]:
    return {code: int(total) for code, total in await (await tx.execute(question.encode())).fetchall()}


async def _versions(tx: Tx) -> dict[str, str]:
    """Each version's hash from its own lines, one version at a time: years of them are more than memory should hold."""
    cursor = await tx.execute("select id, number from rota_version order by number")
    return {str(number): content_hash(await _version(tx, version_id)) for version_id, number in await cursor.fetchall()}


async def _version(tx: Tx, version_id: UUID) -> Standing:
    cursor = await tx.execute(
        "select person_code, date, half, activity, site, pinned, locum from assignment where version_id = %s",
        (version_id,),
    )
    lines: list[Assignment] = []
    pinned: set[Slot] = set()
    locums: dict[Slot, Locum] = {}
    for code, day, half, activity, site, is_pinned, locum in await cursor.fetchall():
        slot = Slot(code, Session(day, Half(half)))
        lines.append(Assignment(slot.session, code, Activity(activity), site))
        if is_pinned:
            pinned.add(slot)
        if (said := Locum.of(locum)) is not None:
            locums[slot] = said
    cursor = await tx.execute("select person_code, date, half from rota_off where version_id = %s", (version_id,))
    off = frozenset(slot_of(*row) for row in await cursor.fetchall())
    return Standing(tuple(lines), frozenset(pinned), off, locums)
