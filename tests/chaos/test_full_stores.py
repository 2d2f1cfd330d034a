"""Stores that are there and have no room: no connection left, none in our pool, no memory left in redis."""

from __future__ import annotations

import contextlib
import json
import threading
import time
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import psycopg
import pytest
import redis

from infra.demo.api import PREFIX, Api
from infra.embedded import Postgres, Valkey
from infra.migrate import migrate
from tests.measured import Record, timed
from tests.systems import System, started_system, until

pytestmark = pytest.mark.slow

CONNECTIONS = 8  # of one web process
PEOPLE = 3 * CONNECTIONS


@pytest.fixture(scope="module")
def stores() -> Iterator[tuple[Postgres, Valkey]]:
    with Postgres() as postgres, Valkey() as valkey:
        migrate(postgres.url)
        yield postgres, valkey


@pytest.fixture(scope="module")
def system(stores: tuple[Postgres, Valkey], tmp_path_factory: pytest.TempPathFactory) -> Iterator[System]:
    """A web process and a worker on stores of their own."""
    urls = stores[0].url, stores[1].url
    with started_system(tmp_path_factory.mktemp("full"), *urls, programs=("web", "worker")) as running:
        yield running


@pytest.fixture(scope="module")
def administrator(system: System) -> Api:
    return system.signed_in()


def ready(system: System) -> tuple[int, dict[str, bool]]:
    status, text = Api(system.base_url).send("GET", "/readyz")
    return status, json.loads(text)


def alive(system: System) -> bool:
    return Api(system.base_url).send("GET", "/healthz")[0] == 200


def fine(system: System, api: Api) -> bool:
    return ready(system)[0] == 200 and api.send("GET", PREFIX + "/leave/requests")[0] == 200


# What the system has; ours have asked nothing.
OTHERS = """
select pg_terminate_backend(pid, 5000) from pg_stat_activity
where backend_type = 'client backend' and query <> '' and pid <> pg_backend_pid()
"""


@contextlib.contextmanager
def every_connection(url: str) -> Iterator[None]:
    """Take every connection the server gives out, those of others included."""
    with contextlib.ExitStack() as held:
        first = held.enter_context(psycopg.connect(url, autocommit=True))
        while first.execute(OTHERS).fetchall():
            with contextlib.suppress(psycopg.OperationalError):  # too many
                while True:
                    held.enter_context(psycopg.connect(url))
        yield


def test_a_database_that_takes_no_more_connections_is_a_busy_system_that_comes_back(
    system: System, administrator: Api, record_property: Record
) -> None:
    until(lambda: fine(system, administrator))
    with every_connection(system.database_url):
        assert ready(system) == (503, {"ok": False, "database": False, "migrations": False, "redis": True})
        status, text = administrator.send("GET", PREFIX + "/leave/requests")
        assert status == 503, text
        assert alive(system)
    with timed(record_property, "all well {} s after"):
        until(lambda: fine(system, administrator))


WAITING = "select count(*) from pg_stat_activity where wait_event_type = 'Lock'"


def test_a_pool_that_is_exhausted_turns_away_with_503_and_loses_nothing_of_what_it_took(
    system: System, administrator: Api, record_property: Record
) -> None:
    until(lambda: fine(system, administrator))
    clients = [administrator.elsewhere(system.base_url) for _ in range(PEOPLE)]
    full = threading.Event()

    def invite(number: int) -> int:
        body = {"email": f"pool{number}@example.org", "roles": ["clinician"]}
        while True:  # a pool still growing turns away as well: they try again until it is full
            status = clients[number].send("POST", PREFIX + "/auth/invitations", body)[0]
            if status != 503 or full.is_set():
                return status

    with (
        psycopg.connect(system.database_url) as holder,
        psycopg.connect(system.database_url, autocommit=True) as watcher,
        ThreadPoolExecutor(PEOPLE) as pool,
    ):
        holder.execute("lock table invitation")
        answers = [pool.submit(invite, number) for number in range(PEOPLE)]
        until(lambda: watcher.execute(WAITING).fetchone() == (CONNECTIONS,))
        full.set()
        until(lambda: sum(answer.done() for answer in answers) >= PEOPLE - CONNECTIONS)
        assert (ready(system)[0], alive(system)) == (503, True)
        holder.commit()
        counted = Counter(answer.result() for answer in answers)
    assert set(counted) == {201, 503}, counted
    record_property("{} turned away", counted[503])
    record_property("{} waited and were done", counted[201])
    until(lambda: fine(system, administrator))
    with psycopg.connect(system.database_url) as connection:
        found = connection.execute("select count(*) from invitation where email like 'pool%'").fetchone()
    assert found == (counted[201],)


def test_a_redis_without_memory_refuses_what_it_must_keep_and_forgets_nothing(
    system: System, administrator: Api, record_property: Record
) -> None:
    """Queues and sign-ins live there: full memory is an error somebody sees, never a forgotten task."""
    until(lambda: fine(system, administrator))
    with redis.Redis.from_url(system.redis_url) as client:
        keys = client.dbsize()
        client.config_set("maxmemory", 1)
        try:
            account = system.accounts["clinician"]
            status, text = Api(system.base_url).send("POST", PREFIX + "/auth/sign-in", account)
            assert status == 503, text
            assert administrator.send("GET", PREFIX + "/leave/requests")[0] == 200, "who is signed in stays so"
            administrator.ask("POST", "/auth/invitations", {"email": "full@example.org", "roles": ["clinician"]})
            time.sleep(1)
            assert client.dbsize() >= keys - 1, "something was thrown away"
        finally:
            client.config_set("maxmemory", 0)
    with timed(record_property, "letter gone out {} s after"):
        until(lambda: "To: full@example.org" in system.log("worker"))
    assert system.log("worker").count("To: full@example.org") == 1
    system.signed_in("clinician")
