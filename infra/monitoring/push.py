"""Adds what one process has counted to the sum of all, which lies in redis.

Increments are pushed, never totals: the sum only grows, whichever process is killed, replaced or added, which is what
Prometheus takes a counter for. A process that is killed loses what it counted since its last push.
"""

from __future__ import annotations

import logging
from collections.abc import Mapping

import orjson
from prometheus_client import CollectorRegistry
from redis.asyncio import Redis
from redis.exceptions import RedisError

from shared.metrics import REGISTRY
from shared.settings import Settings

log = logging.getLogger("rotacc.metrics")


def sums_key(settings: Settings) -> str:
    """The hash in redis that holds the sum of what all processes counted."""
    return f"{settings.cache_prefix}:metrics"


class Pusher:
    """What one process has still to add to the sum. When redis is away, it waits for the next push."""

    def __init__(self, settings: Settings, registry: CollectorRegistry = REGISTRY) -> None:
        self._key, self._registry = sums_key(settings), registry
        self._pushed: dict[bytes, float] = {}

    async def push(self, redis: Redis) -> None:
        """Add what was counted since the last push, all of it or nothing."""
        counted = totals(self._registry)
        added = {name: value - self._pushed.get(name, 0.0) for name, value in counted.items()}
        try:
            async with redis.pipeline(transaction=True) as pipe:
                for name, value in added.items():
                    if value or name not in self._pushed:  # the first time a nought, so that its growth can be seen
                        pipe.hincrbyfloat(self._key, name, value)
                await pipe.execute()
        except RedisError as error:
            log.warning("counts not pushed: %s", error)
        else:
            self._pushed = counted


def totals(registry: CollectorRegistry) -> dict[bytes, float]:
    """Everything this process has counted since it began, by name and labels."""
    return {
        field(sample.name, sample.labels): sample.value
        for family in registry.collect()
        for sample in family.samples
        if not sample.name.endswith("_created")
    }


def field(name: str, labels: Mapping[str, str]) -> bytes:
    """How one count is named in the hash."""
    return orjson.dumps([name, labels], option=orjson.OPT_SORT_KEYS)
