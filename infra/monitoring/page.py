"""GET /metrics: the state of the whole system, whichever web process answers, in the words of Prometheus."""

from __future__ import annotations

import asyncio
import ipaddress
import secrets
from collections.abc import Callable, Iterator
from importlib.metadata import PackageNotFoundError, version
from typing import Any

from falcon.asgi import Request, Response
from prometheus_client import generate_latest
from prometheus_client.core import GaugeMetricFamily, Metric
from prometheus_client.registry import Collector
from redis.asyncio import Redis

from infra.monitoring import queues, records
from infra.patience import Question, T
from shared import log
from shared.access import Access
from shared.db import Database
from shared.errors import Forbidden
from shared.http import endpoint
from shared.settings import Settings

logger = log.get("rotacc.metrics")

CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8"
KEPT_SECONDS = 3.0  # several may scrape; the stores are asked once
FORWARDED = ("X-Forwarded-For", "X-Forwarded-Host", "Forwarded", "Via", "X-Real-IP")


class Metrics:
    """For whoever knows METRICS_TOKEN; without one set, for whoever asks on this very machine and past no proxy."""

    def __init__(self, settings: Settings, database: Database, redis: Redis) -> None:
        self._token = settings.metrics_token
        self._settings, self._database, self._redis = settings, database, redis
        self._records = Question(self._read_records, keep_seconds=KEPT_SECONDS)
        self._queues = Question(self._read_queues, keep_seconds=KEPT_SECONDS)

    @endpoint(access=Access.PUBLIC, summary="Figures for Prometheus", returns={200: None}, produces=CONTENT_TYPE)
    async def on_get(self, req: Request, _resp: Response) -> bytes:
        if not self._may(req):
            raise Forbidden("These figures are for whoever watches over this system.")
        records_told, queues_told = _figures("database", self._records), _figures("redis", self._queues)
        told, seen = await asyncio.gather(records_told, queues_told)
        return _written(lambda: _families(told, seen))

    on_head = on_get

    def _may(self, req: Request) -> bool:
        if self._token:
            scheme, _, word = (req.get_header("Authorization") or "").partition(" ")
            return scheme.lower() == "bearer" and secrets.compare_digest(word.strip().encode(), self._token.encode())
        return _is_here(req.remote_addr) and not any(req.get_header(name) for name in FORWARDED)

    async def _read_records(self) -> dict[str, Any]:
        async with self._database.tx() as tx:
            return await records.read(tx)

    async def _read_queues(self) -> queues.Told:
        return await queues.read(self._redis, self._settings)


async def _figures(store: str, question: Question[T]) -> T | None:
    try:
        return await question.answer()
    except Exception as error:  # a page that says which store is away is worth most just then
        logger.warning("no figures", store=store, error=str(error) or type(error).__name__)
        return None


def _families(told: dict[str, Any] | None, seen: queues.Told | None) -> Iterator[Metric]:
    up = GaugeMetricFamily("rotacc_store_up", "Whether each store answered just now.", labels=["store"])
    up.add_metric(["database"], float(told is not None))
    up.add_metric(["redis"], float(seen is not None))
    yield up
    build = GaugeMetricFamily("rotacc_build_info", "What answers, and the schema.", labels=["version", "schema"])
    build.add_metric([_version(), str((told or {}).get("schema") or "")], 1.0)
    yield build
    if told is not None:
        yield from records.families(told)
    if seen is not None:
        yield from queues.families(seen)


def _written(families: Callable[[], Iterator[Metric]]) -> bytes:
    class Whole(Collector):
        def collect(self) -> Iterator[Metric]:
            return families()

    return generate_latest(Whole())


def _is_here(address: str) -> bool:
    try:
        return ipaddress.ip_address(address).is_loopback
    except ValueError:  # no address at all, such as a socket's path
        return False


def _version() -> str:
    try:
        return version("rotacc")
    except PackageNotFoundError:  # run from its sources, without being installed
        return "unknown"
