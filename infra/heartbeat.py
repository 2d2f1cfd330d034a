"""Proof that a process without an address is alive: a key in redis that it keeps from expiring."""

from __future__ import annotations

import asyncio
import logging

import redis as blocking_redis
from redis.asyncio import Redis
from redis.exceptions import RedisError

from shared.settings import Settings

log = logging.getLogger("rota.heartbeat")

PROCESSES = ("worker", "solver", "scheduler")
EVERY_SECONDS = 5
LASTS_SECONDS = 30


def key(settings: Settings, process: str) -> str:
    return f"{settings.cache_prefix}:heartbeat:{process}"


async def beat(settings: Settings, process: str) -> None:
    """Keep the process's key alive until cancelled. It stops when this event loop does, which is the point."""
    async with Redis.from_url(settings.redis_url, socket_timeout=5) as redis:
        while True:
            try:
                await redis.set(key(settings, process), "1", ex=LASTS_SECONDS)
            except RedisError as error:
                log.warning("no heartbeat: %s", error)
            await asyncio.sleep(EVERY_SECONDS)


def is_alive(settings: Settings, process: str) -> bool:
    """Whether one such process, at least, has been alive in the last half minute. Raises RedisError."""
    with blocking_redis.Redis.from_url(settings.redis_url, socket_timeout=5) as redis:
        return bool(redis.exists(key(settings, process)))
