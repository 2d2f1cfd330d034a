"""`rotacc backup` and `rotacc restore`, on a database of their own."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest
import redis as redis_client
from psycopg.conninfo import make_conninfo

from infra import cli, migrate
from infra.demo.contents import accounts_in, fill
from infra.migrate import Migration, migrations
from shared.pg_tools import environment, tool
from tests.conftest import other_database, own_database
from tests.s3 import s3_server


@pytest.fixture
def url(postgres_url: str, template: str, tmp_path: Path) -> Iterator[str]:
    """A database with the demonstration's practice, dropped with all that was made beside it."""
    with own_database(postgres_url, template, "restore") as url:
        fill(url, accounts_in(tmp_path / "accounts.json"))
        yield url
        name = url.rpartition("/")[2]
        with psycopg.connect(postgres_url, autocommit=True) as connection:
            for (other,) in connection.execute("select datname from pg_database").fetchall():
                if other.startswith(f"{name}_"):
                    connection.execute(f'drop database "{other}" with (force)')


@pytest.fixture
def folder(url: str, redis_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder of backups of a system with this database."""
    told = {
        "DATABASE_URL": url, "REDIS_URL": redis_url, "DEPLOYMENT_ENV": "DEV", "CACHE_PREFIX": "restoring",
        "BACKUP_DIR": str(tmp_path / "backups"),
    }  # fmt: skip
    for name, value in told.items():
        monkeypatch.setenv(name, value)
    return tmp_path / "backups"


def one(url: str, question: str) -> object:
    with psycopg.connect(url) as connection:
        row = connection.execute(question.encode()).fetchone()
    return row[0] if row else None


def change(url: str, words: str) -> None:
    with psycopg.connect(url) as connection:
        connection.execute(words.encode())


def rotacc(*words: str) -> int:
    return cli.main(list(words))


def test_a_backup_is_restored_and_what_was_there_is_kept(
    url: str, folder: Path, redis_url: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert rotacc("backup", "--prove") == 0
    assert "Proved by restoring it" in capsys.readouterr().out
    [dump] = folder.glob("*.dump")
    name = one(url, "select name from practice")
    change(url, "update practice set name = 'Somebody Else'")
    with redis_client.Redis.from_url(redis_url) as redis:
        redis.set("restoring:session:abc", "x")
        redis.set("restoring:tasks-done", "x")
        assert rotacc("restore", dump.stem) == 0
        assert [redis.exists(f"restoring:{key}") for key in ("session:abc", "tasks-done")] == [0, 1]
    said = capsys.readouterr().out
    assert one(url, "select name from practice") == name
    former = said.partition("is now called ")[2].partition(".")[0]
    assert one(other_database(url, former), "select name from practice") == "Somebody Else"
    assert one(url, "select count(*) from audit where action = 'database-restored'") == 1
    rows = "select string_agg(cause || ' ' || status, ', ' order by cause) from backup"
    assert one(url, rows) == "by-hand made, found made", "the backup itself, and the one taken first"


def test_before_an_update_a_database_of_an_older_version_is_backed_up_all_the_same(
    url: str, folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    change(url, "drop table backup_notice, backup, duty_entry, duty_week")
    change(url, "delete from schema_migration where id ~ '^(0012|0015)'")
    assert rotacc("backup", "--before-update") == 0
    assert "once the database is up to date" in capsys.readouterr().out
    [dump] = folder.glob("*.dump")
    change(url, "update practice set name = 'Somebody Else'")
    assert rotacc("migrate") == 0
    assert len(list(folder.glob("*.dump"))) == 2, "the one a migration takes is written over nothing"
    assert rotacc("restore", dump.stem, "--without-backup") == 0
    assert one(url, "select name from practice") != "Somebody Else"
    assert one(url, "select string_agg(cause || ' ' || status, ', ') from backup") == "found made, found made"


def test_a_dry_run_says_what_would_happen_and_changes_nothing(
    url: str, folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert rotacc("backup") == 0
    [dump] = folder.glob("*.dump")
    change(url, "delete from mail; update practice set name = 'Somebody Else'")
    change(url, "insert into staff_group (code, name) values ('new', 'New')")
    capsys.readouterr()
    before = sorted(folder.iterdir())
    assert rotacc("restore", str(dump), "--dry-run") == 0
    said = capsys.readouterr().out
    assert "Its checksum is right." in said and "Nothing is changed." in said
    groups = one(url, "select count(*) from staff_group")
    assert isinstance(groups, int)
    assert f"staff_group: {groups}, {groups - 1}" in said
    assert one(url, "select name from practice") == "Somebody Else"
    assert sorted(folder.iterdir()) == before


def test_verify_restores_into_a_scratch_database_and_leaves_all_as_it_was(
    url: str, folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert rotacc("backup") == 0
    [dump] = folder.glob("*.dump")
    change(url, "update practice set name = 'Somebody Else'")
    assert rotacc("restore", dump.name, "--verify") == 0
    assert "It can be restored:" in capsys.readouterr().out
    assert one(url, "select name from practice") == "Somebody Else"
    name = url.rpartition("/")[2]
    assert one(url, f"select count(*) from pg_database where datname like '{name}\\_%'") == 0


def test_while_others_are_connected_nothing_is_done_unless_they_are_to_be_ended(
    url: str, folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert rotacc("backup") == 0
    [dump] = folder.glob("*.dump")
    with psycopg.connect(url) as worker:
        assert rotacc("restore", str(dump)) == 1
        assert "1 connection to the database is open" in capsys.readouterr().err
        assert len(list(folder.glob("*.dump"))) == 1, "not even a backup is made"
        assert rotacc("restore", str(dump), "--force") == 0
        with pytest.raises(psycopg.OperationalError):
            worker.execute("select 1")
    assert one(url, "select count(*) from audit where action = 'database-restored'") == 1


def test_a_backup_of_a_newer_version_is_refused(url: str, folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    change(url, "insert into schema_migration (id, sha256) values ('9999_tomorrow', 'x')")
    with psycopg.connect(url) as connection:
        columns = connection.execute(
            "select column_name from information_schema.columns where table_name = 'schema_migration'"
        ).fetchall()
    if ("runs_beside",) in columns:
        change(url, "update schema_migration set runs_beside = true where id = '9999_tomorrow'")
    made = folder / "rotacc-20270101T030000Z.dump"
    folder.mkdir(exist_ok=True)
    dump_by_hand(url, made)
    change(url, "delete from schema_migration where id = '9999_tomorrow'")
    assert rotacc("restore", str(made)) == 1
    assert "made by a newer version, which has 9999_tomorrow" in capsys.readouterr().err


def dump_by_hand(url: str, file: Path) -> None:
    """A dump nobody told anything of, as pg_dump itself makes it."""
    with psycopg.connect(url) as connection:
        pg_dump = tool("pg_dump", server_major=connection.info.server_version // 10000)
    subprocess.run([pg_dump, "--format=custom", f"--file={file}"], env=environment(url), check=True)


def test_a_backup_of_an_older_version_is_brought_up_to_date(
    url: str, folder: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    made = folder / "rotacc-20270101T030000Z.dump"
    folder.mkdir(exist_ok=True)
    last = str(one(url, "select max(id) from schema_migration"))
    change(url, "create table kept as select * from schema_migration; create table nothing (a int)")
    newest = Migration("9998_later", "create table later (a integer)")
    dump_by_hand(url, made)
    monkeypatch.setattr(migrate, "migrations", lambda *_: (*known, newest))
    known = migrations()
    assert rotacc("restore", str(made), "--dry-run") == 0
    assert "bring it up to date: 9998_later" in capsys.readouterr().out
    assert rotacc("restore", str(made), "--without-backup") == 0
    assert "Nothing beside it says what its checksum was" in capsys.readouterr().out
    assert one(url, "select max(id) from schema_migration") == "9998_later" > last
    assert one(url, "select count(*) from later") == 0


def test_a_damaged_file_is_refused_before_anything_is_touched(
    url: str, folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert rotacc("backup") == 0
    [dump] = folder.glob("*.dump")
    dump.write_bytes(dump.read_bytes()[:-50])
    assert rotacc("restore", str(dump)) == 1
    assert "It is damaged: its SHA-256 is" in capsys.readouterr().err
    (folder / f"{dump.stem}.json").unlink()
    assert rotacc("restore", str(dump)) == 1
    assert len(list(folder.glob("*.dump"))) <= 2
    for name in ("no-such-file.dump", "s3:rotacc-20270101T030000Z", "rotacc-20270101T030000Z"):
        assert rotacc("restore", name) == 1
    assert one(url, "select count(*) from audit where action = 'database-restored'") == 0


def test_a_user_who_may_not_create_databases_restores_in_place_in_one_go(
    url: str, folder: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """As on a managed server: the user owns its database and nothing else."""
    name, role = url.rpartition("/")[2], f"plain_{url.rpartition('_')[2]}"
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute(f"create role {role} login password 'only-for-tests'")
        connection.execute(f'alter database "{name}" owner to {role}')
        connection.execute("drop schema public cascade")
    plain = make_conninfo(url, user=role, password="only-for-tests")
    monkeypatch.setenv("DATABASE_URL", as_url(url, role))
    try:
        with psycopg.connect(plain, autocommit=True) as connection:
            connection.execute("create schema public")
        assert rotacc("migrate") == 0
        change(plain, "insert into practice (name, nation, settings) values ('Elm Lane', 'x', '{}')")
        assert rotacc("backup") == 0
        [dump] = folder.glob("*.dump")
        change(plain, "update practice set name = 'Somebody Else'")
        assert rotacc("backup", "--prove") == 1
        assert f"ALTER ROLE {role} CREATEDB;" in capsys.readouterr().err
        assert rotacc("restore", str(dump)) == 0
        assert "emptied and filled in one transaction" in capsys.readouterr().out
        assert one(plain, "select name from practice") == "Elm Lane"
        half = dump.with_name("half.dump")
        half.write_bytes(dump.read_bytes()[: dump.stat().st_size * 3 // 4])
        assert rotacc("restore", str(half), "--without-backup") == 1
        assert one(plain, "select name from practice") == "Elm Lane", "all or nothing"
    finally:
        with psycopg.connect(url, autocommit=True) as connection:
            connection.execute(f'alter database "{name}" owner to current_user')
            connection.execute(f"drop owned by {role} cascade; drop role {role}")


def as_url(url: str, role: str) -> str:
    host = url.rpartition("@")[2]
    return f"postgresql://{role}:only-for-tests@{host}"


def test_an_encrypted_backup_comes_back_from_a_bucket_to_a_machine_that_has_nothing(
    url: str, postgres_url: str, folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    with s3_server() as s3:
        for name, value in (s3.environment() | {"BACKUP_ENCRYPTION_KEY": "a passphrase for tests alone"}).items():
            monkeypatch.setenv(name, value)
        assert rotacc("backup") == 0
        [dump] = folder.glob("*.dump.enc")
        name = dump.name.partition(".")[0]
        practice = one(url, "select name from practice")
        empty = f"{url.rpartition('/')[2]}_empty"
        with psycopg.connect(postgres_url, autocommit=True) as connection:
            connection.execute(f'create database "{empty}"')
        shutil.rmtree(folder)
        monkeypatch.setenv("DATABASE_URL", other_database(postgres_url, empty))
        assert rotacc("restore", f"s3:{name}") == 0
        said = capsys.readouterr().out
        assert "The database is empty" in said and "is now called" not in said
        left = f"select count(*) from pg_database where datname like '{empty}\\_%'"
        assert one(url, left) == 0, "of nothing, nothing is kept"
        assert one(other_database(postgres_url, empty), "select name from practice") == practice
        rows = "select cause || ' ' || status || ' ' || in_bucket from backup"
        assert one(other_database(postgres_url, empty), rows) == "by-hand made true"
