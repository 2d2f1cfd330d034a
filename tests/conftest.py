"""What every test may ask for: a database of its own, a redis of its own, and the whole system in real processes.

The stores are real, thrown away, and started once for each test process. TEST_DATABASE_URL and TEST_REDIS_URL choose
others; ROTACC_PG_BIN chooses another PostgreSQL to start.
"""

from __future__ import annotations

import itertools
import os
import tempfile
import uuid
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import AbstractContextManager, ExitStack, contextmanager
from pathlib import Path
from typing import Any

import psycopg
import pytest
import redis as redis_client
from psycopg import sql

from infra.embedded import Postgres, Valkey
from infra.migrate import migrate
from shared.db import Database
from shared.settings import NAMES, Settings
from shared.settings.given import OLDER_NAMES
from tests.mail_server import MailServer, mail_server
from tests.systems import System, started_system
from tests.workbench import Workbench, other_database, own_database

# What an outer shell has set must not reach the tests.
for _name in (*NAMES, *OLDER_NAMES):
    os.environ.pop(_name, None)
    os.environ.pop(f"{_name}_FILE", None)


@pytest.fixture(scope="session")
def postgres_url() -> Iterator[str]:
    """The maintenance database of a PostgreSQL the tests may do anything to."""
    if given := os.environ.get("TEST_DATABASE_URL"):
        yield given
        return
    with Postgres() as own:
        _connect_quickly(own)
        yield own.url


def _connect_quickly(own: Postgres) -> None:
    """Have this thrown-away server check its long random password in one round instead of 4096: the tests connect
    tens of thousands of times."""
    with psycopg.connect(own.url, autocommit=True) as connection:
        if connection.info.server_version >= 160000:
            connection.execute("set scram_iterations = 1")
            connection.execute(sql.SQL("alter role postgres password {}").format(own.password))


@pytest.fixture(scope="session")
def valkey_url() -> Iterator[str]:
    """A redis or Valkey the tests may do anything to; database 0 stays unused."""
    with ExitStack() as stack:
        yield os.environ.get("TEST_REDIS_URL") or stack.enter_context(Valkey()).url


@pytest.fixture(scope="session")
def template(postgres_url: str) -> Iterator[str]:
    """Name of a migrated, empty database that is copied for each test: 20 ms instead of every migration again."""
    name = f"template_{uuid.uuid4().hex[:12]}"
    with psycopg.connect(postgres_url, autocommit=True) as connection:
        connection.execute(f"create database {name}")
        migrate(other_database(postgres_url, name))
        yield name
        connection.execute(f"drop database {name} with (force)")


@pytest.fixture(scope="session")
def workbench(postgres_url: str, template: str) -> Iterator[Workbench]:
    """The database that one test after the other has to itself."""
    bench = Workbench(postgres_url, template)
    yield bench
    bench.close()


@pytest.fixture
def database_url(workbench: Workbench) -> Iterator[str]:
    """Address of a migrated, empty database that no other test has at this time."""
    yield workbench.url
    workbench.tidy()


@pytest.fixture
async def db(database_url: str) -> AsyncIterator[Database]:
    """The test's own database, open."""
    async with Database(database_url, max_size=4) as database:
        yield database


_numbers = itertools.count(1)


@pytest.fixture
def redis_url(valkey_url: str) -> Iterator[str]:
    """Address of an empty redis database of this test's own."""
    with redis_client.Redis.from_url(valkey_url) as client:
        available = int(client.config_get("databases")["databases"])
    number = next(_numbers) % (available - 1) + 1
    url = other_database(valkey_url, str(number))
    with redis_client.Redis.from_url(url) as client:
        client.flushdb()
        yield url
        client.flushdb()


@pytest.fixture
def open_folder() -> Iterator[Path]:
    """A folder every account may enter, for durable stores: pytest keeps its own closed to all but one."""
    with tempfile.TemporaryDirectory(prefix="rotacc-test-", ignore_cleanup_errors=True) as name:
        Path(name).chmod(0o755)
        yield Path(name)


@pytest.fixture
def settings(database_url: str, redis_url: str) -> Settings:
    """Settings of a development system on this test's own stores, with short leases."""
    return Settings(
        database_url=database_url,
        redis_url=redis_url,
        secret_key="only-for-tests-only-for-tests-only",
        deployment_env="DEV",
        secure_cookies=False,
        lease_ms=1000,
    )


NewSystem = Callable[..., AbstractContextManager[System]]


@pytest.fixture(scope="session")
def new_system(
    postgres_url: str, valkey_url: str, template: str, tmp_path_factory: pytest.TempPathFactory
) -> NewSystem:
    """Starts a system on a database of its own: `with new_system("mail", programs=("web",)) as system`. What
    `started_system` takes may follow the name."""

    @contextmanager
    def start(name: str, **more: Any) -> Iterator[System]:
        with own_database(postgres_url, template, name) as url:
            prefix = url.rpartition("/")[2]  # database 0 of somebody else's redis may hold somebody else's keys
            stores = url, other_database(valkey_url, "0")
            with started_system(tmp_path_factory.mktemp(name), *stores, CACHE_PREFIX=prefix, **more) as running:
                yield running

    return start


@pytest.fixture(scope="session")
def system(new_system: NewSystem) -> Iterator[System]:
    """The whole system in real processes, with Northgate read in and nothing published. Shared: leave it usable."""
    with new_system("system") as running:
        yield running


@pytest.fixture(scope="module")
def post_office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[MailServer]:
    """A real mail server for the tests of one module."""
    with mail_server(tmp_path_factory.mktemp("mail")) as server:
        yield server
