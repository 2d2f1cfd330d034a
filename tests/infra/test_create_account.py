"""`rotacc create-account`, as an operator runs it."""

from __future__ import annotations

import io

import psycopg
import pytest

from infra.cli import main

PASSWORD = "a lamp beside the river"


def create(
    monkeypatch: pytest.MonkeyPatch, database_url: str, *words: str, password: str = PASSWORD, username: str = "rhys"
) -> int:
    monkeypatch.setenv("DEPLOYMENT_ENV", "DEV")
    monkeypatch.setenv("DATABASE_URL", database_url)
    monkeypatch.setattr("sys.stdin", io.StringIO(password + "\n"))
    return main(["create-account", "--username", username, *words])


def account(database_url: str) -> tuple[object, ...] | None:
    with psycopg.connect(database_url) as connection:
        return connection.execute(
            "select username, display_name, email, roles, person_code, active from account"
        ).fetchone()


def test_it_works(monkeypatch: pytest.MonkeyPatch, database_url: str, capsys: pytest.CaptureFixture[str]) -> None:
    words = ("--role", "superuser", "--name", "Rhys Root", "--email", "Rhys@Example.com")
    assert create(monkeypatch, database_url, *words) == 0
    assert capsys.readouterr().out == "rhys may sign in as superuser.\n"
    assert account(database_url) == ("rhys", "Rhys Root", "rhys@example.com", ["superuser"], None, True)


def test_a_new_password_keeps_what_is_left_out(monkeypatch: pytest.MonkeyPatch, database_url: str) -> None:
    words = ("--role", "superuser", "--name", "Rhys Root", "--email", "rhys@example.com", "--person", "RR")
    create(monkeypatch, database_url, *words)
    assert create(monkeypatch, database_url, "--role", "superuser", password="seven quiet kettles sing") == 0
    assert account(database_url) == ("rhys", "Rhys Root", "rhys@example.com", ["superuser"], "RR", True)


def test_everything_wrong_is_told_at_once(
    monkeypatch: pytest.MonkeyPatch, database_url: str, capsys: pytest.CaptureFixture[str]
) -> None:
    words = ("--role", "clinician", "--email", "nobody")
    assert create(monkeypatch, database_url, *words, password="password", username="no spaces") == 1
    said = capsys.readouterr().err
    for part in ("A username is", "12 characters or more", "first that are guessed", "An email address looks like"):
        assert part in said
    assert account(database_url) is None
