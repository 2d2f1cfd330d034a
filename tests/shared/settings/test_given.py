"""Older names, and secrets in files."""

from __future__ import annotations

from pathlib import Path

import pytest

from shared.settings import SECRETS, load, older_names
from shared.settings.given import OLDER_NAMES
from tests.shared.settings.conftest import Set, refused

LONG = "nobody-guesses-this-one-in-a-thousand-years"
VALUES = {
    "CELERY_BROKER_URL": "redis://queue:6379/1",
    "CELERY_RESULT_BACKEND": "redis://queue:6379/2",
    "DJANGO_SUPERUSER_USERNAME": "admin",
    "DJANGO_SUPERUSER_EMAIL": "admin@example.nhs.uk",
    "DJANGO_SUPERUSER_PASSWORD": LONG,
    "DJANGO_LOG_LEVEL": "WARNING",
}


def test_every_older_name_is_heard(given: Set) -> None:
    assert set(VALUES) == set(OLDER_NAMES)
    given(**VALUES, DB_ENGINE="django.db.backends.postgresql")
    settings = load()
    for older, name in OLDER_NAMES.items():
        assert getattr(settings, name.lower()) == VALUES[older]


def test_it_can_be_told_which_were_heard(given: Set) -> None:
    assert older_names() == ()
    given(DJANGO_LOG_LEVEL="INFO", DB_ENGINE="postgresql")
    assert older_names() == ("DJANGO_LOG_LEVEL is accepted as LOG_LEVEL", "DB_ENGINE is accepted and not needed")


@pytest.mark.parametrize("older", OLDER_NAMES)
def test_both_names_may_agree_and_may_not_differ(given: Set, older: str) -> None:
    name = OLDER_NAMES[older]
    given(**VALUES, **{name: VALUES[older]})
    load()
    given(**{name: "redis://else:6379/0" if "URL" in name else "ERROR"})
    said = [reason for reason in refused() if reason.startswith(f"{name} and {older}: they differ")]
    assert len(said) == 1
    assert VALUES[older] not in said[0]


def test_another_database_than_postgresql_is_refused(given: Set) -> None:
    given(DB_ENGINE="django.db.backends.mysql", DB_PORT="x")
    assert [reason.split(":")[0] for reason in refused()] == ["DB_PORT", "DB_ENGINE"]


@pytest.mark.parametrize("name", [name for name in SECRETS if not name.endswith("_url")])
def test_every_secret_may_come_from_a_file(given: Set, tmp_path: Path, name: str) -> None:
    (tmp_path / "secret").write_text(f"{LONG} \r\n")
    given(**{"SUPERUSER_USERNAME": "a", "SUPERUSER_EMAIL": "a@example.uk", "SUPERUSER_PASSWORD": LONG})
    given(BACKUP_S3_BUCKET="elm-lane", BACKUP_S3_ACCESS_KEY="a", BACKUP_S3_SECRET_KEY="b")
    given(**{name.upper(): ""}, **{f"{name.upper()}_FILE": tmp_path / "secret"})
    assert getattr(load(), name) == f"{LONG} ", "the end of the line, and that alone, is not part of the secret"


def test_an_address_may_come_from_a_file_too(given: Set, tmp_path: Path) -> None:
    (tmp_path / "url").write_text("postgresql://u:word@db/rota\n")
    given(DATABASE_URL_FILE=tmp_path / "url")
    assert load().database_url == "postgresql://u:word@db/rota"


def test_an_older_name_may_name_a_file(given: Set, tmp_path: Path) -> None:
    (tmp_path / "url").write_text("redis://queue:6379/3\n")
    given(CELERY_BROKER_URL_FILE=tmp_path / "url")
    assert load().task_broker_url == "redis://queue:6379/3"
    assert older_names() == ("CELERY_BROKER_URL is accepted as TASK_BROKER_URL",)


def test_a_secret_and_its_file_are_one_too_many(given: Set, tmp_path: Path) -> None:
    (tmp_path / "secret").write_text(LONG)
    given(SECRET_KEY=LONG, SECRET_KEY_FILE=tmp_path / "secret")
    assert refused() == ("SECRET_KEY and SECRET_KEY_FILE: both are given; keep one of them",)


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (None, "cannot be read (No such file or directory)"),
        (b"", "must hold one line of text"),
        (b" \n", "must hold one line of text"),
        (b"one\ntwo\n", "must hold one line of text"),
        (b"nul\0nul", "must hold one line of text"),
        (b"x" * 70_000, "must hold one line of text"),
        (b"\xff\xfe", "does not hold text"),
    ],
)
def test_a_secret_file_that_is_no_use_is_a_mistake_like_others(
    given: Set, tmp_path: Path, content: bytes | None, words: str
) -> None:
    file = tmp_path / "secret"
    if content is not None:
        file.write_bytes(content)
    given(SECRET_KEY_FILE=file, DB_PORT=0)
    told = refused()
    assert told[0].startswith(f"SECRET_KEY_FILE: {file} ") and words in told[0]
    assert told[1].startswith("DB_PORT")


def test_line_ends_of_windows_are_not_part_of_a_value(given: Set) -> None:
    given(SECRET_KEY=f"{LONG}\r", DEPLOYMENT_ENV="STAGING\r", DB_PORT="5433\r", SUPERUSER_USERNAME="\r")
    settings = load()
    assert (settings.secret_key, settings.deployment_env, settings.db_port) == (LONG, "STAGING", 5433)
    assert settings.superuser_username == ""


def test_a_folder_is_no_file(given: Set, tmp_path: Path) -> None:
    given(SECRET_KEY_FILE=tmp_path)
    assert "cannot be read" in refused()[0]


def test_a_secret_given_where_its_file_belongs_is_not_repeated(given: Set) -> None:
    given(SECRET_KEY_FILE=LONG)
    assert LONG not in " ".join(refused())
