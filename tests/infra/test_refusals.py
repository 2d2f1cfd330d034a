"""What no process starts with (O10), each of the four asked as it is really started."""

from __future__ import annotations

import os
import subprocess
import sys

import psycopg
import pytest

from infra.cli import main
from infra.embedded import free_port
from shared.settings import SECRETS, older_names
from shared.settings.given import OLDER_NAMES
from tests.paths import ROOT

PROCESSES = ("web", "worker", "solver", "scheduler")
# The four beside gunicorn as somebody may start it without us.
GUNICORN = ("-m", "gunicorn", "-c", "infra/gunicorn.conf.py", "--no-control-socket", "infra.web:app")
HUSH = "hush-" + "nobody-guesses-this-one-in-a-thousand-years"


@pytest.fixture(autouse=True)
def a_development_system(monkeypatch: pytest.MonkeyPatch, database_url: str, redis_url: str) -> None:
    monkeypatch.setenv("DEPLOYMENT_ENV", "DEV")
    monkeypatch.setenv("DATABASE_URL", database_url)
    monkeypatch.setenv("REDIS_URL", redis_url)


def started(*words: str, **variables: str) -> subprocess.CompletedProcess[str]:
    """A real process, which is expected to end by itself."""
    return subprocess.run(
        [sys.executable, *words],
        env=os.environ | variables,
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


@pytest.mark.parametrize("process", PROCESSES)
def test_a_database_that_is_newer_is_left_to_the_newer_version(
    process: str, capsys: pytest.CaptureFixture[str], database_url: str
) -> None:
    with psycopg.connect(database_url) as connection:
        connection.execute("insert into schema_migration (id, sha256) values ('9999_from_tomorrow', 'x')")
    assert main([process]) == 1
    assert "newer than this version: it has 9999_from_tomorrow. Start the newer version." in capsys.readouterr().err


@pytest.mark.parametrize("process", PROCESSES)
def test_a_database_that_is_behind_is_migrated_first(
    process: str, capsys: pytest.CaptureFixture[str], database_url: str
) -> None:
    with psycopg.connect(database_url) as connection:
        connection.execute("delete from schema_migration where id >= '0013'")
    assert main([process]) == 1
    assert "Run `rotacc migrate`" in capsys.readouterr().err


@pytest.mark.parametrize("process", PROCESSES)
def test_a_migration_that_was_changed_afterwards_is_not_served(
    process: str, capsys: pytest.CaptureFixture[str], database_url: str
) -> None:
    with psycopg.connect(database_url) as connection:
        connection.execute("update schema_migration set sha256 = 'x' where id like '0001%'")
    assert main([process]) == 1
    assert "changed after they were applied" in capsys.readouterr().err


@pytest.mark.parametrize("process", PROCESSES)
@pytest.mark.parametrize(
    ("key", "words"),
    [("", "SECRET_KEY: required"), ("short", "guessed"), ("django-insecure-" + HUSH, "it comes from an example")],
    ids=["missing", "short", "known"],
)
def test_production_without_a_good_secret_does_not_start(
    process: str, key: str, words: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("DEPLOYMENT_ENV", "PROD")
    monkeypatch.setenv("SECRET_KEY", key)
    assert main([process]) == 1
    said = capsys.readouterr().err
    assert words in said and HUSH not in said


@pytest.mark.slow
def test_gunicorn_started_without_us_refuses_as_well(database_url: str) -> None:
    with psycopg.connect(database_url) as connection:
        connection.execute("insert into schema_migration (id, sha256) values ('9999_from_tomorrow', 'x')")
    quiet = {"WEB_BIND": f"127.0.0.1:{free_port()}", "WEB_WORKERS": "1"}
    newer = started(*GUNICORN, **quiet)
    assert newer.returncode != 0 and "newer than this version" in newer.stderr
    secretless = started(*GUNICORN, **quiet, DEPLOYMENT_ENV="PROD")
    assert secretless.returncode != 0 and "SECRET_KEY: required" in secretless.stderr


@pytest.mark.slow
def test_everything_wrong_is_one_message_of_the_real_program_and_no_secret_is_in_it() -> None:
    secrets = {name.upper(): HUSH for name in SECRETS if not name.endswith("_url")}
    secrets |= {"TASK_BROKER_URL": f"amqp://u:{HUSH}@queue", "CELERY_BROKER_URL": f"redis://:{HUSH}@queue:6379/0"}
    secrets |= {"DB_PASSWORD_FILE": HUSH, "POSTMARK_SERVER_TOKEN_FILE": f"/nonexistent/{HUSH[:5]}"}
    wrong = {"DB_PORT": "many", "EMAIL_PROVIDER": "pigeon", "DB_ENGINE": "mysql", "SUPERUSER_EMAIL": "nobody"}
    wrong |= {"SITE_URL": f"https://u:{HUSH}@/x?{HUSH}", "REDIS_URL": f"redis://:{HUSH}/{HUSH}@redis:6379/0"}
    done = started("-m", "infra.cli", "worker", **secrets, **wrong)
    assert done.returncode == 1
    said = done.stdout + done.stderr
    assert HUSH not in said and "Traceback" not in said
    assert said.count("These settings cannot be used:") == 1
    for name in (*wrong, "TASK_BROKER_URL", "DB_PASSWORD", "POSTMARK_SERVER_TOKEN", "SUPERUSER_USERNAME"):
        assert f"\n  {name}" in said, name


@pytest.mark.parametrize(
    "command", ["config", "doctor", "workers", "worker", "scheduler", "migrate", "ensure-superuser"]
)
def test_no_secret_is_said_when_no_store_answers(
    command: str, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    for name in SECRETS:
        if not name.endswith("_url"):
            monkeypatch.setenv(name.upper(), HUSH)
    for name, value in {"SUPERUSER_USERNAME": "a", "SUPERUSER_EMAIL": "a@b.uk", "BACKUP_S3_BUCKET": "elm-lane"}.items():
        monkeypatch.setenv(name, value)
    monkeypatch.setenv("BACKUP_S3_ENDPOINT", "http://127.0.0.1:1")
    monkeypatch.setenv("DATABASE_URL", f"postgresql://u:{HUSH}@127.0.0.1:1/rota?sslpassword={HUSH}")
    monkeypatch.setenv("REDIS_URL", f"redis://u:{HUSH}@127.0.0.1:1/0")
    assert main([command]) == (0 if command == "config" else 1)
    said = "".join(capfd.readouterr())
    assert said and HUSH not in said


def test_older_names_are_none_of_ours() -> None:
    assert older_names() == ()
    assert not set(OLDER_NAMES) & set(OLDER_NAMES.values())
