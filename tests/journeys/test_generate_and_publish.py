"""From outside, with real processes and nothing mocked: a rota is asked for, watched, published and seen."""

from __future__ import annotations

import http.client
import time
from typing import Any
from urllib.parse import urlsplit

import orjson
import pytest

from infra.demo.api import Api
from tests.systems import System, ask_for_run, ended, run_of, until

pytestmark = pytest.mark.slow


def _watch(system: System, api: Api, run: dict[str, Any], last_id: str | None = None) -> list[dict[str, Any]]:
    """The events of a run as a browser hears them, coming back where it was whenever the stream ends."""
    heard: list[dict[str, Any]] = []
    give_up = time.monotonic() + 120
    while not heard or heard[-1]["event"] != "done":
        assert time.monotonic() < give_up, heard
        headers = api.headers() | ({"Last-Event-ID": last_id} if last_id else {})
        connection = http.client.HTTPConnection(urlsplit(system.base_url).netloc, timeout=60)
        connection.request("GET", f"/api/v1/rota-generate/runs/{run['id']}/progress", headers=headers)
        answer = connection.getresponse()
        assert answer.status == 200
        assert answer.getheader("Content-Type") == "text/event-stream"
        for block in answer.read().decode().split("\n\n"):
            fields = dict(line.split(": ", 1) for line in block.splitlines() if ": " in line and line[0] != ":")
            if "event" in fields:
                last_id = fields.get("id", last_id)
                heard.append({"event": fields["event"], "data": orjson.loads(fields["data"])})
        connection.close()
    return heard


def test_it_works(system: System) -> None:
    priya, ben = system.signed_in("administrator"), system.signed_in("clinician")
    run = ask_for_run(priya, seconds=4)
    assert run["status"] == "queued"
    heard = _watch(system, priya, run)
    assert heard[-1] == {"event": "done", "data": {"status": "done"}}
    assert [each["event"] for each in heard[:-1]] == ["progress"] * (len(heard) - 1)
    assert len(heard) > 1

    run = ended(priya, run)
    assert (run["status"], run["attempt"]) == ("done", 1)
    draft = priya.ask("GET", f"/rota-generate/runs/{run['id']}/draft")
    assert draft["objective"] == run["summary"]["objective"] >= run["summary"]["bound"]
    assert draft["gaps"] == [] or all(gap["why"] for gap in draft["gaps"])

    published = priya.ask("PUT", f"/rota/versions/{run['id']}/publication", {"reason": "journey"})
    assert published["published"] is True
    again = priya.ask("PUT", f"/rota/versions/{run['id']}/publication", {"reason": None})
    assert again["content_hash"] == published["content_hash"]

    seen = ben.ask("GET", f"/rota?start={run['start']}&weeks=1")
    assert published["number"] in [version["number"] for version in seen["versions"]]
    assert len(seen["duty"]) >= 8
    assert len(seen["assignments"]) > 50
    diff = priya.ask("GET", f"/rota-generate/runs/{run['id']}/diff?against=published")
    assert diff["changed"] == 0


def test_a_run_stopped_from_the_page_keeps_its_best(system: System) -> None:
    priya = system.signed_in("administrator")
    run = ask_for_run(priya, seconds=300, weeks=52)
    until(lambda: (run_of(priya, run)["progress"] or {}).get("objective") is not None, seconds=120)
    priya.ask("DELETE", f"/rota-generate/runs/{run['id']}")
    run = ended(priya, run)  # long before the time it was given
    assert run["status"] == "stopped"
    assert run["summary"]["stopped"] is True
    assert priya.ask("GET", f"/rota-generate/runs/{run['id']}/draft")["assignments"]


def test_the_second_run_waits_for_the_first(system: System) -> None:
    priya = system.signed_in("administrator")
    first = ask_for_run(priya, seconds=6, weeks=52)
    second = ask_for_run(priya, seconds=1)
    until(lambda: run_of(priya, first)["status"] == "running")
    assert run_of(priya, second)["queue_position"] == 1
    assert ended(priya, first)["finished_at"] <= ended(priya, second)["started_at"]
