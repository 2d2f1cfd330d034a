"""The power goes while people work, a rota is being made and a backup written; then it comes back.

Every process of the system and both stores end in one moment and start again on the same folders. What the kernel
still held back from the disk does not go this way: that PostgreSQL and redis have it written is their word
(`fsync`, `appendfsync everysec`), and what the second gives up by it is cut off here by hand.
"""

from __future__ import annotations

import contextlib
import json
import os
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import psycopg
import pytest

from infra.demo.api import Api, Unexpected
from infra.embedded import Postgres, Valkey
from infra.migrate import migrate
from tests.chaos.held_tools import held_up, let_go, tools_in
from tests.chaos.processes import end_at_once
from tests.chaos.runs import times_ended, under_way
from tests.measured import Record
from tests.systems import System, ask_for_run, ended, started_system, until

pytestmark = pytest.mark.slow

FORGETFUL = "forgetful@example.org"
HALF_A_SENTENCE = 9  # bytes


@dataclass
class Machine:
    """One machine with everything on it. `folder` is what outlives a power cut."""

    folder: Path
    postgres: Postgres
    redis: Valkey
    system: System

    def lose_power(self) -> None:
        """Whoever is asked to wait for these processes finds that they have gone."""
        started = [child.process.pid for child in self.system.supervisor.children if child.process]
        end_at_once([*started, self.postgres.pid, self.redis.pid])

    @property
    def redis_kept(self) -> Path:
        """Where redis writes down what it is told, as it is told."""
        [file] = (self.folder / "redis" / "appendonlydir").glob("*.incr.aof")
        return file


@contextlib.contextmanager
def running(folder: Path, tools: Path) -> Iterator[Machine]:
    (folder / "system").mkdir(exist_ok=True)
    with Postgres(folder / "postgres") as postgres, Valkey(folder / "redis") as redis:
        migrate(postgres.url)
        told: Any = {"practice": "severnbank", "LEASE_MS": "1500", "ROTACC_PG_BIN": str(tools)}
        with started_system(folder / "system", postgres.url, redis.url, **told) as system:
            yield Machine(folder, postgres, redis, system)


@pytest.fixture
def tools(tmp_path: Path) -> Path:
    return tools_in(tmp_path)


@dataclass
class Work:
    """Somebody who invites people until nobody answers any more."""

    api: Api
    promised: list[str] = field(default_factory=list)  # addresses the system said yes to
    cut_short: int = 0

    def __post_init__(self) -> None:
        self.thread = threading.Thread(target=self._go_on, daemon=True)
        self.thread.start()

    def _go_on(self) -> None:
        for number in range(10_000):
            address = f"{number}@example.org"
            try:
                self.api.ask("POST", "/auth/invitations", {"email": address, "roles": ["clinician"]})
            except (OSError, Unexpected):
                self.cut_short += 1
                return
            self.promised.append(address)


@dataclass(frozen=True)
class Interrupted:
    """What was under way when the power went."""

    run: dict[str, Any]
    backup: dict[str, Any]
    promised: list[str]
    people: dict[str, Api]


def cut_off(machine: Machine, tools: Path) -> Interrupted:
    """A rota is being made, a backup written, somebody at work; then nothing."""
    people = {role: machine.system.signed_in(role) for role in machine.system.accounts}
    begun = held_up(tools, "pg_dump")
    backup = dict(people["superuser"].ask("POST", "/backup/backups"))
    until(begun.exists)
    work = Work(people["administrator"])
    until(lambda: len(work.promised) > 10)
    run = ask_for_run(people["superuser"], weeks=13, seconds=8)
    until(lambda: under_way(people["superuser"], run))
    machine.lose_power()
    work.thread.join(30)
    assert work.cut_short == 1
    let_go(tools, "pg_dump")
    return Interrupted(run, backup, work.promised, people)


def backups(folder: Path, pattern: str) -> list[Path]:
    return list((folder / "system" / "backups").glob(pattern))


def found(machine: Machine, query: str) -> dict[str, Any]:
    with psycopg.connect(machine.system.database_url) as connection:
        rows = connection.execute(query).fetchall()
    assert len(rows) == len(dict(rows)), "something is there twice"
    return dict(rows)


def letters(machine: Machine) -> dict[str, str]:
    """How the letter to each address fared."""
    return found(machine, "select to_address, status from mail where kind = 'invitation'")


def printed(machine: Machine) -> list[str]:
    """To whom letters have left the house: the console carrier prints them in the worker's log."""
    lines = machine.system.log("worker").splitlines()
    return [line.split("To: ")[1].split("\\n")[0].strip() for line in lines if "To: " in line]


def everything_is_done(machine: Machine, then: Interrupted, began: float, record: Record) -> None:
    """What was promised, begun and asked for before the power went is there, once, without a person doing anything."""
    check = machine.system.supervisor.check
    record("up {} s after the power", time.monotonic() - began)
    people = {role: api.elsewhere(machine.system.base_url) for role, api in then.people.items()}
    for role, api in people.items():
        assert api.ask("GET", "/auth/me")["account"]["roles"] == [role], f"{role} is no longer signed in"
    assert set(found(machine, "select email, id from invitation")) >= set(then.promised)
    record("{} of what was promised found", len(then.promised))
    run = ended(people["administrator"], then.run, look_after=check)
    record("run ended after {} s", time.monotonic() - began)
    assert (run["status"], times_ended(machine.system.database_url, run)) == ("done", 1)
    assert run["attempt"] >= 2, "the power went before or after the search"

    def backup() -> dict[str, Any]:
        return dict(people["superuser"].ask("GET", f"/backup/backups/{then.backup['id']}"))

    until(lambda: backup()["proof"] == "proved", seconds=150, look_after=check)
    record("backup proved after {} s", time.monotonic() - began)
    made = backup()
    [dump] = backups(machine.folder, "rotacc-*.dump")
    assert (dump.stem, made["trouble"]) == (made["name"], None)
    assert backups(machine.folder, ".unfinished-*") == []

    def settled() -> bool:
        fared = letters(machine)
        return all(fared.get(address) in ("sent", "uncertain") for address in then.promised)

    until(settled, seconds=150, look_after=check)
    sent = [address for address in printed(machine) if address in then.promised]
    assert len(sent) == len(set(sent)), "a letter left the house twice"
    record("{} letters, none twice", len(sent))
    record("{} uncertain", [letters(machine)[address] for address in then.promised].count("uncertain"))


def lose_the_last(machine: Machine, kept_bytes: int) -> None:
    """As if redis had written no further when the power went: it stops in the middle of a sentence."""
    assert machine.redis_kept.stat().st_size > kept_bytes + HALF_A_SENTENCE, "there was nothing to lose"
    os.truncate(machine.redis_kept, kept_bytes + HALF_A_SENTENCE)


def they_have_an_address(url: str) -> None:
    with psycopg.connect(url) as connection:
        connection.execute("update account set email = %s where username = 'clinician'", (FORGETFUL,))


def an_hour_passes(url: str) -> None:
    """And with it the patience of whoever looks for what was lost; they look now, and not with their next turn."""
    with psycopg.connect(url) as connection:
        connection.execute("update outbox set relayed_at = relayed_at - interval '1 hour'")
        connection.execute("update run set started_at = started_at - interval '1 hour', progress = null")
        for name in ("sweep-runs", "hand-over-again"):
            due = json.dumps({"name": name, "slot": "2027-01-04T09:00:00Z"})
            connection.execute("insert into outbox (event, payload) values ('job-due', %s)", (due,))
        connection.execute("notify outbox")


def all_handed_over(url: str) -> bool:
    with psycopg.connect(url) as connection:
        return connection.execute("select from outbox where relayed_at is null").fetchone() is None


def test_a_power_cut_in_mid_generation_and_mid_backup_loses_nothing(
    open_folder: Path, tools: Path, record_property: Record
) -> None:
    with running(open_folder, tools) as machine:
        then = cut_off(machine, tools)
    assert backups(open_folder, ".unfinished-*"), "the power went before or after the backup"
    assert backups(open_folder, "rotacc-*.dump*") == [], "a half file has a good name"
    began = time.monotonic()
    with running(open_folder, tools) as machine:
        everything_is_done(machine, then, began, record_property)


@pytest.mark.long
def test_a_redis_that_lost_the_last_it_was_told_loses_nothing_but_time(
    open_folder: Path, tools: Path, record_property: Record
) -> None:
    with running(open_folder, tools) as machine:
        url = machine.system.database_url
        people = {role: machine.system.signed_in(role) for role in machine.system.accounts}
        time.sleep(1.5)  # what redis was told a second ago or longer is on its disk
        kept_bytes = machine.redis_kept.stat().st_size
        with contextlib.suppress(psycopg.OperationalError), psycopg.connect(url) as nobody_hears:
            nobody_hears.execute("lock table event_seen")  # what is announced gets as far as redis
            backup = dict(people["superuser"].ask("POST", "/backup/backups"))
            people["clinician"].ask("POST", "/auth/password-resets", {"email": FORGETFUL})
            promised = [f"{number}@example.org" for number in range(5)]
            for address in promised:
                people["administrator"].ask("POST", "/auth/invitations", {"email": address, "roles": ["clinician"]})
            run = ask_for_run(people["administrator"], weeks=13, seconds=6)
            until(lambda: all_handed_over(url) and under_way(people["administrator"], run))
            machine.lose_power()
    lose_the_last(machine, kept_bytes)
    began = time.monotonic()
    with running(open_folder, tools) as machine:
        they_have_an_address(machine.system.database_url)
        an_hour_passes(machine.system.database_url)
        everything_is_done(machine, Interrupted(run, backup, promised, people), began, record_property)
        until(lambda: FORGETFUL in printed(machine), look_after=machine.system.supervisor.check)
        assert printed(machine).count(FORGETFUL) == 1
