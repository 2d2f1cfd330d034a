"""The rota page's JSON for sixty people: p50, p99 and requests a second, beside the health check in the same run.

`python -m tests.benchmarks.bench_rota_page` starts a whole system of its own, publishes Severnbank's rota, and asks for
it over real HTTP from a few keep-alive connections. Machines are noisy: read the ratios. The client shares the cores.
"""

from __future__ import annotations

import argparse
import asyncio
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from infra.demo.api import Api
from infra.demo.contents import accounts_in, fill
from infra.embedded import Postgres, Valkey
from infra.migrate import migrate
from tests.systems import ended, started_system

PRACTICE = "severnbank"
CONNECTIONS = 8
MOST_REQUESTS = 20_000


@dataclass(frozen=True, slots=True)
class Answer:
    """What a stretch of asking came to. Milliseconds for one request, bytes of one body."""

    p50: float
    p99: float
    a_second: float
    size: int
    failures: int


async def ask_for(host: str, path: str, headers: dict[str, str], *, seconds: float, expect: int = 200) -> Answer:
    """Ask for one address over and over from several connections at once, for a bounded time."""
    name, _, port = host.partition(":")
    request = "".join(
        [f"GET {path} HTTP/1.1\r\nHost: {host}\r\n", *(f"{k}: {v}\r\n" for k, v in headers.items()), "\r\n"]
    ).encode()
    took: list[float] = []
    sizes: list[int] = []
    failures = 0
    until = time.perf_counter() + seconds

    async def one_connection() -> None:
        nonlocal failures
        reader, writer = await asyncio.open_connection(name, int(port))
        while time.perf_counter() < until and len(took) < MOST_REQUESTS:
            began = time.perf_counter()
            writer.write(request)
            try:
                head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1").lower()
            except asyncio.IncompleteReadError as cut:
                if cut.partial:
                    raise
                # gunicorn replaces a worker after so many requests; a browser, too, would come again.
                reader, writer = await asyncio.open_connection(name, int(port))
                continue
            length = int(head.partition("content-length:")[2].partition("\r\n")[0] or 0)
            await reader.readexactly(length)
            took.append(time.perf_counter() - began)
            sizes.append(length)
            failures += not head.startswith(f"http/1.1 {expect} ")
        writer.close()

    began = time.perf_counter()
    await asyncio.gather(*(one_connection() for _ in range(CONNECTIONS)))
    spent = time.perf_counter() - began
    took.sort()
    middle, last = took[len(took) // 2], took[min(len(took) - 1, int(len(took) * 0.99))]
    return Answer(middle * 1000, last * 1000, len(took) / spent, sizes[0], failures)


def published(api: Api, seconds: float) -> str:
    """Start of a published rota of the practice's own horizon."""
    run = ended(api, api.ask("POST", "/rota-generate/runs", {"seconds": seconds, "seed": 1}), seconds=seconds + 120)
    if run["status"] != "done":
        raise SystemExit(f"the run {run['status']}: {run['error']}")
    api.ask("PUT", f"/rota/versions/{run['id']}/publication", {"reason": None})
    return str(run["start"])


def etag_of(base_url: str, path: str, headers: dict[str, str]) -> str:
    import urllib.request

    with urllib.request.urlopen(urllib.request.Request(base_url + path, headers=headers)) as answer:
        return str(answer.headers["ETag"])


def measure(seconds: float, solve_seconds: float) -> None:
    with tempfile.TemporaryDirectory() as name, Postgres() as postgres, Valkey() as valkey:
        folder = Path(name)
        migrate(postgres.url)
        fill(postgres.url, accounts_in(folder / "demo-accounts.json"), practice=PRACTICE)
        with started_system(folder, postgres.url, valkey.url, WEB_WORKERS="2") as system:
            start = published(system.signed_in(), solve_seconds)
            clinician = system.signed_in("clinician")
            headers, host = clinician.headers(), urlsplit(system.base_url).netloc
            four, all_ = (f"/api/v1/rota?start={start}&weeks={weeks}" for weeks in (4, 13))
            unchanged = headers | {"If-None-Match": etag_of(system.base_url, four, headers)}
            print(f"Severnbank, {CONNECTIONS} connections, {seconds:g} s each, two web workers")
            print(f"{'':34}{'p50 ms':>9}{'p99 ms':>9}{'req/s':>9}{'of health':>11}{'bytes':>10}")
            rows = (
                ("health check", "/healthz", headers, 200),
                ("rota, 4 weeks", four, headers, 200),
                ("rota, 13 weeks", all_, headers, 200),
                ("rota, 4 weeks, unchanged (304)", four, unchanged, 304),
            )
            base = 0.0
            for label, path, sent, expect in rows:
                asyncio.run(ask_for(host, path, sent, seconds=1, expect=expect))  # warm
                got = asyncio.run(ask_for(host, path, sent, seconds=seconds, expect=expect))
                base = base or got.a_second
                times = f"{got.p50:9.1f}{got.p99:9.1f}{got.a_second:9.0f}{got.a_second / base:11.2f}"
                failed = f"   {got.failures} failed" if got.failures else ""
                print(f"{label:34}{times}{got.size:10d}{failed}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--asking-seconds", type=float, default=5)
    parser.add_argument("--solve-seconds", type=float, default=10)
    wanted = parser.parse_args()
    measure(wanted.asking_seconds, wanted.solve_seconds)


if __name__ == "__main__":
    main()
