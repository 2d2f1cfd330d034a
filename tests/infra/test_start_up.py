"""What a container does before its process runs (O7)."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import threading
import uuid
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import psycopg
import pytest

from infra import start_up
from infra.embedded import free_port
from infra.migrate import migrations
from infra.trouble import Trouble
from tests.paths import ROOT
from tests.systems import until
from tests.workbench import other_database

ROTACC = str(Path(sys.executable).parent / "rotacc")
as_root = pytest.mark.skipif(os.geteuid() != 0, reason="only root can give files away and stop being root")


@pytest.fixture
def empty_url(postgres_url: str) -> Iterator[str]:
    """A database nobody has migrated."""
    name = f"empty_{uuid.uuid4().hex[:12]}"
    with psycopg.connect(postgres_url, autocommit=True) as connection:
        connection.execute(f"create database {name}")
        yield other_database(postgres_url, name)
        connection.execute(f"drop database {name} with (force)")


# As a container that never was root: the tests' own environment may lie where only root can read it.
NOT_ROOT = "import os, sys; os.geteuid = lambda: 1000; from infra.cli import main; sys.exit(main(sys.argv[1:]))"
ENTRYPOINT = (sys.executable, "-c", NOT_ROOT, "entrypoint")


def entrypoint(*command: str, url: str, **settings: str) -> subprocess.CompletedProcess[str]:
    """Run it as the image does, through to the end of the command."""
    return subprocess.run(
        [*ENTRYPOINT, *command],
        env=environment(url) | settings,
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )


def environment(url: str) -> dict[str, str]:
    return {"PATH": os.environ["PATH"], "DEPLOYMENT_ENV": "DEV", "DATABASE_URL": url, "PYTHONPATH": str(ROOT)}


def applied(said: str) -> list[str]:
    return re.findall(r"^applied (\w+)", said, re.MULTILINE)


# --- volumes ----------------------------------------------------------------------------------------------------------


@pytest.fixture
def volume(tmp_path: Path) -> Path:
    """A volume somebody else made, with a link that leads out of it."""
    folder = tmp_path / "backups"
    (folder / "old").mkdir(parents=True, mode=0o700)
    (folder / "old" / "a.dump").write_text("a dump")
    (tmp_path / "outside.txt").write_text("not ours")
    (folder / "link").symlink_to(tmp_path / "outside.txt")
    (folder / "folder-link").symlink_to(tmp_path)
    return folder


@as_root
def test_a_volume_made_by_somebody_else_becomes_ours(volume: Path) -> None:
    assert start_up.mend([volume], 1000, 1000) == 4
    for entry in (volume, volume / "old", volume / "old" / "a.dump", volume / "link"):
        assert (entry.lstat().st_uid, entry.lstat().st_gid) == (1000, 1000)


@as_root
def test_what_a_link_points_at_is_left_alone(volume: Path) -> None:
    start_up.mend([volume], 1000, 1000)
    assert (volume.parent / "outside.txt").stat().st_uid == 0
    assert volume.parent.stat().st_uid == 0


@as_root
def test_a_volume_that_is_ours_already_is_not_touched(volume: Path) -> None:
    start_up.mend([volume], 1000, 1000)
    before = (volume / "old").stat().st_ctime_ns
    assert start_up.mend([volume], 1000, 1000) == 0
    assert (volume / "old").stat().st_ctime_ns == before


def test_a_volume_that_is_not_there_is_none(tmp_path: Path) -> None:
    assert start_up.mend([tmp_path / "nowhere"], 1000, 1000) == 0


# --- root -------------------------------------------------------------------------------------------------------------

SAYS_WHO_IT_IS = """
import os, pathlib
from infra import start_up
start_up.drop()
start_up.give_up_privileges()
status = pathlib.Path("/proc/self/status").read_text()
print(os.getresuid(), os.getresgid(), os.getgroups())
print("NoNewPrivs:\\t1" in status, "CapEff:\\t0000000000000000" in status)
try:
    os.setuid(0)
except PermissionError:
    print("no way back")
"""


@as_root
def test_root_is_given_up_for_good() -> None:
    done = subprocess.run(
        [sys.executable, "-c", SAYS_WHO_IT_IS],
        env={"PYTHONPATH": str(ROOT), "PYTHONDONTWRITEBYTECODE": "1"},
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout.splitlines() == [
        "(1000, 1000, 1000) (1000, 1000, 1000) []",
        "True True",
        "no way back",
    ]


# --- the database -----------------------------------------------------------------------------------------------------


def test_it_waits_for_postgresql_and_tells_each_reason_once(empty_url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    reasons = iter(["connection refused", "connection refused", "the database system is starting up", None])
    monkeypatch.setattr(start_up, "_refusal", lambda _url: next(reasons))
    said: list[str] = []
    start_up.wait_for_database(empty_url, said.append, pause=0)
    assert said == [
        "Waiting for PostgreSQL: connection refused",
        "Waiting for PostgreSQL: the database system is starting up",
    ]


def test_it_goes_on_as_soon_as_postgresql_is_there(empty_url: str) -> None:
    said: list[str] = []
    start_up.wait_for_database(empty_url, said.append)
    assert said == []


def test_a_postgresql_that_never_comes_is_told_in_a_sentence() -> None:
    said: list[str] = []
    with pytest.raises(Trouble, match="did not let us in within 0 seconds"):
        start_up.wait_for_database(
            f"postgresql://nobody:hidden@127.0.0.1:{free_port()}/x", said.append, seconds=0.2, pause=0.05
        )
    assert said and "hidden" not in " ".join(said)


# --- the whole of it --------------------------------------------------------------------------------------------------


@pytest.mark.slow
def test_three_that_start_together_migrate_once(empty_url: str) -> None:
    with ThreadPoolExecutor(3) as pool:
        done = list(pool.map(lambda _: entrypoint(url=empty_url), range(3)))
    assert [each.returncode for each in done] == [0, 0, 0], [each.stderr for each in done]
    everything = [id_ for each in done for id_ in applied(each.stderr)]
    assert sorted(everything) == [migration.id for migration in migrations()]


@pytest.mark.slow
def test_again_changes_nothing_and_makes_the_superuser_once(empty_url: str) -> None:
    person = {
        "SUPERUSER_USERNAME": "first.person",
        "SUPERUSER_EMAIL": "first.person@example.org",
        "SUPERUSER_PASSWORD": "nineteen purple teapots",
    }
    first, second = entrypoint(url=empty_url, **person), entrypoint(url=empty_url, **person)
    assert (first.returncode, second.returncode) == (0, 0), first.stderr + second.stderr
    assert applied(first.stderr) and not applied(second.stderr)
    with psycopg.connect(empty_url) as connection:
        assert connection.execute("select count(*) from account").fetchone() == (1,)
    assert person["SUPERUSER_PASSWORD"] not in first.stdout + first.stderr + second.stdout + second.stderr


@pytest.mark.slow
def test_another_command_finds_the_database_as_it_is(empty_url: str) -> None:
    done = entrypoint(ROTACC, "migrate", "--plan", url=empty_url)
    assert "would apply 0001_first_brick" in done.stdout, done.stderr
    with psycopg.connect(empty_url) as connection:
        assert connection.execute("select to_regclass('schema_migration')").fetchone() == (None,)


def test_only_parts_of_the_running_system_prepare() -> None:
    assert all(start_up.is_process(["rotacc", program]) for program in start_up.PROCESSES)
    assert start_up.is_process(["/venv/bin/rotacc", "web"])
    assert not any(start_up.is_process(words) for words in (["rotacc"], ["rotacc", "doctor"], ["sh", "web"], []))


@pytest.mark.slow
def test_a_database_newer_than_the_code_stops_it(empty_url: str) -> None:
    entrypoint(url=empty_url)
    with psycopg.connect(empty_url, autocommit=True) as connection:
        connection.execute("insert into schema_migration (id, sha256) values ('9999_from_the_future', 'x')")
    done = entrypoint(ROTACC, "worker", url=empty_url)
    assert done.returncode == 1
    assert "newer than this version" in done.stderr and "Traceback" not in done.stderr


def test_a_command_that_does_not_exist_is_told(empty_url: str) -> None:
    done = entrypoint("no-such-program", url=empty_url)
    assert (done.returncode, done.stderr.strip()) == (
        1,
        "no-such-program cannot be started: No such file or directory.",
    )


@pytest.mark.slow
def test_it_ends_when_told_while_it_waits() -> None:
    process = subprocess.Popen(
        ENTRYPOINT,
        env=environment(f"postgresql://nobody@127.0.0.1:{free_port()}/x"),
        stderr=subprocess.PIPE,
        text=True,
    )
    assert process.stderr
    heard = threading.Event()
    lines: list[str] = []

    def listen() -> None:
        for line in process.stderr or ():
            lines.append(line)
            heard.set()

    threading.Thread(target=listen, daemon=True).start()
    until(heard.is_set, seconds=30)
    assert "Waiting for PostgreSQL" in lines[0]
    process.terminate()
    assert process.wait(10) == 143
