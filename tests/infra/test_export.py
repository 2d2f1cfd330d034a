"""`rotacc export` and `rotacc import`, on databases of their own."""

from __future__ import annotations

import io
import stat
import zipfile
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest
import redis as redis_client

from infra import cli
from infra.demo.contents import accounts_in, fill
from tests.conftest import other_database, own_database
from tests.functions.backup.portable.conftest import changed, held

PASSWORDS = "select array_agg(password_hash order by id) from account"


@pytest.fixture(scope="module")
def filled(postgres_url: str, template: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Name of a database with the demonstration's practice, to be copied."""
    with own_database(postgres_url, template, "filled") as url:
        fill(url, accounts_in(tmp_path_factory.mktemp("filled") / "accounts.json"))
        yield url.rpartition("/")[2]


@pytest.fixture
def url(postgres_url: str, filled: str) -> Iterator[str]:
    """A database with that practice, dropped with all that was made beside it."""
    with own_database(postgres_url, filled, "exporting") as url:
        yield url
    drop_beside(postgres_url, url)


def drop_beside(postgres_url: str, url: str) -> None:
    name = url.rpartition("/")[2]
    with psycopg.connect(postgres_url, autocommit=True) as connection:
        for (other,) in connection.execute("select datname from pg_database").fetchall():
            if other.startswith(f"{name}_"):
                connection.execute(f'drop database "{other}" with (force)')


@pytest.fixture
def folder(url: str, redis_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder of backups of a system with this database."""
    told = {
        "DATABASE_URL": url, "REDIS_URL": redis_url, "DEPLOYMENT_ENV": "DEV", "CACHE_PREFIX": "importing",
        "BACKUP_DIR": str(tmp_path / "backups"),
    }  # fmt: skip
    for name, value in told.items():
        monkeypatch.setenv(name, value)
    return tmp_path / "backups"


@pytest.fixture
def bare(postgres_url: str, url: str) -> Iterator[str]:
    """A database with nothing at all in it, as on a machine that was set up a minute ago."""
    name = f"{url.rpartition('/')[2]}_bare"
    with psycopg.connect(postgres_url, autocommit=True) as connection:
        connection.execute(f'create database "{name}"')
    yield other_database(postgres_url, name)
    drop_beside(postgres_url, url)


def one(url: str, question: str) -> object:
    with psycopg.connect(url) as connection:
        row = connection.execute(question.encode()).fetchone()
    return row[0] if row else None


def change(url: str, words: str) -> None:
    with psycopg.connect(url) as connection:
        connection.execute(words.encode())


def rotacc(*words: object) -> int:
    return cli.main([str(word) for word in words])


def test_what_was_exported_is_imported_on_a_bare_machine(
    url: str, bare: str, folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:  # fmt: skip
    file = tmp_path / "everything.zip"
    assert rotacc("export", file, "--prove") == 0
    said = capsys.readouterr().out
    assert "not encrypted" in said and "Proved by importing it" in said
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert rotacc("export", file) == 1
    assert "nothing is written over" in capsys.readouterr().err
    before = held(url)
    monkeypatch.setenv("DATABASE_URL", bare)
    assert rotacc("import", file, "--dry-run") == 0
    said = capsys.readouterr().out
    assert "An export of" in said and "It can be imported" in said
    assert one(bare, "select to_regclass('person') is null"), "nothing was changed"
    assert rotacc("import", file) == 0
    assert "there is nothing to back up first" in capsys.readouterr().out
    after = held(bare)
    assert [row for row in after["audit"] if "practice-imported-whole" not in row[0]] == before["audit"]
    for name in set(before) - {"audit", "counters"}:
        assert before[name] == after[name], name
    assert one(bare, "select count(*) from account where password_hash <> '!'") == 0
    assert one(bare, "select count(*) from backup where kind = 'export'") == 0


def test_a_practice_is_replaced_only_when_somebody_says_so_and_kept_under_another_name(
    url: str, folder: Path, redis_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:  # fmt: skip
    file = tmp_path / "everything.zip"
    assert rotacc("export", file) == 0
    name = one(url, "select name from practice")
    hashes = one(url, PASSWORDS)
    change(url, "update practice set name = 'Somebody Else'")
    assert rotacc("import", file) == 1
    assert "--replace" in capsys.readouterr().err
    assert rotacc("import", file, "--dry-run") == 0
    assert "There is a practice here already" in capsys.readouterr().out
    monkeypatch.setattr("sys.stdin", io.StringIO("no\n"))
    assert rotacc("import", file, "--replace") == 1
    assert "Nothing was changed." in capsys.readouterr().err
    assert one(url, "select name from practice") == "Somebody Else"
    monkeypatch.setattr("sys.stdin", io.StringIO("yes\n"))
    with psycopg.connect(url):
        assert rotacc("import", file, "--replace", "--yes") == 1
        assert "Stop web, worker" in capsys.readouterr().err
    with redis_client.Redis.from_url(redis_url) as redis:
        redis.set("importing:session:abc", "x")
        assert rotacc("import", file, "--replace") == 0
        assert not redis.exists("importing:session:abc")
    said = capsys.readouterr().out
    assert one(url, "select name from practice") == name
    assert one(url, PASSWORDS) == hashes, "the same people keep their passwords"
    former = said.partition("is now called ")[2].partition(".")[0]
    assert one(other_database(url, former), "select name from practice") == "Somebody Else"
    assert len(list(folder.glob("*.dump"))) == 1, "a backup of what was there was taken first"
    assert one(url, "select count(*) from audit where action = 'practice-imported-whole'") == 1


def test_a_file_that_cannot_be_imported_changes_nothing_and_says_every_reason(
    url: str, bare: str, folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:  # fmt: skip
    file = tmp_path / "everything.zip"
    assert rotacc("export", file) == 0

    def two_lines_harmed(entries: dict[str, bytes]) -> None:
        entries["tables/site.jsonl"] = entries["tables/site.jsonl"].replace(b'"rooms": ', b'"rooms": "many', 1)
        entries["tables/person.jsonl"] += b'{"code": "ZZ"}\n'

    monkeypatch.setenv("DATABASE_URL", bare)
    assert rotacc("import", changed(file, two_lines_harmed)) == 1
    said = capsys.readouterr().err
    assert "site, line 1: It is not JSON." in said and "It lacks active; it lacks email" in said
    assert rotacc("import", tmp_path / "nothing.zip") == 1
    assert "nothing.zip cannot be read" in capsys.readouterr().err
    assert one(bare, "select to_regclass('person') is null")
    name = bare.rpartition("/")[2]
    assert one(bare, f"select count(*) from pg_database where datname like '{name}\\_%'") == 0


def test_an_export_goes_to_standard_output_for_whoever_is_outside_the_container(
    url: str, folder: Path, monkeypatch: pytest.MonkeyPatch, capsysbinary: pytest.CaptureFixture[bytes]
) -> None:
    monkeypatch.setenv("BACKUP_ENCRYPTION_KEY", "a passphrase for tests alone")
    assert rotacc("export", "-") == 0
    written = capsysbinary.readouterr().out
    assert written.startswith(b"PK"), "and nothing else does"
    with zipfile.ZipFile(io.BytesIO(written)) as archive:
        assert archive.testzip() is None
    [kept] = folder.glob("rotacc-export-*")
    assert kept.name.endswith(".zip.enc") and not zipfile.is_zipfile(kept)
    assert rotacc("import", kept, "--dry-run") == 0
