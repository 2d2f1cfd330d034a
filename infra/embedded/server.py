"""What is the same of both stores: a folder, a port, a process that ends with us."""

from __future__ import annotations

import contextlib
import fcntl
import os
import signal
import subprocess
import tempfile
import time
from abc import ABC, abstractmethod
from collections.abc import Iterator, Sequence
from pathlib import Path
from types import TracebackType
from typing import IO, Self

from infra.embedded.accounts import dropped, give
from infra.embedded.folders import only_one, refuse_strangers, secret
from infra.embedded.processes import die_with_parent, free_port, tail, undisturbed
from infra.trouble import Trouble

START_SECONDS = 60


class PortTaken(Exception):
    """Another program took the port between our choosing it and the server's listening on it."""


class Server(ABC):
    """A store in a folder of its own: durable when the folder is given, thrown away with it when not."""

    NAME = ""
    LOG = ""
    END = signal.SIGTERM  # the signal that ends it in good order
    STILL_GOING: Sequence[str] = ()  # what it says when the children of a killed one have not all ended yet

    def __init__(self, folder: Path | None = None) -> None:
        self.durable = folder is not None
        self._given = folder
        self._process: subprocess.Popen[bytes] | None = None
        self._stack = contextlib.ExitStack()

    def __enter__(self) -> Self:
        with contextlib.ExitStack() as stack:
            self.folder = stack.enter_context(self._place())
            stack.enter_context(only_one(self.folder))
            self._running_lock = stack.enter_context(self._wait_for_the_former())
            self.password = secret(self.folder / "secret")
            give(self.folder / "secret")
            self.prepare()
            stack.callback(self.stop)
            self._start_on_a_free_port()
            self._stack = stack.pop_all()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._stack.close()

    @property
    def log_file(self) -> Path:
        return self.folder / self.LOG

    @abstractmethod
    def prepare(self) -> None:
        """Make what the server needs before its first start."""

    @abstractmethod
    def command(self) -> Sequence[str | Path]:
        """The command that starts it, on `self.port`."""

    @abstractmethod
    def answers(self) -> bool:
        """Whether it is ready for work."""

    def start(self) -> None:
        """Start it on the port it has, and wait until it is ready."""
        until = time.monotonic() + START_SECONDS
        while not self._ready(until):
            time.sleep(0.05)

    def _ready(self, until: float) -> bool:
        """Start it once and wait for it; False when what a killed one left behind is still going, so: try again."""
        size_before = self.log_file.stat().st_size if self.log_file.exists() else 0
        with self.log_file.open("ab") as log, undisturbed():
            self._process = self._spawn(self.command(), log)
        while not self.answers():
            if self._process.poll() is not None or time.monotonic() > until:
                self.stop()
                said = self.log_file.read_bytes()[size_before:].decode(errors="replace")
                if "Address already in use" in said:
                    raise PortTaken
                if any(each in said for each in self.STILL_GOING) and time.monotonic() < until:
                    return False
                raise Trouble(f"{self.NAME} did not start. The end of {self.log_file}:\n{tail(self.log_file)}")
            time.sleep(0.02)
        return True

    def stop(self, how: signal.Signals | None = None) -> None:
        """Stop it in good order, or by the signal given."""
        if self._process is None:
            return
        self._process.send_signal(how or self.END)
        try:
            self._process.wait(30)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
        self._process = None

    @property
    def pid(self) -> int:
        if self._process is None:
            raise RuntimeError(f"{self.NAME} is not running")
        return self._process.pid

    def run(self, *command: str | Path) -> None:
        """Run one of the server's own programs to its end. Raises Trouble with what it said."""
        with self.log_file.open("ab") as log, undisturbed():
            program = self._spawn(command, log)
        try:
            code = program.wait()
        finally:
            with contextlib.suppress(ProcessLookupError):  # when we were interrupted: it, and what it started
                os.killpg(program.pid, signal.SIGKILL)
        if code:
            raise Trouble(f"{Path(command[0]).name} failed. The end of {self.log_file}:\n{tail(self.log_file)}")

    def environment(self) -> dict[str, str]:
        """A plain environment: nothing of the user's own PG* variables or locale reaches the store."""
        return {"PATH": "/usr/bin:/bin", "LC_ALL": "C.UTF-8", "TZ": "UTC", "HOME": str(self.folder)}

    def _start_on_a_free_port(self) -> None:
        self.port = free_port()
        try:
            self.start()
        except PortTaken:
            self.port = free_port()
            try:
                self.start()
            except PortTaken:
                raise Trouble(f"{self.NAME} found no free port on 127.0.0.1, twice.") from None

    def _spawn(self, command: Sequence[str | Path], log: IO[bytes]) -> subprocess.Popen[bytes]:
        try:
            return subprocess.Popen(
                [str(part) for part in command],
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
                env=self.environment(),
                cwd=self.folder,
                start_new_session=True,  # a Ctrl-C at the terminal is for the supervisor alone
                pass_fds=(self._running_lock.fileno(),),
                preexec_fn=die_with_parent(self.END),
                **dropped(),
            )
        except PermissionError as error:
            raise Trouble(f"{self.NAME} may not be started as another account: {error}.") from error

    @contextlib.contextmanager
    def _place(self) -> Iterator[Path]:
        if self._given is not None:
            refuse_strangers(self._given)
            self._given.mkdir(parents=True, exist_ok=True)
            self._given.chmod(0o700)
            give(self._given)
            yield self._given
            return
        with tempfile.TemporaryDirectory(prefix=f"rotacc-{self.NAME}-", ignore_cleanup_errors=True) as name:
            give(Path(name))
            yield Path(name)

    @contextlib.contextmanager
    def _wait_for_the_former(self) -> Iterator[IO[str]]:
        """A lock the server inherits, so that it is held as long as any server lives in this folder.

        When a supervisor was killed, its server is still closing its files as the next one starts.
        """
        with (self.folder / "running").open("a") as file:
            until = time.monotonic() + START_SECONDS
            while True:
                try:
                    fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
                    break
                except BlockingIOError:
                    if time.monotonic() > until:
                        raise Trouble(f"A former {self.NAME} is still running in {self.folder}.") from None
                    time.sleep(0.05)
            yield file
