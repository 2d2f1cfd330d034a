"""Migrations: forward, once, one process at a time."""

from __future__ import annotations

import threading
import uuid
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from infra.migrate import migrate, migrations, read_state, require_served, state
from infra.trouble import Trouble
from shared.db import Database
from tests.workbench import other_database


@pytest.fixture
def empty_url(postgres_url: str) -> Iterator[str]:
    name = f"empty_{uuid.uuid4().hex[:12]}"
    with psycopg.connect(postgres_url, autocommit=True) as connection:
        connection.execute(f"create database {name}")
        yield other_database(postgres_url, name)
        connection.execute(f"drop database {name} with (force)")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "0001_one.sql").write_text("create table one (id int); insert into one values (1);")
    (tmp_path / "0002_two.sql").write_text("-- 100 % plain SQL\ncreate table two (id int);")
    return tmp_path


def tables(url: str) -> set[str]:
    with psycopg.connect(url) as connection:
        return {row[0] for row in connection.execute("select tablename from pg_tables where schemaname = 'public'")}


def test_it_works(empty_url: str, folder: Path) -> None:
    assert state(empty_url, folder).pending == ("0001_one", "0002_two")
    assert migrate(empty_url, folder) == ("0001_one", "0002_two")
    assert tables(empty_url) == {"one", "two", "schema_migration"}
    assert state(empty_url, folder).current


def test_a_second_time_changes_nothing(empty_url: str, folder: Path) -> None:
    migrate(empty_url, folder)
    assert migrate(empty_url, folder) == ()


def test_looking_at_the_state_changes_nothing(empty_url: str, folder: Path) -> None:
    state(empty_url, folder)
    assert tables(empty_url) == set()


def test_what_is_to_be_done_before_is_done_once_and_only_when_something_is_there_to_lose(
    empty_url: str, folder: Path
) -> None:
    told: list[str] = []
    migrate(empty_url, folder, before=lambda: told.append("an empty database"))
    migrate(empty_url, folder, before=lambda: told.append("nothing to do"))
    (folder / "0003_three.sql").write_text("create table three (id int);")
    migrate(empty_url, folder, before=lambda: told.append("something to lose"))
    assert told == ["something to lose"]


def test_when_that_fails_the_database_stays_as_it_is(empty_url: str, folder: Path) -> None:
    migrate(empty_url, folder)
    (folder / "0003_three.sql").write_text("create table three (id int);")

    def fail() -> None:
        raise Trouble("The disk is full.")

    with pytest.raises(Trouble, match="disk is full"):
        migrate(empty_url, folder, before=fail)
    assert state(empty_url, folder).pending == ("0003_three",)


def test_four_at_once_apply_each_migration_once(empty_url: str, folder: Path) -> None:
    done: list[tuple[str, ...]] = []
    threads = [threading.Thread(target=lambda: done.append(migrate(empty_url, folder))) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(done) == [(), (), (), ("0001_one", "0002_two")]


def test_a_failing_migration_leaves_nothing_of_itself_and_keeps_the_ones_before(empty_url: str, folder: Path) -> None:
    (folder / "0003_three.sql").write_text("create table three (id int); select 1 / 0;")
    with pytest.raises(Trouble, match=r"0003_three failed and was undone.*division by zero"):
        migrate(empty_url, folder)
    assert tables(empty_url) == {"one", "two", "schema_migration"}
    assert state(empty_url, folder).pending == ("0003_three",)


def test_a_migration_edited_after_it_was_applied_is_refused(empty_url: str, folder: Path) -> None:
    migrate(empty_url, folder)
    (folder / "0001_one.sql").write_text("create table one (id bigint);")
    with pytest.raises(Trouble, match=r"0001_one.*Restore"):
        migrate(empty_url, folder)


def test_a_database_newer_than_the_code_is_refused(empty_url: str, folder: Path) -> None:
    migrate(empty_url, folder)
    (folder / "0002_two.sql").unlink()
    with pytest.raises(Trouble, match="newer than this version"):
        migrate(empty_url, folder)


def test_a_newer_one_that_says_so_is_run_beside(empty_url: str, folder: Path) -> None:
    (folder / "0003_three.sql").write_text("-- Room for more.\n-- beside: yes\n\ncreate table three (id int);")
    migrate(empty_url, folder)
    (folder / "0003_three.sql").unlink()
    found = state(empty_url, folder)
    assert found.serves and not found.current
    assert "runs beside it: it has 0003_three" in str(found)
    assert migrate(empty_url, folder) == ()


def test_one_among_the_newer_that_does_not_say_so_is_enough_to_refuse(empty_url: str, folder: Path) -> None:
    (folder / "0003_three.sql").write_text("-- beside: yes\n\ncreate table three (id int);")
    (folder / "0004_four.sql").write_text("drop table one; -- beside: yes")
    migrate(empty_url, folder)
    (folder / "0003_three.sql").unlink()
    (folder / "0004_four.sql").unlink()
    found = state(empty_url, folder)
    assert not found.serves
    assert found.unknown == ("0004_four",)


def test_a_database_of_the_first_releases_does_not_know_the_word_yet(empty_url: str, folder: Path) -> None:
    migrate(empty_url, folder)
    with psycopg.connect(empty_url) as connection:
        connection.execute("alter table schema_migration drop column beside")
    assert state(empty_url, folder).current
    (folder / "0003_three.sql").write_text("create table three (id int);")
    assert migrate(empty_url, folder) == ("0003_three",)


def test_a_table_in_use_is_not_waited_for_long(empty_url: str, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("infra.migrate.WAIT_FOR_TABLE", "50ms")
    monkeypatch.setattr("infra.migrate.ASIDE_SECONDS", 0.01)
    migrate(empty_url, folder)
    (folder / "0003_more.sql").write_text("alter table one add column more int;")
    with psycopg.connect(empty_url) as busy:
        busy.execute("select * from one")
        with pytest.raises(Trouble, match="0003_more did not get its turn"):
            migrate(empty_url, folder)
    assert migrate(empty_url, folder) == ("0003_more",)


def test_a_table_that_becomes_free_in_the_meantime_is_changed(
    empty_url: str, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("infra.migrate.WAIT_FOR_TABLE", "50ms")
    migrate(empty_url, folder)
    (folder / "0003_more.sql").write_text("alter table one add column more int;")
    with psycopg.connect(empty_url) as busy:
        busy.execute("select * from one")
        monkeypatch.setattr("infra.migrate.time.sleep", lambda _: busy.rollback())
        assert migrate(empty_url, folder) == ("0003_more",)


def test_a_database_that_is_behind_is_not_served(empty_url: str) -> None:
    with pytest.raises(Trouble, match=r"behind.*rotacc migrate"):
        require_served(empty_url)


def test_an_unreachable_database_is_a_sentence() -> None:
    with pytest.raises(Trouble, match="does not answer"):
        state("postgresql://nobody@127.0.0.1:1/none")


async def test_a_running_process_reads_the_state_too(db: Database) -> None:
    async with db.tx() as tx:
        assert (await read_state(tx)).current


def test_ours_are_numbered_without_holes() -> None:
    assert [int(migration.id[:4]) for migration in migrations()] == list(range(1, len(migrations()) + 1))


def test_a_published_assignment_cannot_be_changed(database_url: str) -> None:
    with psycopg.connect(database_url, autocommit=True) as connection:
        connection.execute(
            """insert into rota_version (id, start_date, end_date, weeks, content_hash)
               values (gen_random_uuid(), '2027-01-04', '2027-01-10', 1, 'x')"""
        )
        connection.execute(
            "insert into assignment select id, 'P1', '2027-01-04', 'AM', 'clinic', 'MAIN' from rota_version"
        )
        for change in ("update assignment set half = 'PM'", "delete from assignment", "truncate assignment"):
            with pytest.raises(psycopg.errors.RestrictViolation, match="never changed"):
                connection.execute(change)


def test_two_working_terms_of_one_person_cannot_overlap(database_url: str) -> None:
    term = """insert into working_term (person_code, valid, role, site_code, wte, pattern, annual_leave_sessions)
              values ('P1', %s::daterange, 'Partner', 'MAIN', 1, 'SSSSSSSSSS', 60)"""
    with psycopg.connect(database_url, autocommit=True) as connection:
        connection.execute("insert into site values ('MAIN', 'Main', 3)")
        connection.execute("insert into person values ('P1', 'Dr Ash')")
        connection.execute(term, ("[2026-01-01,2027-01-01)",))
        connection.execute(term, ("[2027-01-01,)",))
        with pytest.raises(psycopg.errors.ExclusionViolation):
            connection.execute(term, ("[2026-12-31,2027-02-01)",))
