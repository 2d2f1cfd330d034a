"""`rotacc create-clinician`, as an operator runs it."""

from __future__ import annotations

import asyncio
import io
from typing import Any

import psycopg
import pytest

from functions.practice.service import import_practice, read
from infra.cli import main
from infra.demo.contents import files_of
from shared.db import Database

PASSWORD = "a lamp beside the river"
NEW = {
    "code": "ZED",
    "name": "Dr Zed",
    "email": "zed@elm-lane.example",
    "username": "zed",
    "role": "Salaried",
    "site": "MAIN",
    "wte": "0.5",
    "pattern": "SSSS------",
    "starts": "2027-01-04",
}


@pytest.fixture(autouse=True)
def a_practice(monkeypatch: pytest.MonkeyPatch, database_url: str) -> None:
    monkeypatch.setenv("DEPLOYMENT_ENV", "DEV")
    monkeypatch.setenv("DATABASE_URL", database_url)
    asyncio.run(read_in(database_url))


async def read_in(database_url: str) -> None:
    async with Database(database_url, max_size=1) as database, database.tx() as tx:
        await import_practice(tx, read(files_of("northgate")), preview=False, by=None)


def create(monkeypatch: pytest.MonkeyPatch, *answers: str, **flags: str) -> int:
    """Run it with these flags; what it asks for is answered a line each, the password last."""
    monkeypatch.setattr("sys.stdin", io.StringIO("".join(f"{answer}\n" for answer in answers)))
    return main(["create-clinician", *(word for name, value in flags.items() for word in (f"--{name}", value))])


def rows(database_url: str, query: str) -> list[Any]:
    with psycopg.connect(database_url) as connection:
        return connection.execute(query.encode()).fetchall()


ACCOUNTS = "select username, display_name, email, roles, person_code from account"


def test_it_works(monkeypatch: pytest.MonkeyPatch, database_url: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert create(monkeypatch, PASSWORD, code="P1", username="ash", email="ash@elm-lane.example") == 0
    assert capsys.readouterr().out == "Dr Ash (P1) may sign in as ash.\n"
    assert rows(database_url, ACCOUNTS) == [("ash", "Dr Ash", "ash@elm-lane.example", ["clinician"], "P1")]


def test_somebody_new_is_put_on_the_rota_too(monkeypatch: pytest.MonkeyPatch, database_url: str) -> None:
    assert create(monkeypatch, PASSWORD, **NEW) == 0
    assert rows(database_url, ACCOUNTS) == [("zed", "Dr Zed", "zed@elm-lane.example", ["clinician"], "ZED")]
    assert rows(database_url, "select name, email from person where code = 'ZED'") == [("Dr Zed", NEW["email"])]
    (term,) = rows(database_url, "select role, site_code, pattern from working_term where person_code = 'ZED'")
    assert term == ("Salaried", "MAIN", "SSSS------")


def test_what_is_not_given_is_asked_for(monkeypatch: pytest.MonkeyPatch, database_url: str) -> None:
    answers = (*(NEW[name] for name in ("code", "name", "email", "role", "site", "wte", "pattern", "starts")), PASSWORD)
    assert create(monkeypatch, *answers) == 0
    assert rows(database_url, ACCOUNTS)[0][:3] == (NEW["email"], "Dr Zed", NEW["email"]), (
        "the address is the usual name"
    )


def test_of_somebody_known_little_is_asked(monkeypatch: pytest.MonkeyPatch, database_url: str) -> None:
    assert create(monkeypatch, "P2", "", "beech", PASSWORD) == 0
    assert rows(database_url, ACCOUNTS) == [("beech", "Dr Beech", None, ["clinician"], "P2")]


def test_everything_wrong_with_somebody_new_is_told_and_nothing_is_made(
    monkeypatch: pytest.MonkeyPatch, database_url: str, capsys: pytest.CaptureFixture[str]
) -> None:
    wrong = NEW | {"site": "MOON", "pattern": "SSS", "wte": "half", "starts": "soon"}
    assert create(monkeypatch, PASSWORD, **wrong) == 1
    said = capsys.readouterr().err
    assert all(word in said for word in ("MOON", "SSS", "half", "soon")) and "Traceback" not in said
    assert rows(database_url, "select 1 from person where code = 'ZED'") == []


def test_a_password_that_will_not_do_leaves_nobody_on_the_rota(
    monkeypatch: pytest.MonkeyPatch, database_url: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert create(monkeypatch, "password", **NEW) == 1
    assert "12 characters" in capsys.readouterr().err
    assert rows(database_url, "select 1 from person where code = 'ZED'") == []


def test_an_account_that_exists_is_not_taken_over(
    monkeypatch: pytest.MonkeyPatch, database_url: str, capsys: pytest.CaptureFixture[str]
) -> None:
    create(monkeypatch, PASSWORD, code="P1", username="ash", email="ash@elm-lane.example")
    before = rows(database_url, ACCOUNTS)
    assert create(monkeypatch, PASSWORD, code="P2", username="Ash", email="b@elm-lane.example") == 1
    assert "There is an account Ash already" in capsys.readouterr().err
    assert create(monkeypatch, PASSWORD, code="P1", username="ash2", email="c@elm-lane.example") == 1
    assert "belongs to that person" in capsys.readouterr().err
    assert rows(database_url, ACCOUNTS) == before


def test_without_a_practice_there_is_no_rota_to_be_on(
    monkeypatch: pytest.MonkeyPatch, postgres_url: str, template: str, capsys: pytest.CaptureFixture[str]
) -> None:
    from tests.workbench import own_database

    with own_database(postgres_url, template) as empty:
        monkeypatch.setenv("DATABASE_URL", empty)
        assert create(monkeypatch, PASSWORD, **NEW) == 1
    assert "No practice has been set up yet" in capsys.readouterr().err
