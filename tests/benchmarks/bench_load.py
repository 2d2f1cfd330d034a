"""Two hundred people signed in, a page each every few seconds for five minutes, beside the health check in one run.

`python -m tests.benchmarks.bench_load` starts a whole system of its own with Severnbank's rota published. Everybody has
an account, a browser (a connection kept open, and what each page asks for, at once) and a rhythm of their own: reading
the rota most of the time, leave and balances now and then, a request that is withdrawn again; every twentieth is an
administrator, who also edits by hand. The people share the machine with what they use. Machines are noisy: read the
ratios.
"""

from __future__ import annotations

import argparse
import asyncio
import gc
import json
import random
import secrets
import tempfile
import time
from collections import defaultdict
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from functions.auth.service import ensure_account
from infra.demo.contents import accounts_in, fill
from infra.embedded import Postgres, Valkey
from infra.migrate import migrate
from shared.db import Database
from tests.benchmarks.bench_memory import show, table
from tests.benchmarks.bench_rota_page import PRACTICE, published
from tests.systems import System, started_system

API = "/api/v1"
EVERY = 20  # every so-manieth is an administrator
RHYTHM_SECONDS = (5.0, 15.0)  # between two pages of one person
WANTED_MS = 200


@dataclass(slots=True)
class Took:
    """Milliseconds by what was asked for, and what went wrong."""

    ms: dict[str, list[float]] = field(default_factory=lambda: defaultdict(list))
    wrong: dict[str, int] = field(default_factory=lambda: defaultdict(int))


class Browser:
    """One person's: keeps its connection, its sign-in and the versions of what it has seen."""

    def __init__(self, host: str, took: Took) -> None:
        self._host, self._took = host, took
        self._headers = {"Host": host, "Origin": f"http://{host}", "Accept": "application/json"}
        self._etags: dict[str, str] = {}
        self._line: tuple[asyncio.StreamReader, asyncio.StreamWriter] | None = None

    async def sign_in(self, username: str, password: str) -> None:
        head, body = await self._send("POST", "/auth/sign-in", {"username": username, "password": password}, "sign-in")
        cookies = [line.partition(":")[2].strip().partition(";")[0] for line in head if line.startswith("set-cookie")]
        self._headers |= {"Cookie": "; ".join(cookies), "X-CSRF-Token": json.loads(body)["csrf_token"]}

    async def get(self, path: str) -> Any:
        return (await self._send("GET", path, None, _named(path)))[1]

    async def change(self, method: str, path: str, body: Any = None) -> Any:
        answer = (await self._send(method, path, body, f"{method} {_named(path)}"))[1]
        return json.loads(answer) if answer else None

    async def _send(self, method: str, path: str, body: Any, name: str) -> tuple[list[str], bytes]:
        """Ask, and again after a second while it is too busy to answer, which is counted as wrong."""
        while True:
            answered = await self._send_once(method, path, body, name)
            if " 503 " not in answered[0][0]:
                return answered
            await asyncio.sleep(1)

    async def _send_once(self, method: str, path: str, body: Any, name: str) -> tuple[list[str], bytes]:
        content = b"" if body is None else json.dumps(body).encode()
        headers = self._headers | ({"Content-Type": "application/json"} if content else {})
        if method == "GET" and path in self._etags:
            headers |= {"If-None-Match": self._etags[path]}
        lines = [f"{method} {API}{path} HTTP/1.1", *(f"{key}: {value}" for key, value in headers.items())]
        asked = "\r\n".join([*lines, f"Content-Length: {len(content)}", "", ""]).encode() + content
        began = time.perf_counter()
        head, answer = await self._converse(asked)
        self._took.ms[name].append(1000 * (time.perf_counter() - began))
        if int(head[0].split()[1]) >= 400:
            self._took.wrong[f"{name}: {head[0]} {answer[:120].decode(errors='replace')}"] += 1
        for line in head:
            if line.startswith("etag:"):
                self._etags[path] = line.partition(":")[2].strip()
        return head, answer

    async def _converse(self, asked: bytes) -> tuple[list[str], bytes]:
        for kept in (True, False):  # a web worker is replaced now and then, and its connections with it
            if self._line is None or not kept:
                name, _, port = self._host.partition(":")
                self._line = await asyncio.open_connection(name, int(port))
            reader, writer = self._line
            try:
                writer.write(asked)
                raw = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1").split("\r\n")
                break
            except (asyncio.IncompleteReadError, ConnectionError):
                if not kept:
                    raise
        head = [raw[0], *(line.partition(":")[0].lower() + ":" + line.partition(":")[2] for line in raw[1:])]
        length = next((int(line.partition(":")[2]) for line in head if line.startswith("content-length:")), 0)
        answer = await reader.readexactly(length)
        if any(line.startswith("connection:") and "close" in line for line in head):
            writer.close()
            self._line = None
        return head, answer


def _named(path: str) -> str:
    """The address without what is in it only this once."""
    parts = path.partition("?")[0].split("/")
    return "/".join("…" if any(sign.isdigit() for sign in part) else part for part in parts)


@dataclass(slots=True)
class Person:
    """Somebody with an account, at work."""

    browser: Browser
    username: str
    password: str
    code: str | None
    start: str
    dice: random.Random

    @property
    def pages(self) -> Mapping[Callable[[], Awaitable[None]], int]:
        """What they look at, and how often of a hundred times."""
        if self.code is None:
            return {
                self.rota: 35, self.alerts: 15, self.requests: 20, self.fairness: 5, self.versions: 5, self.edit: 20,
            }  # fmt: skip
        return {
            self.rota: 45, self.all_of_the_rota: 15, self.leave: 15, self.statement: 10, self.fairness: 5,
            self.versions: 5, self.ask_for_leave: 5,
        }  # fmt: skip

    async def work(self, until: float) -> None:
        """Sign in some time in the first half minute, then a page at a time."""
        await asyncio.sleep(self.dice.uniform(0, 30))
        await self.browser.sign_in(self.username, self.password)
        pages = self.pages
        while time.perf_counter() < until:
            [page] = self.dice.choices(list(pages), list(pages.values()))
            await self._head()
            await page()
            await asyncio.sleep(self.dice.uniform(*RHYTHM_SECONDS))

    async def _head(self) -> None:
        """What every page asks for."""
        await self.browser.get("/auth/me")

    async def rota(self) -> None:
        await self.browser.get(f"/rota?start={self.start}&weeks=4")
        await self.browser.get("/rota/alerts/summary" if self.code is None else "/rota/changes-for-me")

    async def all_of_the_rota(self) -> None:
        await self.browser.get(f"/rota?start={self.start}&weeks=13")

    async def fairness(self) -> None:
        await self.browser.get("/rota/fairness")

    async def versions(self) -> None:
        await self.browser.get("/rota/versions")

    async def alerts(self) -> None:
        await self.browser.get("/rota/alerts")

    async def requests(self) -> None:
        await self.browser.get("/leave/requests?status=requested")

    async def leave(self) -> None:
        await self.browser.get(f"/leave/people/{self.code}/balance?year=2027-01-01")
        await self.browser.get(f"/leave/calendar?start={self.start}&weeks=6&kind=annual&code={self.code}")

    async def statement(self) -> None:
        await self.browser.get(f"/leave/people/{self.code}/statement?year=2027-01-01")

    async def ask_for_leave(self) -> None:
        day = f"2027-{self.dice.randint(6, 11):02d}-{self.dice.randint(1, 28):02d}"
        wanted = {"kind": "annual", "start": day, "start_half": "AM", "end": day, "end_half": "PM"}
        await self.browser.change("POST", "/leave/assessments", wanted)

    async def edit(self) -> None:
        """One change by hand, and its undoing."""
        grid = json.loads(await self._fresh(f"/rota?start={self.start}&weeks=2&layer=edits"))
        codes, dates = [p["code"] for p in grid["people"]], [d["date"] for d in grid["days"]]
        clinics = [line for line in grid["assignments"] if line[3] == "clinic"]
        person, day, half, _, site = self.dice.choice(clinics)
        was = {"activity": "clinic", "site": site, "pinned": False, "locum": None}
        cell = {"code": codes[person], "date": dates[day], "half": ("AM", "PM")[half], "was": was}
        now = was | {"activity": "admin", "pinned": True}
        staged = await self.browser.change(
            "POST", "/rota/edits", {"cells": [cell | {"now": now}], "cause": "hand", "cause_id": None}
        )
        if staged and "edit" in staged:
            await self.browser.change("PUT", f"/rota/edits/{staged['edit']['id']}/undoing")

    async def _fresh(self, path: str) -> bytes:
        self.browser._etags.pop(path, None)
        answer: bytes = await self.browser.get(path)
        return answer


async def people_of(system: System, number: int, start: str, took: Took) -> list[Person]:
    """So many people with accounts; clinicians are somebody on the rota, in turn."""
    host = urlsplit(system.base_url).netloc
    grid = system.signed_in().ask("GET", f"/rota?start={start}&weeks=1")
    codes = [person["code"] for person in grid["people"]]
    made: list[Person] = []
    async with Database(system.database_url, max_size=2) as database:
        for n in range(number):
            code = None if n % EVERY == 0 else codes[n % len(codes)]
            username, password = f"load-{n}", secrets.token_urlsafe(12)
            async with database.tx() as tx:
                await ensure_account(
                    tx, username=username, password=password, display_name=username,
                    roles=["clinician" if code else "administrator"], person_code=code if n < len(codes) else None,
                )  # fmt: skip
            person = Person(Browser(host, took), username, password, code, start, random.Random(n))
            made.append(person if n < len(codes) or code is None else _reader(person))
    return made


class _Reader(Person):
    """Somebody with an account and no person on the rota: there are fewer people on it than sign in here."""

    @property
    def pages(self) -> Mapping[Callable[[], Awaitable[None]], int]:
        return {self.rota: 60, self.all_of_the_rota: 25, self.fairness: 10, self.versions: 5}


def _reader(person: Person) -> Person:
    return _Reader(person.browser, person.username, person.password, person.code, person.start, person.dice)


async def probe(host: str, until: float, took: list[float]) -> None:
    """The health check, once a second, beside the people."""
    browser = Browser(host, Took())
    while time.perf_counter() < until:
        lines = f"GET /healthz HTTP/1.1\r\nHost: {host}\r\n\r\n".encode()
        began = time.perf_counter()
        await browser._converse(lines)
        took.append(1000 * (time.perf_counter() - began))
        await asyncio.sleep(1)


async def crowd(system: System, number: int, seconds: float, start: str) -> tuple[Took, list[float]]:
    took, health = Took(), list[float]()
    people = await people_of(system, number, start, took)
    gc.freeze()
    until = time.perf_counter() + seconds
    host = urlsplit(system.base_url).netloc
    await asyncio.gather(probe(host, until, health), *(person.work(until) for person in people))
    return took, health


def report(took: Took, health: list[float], seconds: float) -> None:
    everything = sorted(ms for each in took.ms.values() for ms in each)
    base = _at(health, 0.5)
    print(f"{'':44}{'times':>8}{'p50 ms':>9}{'p95 ms':>9}{'p99 ms':>9}{'of health':>11}")
    print(_row("health check", health, base))
    for name, each in sorted(took.ms.items(), key=lambda item: -len(item[1])):
        print(_row(name, each, base))
    print(_row(f"everything (wanted: p95 under {WANTED_MS})", everything, base))
    print(f"{len(everything) / seconds:.0f} requests a second")
    for what, times in took.wrong.items():
        print(f"WRONG {times} x {what}")


def _row(name: str, ms: list[float], base: float) -> str:
    p50, p95, p99 = (_at(ms, part) for part in (0.5, 0.95, 0.99))
    return f"{name:44}{len(ms):8d}{p50:9.1f}{p95:9.1f}{p99:9.1f}{p50 / base:11.1f}"


def _at(ms: list[float], part: float) -> float:
    ordered = sorted(ms)
    return ordered[min(len(ordered) - 1, int(len(ordered) * part))]


def measure(number: int, seconds: float, web_workers: int) -> None:
    with tempfile.TemporaryDirectory() as name, Postgres() as postgres, Valkey() as valkey:
        folder = Path(name)
        migrate(postgres.url)
        fill(postgres.url, accounts_in(folder / "demo-accounts.json"), practice=PRACTICE)
        with started_system(folder, postgres.url, valkey.url, WEB_WORKERS=str(web_workers)) as system:
            start = published(system.signed_in(), 10)
            print(f"{number} people, {seconds:g} s, {web_workers} web workers, Severnbank")
            took, health = asyncio.run(crowd(system, number, seconds, start))
            report(took, health, seconds)
            show("What each part holds after it", table(system, {"postgresql": postgres.pid, "redis": valkey.pid}))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--people", type=int, default=200)
    parser.add_argument("--seconds", type=float, default=300)
    parser.add_argument("--web-workers", type=int, default=4)
    wanted = parser.parse_args()
    measure(wanted.people, wanted.seconds, wanted.web_workers)


if __name__ == "__main__":
    main()
