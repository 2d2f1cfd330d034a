"""`rotacc ensure-superuser` (O8), as the entrypoint of a container runs it."""

from __future__ import annotations

import os
import subprocess
import sys
from typing import Any

import psycopg
import pytest

from infra.cli import main
from tests.paths import ROOT

PASSWORD = "a lamp beside the river"
WHO = {
    "SUPERUSER_USERNAME": "Admin",
    "SUPERUSER_EMAIL": "admin@elm-lane.example",
    "SUPERUSER_PASSWORD": PASSWORD,
}


@pytest.fixture(autouse=True)
def a_development_system(monkeypatch: pytest.MonkeyPatch, database_url: str) -> None:
    monkeypatch.setenv("DEPLOYMENT_ENV", "DEV")
    monkeypatch.setenv("DATABASE_URL", database_url)


def ensure(monkeypatch: pytest.MonkeyPatch, **variables: str) -> int:
    for name, value in (WHO | variables).items():
        monkeypatch.setenv(name, value)
    return main(["ensure-superuser"])


def accounts(database_url: str) -> list[Any]:
    with psycopg.connect(database_url) as connection:
        return connection.execute(
            "select username, email, roles, active, password_hash from account order by username"
        ).fetchall()


def test_it_works(monkeypatch: pytest.MonkeyPatch, database_url: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert ensure(monkeypatch) == 0
    assert capsys.readouterr().out == "admin may sign in as superuser.\n"
    ((*found, _),) = accounts(database_url)
    assert found == ["admin", "admin@elm-lane.example", ["superuser"], True]


def test_again_changes_nothing_whatever_the_settings_say_now(
    monkeypatch: pytest.MonkeyPatch, database_url: str, capsys: pytest.CaptureFixture[str]
) -> None:
    ensure(monkeypatch)
    before = accounts(database_url)
    changed = {"SUPERUSER_PASSWORD": "seven quiet kettles sing", "SUPERUSER_EMAIL": "else@elm-lane.example"}
    assert ensure(monkeypatch, **changed) == 0
    assert accounts(database_url) == before
    assert capsys.readouterr().out.endswith("admin exists; left as it is.\n")


def test_one_who_was_shut_out_stays_out(
    monkeypatch: pytest.MonkeyPatch, database_url: str, capsys: pytest.CaptureFixture[str]
) -> None:
    ensure(monkeypatch)
    with psycopg.connect(database_url) as connection:
        connection.execute("update account set active = false")
    assert ensure(monkeypatch) == 0
    assert "though not as a superuser who may sign in" in capsys.readouterr().out
    assert accounts(database_url)[0][3] is False


def test_nobody_asked_for_is_nobody_made(database_url: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["ensure-superuser"]) == 0
    assert "are empty" in capsys.readouterr().out
    assert accounts(database_url) == []


@pytest.mark.parametrize("left_out", WHO)
def test_part_of_a_superuser_is_an_error_that_names_the_rest(
    monkeypatch: pytest.MonkeyPatch, database_url: str, capsys: pytest.CaptureFixture[str], left_out: str
) -> None:
    assert ensure(monkeypatch, **{left_out: ""}) == 1
    assert f"{left_out}: required" in capsys.readouterr().err
    assert accounts(database_url) == []


def test_what_is_wrong_with_them_is_told_by_the_setting_it_is_in(
    monkeypatch: pytest.MonkeyPatch, database_url: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert ensure(monkeypatch, SUPERUSER_USERNAME="not a name", SUPERUSER_PASSWORD="password") == 1
    said = capsys.readouterr().err
    assert "SUPERUSER_USERNAME: A username is" in said
    assert "SUPERUSER_PASSWORD: A password has 12 characters" in said
    assert accounts(database_url) == []


def test_an_address_that_is_somebody_elses_is_refused(
    monkeypatch: pytest.MonkeyPatch, database_url: str, capsys: pytest.CaptureFixture[str]
) -> None:
    ensure(monkeypatch)
    assert ensure(monkeypatch, SUPERUSER_USERNAME="other") == 1
    assert "SUPERUSER_EMAIL: The account of Admin has that address." in capsys.readouterr().err


def test_the_older_names_do(monkeypatch: pytest.MonkeyPatch, database_url: str) -> None:
    for name, value in WHO.items():
        monkeypatch.setenv(f"DJANGO_{name}", value)
    assert main(["ensure-superuser"]) == 0
    assert accounts(database_url)[0][0] == "admin"


def test_three_containers_starting_together_make_one(database_url: str) -> None:
    told = os.environ | WHO | {"DATABASE_URL": database_url, "DEPLOYMENT_ENV": "DEV"}
    words = [sys.executable, "-m", "infra.cli", "ensure-superuser"]
    started = [
        subprocess.Popen(words, env=told, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        for _ in range(3)
    ]
    said = [process.communicate(timeout=60) for process in started]
    assert [process.returncode for process in started] == [0, 0, 0], said
    assert sorted(out for out, _ in said) == ["admin exists; left as it is.\n"] * 2 + [
        "admin may sign in as superuser.\n"
    ]
    assert len(accounts(database_url)) == 1
