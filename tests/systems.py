"""A whole running system for a test: the four processes, a practice read in, an account for each role."""

from __future__ import annotations

import asyncio
import contextlib
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from infra.demo.api import Api
from infra.demo.contents import PRACTICE, Accounts, accounts_in, fill
from infra.demo.show import Place, Stores, environment, wait_until_ready
from infra.embedded import free_port
from infra.supervise import PROGRAMS, Supervisor
from tests.paths import ROOT

ENDED = ("done", "stopped", "failed", "refused")


@dataclass(frozen=True, slots=True)
class System:
    """`accounts`: {role: {"username", "password"}}. `supervisor` can start more processes; it ends them all."""

    base_url: str
    accounts: Accounts
    database_url: str
    redis_url: str
    logs: Path
    supervisor: Supervisor

    def signed_in(self, role: str = "administrator") -> Api:
        """A client of its own, signed in."""
        api = Api(self.base_url)
        api.sign_in(**self.accounts[role])
        return api

    def pid(self, name: str) -> int:
        """The process running under this name now."""
        child = next(child for child in self.supervisor.children if child.name == name)
        assert child.process, f"the {name} is not running"
        return child.process.pid

    def log(self, name: str) -> str:
        file = self.logs / f"{name}.log"
        return file.read_text(errors="replace") if file.exists() else ""


@contextlib.contextmanager
def started_system(
    folder: Path,
    database_url: str,
    redis_url: str,
    *,
    programs: tuple[str, ...] = PROGRAMS,
    practice: str = PRACTICE,
    **settings: str,
) -> Iterator[System]:
    """A system on these (migrated, empty) stores, with one of our practices; settings by their environment names."""
    place, stores = Place(free_port(), folder), Stores(database_url, redis_url)
    accounts = accounts_in(place.accounts_file)
    told = environment(place, stores) | {"PYTHONPATH": str(ROOT)} | settings
    supervisor = Supervisor(place.logs, told, print, ROOT)
    try:
        for program in programs:
            supervisor.start(program)
        fill(database_url, accounts, practice=practice)
        wait_until_ready(place, supervisor)
        yield System(place.base_url, accounts, database_url, redis_url, place.logs, supervisor)
    finally:
        supervisor.stop()


def until(true: Callable[[], object], *, seconds: float = 60, look_after: Callable[[], None] | None = None) -> None:
    """Wait for something to come to pass."""
    end = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < end, "it did not come to pass"
        if look_after:
            look_after()
        time.sleep(0.05)


# A run may replace what there is, and change what is fixed by now: tests are run on any day.
ALLOWED = {"replace": True, "acknowledge_fixed_period": True, "reason": "Whatever the day"}


def ask_for_run(api: Api, **wanted: Any) -> dict[str, Any]:
    """A run for one week of the practice's horizon, unless said otherwise."""
    horizon = api.ask("GET", "/practice")["horizon"]
    asked = {"start": horizon["start"], "weeks": 1, "seed": 1} | ALLOWED | wanted
    return dict(api.ask("POST", "/rota-generate/runs", asked))


def run_of(api: Api, run: dict[str, Any]) -> dict[str, Any]:
    return dict(api.ask("GET", f"/rota-generate/runs/{run['id']}"))


def ended(api: Api, run: dict[str, Any], *, seconds: float = 90, look_after: Callable[[], None] | None = None) -> Any:
    """The run once it has ended."""
    until(lambda: run_of(api, run)["status"] in ENDED, seconds=seconds, look_after=look_after)
    return run_of(api, run)


async def seen(true: Callable[[], object], *, seconds: float = 10) -> None:
    """Wait for something to come to pass, while what runs beside goes on."""
    end = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < end, "it did not come to pass"
        await asyncio.sleep(0.02)
