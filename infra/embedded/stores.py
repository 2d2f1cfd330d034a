"""A PostgreSQL and a Valkey of our own."""

from __future__ import annotations

import contextlib
import re
import shutil
import signal
import socket
import subprocess
from collections.abc import Sequence
from pathlib import Path

import psycopg

from infra.embedded.accounts import give
from infra.embedded.programs import postgres_binaries, usable, valkey_binary
from infra.embedded.server import Server
from infra.trouble import Trouble


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
