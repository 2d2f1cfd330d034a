"""What redis tells about the system's health: the queues, the processes, and what all of them counted."""

from __future__ import annotations

import contextlib
from collections import defaultdict
from collections.abc import AsyncIterator, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import orjson
from prometheus_client.core import GaugeMetricFamily, Metric
from redis.asyncio import Redis
from redis.exceptions import ResponseError

from infra.heartbeat import Beat, all_listed
from infra.monitoring.push import sums_key
from shared.metrics import REGISTRY
from shared.queue_scripts import GROUP
from shared.settings import Settings

QUEUES = ("tasks", "solve", "quick")
KINDS = ("web", "worker", "solver", "scheduler")


@dataclass(frozen=True, slots=True)
class Queue:
    """One queue as it stands: `depth` is what waits and what somebody is at; `held` the latter alone."""

    name: str
    depth: int
    held: int
    oldest_seconds: float
    dead_letters: int


@dataclass(frozen=True, slots=True)
class Told:
    """Everything redis tells, as it stands."""

    queues: tuple[Queue, ...]
    beats: tuple[Beat, ...]
    sums: Mapping[bytes, bytes]


async def read(redis: Redis, settings: Settings) -> Told:
    async with _lanes(redis, settings) as lanes:
        seconds, micros = await lanes.time()
        queues = [await read_queue(lanes, settings, name, seconds + micros / 1e6) for name in QUEUES]
    sums: Any = await redis.hgetall(sums_key(settings))
    return Told(tuple(queues), tuple(await all_listed(redis, settings)), sums)


@contextlib.asynccontextmanager
async def _lanes(redis: Redis, settings: Settings) -> AsyncIterator[Redis]:
    """The redis the queues are in: the same as everything else's, unless TASK_BROKER_URL names one of their own."""
    if settings.task_broker_url == settings.redis_url:
        yield redis
        return
    async with Redis.from_url(settings.task_broker_url, socket_timeout=2, socket_connect_timeout=2) as own:
        yield own


async def read_queue(redis: Redis, settings: Settings, name: str, moment: float) -> Queue:
    """One queue, at this moment of redis's own clock."""
    key = f"{settings.cache_prefix}:{name}"
    depth, dead = await redis.xlen(key), await redis.xlen(f"{key}:dead")
    held, delivered = 0, b"0-0"
    with contextlib.suppress(ResponseError):  # nobody has listened or sent yet
        for group in await redis.xinfo_groups(key):
            if group["name"] == GROUP.encode():
                held, delivered = group["pending"], group["last-delivered-id"]
    waiting: Any = await redis.xrange(key, min=b"(" + delivered, count=1)
    oldest = max(0.0, moment - int(waiting[0][0].partition(b"-")[0]) / 1000) if waiting else 0.0
    return Queue(name, int(depth), int(held), oldest, int(dead))


def families(told: Told) -> Iterator[Metric]:
    """The same, as Prometheus reads it."""
    yield from _queues(told.queues)
    yield from _processes(told.beats)
    yield from _sums(told.sums)


def _queues(queues: Iterable[Queue]) -> Iterator[Metric]:
    figures = (
        ("rotacc_queue_depth", "Tasks in the queue, those somebody is at included.", "depth"),
        ("rotacc_queue_held", "Tasks lent to a worker.", "held"),
        ("rotacc_queue_oldest_seconds", "Age of the oldest task that nobody has had yet.", "oldest_seconds"),
        ("rotacc_queue_dead_letters", "Tasks laid aside after too many failures.", "dead_letters"),
    )
    for name, words, attribute in figures:
        family = GaugeMetricFamily(name, words, labels=["queue"])
        for queue in queues:
            family.add_metric([queue.name], float(getattr(queue, attribute)))
        yield family


def _processes(beats: Iterable[Beat]) -> Iterator[Metric]:
    alive = GaugeMetricFamily("rotacc_processes", "Processes that do their work, by kind.", labels=["process"])
    memory = GaugeMetricFamily(
        "rotacc_memory_bytes", "Memory they hold, shared pages counted for each.", labels=["process"]
    )
    busy = GaugeMetricFamily("rotacc_in_hand", "Requests and tasks they are at, by kind.", labels=["process"])
    by_kind = defaultdict(list)
    for beat in beats:
        by_kind[beat.process].append(beat)
    for kind in KINDS:
        alive.add_metric([kind], len(by_kind[kind]))
        memory.add_metric([kind], sum(beat.memory_bytes for beat in by_kind[kind]))
        busy.add_metric([kind], sum(len(beat.doing) for beat in by_kind[kind]))
    yield from (alive, memory, busy)


def _sums(sums: Mapping[bytes, bytes]) -> Iterator[Metric]:
    """What all processes counted, of what this version knows. Buckets come in order, as the format wants them."""
    samples: dict[str, list[tuple[dict[str, str], float]]] = defaultdict(list)
    for field, value in sums.items():
        name, labels = orjson.loads(field)
        samples[name].append((labels, float(value)))
    for known in REGISTRY.collect():
        family = Metric(known.name, known.documentation, known.type)
        for name in (known.name + end for end in ("_total", "_bucket", "_count", "_sum")):
            for labels, count in sorted(samples[name], key=_in_order):
                family.add_sample(name, labels, count)
        yield family


def _in_order(sample: tuple[dict[str, str], float]) -> tuple[list[str], float]:
    labels, _ = sample
    return [labels[key] for key in sorted(labels) if key != "le"], float(labels.get("le", 0))
