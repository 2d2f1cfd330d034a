"""Runs, with the solver worker killed, redis restarted, and the same thing asked twice. Real processes throughout."""

from __future__ import annotations

import contextlib
import json
import os
import signal
import time
import urllib.request
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import psycopg
import pytest
import redis

from infra.demo.api import PREFIX, Api, Unexpected
from infra.embedded import Valkey
from infra.scheduler import JOBS
from infra.supervise import command
from tests.chaos.runs import times_ended, under_way
from tests.conftest import NewSystem
from tests.measured import Record, timed
from tests.systems import System, ask_for_run, ended, run_of, started_system, until

pytestmark = [pytest.mark.slow, pytest.mark.long]

# Without scheduler, so that what is proved is the queue's doing and not the sweeper's; with the largest practice, so
# that the solver has something to do for as long as it is given.
BRISK: Any = {"programs": ("web", "worker", "solver"), "practice": "severnbank", "LEASE_MS": "1500"}


@pytest.fixture(scope="module")
def brisk(new_system: NewSystem) -> Iterator[System]:
    """A system with short leases, which each test leaves usable."""
    with new_system("runs", **BRISK) as system:
        yield system


@pytest.fixture
def alone(new_system: NewSystem) -> Iterator[System]:
    """The same of this test's own: it is given schedulers."""
    with new_system("alone", **BRISK) as system:
        yield system


def signed_in_again(system: System) -> Api:
    """Somebody patient signs in while redis restarts: a sign-in of the last second may be lost with it."""
    api = Api(system.base_url)

    def let_in() -> bool:
        with contextlib.suppress(Unexpected):
            api.sign_in(**system.accounts["administrator"])
            return True
        return False

    until(let_in)
    return api


def test_a_run_whose_solver_is_killed_ends_once_and_right_without_a_person(
    brisk: System, record_property: Record
) -> None:
    api = brisk.signed_in()
    run = ask_for_run(api, weeks=13, seconds=5)
    until(lambda: under_way(api, run))
    os.kill(brisk.pid("solver"), signal.SIGKILL)
    with timed(record_property, "a run of five seconds ended {} s after"):
        run = ended(api, run, look_after=brisk.supervisor.check)
    assert (run["status"], run["attempt"]) == ("done", 2)
    record_property("ended {} time", times_ended(brisk.database_url, run))
    assert times_ended(brisk.database_url, run) == 1
    draft = api.ask("GET", f"/rota-generate/runs/{run['id']}/draft")
    assert draft["assignments"] and len(draft["gaps"]) == run["summary"]["gaps"]


def test_a_run_goes_on_when_its_solver_is_told_to_stop(brisk: System, record_property: Record) -> None:
    api = brisk.signed_in()
    run = ask_for_run(api, weeks=13, seconds=5)
    until(lambda: under_way(api, run))
    os.kill(brisk.pid("solver"), signal.SIGTERM)
    with timed(record_property, "a run of five seconds ended {} s after"):
        run = ended(api, run, look_after=brisk.supervisor.check)
    assert run["status"] == "done", "a new version being rolled out ended somebody's search"
    assert times_ended(brisk.database_url, run) == 1


def test_a_run_asked_twice_is_one_run(brisk: System) -> None:
    api = brisk.signed_in()
    start = api.ask("GET", "/practice")["horizon"]["start"]
    body = json.dumps({"start": start, "weeks": 1, "seconds": 1}).encode()

    def ask(_: int) -> tuple[int, str]:
        headers = api.headers() | {"Content-Type": "application/json", "Idempotency-Key": "the-same"}
        request = urllib.request.Request(brisk.base_url + PREFIX + "/rota-generate/runs", body, headers)
        with urllib.request.urlopen(request) as answer:
            return answer.status, json.load(answer)["id"]

    with ThreadPoolExecutor(6) as pool:
        answers = set(pool.map(ask, range(6)))
    [run_id] = {id_ for _, id_ in answers}
    run = {"id": run_id}
    assert ended(api, run)["status"] == "done"
    assert times_ended(brisk.database_url, run) == 1


def test_a_run_that_is_told_of_twice_is_done_once(brisk: System) -> None:
    api = brisk.signed_in()
    run = ask_for_run(api, seconds=2)
    with psycopg.connect(brisk.database_url, autocommit=True) as connection:
        connection.execute(
            """
            insert into outbox (event, payload)
            select event, payload from outbox where event = 'run-requested' and payload->>'run_id' = %s
            """,
            (run["id"],),
        )
        connection.execute("notify outbox")
    assert ended(api, run)["status"] == "done"
    assert run_of(api, run)["attempt"] == 1
    assert times_ended(brisk.database_url, run) == 1


def test_a_run_survives_a_restart_of_redis(tmp_path: Path, open_folder: Path, database_url: str) -> None:
    with (
        Valkey(open_folder / "valkey") as valkey,
        started_system(tmp_path, database_url, valkey.url, **BRISK) as system,
    ):
        api = system.signed_in()
        run = ask_for_run(api, weeks=13, seconds=5)
        until(lambda: under_way(api, run))
        valkey.stop(signal.SIGKILL)
        valkey.start()
        api = signed_in_again(system)
        run = ended(api, run, look_after=system.supervisor.check)
        assert (run["status"], run["attempt"]) == ("done", 1)
        assert times_ended(system.database_url, run) == 1
        again = ask_for_run(api, seconds=1)
        assert ended(api, again)["status"] == "done"


def test_a_run_whose_message_was_lost_is_found_by_the_sweeper(alone: System) -> None:
    api = alone.signed_in()
    os.kill(alone.pid("solver"), signal.SIGSTOP)
    run = ask_for_run(api, seconds=1)
    with psycopg.connect(alone.database_url, autocommit=True) as connection:

        def relayed() -> bool:
            return connection.execute("select 1 from outbox where relayed_at is null").fetchone() is None

        until(relayed)
        with redis.Redis.from_url(alone.redis_url) as client:
            client.delete("rota:solve")
        os.kill(alone.pid("solver"), signal.SIGKILL)
        connection.execute("update run set requested_at = now() - interval '1 hour'")
    alone.supervisor.start("scheduler")
    assert ended(api, run, look_after=alone.supervisor.check)["status"] == "done"


def test_many_short_runs_all_end(system: System) -> None:
    """Ends of searches race with the telling of progress; a lost race must not leave a run hanging."""
    api = system.signed_in()
    for _ in range(12):
        assert ended(api, ask_for_run(api, seconds=1), seconds=30)["status"] == "done"


def test_two_schedulers_announce_each_turn_once(alone: System) -> None:
    for name in ("scheduler", "second scheduler"):
        alone.supervisor.start(name, command("scheduler"))
    with psycopg.connect(alone.database_url, autocommit=True) as connection:

        def announced() -> list[tuple[str, str]]:
            turns = "select payload->>'name', payload->>'slot' from outbox where event = 'job-due'"
            return connection.execute(turns).fetchall()

        until(lambda: len(announced()) >= len(JOBS))
        until(lambda: not connection.execute("select from job_run where done_at is null").fetchall())
        time.sleep(1.5)
        assert len(announced()) == len(set(announced()))
