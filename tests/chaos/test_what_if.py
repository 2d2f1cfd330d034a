"""What-ifs in real processes: beside a long run, and with the solver killed while it is at one."""

from __future__ import annotations

import os
import signal
from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

import psycopg
import pytest

from infra.demo.api import Api
from tests.conftest import NewSystem
from tests.measured import Record, timed
from tests.systems import System, ask_for_run, ended, run_of, until

pytestmark = [pytest.mark.slow, pytest.mark.long]

WHAT_IFS = "/rota-generate/what-ifs"
PERSON = "C06"  # away in none of the weeks asked about


@pytest.fixture(scope="module")
def brisk(new_system: NewSystem) -> Iterator[System]:
    """The largest practice with its quarter published, short leases, and no scheduler to help. One for all tests here:
    each asks about weeks of its own."""
    programs = ("web", "worker", "solver")
    with new_system("what_if", programs=programs, practice="severnbank", LEASE_MS="1500") as system:
        api = system.signed_in()
        run = ended(api, ask_for_run(api, weeks=13, seconds=4))
        api.ask("PUT", f"/rota/versions/{run['id']}/publication", {"reason": None})
        yield system


def ask(api: Api, week: int, weeks: int = 1) -> str:
    """About somebody's weeks off; its id."""
    monday = date.fromisoformat(api.ask("GET", "/practice")["horizon"]["start"]) + timedelta(weeks=week)
    question = {"person_code": PERSON, "kind": "annual", "start": monday.isoformat(), "start_half": "AM"}
    question |= {"end": (monday + timedelta(days=7 * weeks - 3)).isoformat(), "end_half": "PM"}
    return str(api.ask("POST", WHAT_IFS, question)["id"])


def ask_something_long(api: Api, week: int) -> str:
    """About weeks beyond those published: two rotas have to be made, and the solver is at it for a while."""
    return ask(api, 13 + week, weeks=4)


def answer_to(api: Api, system: System, what_if_id: str) -> dict[str, Any]:
    """The answer, once it is there. The row is looked at, because a page gives up sooner than a busy machine."""
    until(lambda: row_of(system, what_if_id)[0] != "working", look_after=system.supervisor.check)
    return dict(api.ask("GET", f"{WHAT_IFS}/{what_if_id}"))


def row_of(system: System, what_if_id: str) -> tuple[str, int]:
    """Its status, and how many attempts there were."""
    with psycopg.connect(system.database_url) as connection:
        row = connection.execute("select status, attempt from question where id = %s", (what_if_id,)).fetchone()
    assert row is not None
    return row[0], row[1]


def caught_at_it(system: System, what_if_id: str) -> int:
    """The solver's process, once it has begun with a question."""
    until(lambda: row_of(system, what_if_id) == ("working", 1), look_after=system.supervisor.check)
    return system.pid("solver")


def begun(system: System, api: Api, run: dict[str, Any]) -> None:
    """Wait until the solver is at a run."""
    until(lambda: run_of(api, run)["status"] == "running", look_after=system.supervisor.check)


def test_it_works(brisk: System) -> None:
    api = brisk.signed_in()
    answer = answer_to(api, brisk, ask(api, 3))
    assert answer["status"] == "done"
    assert answer["verdict"] in ("green", "amber")
    assert answer["sentences"]


def test_a_what_if_does_not_wait_for_a_long_run(brisk: System) -> None:
    api = brisk.signed_in()
    run = ask_for_run(api, weeks=26, seconds=60, mode="afresh")
    begun(brisk, api, run)
    for week in (2, 5):
        assert answer_to(api, brisk, ask(api, week))["status"] == "done"
        assert run_of(api, run)["status"] == "running", "the what-if was answered only after the run"
    api.ask("DELETE", f"/rota-generate/runs/{run['id']}")
    assert ended(api, run)["status"] == "stopped"


def test_a_what_if_whose_solver_is_killed_is_answered_by_the_next(brisk: System, record_property: Record) -> None:
    api = brisk.signed_in()
    what_if_id = ask_something_long(api, 0)
    os.kill(caught_at_it(brisk, what_if_id), signal.SIGKILL)
    with timed(record_property, "answered {} s after"):
        answer = answer_to(api, brisk, what_if_id)
    assert (answer["status"], answer["verdict"] is not None) == ("done", True)
    assert row_of(brisk, what_if_id) == ("done", 2)


def test_a_what_if_is_answered_although_its_solver_is_told_to_stop(brisk: System) -> None:
    api = brisk.signed_in()
    what_if_id = ask_something_long(api, 1)
    os.kill(caught_at_it(brisk, what_if_id), signal.SIGTERM)
    assert answer_to(api, brisk, what_if_id)["status"] == "done"


def test_a_killed_solver_leaves_neither_its_run_nor_its_question_behind(brisk: System) -> None:
    api = brisk.signed_in()
    run = ask_for_run(api, weeks=13, seconds=5, mode="afresh")
    begun(brisk, api, run)
    what_if_id = ask_something_long(api, 2)
    os.kill(caught_at_it(brisk, what_if_id), signal.SIGKILL)
    assert answer_to(api, brisk, what_if_id)["status"] == "done"
    assert ended(api, run, look_after=brisk.supervisor.check)["status"] == "done"


def test_a_what_if_whose_message_is_lost_is_called_failed_and_can_be_asked_again(brisk: System) -> None:
    api = brisk.signed_in()
    answer_to(api, brisk, ask(api, 6))
    os.kill(brisk.pid("solver"), signal.SIGSTOP)
    what_if_id = ask(api, 7)
    with psycopg.connect(brisk.database_url, autocommit=True) as connection:
        connection.execute("update question set asked_at = now() - interval '1 minute' where id = %s", (what_if_id,))
    assert api.ask("GET", f"{WHAT_IFS}/{what_if_id}")["status"] == "failed"
    os.kill(brisk.pid("solver"), signal.SIGCONT)
    again = ask(api, 7)
    assert again != what_if_id
    assert answer_to(api, brisk, again)["status"] == "done"
