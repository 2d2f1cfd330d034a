"""Keeping processes running, and leaving none behind."""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from infra import supervise
from infra.supervise import Supervisor
from infra.trouble import Trouble
from tests.paths import ROOT

STUBBORN = "trap '' TERM; sleep 1000 & echo ready; wait; sleep 1000"


@pytest.fixture
def said() -> list[str]:
    return []


@pytest.fixture
def supervisor(tmp_path: Path, said: list[str]) -> Iterator[Supervisor]:
    supervisor = Supervisor(tmp_path / "logs", os.environ, said.append, ROOT)
    yield supervisor
    supervisor.stop(0)


def until(true: Callable[[], bool], *, seconds: float = 20) -> None:
    end = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < end, "it did not come to pass"
        time.sleep(0.02)


def test_it_works(supervisor: Supervisor, tmp_path: Path) -> None:
    supervisor.start("sleeper", ["sh", "-c", "echo hello; exec sleep 1000"])
    until(lambda: (tmp_path / "logs/sleeper.log").read_text() == "hello\n")
    assert len(supervisor.alive()) == 1
    supervisor.stop()
    assert supervisor.alive() == []


def test_what_dies_is_started_again_and_it_is_said(supervisor: Supervisor, said: list[str]) -> None:
    supervisor.start("sleeper", ["sleep", "1000"])
    [first] = supervisor.alive()
    os.kill(first, signal.SIGKILL)

    def another() -> bool:
        supervisor.check()
        return supervisor.alive() not in ([], [first])

    until(another)
    assert len(said) == 1 and "sleeper was killed by signal 9; starting it again" in said[0]


def test_what_dies_again_and_again_ends_it_with_its_last_words(
    supervisor: Supervisor, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(supervise, "LONGEST_PAUSE_SECONDS", 0.01)
    supervisor.start("hopeless", ["sh", "-c", "echo no configuration; exit 3"])

    def go_on() -> bool:
        supervisor.check()
        return False

    with pytest.raises(Trouble, match=r"hopeless ended with code 3, 5 times in a row(.|\n)*no configuration"):
        until(go_on)


def test_who_does_not_listen_is_killed_with_all_descendants(supervisor: Supervisor, tmp_path: Path) -> None:
    supervisor.start("stubborn", ["sh", "-c", STUBBORN])
    until(lambda: "ready" in (tmp_path / "logs/stubborn.log").read_text())
    began = supervisor.alive()
    assert len(began) == 2
    supervisor.stop(0.2)
    assert not any(running(pid) for pid in began)


def test_what_a_killed_child_left_behind_does_not_stay(supervisor: Supervisor, tmp_path: Path) -> None:
    supervisor.start("parent", ["sh", "-c", "sleep 1000 & echo ready; wait"])
    until(lambda: "ready" in (tmp_path / "logs/parent.log").read_text())
    former = supervisor.alive()
    os.kill(supervisor.children[0].groups[0], signal.SIGKILL)

    def replaced() -> bool:
        supervisor.check()
        return not any(running(pid) for pid in former) and len(supervisor.alive()) == 2

    until(replaced)


def test_children_end_with_a_supervisor_that_is_killed(tmp_path: Path) -> None:
    code = f"""
import os, signal
from pathlib import Path
from infra.supervise import Supervisor
supervisor = Supervisor(Path({str(tmp_path)!r}), os.environ, print, Path("."))
supervisor.start("sleeper", ["sleep", "1000"])
print(*supervisor.alive(), flush=True)
signal.pause()
"""
    process = subprocess.Popen([sys.executable, "-c", code], cwd=ROOT, stdout=subprocess.PIPE, text=True)
    assert process.stdout
    pid = int(process.stdout.readline())
    assert running(pid)
    process.kill()
    process.wait()
    until(lambda: not running(pid))


def running(pid: int) -> bool:
    with contextlib.suppress(OSError):
        return (Path("/proc") / str(pid) / "stat").read_text().rpartition(")")[2].split()[0] != "Z"
    return False
