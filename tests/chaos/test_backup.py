"""Backups in a running system: a worker killed in the middle, everything by the queue and the clock's own jobs."""

from __future__ import annotations

import os
import signal
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import psycopg
import pytest

from tests.chaos.held_tools import held_up, let_go, tools_in
from tests.conftest import NewSystem
from tests.measured import Record, timed
from tests.systems import System, until

pytestmark = [pytest.mark.slow, pytest.mark.long]


@pytest.fixture(scope="module")
def tools(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tools_in(tmp_path_factory.mktemp("tools"))


@pytest.fixture(scope="module")
def system(new_system: NewSystem, tools: Path) -> Iterator[System]:
    """A system with short leases and a superuser."""
    with new_system("backups", programs=("web", "worker"), LEASE_MS="1500", ROTACC_PG_BIN=str(tools)) as running:
        with psycopg.connect(running.database_url) as connection:
            connection.execute("update account set roles = '{superuser}' where username = 'administrator'")
        yield running


def proved(system: System, backup: dict[str, Any]) -> dict[str, Any]:
    """A backup once it is proved; what died meanwhile is started again."""
    api = system.signed_in()

    def shown() -> dict[str, Any]:
        return dict(api.ask("GET", f"/backup/backups/{backup['id']}"))

    until(lambda: shown()["proof"] == "proved", look_after=system.supervisor.check)
    return shown()


def a_minute_passes(system: System) -> None:
    """Have the worker do what the scheduler has it do every minute."""
    with psycopg.connect(system.database_url) as connection:
        connection.execute(
            """insert into outbox (event, payload)
               values ('job-due', '{"name": "backups-again", "slot": "2027-01-04T09:00:00Z"}')"""
        )
        connection.execute("notify outbox")


def folder_of(system: System) -> Path:
    return system.logs.parent / "backups"


def scratches(system: System) -> list[str]:
    with psycopg.connect(system.database_url) as connection:
        own = system.database_url.rpartition("/")[2]
        names = connection.execute("select datname from pg_database").fetchall()
    return [name for (name,) in names if name.startswith(f"{own}_") or name.startswith(f"{own[:46]}_scratch")]


def test_a_worker_killed_while_it_dumps_leaves_no_half_file_and_another_makes_the_backup(
    system: System, tools: Path, record_property: Record
) -> None:
    begun, before = held_up(tools, "pg_dump"), set(folder_of(system).glob("*.dump"))
    backup = dict(system.signed_in().ask("POST", "/backup/backups"))
    until(begun.exists, look_after=system.supervisor.check)
    assert list(folder_of(system).glob(".unfinished-*"))
    os.kill(system.pid("worker"), signal.SIGKILL)
    assert set(folder_of(system).glob("*.dump")) == before
    let_go(tools, "pg_dump")
    a_minute_passes(system)
    with timed(record_property, "made and proved {} s after the next look"):
        made = proved(system, backup)
    assert (made["status"], made["attempts"], made["trouble"]) == ("made", 2, None)
    assert not list(folder_of(system).glob(".unfinished-*"))
    assert len(list(folder_of(system).glob(f"{made['name']}.dump"))) == 1


def test_a_worker_killed_while_it_proves_leaves_a_scratch_database_that_the_next_drops(
    system: System, tools: Path, record_property: Record
) -> None:
    begun = held_up(tools, "pg_restore")
    backup = dict(system.signed_in().ask("POST", "/backup/backups"))
    until(begun.exists, look_after=system.supervisor.check)
    os.kill(system.pid("worker"), signal.SIGKILL)
    assert scratches(system)
    let_go(tools, "pg_restore")
    a_minute_passes(system)
    with timed(record_property, "proved {} s after the next look"):
        proved(system, backup)
    assert scratches(system) == []


def test_no_password_is_ever_a_word_of_a_command(system: System, tools: Path) -> None:
    """Everybody on a machine may read the words of every command."""
    begun = held_up(tools, "pg_dump")
    backup = dict(system.signed_in().ask("POST", "/backup/backups"))
    until(begun.exists, look_after=system.supervisor.check)
    password = system.database_url.partition("://")[2].partition("@")[0].partition(":")[2]
    words = [file.read_bytes() for file in Path("/proc").glob("[0-9]*/cmdline") if file.exists()]
    assert any(b"--snapshot=" in each for each in words), "pg_dump is at work"
    assert not any(password.encode() in each for each in words)
    let_go(tools, "pg_dump")
    proved(system, backup)
    logs = "".join(system.log(name) for name in ("web", "worker"))
    assert password not in logs
