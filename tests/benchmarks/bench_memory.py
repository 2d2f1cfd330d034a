"""What the whole system holds in memory while nobody uses it: every process of it, the stores included.

The figure is the proportional share (Pss): a page that four processes share counts a quarter for each, so that the sum
is what the machine really gives. Linux tells it in /proc/<pid>/smaps_rollup.
"""

from __future__ import annotations

import http.client
import re
import tempfile
import time
from pathlib import Path
from urllib.parse import urlsplit

from infra.embedded import Postgres, Valkey
from infra.migrate import migrate
from infra.supervise import PROGRAMS
from tests.chaos.test_hung_stores import family
from tests.systems import System, ask_for_run, ended, started_system

MOST_MB = 600
WEB_WORKERS = 4
ROUNDS = 20
MB = 1024 * 1024


def share(pid: int) -> float:
    """Bytes of memory that are this process's share."""
    told = Path(f"/proc/{pid}/smaps_rollup").read_text()
    found = re.search(r"^Pss:\s+(\d+) kB", told, re.MULTILINE)
    return int(found[1]) * 1024 if found else 0.0


def table(system: System, stores: dict[str, int]) -> dict[str, tuple[int, float]]:
    """How many processes each part has, and the bytes they hold together."""
    roots = {program: system.pid(program) for program in PROGRAMS} | stores
    return {name: (len(all_ := family(pid)), sum(map(share, all_))) for name, pid in roots.items()}


def show(title: str, held: dict[str, tuple[int, float]]) -> float:
    print(f"\n{title}")
    for name, (processes, size) in held.items():
        print(f"  {name:<12}{processes:>3} processes {size / MB:8.1f} MB")
    total = sum(size for _, size in held.values()) / MB
    print(f"  {'together':<12}{sum(n for n, _ in held.values()):>3} processes {total:8.1f} MB")
    return total


def use(system: System) -> None:
    """What a few people do: sign in, look at pages, ask for a rota."""
    api = system.signed_in()
    for _ in range(ROUNDS):
        for path in ("/practice", "/auth/me", "/rota", "/leave/requests", "/practice/people", "/rota-generate/runs"):
            api.send("GET", f"/api/v1{path}")
        connection = http.client.HTTPConnection(urlsplit(system.base_url).netloc)
        connection.request("GET", "/")
        connection.getresponse().read()
        connection.close()
    ended(api, ask_for_run(api))


def main() -> None:
    with Postgres() as postgres, Valkey() as valkey, tempfile.TemporaryDirectory() as folder:
        migrate(postgres.url)
        stores = {"postgresql": postgres.pid, "redis": valkey.pid}
        settings = {"WEB_WORKERS": str(WEB_WORKERS)}
        with started_system(Path(folder), postgres.url, valkey.url, **settings) as system:
            time.sleep(8)  # until every process has started, and has beaten once
            idle = show("Just started, idle", table(system, stores))
            use(system)
            time.sleep(5)
            show("Used by a few people, and a rota made", table(system, stores))
    print(f"\nIdle: {idle:.0f} MB; the target is under {MOST_MB} MB: {'met' if idle < MOST_MB else 'NOT met'}.")


if __name__ == "__main__":
    main()
