"""Export, wipe, import: identical."""

from __future__ import annotations

import csv
import io
import json
import random
import zipfile
from pathlib import Path
from typing import Any
from uuid import uuid4

import psycopg
import pytest
from psycopg.types.json import Jsonb

from functions.backup.portable.columns import tables_of
from functions.backup.portable.importing import checked, filled
from functions.backup.portable.tables import CARRIED, LEFT_OUT
from functions.backup.portable.taking_in import SignIn
from shared.settings import Settings
from shared.spreadsheet import FORMULA, NUMBER
from tests.architecture.test_one_writer import tables
from tests.cast import House
from tests.functions.backup.conftest import Keeper
from tests.functions.backup.portable.conftest import export_of, held


async def imported(settings: Settings, file: Path, url: str, *kept: SignIn) -> None:
    async with checked(settings, file) as export:
        await filled(url, export, kept)


def are_the_same(before: dict[str, Any], after: dict[str, Any]) -> None:
    for name in before.keys() - {"counters"}:
        assert before[name] == after[name], name
    counters = dict(after["counters"])
    for name, last in before["counters"]:  # one that was never asked stands at the highest number there is
        if not name.startswith(tuple(LEFT_OUT)):
            assert last is None or counters[name] == last, name


async def test_every_row_of_every_table_comes_back_as_it_was(settings: Settings, export: Path, empty: str) -> None:
    await imported(settings, export, empty)
    before = held(settings.database_url)
    are_the_same(before, held(empty))
    full = {name for name, rows in before.items() if rows}
    assert {"account", "audit", "assignment", "ledger_entry", "rota_edit_cell", "run", "working_term"} <= full
    assert dict(before["counters"])["leaver_number"] is not None


@pytest.mark.parametrize("seed", [1, pytest.param(2, marks=pytest.mark.long), pytest.param(3, marks=pytest.mark.long)])
async def test_whatever_stands_in_them(
    settings: Settings, practice: House, keeper: Keeper, empty: str, seed: int
) -> None:
    with psycopg.connect(settings.database_url) as connection:
        anything(connection, random.Random(seed))
    made = await export_of(keeper)
    assert made.status == "made", made.trouble
    await imported(settings, keeper.folder / made.export_name, empty)
    are_the_same(held(settings.database_url), held(empty))


def anything(connection: psycopg.Connection[Any], rng: random.Random) -> None:
    """Rows with whatever a column can hold."""
    for _ in range(40):
        text, document = words(rng), json_of(rng, 3)
        connection.execute(
            "insert into audit (account_id, action, entity, entity_id, old, new, reason) "
            "values (%s, 'x', 'x', %s, %s, %s, %s)",
            (uuid4(), text, rng.choice([None, Jsonb(None), Jsonb(document)]), Jsonb(json_of(rng, 2)), words(rng)),
        )
        code = f"{text[:40]}{rng.random()}"
        connection.execute("insert into person (code, name, note) values (%s, %s, %s)", (code, words(rng), words(rng)))
        connection.execute(
            """insert into working_term
                   (person_code, valid, role, site_code, wte, pattern, annual_leave_sessions, flags)
               values (%s, daterange(%s, %s), 'x', 'ELM', %s::numeric, 'S', 1.50, %s)""",
            (code, rng.choice([None, "2020-02-29"]), rng.choice([None, "2031-01-01"]), f"{rng.random():.3f}",
             [words(rng) for _ in range(rng.randrange(3))]),
        )  # fmt: skip
        connection.execute(
            "insert into ledger_entry (person_code, leave_year, kind, minutes, session_minutes, effective, detail) "
            "values (%s, '2027-01-01', 'x', %s, 250, '2027-01-01', %s)",
            (code, rng.randrange(-(2**31), 2**31), Jsonb(document)),
        )


def words(rng: random.Random) -> str:
    signs = "aZ09 \\\n\r\t\"'`,;={}[]<>/%&éßł中\u202e\u2028\U0001f489\x7f\x01"
    return "".join(rng.choice(signs) for _ in range(rng.randrange(30)))


def json_of(rng: random.Random, depth: int) -> Any:
    plain: list[Any] = [None, True, rng.randrange(-(10**20), 10**20), rng.random(), words(rng)]
    if depth and rng.random() < 0.6:
        inner = [json_of(rng, depth - 1) for _ in range(rng.randrange(4))]
        return inner if rng.random() < 0.5 else {f"{words(rng)}{n}": each for n, each in enumerate(inner)}
    return rng.choice(plain)


def test_every_table_is_carried_or_left_out_for_a_reason(database_url: str) -> None:
    assert sorted([*CARRIED, *LEFT_OUT]) == sorted(tables() | {"schema_migration"})
    assert all(LEFT_OUT.values())
    with psycopg.connect(database_url) as connection:
        found = connection.execute(
            """select conrelid::regclass::text, confrelid::regclass::text from pg_constraint
               where contype = 'f' and conrelid::regclass::text = any(%s) and confrelid::regclass::text <> all(%s)""",
            ([*CARRIED], [*CARRIED]),
        ).fetchall()
        assert found == [], "a carried row refers to one that is left out"
        order = [table.name for table in tables_of(connection, CARRIED)]
    assert sorted(order) == sorted(CARRIED)
    assert order.index("person") < order.index("leave_request") < order.index("leave_place")


async def test_nothing_in_it_opens_a_door(lived: House, settings: Settings, export: Path) -> None:
    with psycopg.connect(settings.database_url) as connection:
        hashes = [row[0] for row in connection.execute("select password_hash from account").fetchall()]
    with zipfile.ZipFile(export) as archive:
        everything = b"\n".join(archive.read(name) for name in archive.namelist()).decode("utf-8", "replace")
        manifest = json.loads(archive.read("manifest.json"))
    assert len(hashes) >= 5
    for secret in (*hashes, "argon2", 'password_hash":', "deadbeef", "TOKEN-IN-A-LETTER", settings.secret_key):
        assert secret not in everything, secret
    assert manifest["left_out"] == LEFT_OUT


async def test_people_read_it_in_a_spreadsheet_that_runs_nothing(export: Path) -> None:
    with zipfile.ZipFile(export) as archive:
        names = [name for name in archive.namelist() if name.startswith("spreadsheets/")]
        found = {
            name: list(csv.reader(io.StringIO(archive.read(name).decode("utf-8-sig"), newline=""))) for name in names
        }
        assert "keep it as safe as a personnel file" in archive.read("README.txt").decode()
    assert len(found) == 9
    for name, lines in found.items():
        for cell in (cell for line in lines for cell in line):
            assert not FORMULA.match(cell) or cell.startswith("'") or NUMBER.fullmatch(cell), (name, cell)
    leave = [
        dict(zip(found["spreadsheets/leave.csv"][0], line, strict=True)) for line in found["spreadsheets/leave.csv"][1:]
    ]
    [sick] = [row for row in leave if row["kind"] == "sick"]
    assert (sick["name"], sick["first day"], sick["status"]) == ("Dr Ben Hughes", "2027-01-12", "approved")
    assert sick["note"].startswith("'=1+1")
    duty = [line for line in found["spreadsheets/sessions.csv"][1:] if line[4] == "duty"]
    assert ["2027-01-04", "AM", "AO", "Dr Amara Okafor", "duty", "ELM"] in duty
    assert not any(line[2] == "BH" and line[0] == "2027-01-12" for line in duty), "the rota as it stands"


async def test_whoever_had_the_same_account_keeps_their_password_and_a_superuser_by_name(
    lived: House, settings: Settings, export: Path, empty: str
) -> None:
    with psycopg.connect(settings.database_url) as connection:
        ids = dict(connection.execute("select username, id from account").fetchall())
    kept = (
        SignIn(ids["ben"], "ben-by-another-name", False, "ben's"),
        SignIn(uuid4(), "priya", True, "priya's"),
        SignIn(uuid4(), "amara", False, "somebody else's"),
    )
    await imported(settings, export, empty, *kept)
    with psycopg.connect(empty) as connection:
        found = dict(connection.execute("select username, password_hash from account").fetchall())
    assert {name: found[name] for name in ("ben", "priya", "amara", "rosa")} == {
        "ben": "ben's", "priya": "priya's", "amara": "!", "rosa": "!",
    }  # fmt: skip


async def test_at_rest_it_is_encrypted_where_backups_are(lived: House, keeper: Keeper, empty: str) -> None:
    keeper.settings = keeper.settings.model_copy(update={"backup_encryption_key": "a passphrase for tests alone"})
    made = await export_of(keeper)
    file = keeper.folder / made.export_name
    assert made.encrypted and file.name.endswith(".zip.enc") and not zipfile.is_zipfile(file)
    await imported(keeper.settings, file, empty)
