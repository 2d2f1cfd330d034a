"""What a container does before its process runs (O7), so that it may be started again, or beside others, at any time.

It starts as root for one reason: a volume somebody else made belongs to somebody else. That mended, root is given up
for good. Where it never was root (`--user`, Kubernetes), the mending is left out.
"""

from __future__ import annotations

import ctypes
import os
import shutil
import signal
import time
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

import psycopg

from infra.pages import SHARED
from infra.share_pages import share
from infra.trouble import Trouble
from infra.update import update
from shared.settings import Settings

UID = GID = 1000  # appuser, as infra/docker/Dockerfile makes it
VOLUMES = (SHARED, Path("/app/media"), Path("/app/backups"))
PROCESSES = ("web", "worker", "solver", "scheduler")
DATABASE_PATIENCE_SECONDS = 90.0
PR_SET_NO_NEW_PRIVS = 38
PR_CAP_AMBIENT, PR_CAP_AMBIENT_CLEAR_ALL = 47, 4

Say = Callable[[str], None]


def is_process(command: Sequence[str]) -> bool:
    """Whether this starts a part of the running system. Only that prepares: `rotacc migrate --plan` must find the
    database as it is."""
    return len(command) > 1 and Path(command[0]).name == "rotacc" and command[1] in PROCESSES


def prepare(settings: Settings, say: Say, *, pages: bool) -> None:
    """Bring database, superuser and (for web) shared pages to where this release needs them. Again changes nothing."""
    wait_for_database(settings.database_url, say)
    update(settings, say)
    ensure_superuser()
    if pages:
        say(share(settings.static_dir, SHARED))


def mend(folders: Iterable[Path], uid: int = UID, gid: int = GID) -> int:
    """Give everything in these folders to the account; how many entries were somebody else's. Follows no link."""
    return sum(_mend(folder, uid, gid) for folder in folders if folder.is_dir())


def _mend(folder: Path, uid: int, gid: int) -> int:
    mended = 0
    for _, _, files, here in os.fwalk(folder, follow_symlinks=False):
        for name in (".", *files):
            entry = os.stat(name, dir_fd=here, follow_symlinks=False)
            if (entry.st_uid, entry.st_gid) != (uid, gid):
                os.chown(name, uid, gid, dir_fd=here, follow_symlinks=False)
                mended += 1
    return mended


def drop(uid: int = UID, gid: int = GID) -> None:
    """Stop being root: become the account."""
    os.setgroups([])
    os.setresgid(gid, gid, gid)
    os.setresuid(uid, uid, uid)


def give_up_privileges() -> None:
    """There is no way back: neither by a program that would raise us, nor by capabilities handed down to a program."""
    prctl = ctypes.CDLL(None).prctl
    prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0)
    prctl(PR_CAP_AMBIENT, PR_CAP_AMBIENT_CLEAR_ALL, 0, 0, 0)


def wait_for_database(url: str, say: Say, *, seconds: float = DATABASE_PATIENCE_SECONDS, pause: float = 1.0) -> None:
    """Until PostgreSQL lets us in. Each new reason why not is told once, for whoever reads the log meanwhile."""
    told, end = "", time.monotonic() + seconds
    while (reason := _refusal(url)) is not None:
        if time.monotonic() > end:
            raise Trouble(f"PostgreSQL did not let us in within {seconds:.0f} seconds: {reason}")
        if reason != told:
            say(f"Waiting for PostgreSQL: {reason}")
        told = reason
        time.sleep(pause)


def _refusal(url: str) -> str | None:
    try:
        psycopg.connect(url, connect_timeout=5).close()
    except psycopg.OperationalError as error:
        return " ".join(str(error).split())
    return None


def ensure_superuser() -> None:
    """The superuser of the settings, if there is none of that name. Raises Trouble when the command fails."""
    from infra.cli import main

    if main(["ensure-superuser"]):
        raise Trouble("The superuser could not be made sure of; nothing was started.")


def become(command: Sequence[str]) -> None:
    """Be the command from here on; as the first process of a container, below an init that buries the dead."""
    init = shutil.which("tini") if os.getpid() == 1 else None
    words = [init, "--", *command] if init else list(command)
    try:
        os.execvp(words[0], words)  # noqa: S606
    except OSError as error:
        raise Trouble(f"{command[0]} cannot be started: {error.strerror}.") from error


def end_when_told() -> None:
    """The first process of a container is deaf to SIGTERM unless it says that it listens."""
    signal.signal(signal.SIGTERM, lambda *_: os._exit(128 + signal.SIGTERM))
