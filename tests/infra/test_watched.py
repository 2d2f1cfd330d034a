"""A running system watched: one number finds all that was done for a request, and the figures add up."""

from __future__ import annotations

import http.client
import json
import os
import re
import signal
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import psycopg
import pytest

from infra.demo.api import Api
from infra.heartbeat import listed
from shared.settings import Settings
from tests.conftest import NewSystem
from tests.infra.monitoring.reading import Figures
from tests.systems import ALLOWED, System, ended, until

pytestmark = pytest.mark.slow

NUMBER = "page-4f9c2a7718d0"


@pytest.fixture(scope="module")
def system(new_system: NewSystem) -> Iterator[System]:
    """One of this module's own, with two web processes."""
    with new_system("watched", WEB_WORKERS="2") as running:
        yield running


def asked(system: System, api: Api, path: str, body: dict[str, Any]) -> dict[str, Any]:
    """What a page would send, with its own number."""
    connection = http.client.HTTPConnection(urlsplit(system.base_url).netloc, timeout=30)
    headers = api.headers() | {"X-Request-ID": NUMBER, "Content-Type": "application/json"}
    connection.request("POST", f"/api/v1{path}", json.dumps(body), headers)
    answer = connection.getresponse()
    assert answer.headers["X-Request-ID"] == NUMBER
    found = json.loads(answer.read())
    connection.close()
    return dict(found)


def lines(system: System, program: str) -> list[dict[str, Any]]:
    """The lines a program has written about this number."""
    return [json.loads(line) for line in system.log(program).splitlines() if f'"request_id":"{NUMBER}"' in line]


def test_one_number_is_found_in_every_log(system: System) -> None:
    api = system.signed_in("administrator")
    horizon = api.ask("GET", "/practice")["horizon"]
    run = asked(system, api, "/rota-generate/runs", {"start": horizon["start"], "weeks": 1, "seed": 1} | ALLOWED)
    assert ended(api, run)["status"] == "done"
    assert {line["route"] for line in lines(system, "web")} == {"/api/v1/rota-generate/runs"}
    until(lambda: any(line["event"] == "task ended" for line in lines(system, "solver")))
    assert {"run started", "run ended", "task ended"} <= {line["event"] for line in lines(system, "solver")}
    # The solver announced a draft; who heard of it did so under the same number.
    until(lambda: any(line["event"] == "task ended" for line in lines(system, "worker")))
    with psycopg.connect(system.database_url) as connection:
        told = connection.execute("select event from outbox where request_id = %s order by id", (NUMBER,)).fetchall()
    assert [event for (event,) in told] == ["run-requested", "draft-ready"]


def test_a_turn_of_a_job_has_a_number_of_its_own(system: System) -> None:
    def numbers() -> set[str]:
        found = [json.loads(line) for line in system.log("worker").splitlines() if '"task ended"' in line]
        return {str(line.get("request_id")) for line in found}

    until(lambda: any(number.startswith("tidy-20") for number in numbers()))


@pytest.mark.parametrize("program", ["web", "worker", "solver", "scheduler"])
def test_every_line_of_every_log_is_json(system: System, program: str) -> None:
    for line in system.log(program).splitlines():
        found = json.loads(line)
        assert found["process"] == program
        assert found.keys() >= {"event", "level", "logger", "timestamp", "pid"}
    if program != "scheduler":  # which has nothing to say while all is well
        assert system.log(program)


def test_the_page_of_figures_adds_up_all_processes(system: System) -> None:
    def answers() -> list[dict[str, Any]]:
        return [line for line in web_lines(system) if line.get("route") == "no such route"]

    def answered() -> float:
        return sum(
            value for _, value in page(system).all("rotacc_http_requests_total", route="no such route", status="4xx")
        )

    until(lambda: page(system).one("rotacc_processes", process="web") == 2)
    for process in ("worker", "solver", "scheduler"):
        until(lambda process=process: page(system).one("rotacc_processes", process=process) == 1)  # type: ignore[misc]
    until(lambda: answered() == len(answers()))
    asked = 0
    while asked < 10 or len({line["pid"] for line in answers()}) < 2:
        assert Api(system.base_url).send("GET", f"/api/v1/nowhere/{asked}")[0] == 404
        asked += 1
        assert asked < 1000, "one web process answers everything"
    assert len(answers()) == asked
    until(lambda: answered() == asked)  # each web process keeps what it has read for three seconds


def test_web_processes_share_what_they_have_read(system: System) -> None:
    for beat in listed(settings_of(system)):
        if beat.process == "web":
            told = Path(f"/proc/{beat.pid}/smaps_rollup").read_text()
            held = {name: int(kb) for name, kb in re.findall(r"^(Rss|Pss):\s+(\d+) kB", told, re.MULTILINE)}
            assert held["Pss"] < 0.75 * held["Rss"]


def test_a_killed_web_process_takes_nothing_from_the_sum(system: System) -> None:
    def served() -> float:
        return sum(value for _, value in page(system).all("rotacc_http_requests_total"))

    until(lambda: served() > 0)
    before = served()
    beat = next(each for each in listed(settings_of(system)) if each.process == "web")
    os.kill(beat.pid, signal.SIGKILL)
    until(lambda: Api(system.base_url).send("GET", "/healthz")[0] == 200)
    assert served() >= before


def page(system: System) -> Figures:
    """The figures, once both stores have answered in time: a busy machine may take longer."""
    found: list[Figures] = []

    def read() -> bool:
        status, text = Api(system.base_url).send("GET", "/metrics")
        assert status == 200
        found[:] = [Figures(text.decode())]
        return all(value == 1 for _, value in found[0].all("rotacc_store_up"))

    until(read)
    return found[0]


def web_lines(system: System) -> list[dict[str, Any]]:
    return [json.loads(line) for line in system.log("web").rpartition("\n")[0].splitlines()]


def settings_of(system: System) -> Settings:
    prefix = system.database_url.rpartition("/")[2]
    return Settings(redis_url=system.redis_url, cache_prefix=prefix, deployment_env="DEV")
