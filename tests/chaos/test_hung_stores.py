"""Stores that hang: they take what is said to them and never answer. Worse than being down, because nobody is told."""

from __future__ import annotations

import http.client
import json
import os
import signal
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from urllib.parse import urlsplit

import pytest

from infra.embedded import Postgres, Server, Valkey
from infra.migrate import migrate
from tests.chaos.processes import family
from tests.infra.monitoring.reading import Figures
from tests.measured import Record
from tests.systems import System, started_system, until

pytestmark = pytest.mark.slow

IN_TIME_SECONDS = 4.0  # containers' health checks wait for five


@pytest.fixture(scope="module")
def stores() -> Iterator[tuple[Postgres, Valkey]]:
    with Postgres() as postgres, Valkey() as valkey:
        migrate(postgres.url)
        yield postgres, valkey


@pytest.fixture(scope="module")
def system(stores: tuple[Postgres, Valkey], tmp_path_factory: pytest.TempPathFactory) -> Iterator[System]:
    postgres, valkey = stores
    with started_system(tmp_path_factory.mktemp("hung"), postgres.url, valkey.url, programs=("web",)) as running:
        yield running


@contextmanager
def hanging(server: Server) -> Iterator[None]:
    """Stop every process of a store where it stands, connections and all."""
    stopped = family(server.pid)
    for pid in stopped:
        os.kill(pid, signal.SIGSTOP)
    try:
        yield
    finally:
        for pid in stopped:
            os.kill(pid, signal.SIGCONT)


def asked(system: System, path: str) -> tuple[int, str, float]:
    """Status, text, and how long it took."""
    began = time.monotonic()
    connection = http.client.HTTPConnection(urlsplit(system.base_url).netloc, timeout=30)
    connection.request("GET", path)
    answer = connection.getresponse()
    text = answer.read().decode()
    connection.close()
    return answer.status, text, time.monotonic() - began


def ready(system: System) -> dict[str, Any]:
    return dict(json.loads(asked(system, "/readyz")[1]))


@pytest.mark.parametrize(("which", "store"), [(0, "database"), (1, "redis")], ids=["postgresql", "redis"])
def test_a_store_that_hangs_is_told_of_in_time(
    system: System, stores: tuple[Postgres, Valkey], which: int, store: str, record_property: Record
) -> None:
    until(lambda: asked(system, "/readyz")[0] == 200)
    with hanging(stores[which]):
        for _ in range(2):  # not the first time alone
            status, text, seconds = asked(system, "/readyz")
            assert (status, json.loads(text)[store]) == (503, False)
            assert seconds < IN_TIME_SECONDS
            record_property("not ready said in {} s", seconds)
        assert asked(system, "/healthz")[0] == 200
        status, text, seconds = asked(system, "/metrics")
        assert (status, Figures(text).one("rotacc_store_up", store=store)) == (200, 0)
        assert seconds < IN_TIME_SECONDS
    until(lambda: ready(system)["ok"], seconds=30)
    until(lambda: Figures(asked(system, "/metrics")[1]).one("rotacc_store_up", store=store) == 1)
