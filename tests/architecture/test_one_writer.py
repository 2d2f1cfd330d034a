"""One writer for each table: whoever else wants it changed asks the room that owns it."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from shared import registry
from tests.paths import ROOT

WRITES = re.compile(r"\b(?:insert\s+into|update|delete\s+from|copy|truncate(?:\s+table)?)\s+(?!set\b)([a-z_]+)", re.I)
# Tables the small library and the machinery keep for everybody.
LIBRARY = {
    "shared/audit.py": {"audit"},
    "shared/outbox.py": {"outbox", "event_seen"},
    "shared/mail.py": {"mail"},
    "shared/rota_changes.py": {"rota_change"},
    "infra/scheduler.py": {"job_run"},
    "infra/migrate.py": {"schema_migration"},
}
NOT_TABLES = {"skip", "of"}  # "for update skip locked", "for update of"


@cache
def tables() -> set[str]:
    """Every table the migrations make."""
    sql = "\n".join(file.read_text() for file in sorted((ROOT / "infra/migrations").glob("*.sql")))
    made = set(re.findall(r"create table (?:if not exists )?([a-z_]+)", sql, re.I))
    renamed = dict(re.findall(r"alter table ([a-z_]+) rename to ([a-z_]+)", sql, re.I))
    return {renamed.get(table, table) for table in made - set(re.findall(r"drop table ([a-z_]+)", sql, re.I))}


@cache
def written(file: Path) -> set[str]:
    """The tables a file's SQL writes. SQL is in strings, docstrings left out."""
    tree = ast.parse(file.read_text())
    documented = (ast.Module, ast.ClassDef, ast.FunctionDef, ast.AsyncFunctionDef)
    docstrings = {
        id(node.body[0].value)
        for node in ast.walk(tree)
        if isinstance(node, documented) and node.body and isinstance(node.body[0], ast.Expr)
    }
    said = (node for node in ast.walk(tree) if isinstance(node, ast.Constant) and isinstance(node.value, str))
    found = {table for node in said if id(node) not in docstrings for table in WRITES.findall(str(node.value))}
    return {table for table in found if table.lower() not in NOT_TABLES}


def sources(folder: str) -> Iterator[Path]:
    yield from sorted((ROOT / folder).rglob("*.py"))


def test_every_table_has_one_owner() -> None:
    owned = [table for function in registry.selected("all") for table in function.owns]
    owned += [table for tables_ in LIBRARY.values() for table in tables_]
    assert sorted(owned) == sorted(tables() | {"schema_migration"})


def test_a_room_writes_its_own_tables_only() -> None:
    for function in registry.selected("all"):
        for file in sources(f"functions/{registry.folder_of(function.name)}"):
            strangers = written(file) & tables() - set(function.owns)
            assert not strangers, f"{file} writes {strangers}, which {function.name} does not own"


def test_rooms_write_in_their_queries_only() -> None:
    for file in sources("functions"):
        if file.name != "queries.py":
            assert not written(file) & tables(), f"{file} writes outside queries.py"


def test_the_library_and_the_machinery_write_what_is_theirs() -> None:
    for folder in ("shared", "infra"):
        for file in sources(folder):
            mine = LIBRARY.get(file.relative_to(ROOT).as_posix(), set())
            strangers = written(file) & tables() - mine
            assert not strangers, f"{file} writes {strangers}"


def test_the_reader_sees_what_it_should() -> None:
    """The test's own eyes: it must find the writes we know of."""
    assert {"run"} == written(ROOT / "functions/rota_generate/queries.py")
    versions = {"rota_version", "assignment", "rota_off", "version_change", "version_acknowledgement"}
    assert versions == written(ROOT / "functions/rota/versions/queries.py")
