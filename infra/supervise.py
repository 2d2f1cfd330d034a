"""Starts the processes of a running system, keeps them running, and leaves none behind."""

from __future__ import annotations

import contextlib
import ctypes
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from infra.embedded import die_with_parent, tail, undisturbed
from infra.trouble import Trouble

PROGRAMS = ("web", "worker", "solver", "scheduler")
PR_SET_CHILD_SUBREAPER = 36
GRACE_SECONDS = 6.0
ASK_AGAIN_SECONDS = 1.0
LONGEST_PAUSE_SECONDS = 10.0
STEADY_SECONDS = 30.0  # what has run this long has not failed because of how it was started
PATIENCE = 5  # quick deaths in a row before we give up


def command(program: str) -> tuple[str, ...]:
    """How one of our own processes is started, in this same environment."""
    if program == "web":
        configuration = str(Path(__file__).with_name("gunicorn.conf.py"))
        # Without its control socket: that lies in the account's home, where a second system would find the first's.
        return (sys.executable, "-m", "gunicorn", "-c", configuration, "--no-control-socket", "infra.web:app")
    return (sys.executable, "-m", "infra.cli", program)


@dataclass
class Child:
    """One process we keep running, the leader of a process group of its own."""

    name: str
    command: Sequence[str]
    log_file: Path
    process: subprocess.Popen[bytes] | None = None
    started_at: float = 0.0
    quick_deaths: int = 0
    start_again_at: float = 0.0
    groups: list[int] = field(default_factory=list)  # every process group it has ever led


class Supervisor:
    """The processes of one system. Use it from the main thread: they die with the thread that started them."""

    def __init__(self, logs: Path, environment: Mapping[str, str], say: Callable[[str], None], folder: Path) -> None:
        self._logs, self._environment, self._say, self._folder = logs, dict(environment), say, folder
        self.children: list[Child] = []
        logs.mkdir(parents=True, exist_ok=True)
        _adopt_orphans()

    def start(self, name: str, words: Sequence[str] | None = None) -> None:
        """Start one of our programs, or any command under a name of its own."""
        child = Child(name, words or command(name), self._logs / f"{name}.log")
        self.children.append(child)
        self._spawn(child)

    def check(self) -> None:
        """Start again whatever has died, after a pause that grows. Raises Trouble when one dies again and again."""
        for child in self.children:
            if child.process is None:
                if time.monotonic() >= child.start_again_at:
                    self._spawn(child)
            elif (code := child.process.poll()) is not None:
                self._mourn(child, code)
        _bury_orphans(self.children)

    def alive(self) -> list[int]:
        """Processes we started, and theirs, that still run."""
        groups = {group for child in self.children for group in child.groups}
        return [pid for pid, group in _processes() if group in groups]

    def stop(self, grace_seconds: float = GRACE_SECONDS) -> None:
        """End every process: asked first, killed after the grace. Returns when none is left."""
        for child in self.children:
            if child.process and child.process.poll() is None:
                child.process.terminate()
        began = asked = time.monotonic()
        while self.alive() and time.monotonic() < began + grace_seconds:
            if (
                time.monotonic() > asked + ASK_AGAIN_SECONDS
            ):  # a web worker that is still loading does not hear the first
                asked = time.monotonic()
                self._signal_all(signal.SIGTERM)
            self._reap()
            time.sleep(0.02)
        while self.alive():
            self._signal_all(signal.SIGKILL)
            self._reap()
            time.sleep(0.02)
        self._reap()
        self.children.clear()

    def _signal_all(self, number: signal.Signals) -> None:
        """Send a signal to every process in every group."""
        for child in self.children:
            for group in child.groups:
                with contextlib.suppress(ProcessLookupError):
                    os.killpg(group, number)

    def _reap(self) -> None:
        for child in self.children:
            if child.process:
                child.process.poll()
        _bury_orphans(self.children)

    def _spawn(self, child: Child) -> None:
        _shorten(child.log_file)
        with child.log_file.open("ab") as log, undisturbed():
            child.process = subprocess.Popen(
                child.command,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
                env=self._environment,
                cwd=self._folder,
                start_new_session=True,  # a Ctrl-C at the terminal is for us alone; we tell the others
                preexec_fn=die_with_parent(signal.SIGTERM),
            )
            child.groups.append(child.process.pid)
        child.started_at = time.monotonic()

    def _mourn(self, child: Child, code: int) -> None:
        """Take note of a death: when to start again, or that it is no use."""
        child.process = None
        # What it left behind would stand in the way of the next: a web worker still holding the port.
        with contextlib.suppress(ProcessLookupError):
            os.killpg(child.groups[-1], signal.SIGKILL)
        child.quick_deaths = 0 if time.monotonic() - child.started_at > STEADY_SECONDS else child.quick_deaths + 1
        how = f"was killed by signal {-code}" if code < 0 else f"ended with code {code}"
        if child.quick_deaths >= PATIENCE:
            last_words = f"The end of {child.log_file}:\n{tail(child.log_file)}"
            raise Trouble(f"The {child.name} {how}, {PATIENCE} times in a row. {last_words}")
        pause = min(0.25 * 2**child.quick_deaths, LONGEST_PAUSE_SECONDS)
        child.start_again_at = time.monotonic() + pause
        self._say(f"The {child.name} {how}; starting it again (see {child.log_file}).")


def _adopt_orphans() -> None:
    """Have the children of a child that was killed become ours, so that we can see them end (Linux only)."""
    with contextlib.suppress(AttributeError):
        ctypes.CDLL(None).prctl(PR_SET_CHILD_SUBREAPER, 1)


def _bury_orphans(children: Sequence[Child]) -> None:
    """Collect what has ended in groups whose leader is gone. The leaders themselves belong to Popen."""
    for child in children:
        leader = child.process.pid if child.process else None
        for group in child.groups:
            if group == leader and child.process and child.process.returncode is None:
                continue
            with contextlib.suppress(ChildProcessError):
                while os.waitpid(-group, os.WNOHANG)[0]:
                    pass


def _processes() -> list[tuple[int, int]]:
    """Every running process and its group; those that have ended and wait to be collected are left out."""
    found: list[tuple[int, int]] = []
    for entry in Path("/proc").glob("[0-9]*/stat"):
        with contextlib.suppress(OSError):
            # "pid (name, which may hold anything) state parent group ..."
            state, _, group, *_ = entry.read_text().rpartition(")")[2].split()
            if state != "Z":
                found.append((int(entry.parent.name), int(group)))
    return found


def _shorten(log_file: Path, *, most_bytes: int = 5_000_000) -> None:
    """Begin a log anew that has grown long, keeping the one before."""
    with contextlib.suppress(FileNotFoundError):
        if log_file.stat().st_size > most_bytes:
            log_file.replace(log_file.with_suffix(".log.1"))
