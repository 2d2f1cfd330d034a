"""The demonstration from its first line to its last: stores, contents, processes, a published rota, and the way out."""

from __future__ import annotations

import contextlib
import logging
import os
import signal
import socket
import time
import traceback
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from types import FrameType
from typing import TYPE_CHECKING, NoReturn

from infra.demo.api import Api
from infra.embedded import ENDING, Postgres, Valkey, only_one, secret, stores_folder, tail
from infra.migrate import migrate
from infra.supervise import PROGRAMS, Supervisor
from infra.trouble import Trouble

if TYPE_CHECKING:
    from infra.demo.contents import Accounts

ROOT = Path(__file__).resolve().parents[2]
DEFAULT_PORT = 8321
READY_SECONDS = 90


class Stopping(BaseException):
    """Somebody wants the demo to end. No error, so nothing that handles errors may catch it."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where this demo lives."""

    port: int
    data: Path

    @property
    def base_url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def logs(self) -> Path:
        return self.data / "logs"

    @property
    def accounts_file(self) -> Path:
        return self.data / "demo-accounts.json"


@dataclass(frozen=True, slots=True)
class Stores:
    database_url: str
    redis_url: str


def say(sentence: str = "") -> None:
    print(sentence, flush=True)


def show() -> int:
    """Run the demo until somebody ends it; the exit code."""
    place = choose_place()
    logging.getLogger("psycopg").setLevel(logging.CRITICAL)  # what it says when Ctrl-C meets a query helps nobody
    try:
        with heed_signals(), alone_in(place):
            run(place)
    except Stopping:
        say("Stopped. Nothing is left running.")
    except (Trouble, OSError):
        raise
    except Exception as error:
        place.logs.mkdir(exist_ok=True)
        report = place.logs / "demo.log"
        report.write_text(traceback.format_exc())
        raise Trouble(f"The demo cannot go on: {error}. Please report it with {report}.") from error
    return 0


def choose_place() -> Place:
    """ROTACC_PORT and ROTACC_DATA, or the usual port and folder."""
    given = os.environ.get("ROTACC_PORT") or str(DEFAULT_PORT)
    if not given.isdecimal() or not 0 < int(given) < 65536:
        raise Trouble(f"ROTACC_PORT is {given!r}; a port is a number from 1 to 65535.")
    data = Path(os.environ.get("ROTACC_DATA") or "var").expanduser().resolve()
    try:
        data.mkdir(parents=True, exist_ok=True)
        if not os.access(data, os.W_OK | os.X_OK):
            raise PermissionError(13, "Permission denied")
    except OSError as error:
        raise Trouble(f"{data} cannot be used ({error.strerror}). Choose another folder with ROTACC_DATA.") from error
    return Place(int(given), data)


@contextlib.contextmanager
def heed_signals() -> Iterator[None]:
    """The first Ctrl-C (or SIGTERM, or closed terminal) raises Stopping here; later ones do not disturb the way out."""

    def stop(_number: int, _frame: FrameType | None) -> NoReturn:
        for number in ENDING:
            signal.signal(number, signal.SIG_IGN)
        raise Stopping

    former = {number: signal.signal(number, stop) for number in ENDING}
    try:
        yield
    finally:
        for number, handler in former.items():
            signal.signal(number, handler)


@contextlib.contextmanager
def alone_in(place: Place) -> Iterator[None]:
    """Hold the data folder and see that the port is free. Raises Trouble saying who has it and what to do."""
    address = place.data / "address"
    with contextlib.ExitStack() as stack:
        try:
            stack.enter_context(only_one(place.data))
        except Trouble:
            where = address.read_text() if address.exists() else "another port"
            raise Trouble(
                f"Another demo is already using {place.data} (at {where}). Use that one, stop it first, or have a "
                f"second one: ROTACC_PORT={place.port + 1} ROTACC_DATA=var2 make demo"
            ) from None
        require_free(place.port)
        address.write_text(place.base_url)
        stack.callback(address.unlink, missing_ok=True)
        yield


def require_free(port: int) -> None:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)  # as gunicorn does: a port just left is free
        try:
            probe.bind(("127.0.0.1", port))
        except OSError as error:
            raise Trouble(
                f"Port {port} cannot be used ({error.strerror}). Choose another: ROTACC_PORT={port + 1} make demo"
            ) from None


def run(place: Place) -> None:
    """Everything between holding the folder and giving it back. Ends by Stopping, or by Trouble."""
    with contextlib.ExitStack() as stack:
        stores = start_stores(place, stack)
        migrate(stores.database_url)
        supervisor = Supervisor(place.logs, environment(place, stores), say, ROOT)
        stack.callback(supervisor.stop)
        say("Starting web, worker, solver and scheduler ...")
        # The web process first and alone: the page is what somebody is waiting for.
        supervisor.start("web")
        wait_until_ready(place, supervisor)
        for program in PROGRAMS:
            if program != "web":
                supervisor.start(program)
        # Only now, because loading the rooms would keep the page waiting too.
        from infra.demo.contents import accounts_in, fill
        from infra.demo.first_rota import publish_first_rota

        accounts = accounts_in(place.accounts_file)
        if fill(stores.database_url, accounts):
            say("Read in the practice.")
        rota = publish_first_rota(Api(place.base_url), accounts["administrator"], supervisor.check, say)
        introduce(place, accounts, rota)
        keep_going(supervisor)


def start_stores(place: Place, stack: contextlib.ExitStack) -> Stores:
    """DATABASE_URL and REDIS_URL where they are given; else our own, durable, in the data folder."""
    database_url, redis_url = os.environ.get("DATABASE_URL"), os.environ.get("REDIS_URL")
    if database_url and redis_url:
        return Stores(database_url, redis_url)
    say("Starting PostgreSQL and Valkey ...")
    folder = stores_folder(place.data)
    if not folder.is_relative_to(place.data):
        say(f"Their files are in {folder}: they do not run as root, and nobody else may enter {place.data}.")
    return Stores(
        database_url or stack.enter_context(Postgres(folder / "postgres")).url,
        redis_url or stack.enter_context(Valkey(folder / "valkey")).url,
    )


def environment(place: Place, stores: Stores) -> dict[str, str]:
    """What the processes are told. A demo is a development system: no TLS, so cookies cannot ask for it."""
    return os.environ | {
        "DATABASE_URL": stores.database_url,
        "REDIS_URL": stores.redis_url,
        "SECRET_KEY": secret_key(place),
        "DEPLOYMENT_ENV": "DEV",
        "SECURE_COOKIES": "false",
        "SITE_URL": place.base_url,
        "CSRF_TRUSTED_ORIGINS": f"{place.base_url},http://localhost:{place.port}",
        "STATIC_DIR": os.environ.get("STATIC_DIR") or str(ROOT / "frontend-static" / "dist"),
        "EMAIL_PROVIDER": os.environ.get("EMAIL_PROVIDER") or "console",
        "BACKUP_DIR": os.environ.get("BACKUP_DIR") or str(place.data / "backups"),
        "WEB_BIND": f"127.0.0.1:{place.port}",
        "WEB_WORKERS": os.environ.get("WEB_WORKERS") or "1",
        "PYTHONUNBUFFERED": "1",
    }


def secret_key(place: Place) -> str:
    """The same one every time, so that a restart of the demo does not end anybody's sign-in."""
    return secret(place.data / "secret-key") * 2


def wait_until_ready(place: Place, supervisor: Supervisor, *, seconds: float = READY_SECONDS) -> None:
    """Return when the web process says it is ready."""
    api, until = Api(place.base_url, timeout_seconds=5), time.monotonic() + seconds
    answer = "nobody answers"
    while time.monotonic() < until:
        supervisor.check()
        with contextlib.suppress(OSError):
            status, text = api.send("GET", "/readyz")
            if status == 200:
                return
            answer = text[:300].decode(errors="replace")
        time.sleep(0.05)
    log_file = place.logs / "web.log"
    raise Trouble(f"The web process did not become ready ({answer}). The end of {log_file}:\n{tail(log_file)}")


def introduce(place: Place, accounts: Accounts, rota: str) -> None:
    """The address, and how to sign in."""
    say()
    say(f"  {rota}")
    say(f"  {place.base_url}")
    say()
    for role, account in accounts.items():
        say(f"  {role:<15}{account['username']:<15}{account['password']}")
    say()
    say(f"  Sign-ins are kept in {place.accounts_file}, logs in {place.logs}. Ctrl-C stops everything.")


def keep_going(supervisor: Supervisor) -> NoReturn:
    """Start again whatever dies, until somebody ends the demo."""
    while True:
        supervisor.check()
        time.sleep(0.25)
