"""What the doctor says of PostgreSQL."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import urlsplit, urlunsplit

import psycopg
import pytest

from infra.doctor import database
from shared.pg_tools import ToolMissing
from tests.infra.doctor.conftest import With, said


@pytest.fixture
def humble_url(database_url: str) -> Iterator[str]:
    """The same database, by an account that may do next to nothing."""
    name = f"humble_{uuid.uuid4().hex[:8]}"
    split = urlsplit(database_url)
    with psycopg.connect(database_url, autocommit=True) as connection:
        connection.execute(f"create role {name} login password 'quiet'")
        connection.execute(f"grant select on all tables in schema public to {name}")
        yield urlunsplit(split._replace(netloc=f"{name}:quiet@{split.netloc.rpartition('@')[2]}"))
        connection.execute(f"drop owned by {name}")
        connection.execute(f"drop role {name}")


def test_it_works(having: With) -> None:
    found = list(database.look(having()))
    assert [finding.said for finding in found if finding.state != "ok"] == []
    assert "every migration is applied" in said(found)


def test_one_that_does_not_answer_is_all_there_is_to_say(having: With) -> None:
    (finding,) = database.look(having(database_url="postgresql://u:hush@127.0.0.1:1/rota"))
    assert finding.state == "bad" and "does not answer" in finding.said and "hush" not in finding.said


@pytest.mark.parametrize(
    ("right", "wrong", "why"),
    [(":quiet@", ":hush@", "password authentication failed"), ("/test_", "/nosuch_", "does not exist")],
)
def test_one_that_is_there_and_refuses_us_is_another_matter(
    having: With, humble_url: str, right: str, wrong: str, why: str
) -> None:
    assert right in humble_url
    (finding,) = database.look(having(database_url=humble_url.replace(right, wrong)))
    assert "does not let us in" in finding.said and why in finding.said and "hush" not in finding.said
    assert finding.todo.startswith("Check DB_NAME, DB_USER and DB_PASSWORD")


def test_one_that_is_behind_is_to_be_migrated(having: With, database_url: str) -> None:
    with psycopg.connect(database_url) as connection:
        connection.execute("delete from schema_migration where id > '0010'")
    (finding,) = (finding for finding in database.look(having()) if finding.state == "bad")
    assert finding.said.endswith("migrations are not applied") and "rotacc migrate" in finding.todo


def test_one_that_is_newer_is_bad(having: With, database_url: str) -> None:
    with psycopg.connect(database_url) as connection:
        connection.execute("insert into schema_migration (id, sha256) values ('9999_from_tomorrow', 'x')")
    assert "newer than this version" in said(database.look(having()), "bad")[0]


def test_rights_that_are_missing_are_named(having: With, humble_url: str) -> None:
    found = list(database.look(having(database_url=humble_url)))
    assert said(found, "bad") == ["this account may not make tables"]
    assert said(found, "warn") == ["backups cannot be proved: this account may not make a scratch database"]


def test_an_old_postgresql_is_to_be_replaced() -> None:
    assert said(database._version(14), "bad") == ["PostgreSQL is 14"]
    assert said(database._version(15), "ok") == ["PostgreSQL 15 answers"]


def test_clocks_that_differ_are_told(monkeypatch: pytest.MonkeyPatch, having: With) -> None:
    class Late(datetime):
        @classmethod
        def now(cls, tz: Any = None) -> datetime:
            return datetime.now(tz) - timedelta(minutes=10)

    monkeypatch.setattr(database, "datetime", Late)
    assert said(database.look(having()), "warn") == ["its clock and ours differ by 10 minutes"]
    assert Late.now(UTC) < datetime.now(UTC)


def test_missing_programs_are_told(monkeypatch: pytest.MonkeyPatch, having: With) -> None:
    def missing(name: str, *, server_major: int) -> None:
        raise ToolMissing(f"no {name} for {server_major}")

    monkeypatch.setattr(database, "tool", missing)
    (said_,) = said(database.look(having()), "bad")
    assert said_.startswith("backups cannot be made here: no pg_dump for ")
