"""How quick changing the rota by hand is, for sixty people and thirteen weeks, beside the health check in the same run.

`python -m tests.benchmarks.bench_edits` starts a whole system of its own, publishes Severnbank's rota, and changes it
over real HTTP on one keep-alive connection, as one administrator would: a session is picked up, a change is previewed,
made, undone. Machines are noisy: read the ratios.
"""

from __future__ import annotations

import argparse
import http.client
import json
import random
import tempfile
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from infra.demo.api import Api
from infra.demo.contents import accounts_in, fill
from infra.embedded import Postgres, Valkey
from infra.migrate import migrate
from tests.benchmarks.bench_rota_page import PRACTICE, published
from tests.systems import System, started_system

API = "/api/v1"
WAITING = 20  # changes that wait already, as on a busy day


@dataclass(slots=True)
class Connection:
    """One administrator's browser, keeping its connection."""

    host: str
    headers: dict[str, str]
    _kept: http.client.HTTPConnection | None = None

    def ask(self, method: str, path: str, body: Any = None, *, expect: int = 200) -> tuple[Any, float, int]:
        """The answer, the milliseconds it took, and its size."""
        if self._kept is None:
            self._kept = http.client.HTTPConnection(self.host, timeout=60)
        sent = self.headers | ({"Content-Type": "application/json"} if body is not None else {})
        began = time.perf_counter()
        self._kept.request(method, path, None if body is None else json.dumps(body), sent)
        answer = self._kept.getresponse()
        text = answer.read()
        took = 1000 * (time.perf_counter() - began)
        if answer.status != expect:
            raise SystemExit(f"{method} {path}: {answer.status} {text[:400].decode(errors='replace')}")
        if (answer.getheader("connection") or "").lower() == "close":
            self._kept.close()
            self._kept = None
        return (json.loads(text) if text else None), took, len(text)


def clinics(connection: Connection, start: str) -> list[dict[str, Any]]:
    """Every clinic of the working copy, turned into administration: a change anybody may make."""
    grid, _, _ = connection.ask("GET", f"{API}/rota?start={start}&weeks=13&layer=edits")
    people, days = [row["code"] for row in grid["people"]], [day["date"] for day in grid["days"]]
    found = []
    for person, day, half, activity, site in grid["assignments"]:
        if activity == "clinic":
            was = {"activity": "clinic", "site": site, "pinned": False, "locum": None}
            now = {"activity": "admin", "site": site, "pinned": True, "locum": None}
            found.append(
                {"code": people[person], "date": days[day], "half": ("AM", "PM")[half], "was": was, "now": now}
            )
    return found


def line(label: str, took: Iterable[float], base: float, size: int = 0) -> float:
    """Print one row; its p50."""
    ordered = sorted(took)
    p50, p95 = ordered[len(ordered) // 2], ordered[min(len(ordered) - 1, int(len(ordered) * 0.95))]
    print(f"{label:34}{len(ordered):7d}{p50:9.1f}{p95:9.1f}{p50 / (base or p50):12.1f}{size:10d}")
    return p50


def times(number: int, one: Callable[[], float]) -> list[float]:
    one()  # warm
    return [one() for _ in range(number)]


def run(system: System, api: Api, start: str, number: int) -> None:
    connection = Connection(urlsplit(system.base_url).netloc, api.headers())
    cells = clinics(connection, start)
    random.Random(1).shuffle(cells)
    fresh = iter(cells)
    for _ in range(WAITING):
        connection.ask("POST", f"{API}/rota/edits", {"cells": [next(fresh)]}, expect=201)
    print(f"Severnbank, 13 weeks, {WAITING} changes waiting, one connection, two web workers")
    print(f"{'':34}{'times':>7}{'p50 ms':>9}{'p95 ms':>9}{'of health':>12}{'bytes':>10}")
    base = line("health check", times(number, lambda: connection.ask("GET", "/healthz")[1]), 0)
    undos: list[float] = []

    def edit() -> float:
        answer, took, _ = connection.ask("POST", f"{API}/rota/edits", {"cells": [next(fresh)]}, expect=201)
        path = f"{API}/rota/edits/{answer['edit']['id']}/undoing"
        undos.append(connection.ask("PUT", path)[1])
        return took

    def preview() -> float:
        return connection.ask("POST", f"{API}/rota/edits/previews", {"cells": [next(fresh)]})[1]

    line("a change of one session", times(number, edit), base)
    line("its undoing", undos[1:], base)
    line("a preview of one session", times(number, preview), base)
    line("what waits", times(number, lambda: connection.ask("GET", f"{API}/rota/edits")[1]), base)
    stamp = connection.ask("GET", f"{API}/rota/edits")[0]["stamp"]
    poll = f"{API}/rota/edits?after={stamp}"
    line("what waits, unchanged", times(number, lambda: connection.ask("GET", poll)[1]), base)
    for weeks in (4, 13):
        body = {key: cells[-1][key] for key in ("code", "date", "half")} | {"start": start, "weeks": weeks}
        asked = f"{API}/rota/edits/targets"
        size = connection.ask("POST", asked, body)[2]
        took = times(max(10, number // 4), lambda: connection.ask("POST", asked, body)[1])  # noqa: B023
        line(f"targets of one session, {weeks} weeks", took, base, size)


def measure(number: int, solve_seconds: float) -> None:
    with tempfile.TemporaryDirectory() as name, Postgres() as postgres, Valkey() as valkey:
        folder = Path(name)
        migrate(postgres.url)
        fill(postgres.url, accounts_in(folder / "demo-accounts.json"), practice=PRACTICE)
        with started_system(folder, postgres.url, valkey.url, WEB_WORKERS="2") as system:
            api = system.signed_in()
            run(system, api, published(api, solve_seconds), number)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--times", type=int, default=100)
    parser.add_argument("--solve-seconds", type=float, default=10)
    wanted = parser.parse_args()
    measure(wanted.times, wanted.solve_seconds)


if __name__ == "__main__":
    main()
