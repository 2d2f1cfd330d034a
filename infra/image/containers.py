"""Containers of the built images on this machine's own network, beside stores thrown away afterwards."""

from __future__ import annotations

import contextlib
import json
import os
import secrets
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

import psycopg

from infra.embedded import Postgres, Valkey, free_port
from infra.image.build import name_of
from infra.image.machine import Store
from infra.trouble import Trouble

PROGRAMS = ("web", "worker", "solver", "scheduler")
VOLUMES = {"static": "/app/staticfiles", "media": "/app/media", "backups": "/app/backups"}
TOOLS = "/opt/postgresql"
# What the compose files ask for, and what a machine without limits of its own needs besides.
HARDENING = (
    *("--read-only", "--tmpfs", "/tmp:rw,mode=1777,size=256m"),  # noqa: S108
    *("--cap-drop", "ALL", "--security-opt", "no-new-privileges"),
    *(word for cap in ("CHOWN", "DAC_OVERRIDE", "SETGID", "SETUID") for word in ("--cap-add", cap)),
)
RUN = ("--network", "host", "--ulimit", "nofile=10000:10000", "--ulimit", "nproc=4096:4096", "--log-driver", "k8s-file")


class Failed(Exception):
    """Something that must hold does not."""


@dataclass
class Containers:
    """Containers of one store, all told the same settings. Names are the programs'."""

    store: Store
    folder: Path
    database_url: str
    redis_url: str
    tools: Path  # the folder of a pg_dump as new as the server that stands in for PostgreSQL 15
    port: int = field(default_factory=free_port)
    superuser: Mapping[str, str] = field(
        default_factory=lambda: {"username": "first.person", "password": secrets.token_urlsafe(12)}
    )
    started: list[str] = field(default_factory=list)

    @property
    def base_url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def settings(self) -> dict[str, str]:
        return {
            "DEPLOYMENT_ENV": "DEV",
            "SECRET_KEY": secrets.token_urlsafe(48),
            "DATABASE_URL": self.database_url,
            "REDIS_URL": self.redis_url,
            "WEB_BIND": f"127.0.0.1:{self.port}",
            "WEB_WORKERS": "2",
            "SECURE_COOKIES": "False",
            "SECURE_SSL_REDIRECT": "False",
            "EMAIL_PROVIDER": "console",
            "SITE_URL": self.base_url,
            "ROTACC_PG_BIN": f"{TOOLS}/{self.tools.relative_to(self.tools.parents[2])}",
            "SUPERUSER_USERNAME": self.superuser["username"],
            "SUPERUSER_EMAIL": "first.person@example.org",
            "SUPERUSER_PASSWORD": self.superuser["password"],
        }

    def start(self, program: str, *options: str) -> None:
        """Start one of the four as compose would."""
        image = name_of("solver" if program == "solver" else "web")
        self.started.append(program)
        self.store.podman(
            *("run", "-d", "--name", program, "--hostname", program, *RUN, *HARDENING, *self._told(), *options),
            *(image, "rotacc", program),
        )

    def once(self, target: str, *command: str, options: tuple[str, ...] = (), told: bool = True) -> tuple[int, str]:
        """Run a command in a container of its own to its end: its exit code and all it wrote."""
        environment = self._told() if told else []
        done = self.store.podman(
            *("run", "--rm", *RUN, *HARDENING, *environment, *options, name_of(target), *command), check=False
        )
        return done.returncode, done.stdout + done.stderr

    def inside(self, program: str, *command: str) -> tuple[int, str]:
        """Run a command beside a running program, as `docker compose exec` does."""
        done = self.store.podman("exec", program, *command, check=False)
        return done.returncode, done.stdout + done.stderr

    def log(self, program: str) -> str:
        done = self.store.podman("logs", program, check=False)
        return done.stdout + done.stderr

    def processes(self, program: str) -> tuple[int, ...]:
        """The numbers, outside, of a container's processes."""
        first = int(json.loads(self.store.podman("inspect", program).stdout)[0]["State"]["Pid"])
        return (first, *descendants(first)) if first else ()

    def volume(self, name: str) -> Path:
        return self.folder / name

    def _told(self) -> list[str]:
        # By a file: what is in a command's words can be read by everybody.
        file = self.folder / "environment"
        if not file.exists():
            file.touch(mode=0o600)
            file.write_text("".join(f"{name}={value}\n" for name, value in self.settings().items()))
        volumes = [f"{self.volume(name)}:{place}" for name, place in VOLUMES.items()]
        volumes += [f"{place}:{TOOLS}/{place.name}:ro" for place in self._tool_places()]
        return ["--env-file", str(file), *(word for volume in volumes for word in ("--volume", volume))]

    def _tool_places(self) -> list[Path]:
        """The tools' package, and the folder beside it in which a wheel keeps its libraries."""
        package = self.tools.parents[1]
        return [place for place in (package, package.with_name(f"{package.name}.libs")) if place.is_dir()]

    def stop_all(self) -> None:
        for program in self.started:
            self.store.podman("rm", "-f", "-t", "5", program, check=False)


@contextlib.contextmanager
def beside_stores(store: Store, folder: Path) -> Iterator[Containers]:
    """Containers on an empty PostgreSQL and redis of their own, with volumes that belong to root."""
    with Postgres() as postgres, Valkey() as valkey:
        with psycopg.connect(postgres.url, autocommit=True) as connection:
            connection.execute("create database rota_db")
        url = postgres.url.rpartition("/")[0] + "/rota_db"
        containers = Containers(store, folder, url, valkey.url, postgres.binaries)
        for name in VOLUMES:
            containers.volume(name).mkdir()
            (containers.volume(name) / "from-before").write_text("made by root")
            os.chmod(containers.volume(name), 0o700)
        try:
            yield containers
        finally:
            containers.stop_all()


@dataclass(frozen=True)
class WithoutRunning:
    """Single commands in the images' own files, where no container can be run: no entrypoint, no restrictions."""

    store: Store

    def once(self, target: str, *command: str, told: bool = False) -> tuple[int, str]:
        container = self.store.buildah("from", "--pull=never", name_of(target))
        try:
            return self.store.tried("run", "--isolation", "chroot", container, "--", *command)
        finally:
            self.store.buildah("rm", container)


def descendants(first: int) -> list[int]:
    found: list[int] = []
    for file in Path(f"/proc/{first}/task").glob("*/children"):
        for child in map(int, file.read_text().split()):
            found += [child, *descendants(child)]
    return found


def until(true: Callable[[], object], what: str, *, seconds: float = 60) -> None:
    """Wait for something to come to pass, or raise Failed."""
    end = time.monotonic() + seconds
    while not true():
        if time.monotonic() > end:
            raise Failed(f"{what}: not within {seconds:.0f} seconds")
        time.sleep(0.3)


def can_run(store: Store) -> str | None:
    """Why no container can be run here, or None."""
    try:
        done = store.podman("run", "--rm", *RUN, *HARDENING, "--entrypoint", "id", name_of("web"), "-u", check=False)
    except (OSError, Trouble) as error:
        return str(error)
    return None if done.returncode == 0 else (done.stderr.strip().splitlines() or ["podman said nothing"])[-1]
