"""A practice that has lived a little, its export, and databases to import it into."""

from __future__ import annotations

import json
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import psycopg
import pytest
from psycopg import sql

from functions.backup.nouns import Backup, Cause, Kind
from functions.backup.portable.columns import tables_of
from functions.backup.portable.tables import CARRIED
from functions.backup.service import ask
from functions.backup.service import one as row_of
from tests.cast import PRIYA, House
from tests.conftest import own_database
from tests.functions.backup.conftest import Keeper
from tests.leave import wanted


@pytest.fixture
async def lived(practice: House) -> House:
    """The practice, with leave decided and open, a change by hand that waits, a mailed link, and odd values."""
    priya = await practice.as_(PRIYA)
    for code, day, kind in (("BH", "2027-01-12", "sick"), ("CW", "2027-02-02", "annual")):
        asked = await priya.post("/leave/requests", wanted(day, kind=kind, person_code=code, note='=1+1, "Zoë"\n\\N'))
        assert asked.status_code == 201, asked.text
    async with practice.db.tx() as tx:
        await tx.execute("select nextval('leaver_number')")
        await tx.execute(
            """insert into account_link (kind, account_id, email, token_hash, expires_at)
               select 'password-reset', id, 'x@example.com', '\\xdeadbeefdeadbeef', now() from account limit 1"""
        )
        await tx.execute(
            """insert into mail (kind, to_address, subject, text, html)
               values ('invitation', 'x@example.com', 's', 'https://x/#TOKEN-IN-A-LETTER', 'TOKEN-IN-A-LETTER')"""
        )
        await tx.execute("insert into rota_edit (words, cause) values ('Odd', 'hand')")
        await tx.execute(
            """insert into rota_edit_cell (edit_id, person_code, date, half, was, now)
               select id, 'AO', '2027-01-04', 'AM', 'null', '{"a": 1.50, "b": [null]}' from rota_edit"""
        )
    return practice


async def export_of(keeper: Keeper) -> Backup:
    """An export, made as the worker does."""
    async with keeper.db.tx() as tx:
        asked = await ask(tx, cause=Cause.BY_HAND, kind=Kind.EXPORT)
    return await keeper.attempt(asked.id)


@pytest.fixture
async def export(lived: House, keeper: Keeper) -> Path:
    """The file of an export."""
    made = await export_of(keeper)
    assert made.status == "made", made.trouble
    async with keeper.db.tx() as tx:
        assert (await row_of(tx, backup_id=made.id)).is_made
    return keeper.folder / made.export_name


@pytest.fixture
def empty(postgres_url: str, template: str) -> Iterator[str]:
    """Address of a migrated database that has nothing."""
    with own_database(postgres_url, template, "empty") as url:
        yield url


def held(url: str) -> dict[str, list[Any]]:
    """Every row of every table an export carries, and where each counter stands."""
    with psycopg.connect(url) as connection:
        found: dict[str, list[Any]] = {}
        for table in tables_of(connection, CARRIED):
            rows = sql.SQL("select t::text from {} t order by 1").format(sql.Identifier(table.name))
            found[table.name] = connection.execute(rows).fetchall()
        found["account"] = connection.execute(
            "select to_jsonb(a) - 'password_hash' from account a order by id"
        ).fetchall()
        counters = "select sequencename, last_value from pg_sequences where schemaname = 'public' order by 1"
        found["counters"] = connection.execute(counters).fetchall()
    return found


Change = Callable[[dict[str, bytes]], None]


def changed(export: Path, change: Change, *, sums: bool = True) -> Path:
    """The same export with its entries changed, by somebody who mends the manifest's sums too, unless told not to."""
    import hashlib

    with zipfile.ZipFile(export) as archive:
        entries = {name: archive.read(name) for name in archive.namelist()}
    change(entries)
    if sums and "manifest.json" in entries:
        said = json.loads(entries["manifest.json"])
        for folder, ending, parts in (("tables", ".jsonl", said["tables"]), ("spreadsheets", "", said["spreadsheets"])):
            for name, part in parts.items():
                body = entries.get(f"{folder}/{name}{ending}", b"")
                part |= {"size": len(body), "sha256": hashlib.sha256(body).hexdigest()}
                if "rows" in part:
                    part["rows"] = len(body.splitlines())
        entries["manifest.json"] = json.dumps(said).encode()
    made = export.with_name("changed.zip")
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, body in entries.items():
            archive.writestr(name, body)
    return made
