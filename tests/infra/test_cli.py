"""The command line: everything by name, nothing told in a traceback."""

from __future__ import annotations

import subprocess
import sys

import psycopg
import pytest

from infra import cli
from infra.commands.schema import schema, tidy
from tests.paths import ROOT


@pytest.fixture(autouse=True)
def a_development_system(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DEPLOYMENT_ENV", "DEV")


def test_it_works(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["config"]) == 0
    assert "DEPLOYMENT_ENV=DEV" in capsys.readouterr().out


def test_config_says_which_settings_change_nothing(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CACHE_TIMEOUT", "60")
    assert cli.main(["config"]) == 0
    said = capsys.readouterr()
    assert "CACHE_TIMEOUT=60" in said.out
    assert said.err == "CACHE_TIMEOUT is accepted and has no effect: nothing is cached in redis.\n"


def test_help_names_every_command(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        cli.main(["--help"])
    assert ended.value.code == 0
    said = capsys.readouterr().out
    assert all(name in said for name in cli.COMMANDS)


def test_wrong_settings_are_told_all_at_once_without_a_traceback(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DB_PORT", "many")
    monkeypatch.setenv("WEB_WORKERS", "0")
    assert cli.main(["config"]) == 1
    said = capsys.readouterr().err
    assert "DB_PORT" in said and "WEB_WORKERS" in said and "Traceback" not in said


def test_the_plan_names_what_would_be_applied_and_applies_nothing(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, postgres_url: str
) -> None:
    monkeypatch.setenv("DATABASE_URL", postgres_url)
    for _ in range(2):
        assert cli.main(["migrate", "--plan"]) == 0
        assert "would apply 0001_first_brick" in capsys.readouterr().out


def test_the_plan_can_be_read_as_the_statements_it_is_made_of(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, postgres_url: str
) -> None:
    monkeypatch.setenv("DATABASE_URL", postgres_url)
    assert cli.main(["migrate", "--plan", "--sql"]) == 0
    assert "create table" in capsys.readouterr().out.lower()


def test_the_plan_says_which_migrations_the_former_release_runs_beside(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, postgres_url: str
) -> None:
    from infra.migrate import migrations

    monkeypatch.setenv("DATABASE_URL", postgres_url)
    cli.main(["migrate", "--plan"])
    said = capsys.readouterr().out.splitlines()
    for migration, line in zip(migrations(), said, strict=True):
        assert line.endswith("; the former release runs beside it") is migration.beside


def test_the_plan_for_a_database_of_a_newer_version_is_to_leave_it(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, database_url: str
) -> None:
    monkeypatch.setenv("DATABASE_URL", database_url)
    with psycopg.connect(database_url) as connection:
        connection.execute("insert into schema_migration (id, sha256) values ('9999_from_tomorrow', 'x')")
    assert cli.main(["migrate", "--plan"]) == 1
    assert "newer than this version" in capsys.readouterr().out


def test_every_secret_printed_is_a_new_one_that_production_takes(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    printed = set()
    for _ in range(3):
        assert cli.main(["secret"]) == 0
        printed.add(capsys.readouterr().out.strip())
    assert len(printed) == 3
    monkeypatch.setenv("DEPLOYMENT_ENV", "PROD")
    for key in printed:
        monkeypatch.setenv("SECRET_KEY", key)
        assert cli.main(["config"]) == 0
        assert key not in capsys.readouterr().out


def test_the_settings_shown_say_which_older_names_were_heard(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DJANGO_LOG_LEVEL", "WARNING")
    assert cli.main(["config"]) == 0
    told = capsys.readouterr()
    assert "LOG_LEVEL=WARNING\n" in told.out
    assert told.err == "DJANGO_LOG_LEVEL is accepted as LOG_LEVEL.\n"


def test_migrating_twice_says_so(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, database_url: str
) -> None:
    monkeypatch.setenv("DATABASE_URL", database_url)
    assert cli.main(["migrate"]) == 0
    assert capsys.readouterr().out == "The database is up to date.\n"


@pytest.mark.parametrize("process", ["web", "worker", "solver", "scheduler"])
def test_no_process_starts_on_a_database_that_is_behind(
    process: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, postgres_url: str
) -> None:
    monkeypatch.setenv("DATABASE_URL", postgres_url)
    assert cli.main([process]) == 1
    assert "Run `rotacc migrate`" in capsys.readouterr().err


def test_a_process_that_has_shown_no_sign_of_life_is_not_called_alive(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, redis_url: str
) -> None:
    monkeypatch.setenv("REDIS_URL", redis_url)
    assert cli.main(["alive", "worker"]) == 1
    assert capsys.readouterr().out == "The worker is silent.\n"


def test_only_the_command_asked_for_is_loaded() -> None:
    asked = "import sys; from infra.cli import parser_for; parser_for(['web']); print('ortools' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", asked], cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout == "False\n"


def test_the_schema_file_is_what_the_migrations_make() -> None:
    assert (ROOT / "infra/schema.sql").read_text() == schema(), "run `make schema`"


def test_a_dump_is_stripped_of_what_changes_each_time() -> None:
    assert tidy("--\n\\restrict abc\n\nSET x = 1;\n\n\nCREATE TABLE a ();\n\n\n") == "CREATE TABLE a ();\n"


@pytest.mark.parametrize(
    "words", [["cleanup", "--dry-run"], ["create-account", "--role", "administrator"], ["create-clinician"]]
)
def test_a_database_that_is_away_is_told_at_once(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, words: list[str]
) -> None:
    monkeypatch.setenv("DATABASE_URL", "postgresql://u:hush@127.0.0.1:1/rota")
    assert cli.main(words) == 1
    said = capsys.readouterr().err
    assert said.startswith("The database does not answer") and "hush" not in said
