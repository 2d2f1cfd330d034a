"""Which of PostgreSQL's programs is used, and what it is told."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from shared import pg_tools
from shared.pg_tools import ToolMissing, environment, tool


@pytest.fixture
def folders(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> dict[int, Path]:
    """Three versions of pg_dump, found in this order, and none anywhere else."""
    found = {}
    for version in (17, 15, 18):
        program = tmp_path / str(version) / "pg_dump"
        program.parent.mkdir()
        program.write_text(f"#!/bin/sh\necho 'pg_dump (PostgreSQL) {version}.4 (Debian {version}.4-1)'\n")
        program.chmod(0o755)
        found[version] = program.parent

    def mine() -> Iterator[Path]:
        yield from found.values()

    monkeypatch.setattr(pg_tools, "_folders", mine)
    monkeypatch.setenv("PATH", "/nonexistent")
    return found


def test_the_oldest_that_is_new_enough_is_taken(folders: dict[int, Path]) -> None:
    for server, taken in ((14, 15), (15, 15), (16, 17), (18, 18)):
        assert tool("pg_dump", server_major=server) == folders[taken] / "pg_dump"


def test_for_any_server_the_first_that_is_found_will_do(folders: dict[int, Path]) -> None:
    assert tool("pg_dump") == folders[17] / "pg_dump"


def test_where_none_will_do_it_is_said_what_to_install(folders: dict[int, Path]) -> None:
    with pytest.raises(ToolMissing, match=r"PostgreSQL 19, and the newest pg_dump here is 18.*postgresql-client-19"):
        tool("pg_dump", server_major=19)
    with pytest.raises(ToolMissing, match="no pg_restore here"):
        tool("pg_restore")


def test_a_program_is_told_where_the_database_is_and_nothing_else_of_ours(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SECRET_KEY", "not for children")
    monkeypatch.setenv("PGSSLROOTCERT", "/etc/ca.pem")
    told = environment("postgresql://rota_user:p%40ss%2Fword@db.example:6543/rota_db?sslmode=verify-full")
    wanted = {"PGHOST": "db.example", "PGPORT": "6543", "PGUSER": "rota_user", "PGPASSWORD": "p@ss/word",
              "PGDATABASE": "rota_db", "PGSSLMODE": "verify-full", "PGSSLROOTCERT": "/etc/ca.pem"}  # fmt: skip
    assert wanted.items() <= told.items()
    assert "SECRET_KEY" not in told and "not for children" not in told.values()
