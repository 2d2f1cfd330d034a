"""Two webs, three workers, two schedulers, a solver, one redis and one PostgreSQL, killed in turn while people work.

The people are spread over both webs as a proxy would spread them: whoever finds one gone asks the other. What is lost
is at most what was under way in the process that was killed; what was promised is done, once.
"""

from __future__ import annotations

import contextlib
import http.client
import itertools
import os
import signal
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import psycopg
import pytest

from infra.demo.api import PREFIX, Api
from infra.embedded import Postgres, Server, Valkey, free_port
from infra.migrate import migrate
from infra.supervise import command
from tests.measured import Record
from tests.systems import System, ask_for_run, ended, started_system, until

pytestmark = pytest.mark.slow

PEOPLE = 4
# A store that restarts is away for a moment; whoever comes by then is told so, and may come again.
AWAY = 503
ALONE_SECONDS = 2.0


@dataclass
class House:
    """Many processes of one system. `webs`: their addresses."""

    system: System
    webs: tuple[str, str]
    postgres: Server
    redis: Server
    administrator: Api  # signed in once: tries are counted
    numbers: Iterator[int] = field(default_factory=itertools.count)

    def next_number(self) -> int:
        return next(self.numbers)

    def kill(self, name: str) -> None:
        """End one process at once; a store is started again here, all else by the supervisor."""
        if name in ("postgres", "redis"):
            store = self.postgres if name == "postgres" else self.redis
            store.stop(signal.SIGKILL)
            store.start()
        else:
            os.killpg(self.system.pid(name), signal.SIGKILL)

    def look_after(self) -> None:
        self.system.supervisor.check()

    def logs(self) -> str:
        return "".join(file.read_text(errors="replace") for file in self.system.logs.glob("*.log*"))


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    folder = tmp_path_factory.mktemp("many")
    # Durable stores, in a folder every account may enter: pytest keeps its own closed to all but one.
    with contextlib.ExitStack() as stack:
        kept = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="rotacc-test-")))
        kept.chmod(0o755)
        postgres = stack.enter_context(Postgres(kept / "postgres"))
        redis = stack.enter_context(Valkey(kept / "redis"))
        migrate(postgres.url)
        with started_system(folder, postgres.url, redis.url, practice="tern-valley", LEASE_MS="1500") as system:
            port = free_port()
            start = system.supervisor.start
            start("web-2", ("env", f"WEB_BIND=127.0.0.1:{port}", *command("web")))
            for name in ("worker-2", "worker-3", "scheduler-2"):
                start(name, command(name.partition("-")[0]))
            second = f"http://127.0.0.1:{port}"
            until(lambda: answers(second), look_after=system.supervisor.check)
            yield House(system, (system.base_url, second), postgres, redis, system.signed_in())


def answers(address: str) -> bool:
    try:
        return Api(address).send("GET", "/readyz")[0] == 200
    except OSError:
        return False


@dataclass
class Person:
    """An administrator at work: looks at the rota, invites somebody, and begins again."""

    house: House
    number: int
    promised: list[str] = field(default_factory=list)  # addresses whose invitation was accepted
    lost: list[str] = field(default_factory=list)  # requests nobody answered
    turned_away: int = 0
    wrong: list[str] = field(default_factory=list)  # answers nobody should get
    done: int = 0
    at: int = 0  # the web asked last
    alone_until: dict[int, float] = field(default_factory=dict)

    def work(self, over: threading.Event) -> None:
        self.clients = [self.house.administrator.elsewhere(address) for address in self.house.webs]
        while not over.is_set():
            self._ask("GET", "/rota?start=2027-01-04&weeks=1")
            address = f"{self.house.next_number()}@example.org"
            if self._ask("POST", "/auth/invitations", {"email": address, "roles": ["clinician"]}) == 201:
                self.promised.append(address)
            self.done += 1

    def _ask(self, method: str, path: str, body: Any = None) -> int | None:
        """As a proxy does it, each request at the next web: one that takes no connection is passed over, one that cut
        a request short is left alone for a while. What only looks is asked again elsewhere; what changes something is
        not, because nobody knows what became of it."""
        for _ in range(40):
            self._turn()
            try:
                status, text = self.clients[self.at].send(method, PREFIX + path, body)
            except ConnectionRefusedError:
                time.sleep(0.05)
                continue
            except (OSError, http.client.HTTPException) as error:
                self.alone_until[self.at] = time.monotonic() + ALONE_SECONDS
                if method == "GET":
                    continue
                self.lost.append(f"{method} {path}: {error!r}")
                return None
            if status == AWAY:
                self.turned_away += 1
                time.sleep(0.1)
            elif status >= 400:
                self.wrong.append(f"{method} {path}: {status} {text[:200]!r}")
            return status
        self.lost.append(f"{method} {path}: nobody was there")
        return None

    def _turn(self) -> None:
        """To the next web, past those left alone unless all are."""
        now = time.monotonic()
        order = [(self.at + step) % len(self.clients) for step in range(1, len(self.clients) + 1)]
        self.at = next((web for web in order if self.alone_until.get(web, 0.0) < now), order[0])


@dataclass
class Crowd:
    """Everybody at once, as long as the block lasts."""

    house: House

    def __enter__(self) -> Crowd:
        webs = self.house.webs
        until(lambda: all(answers(address) for address in webs), look_after=self.house.look_after)
        self.over = threading.Event()
        self.people = [Person(self.house, number) for number in range(PEOPLE)]
        self.threads = [threading.Thread(target=person.work, args=(self.over,), daemon=True) for person in self.people]
        for thread in self.threads:
            thread.start()
        self.go_on()
        return self

    def __exit__(self, *_: object) -> None:
        self.over.set()
        for thread in self.threads:
            thread.join()

    def go_on(self, more: int = 5) -> None:
        """Until each of them has done some more."""
        wanted = [person.done + more for person in self.people]
        until(
            lambda: all(person.done >= enough for person, enough in zip(self.people, wanted, strict=True)),
            look_after=self.house.look_after,
        )

    def all_of(self, what: Callable[[Person], list[str]]) -> list[str]:
        return [each for person in self.people for each in what(person)]


def settled(house: House, addresses: list[str]) -> dict[str, str]:
    """How the mail to each of these fared, once nothing waits any more."""
    found: dict[str, str] = {}

    def ended() -> bool:
        with psycopg.connect(house.system.database_url) as connection:
            rows = connection.execute(
                "select to_address, status from mail where to_address = any(%s)", [addresses]
            ).fetchall()
        found.clear()
        found.update(rows)
        assert len(rows) == len(found), "a letter was posted twice"
        return all(status in ("sent", "uncertain") for status in found.values())

    until(ended, seconds=90, look_after=house.look_after)
    return found


def printed(house: House) -> Counter[str]:
    """How often a letter to each address left the house: the console carrier prints it in a worker's log."""
    return Counter(
        line.split("To: ")[1].split("\\n")[0].strip() for line in house.logs().splitlines() if "To: " in line
    )


KILLED = ("web", "worker", "web-2", "worker-2", "worker-3", "scheduler", "scheduler-2", "redis", "postgres")


@pytest.mark.parametrize(
    "name", [pytest.param(name, marks=() if name in ("web", "worker") else pytest.mark.long) for name in KILLED]
)
def test_what_is_killed_takes_nothing_with_it_but_what_it_was_at(
    house: House, name: str, record_property: Record
) -> None:
    with Crowd(house) as crowd:
        house.kill(name)
        crowd.go_on(15)
    lost, promised = crowd.all_of(lambda p: p.lost), crowd.all_of(lambda p: p.promised)
    assert crowd.all_of(lambda p: p.wrong) == []
    # Each has one request under way at most, and a store is under everybody's.
    assert len(lost) <= (PEOPLE if name.startswith("web") or name in ("redis", "postgres") else 0), lost
    assert promised
    fared = settled(house, promised)
    assert set(fared) == set(promised), "something that was promised never came to be"
    sent = printed(house)
    assert all(sent[address] <= 1 for address in promised), "a letter left the house twice"
    assert all(sent[address] == 1 for address in promised if fared[address] == "sent")
    uncertain = [address for address in promised if fared[address] == "uncertain"]
    record_property("{} requests lost", len(lost))
    record_property("{} turned away for a moment", sum(person.turned_away for person in crowd.people))
    record_property("{} letters promised, none lost or twice", len(promised))
    record_property("{} uncertain", len(uncertain))
    assert len(uncertain) <= (8 if name.startswith("worker") or name in ("redis", "postgres") else 0), uncertain


@pytest.mark.long
def test_a_run_outlives_its_solver_while_people_work(house: House, record_property: Record) -> None:
    api = house.administrator
    with Crowd(house) as crowd:
        run = ask_for_run(api, weeks=4, seconds=4)
        house.kill("solver")  # it has the run in hand by now, or is about to
        run = ended(api, run, look_after=house.look_after)
    assert run["status"] == "done", run["error"]
    record_property("{} requests answered meanwhile, none lost", 2 * sum(person.done for person in crowd.people))
    assert crowd.all_of(lambda p: p.wrong) == crowd.all_of(lambda p: p.lost) == []


def test_two_schedulers_do_each_turn_once(house: House, record_property: Record) -> None:
    def twice() -> list[tuple[str, str]]:
        with psycopg.connect(house.system.database_url) as connection:
            return connection.execute(
                """
                select payload ->> 'name', payload ->> 'slot' from outbox where event = 'job-due'
                group by 1, 2 having count(*) > 1
                """
            ).fetchall()

    def announced() -> int:
        with psycopg.connect(house.system.database_url) as connection:
            row = connection.execute("select count(*) from job_run where done_at is not null").fetchone()
            return int(row[0]) if row else 0

    until(lambda: announced() >= 3, look_after=house.look_after)
    assert twice() == []
    record_property("{} turns done, none twice", announced())


def test_a_new_shape_that_fits_beside_is_applied_while_people_work(
    house: House, tmp_path: Path, record_property: Record
) -> None:
    """A rolling update: the database first, then one web after the other."""
    from infra.migrate import FOLDER

    for file in FOLDER.glob("*.sql"):
        (tmp_path / file.name).write_bytes(file.read_bytes())
    (tmp_path / "9999_next.sql").write_text(
        "-- What the next release brings.\n-- beside: yes\n\n"
        "alter table invitation add column note text; create table next_room (id int primary key); "
        "create index invitation_by_note on invitation (note);"
    )
    with Crowd(house) as crowd:
        assert migrate(house.system.database_url, tmp_path) == ("9999_next",)
        crowd.go_on()
        assert all(answers(address) for address in house.webs), "a web calls itself unready beside a newer database"
        os.kill(house.system.pid("web-2"), signal.SIGTERM)
        until(lambda: not answers(house.webs[1]), look_after=None)
        until(lambda: answers(house.webs[1]), look_after=house.look_after)
        crowd.go_on()
    assert crowd.all_of(lambda p: p.wrong) == []
    # What the kernel had taken for a process that was just closing its door.
    lost = crowd.all_of(lambda p: p.lost)
    record_property("{} requests lost", len(lost))
    assert len(lost) <= PEOPLE
