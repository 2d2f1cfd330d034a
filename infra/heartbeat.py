"""Proof that a process does its work: a line about itself in redis, which it keeps from expiring while it does.

Each process has a key of its own, so that several of one kind are told apart. It is written only after a look at what
the process is for (`stuck`): an event loop that turns proves nothing about a queue nobody reads.
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
import os
import socket
import time
from collections.abc import Callable, Coroutine, Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import orjson
import redis as blocking_redis
from redis.asyncio import Redis
from redis.asyncio.retry import Retry
from redis.backoff import NoBackoff
from redis.exceptions import RedisError

from infra.monitoring.push import Pusher
from shared.in_hand import IN_HAND
from shared.settings import Settings

log = logging.getLogger("rotacc.heartbeat")

PROCESSES = ("worker", "solver", "scheduler")  # those without an address to ask
EVERY_SECONDS = 5
LASTS_SECONDS = 30
LEAVE_SECONDS = 2.0
ONCE = Retry(NoBackoff(), 0)  # a push sent twice would count twice; a beat that is lost is followed by another

Stuck = Callable[[], str | None]  # what does not move, in a sentence; None when all does


@dataclass(frozen=True, slots=True)
class Beat:
    """One process as it last spoke of itself: what it has in hand, and how much it has done since it began."""

    process: str
    host: str
    pid: int
    started_at: datetime
    at: datetime
    doing: tuple[str, ...] = ()
    done: int = 0
    failed: int = 0
    memory_bytes: int = 0

    @property
    def name(self) -> str:
        return f"{self.process}:{self.host}:{self.pid}"


def here() -> str:
    """This machine, or this container, as its processes call it."""
    return socket.gethostname()


async def beat(settings: Settings, process: str, stuck: Stuck = lambda: None) -> None:
    """Keep this process's line fresh until cancelled, and its counts pushed to where all processes' are added up.

    It stops when this event loop does, and when `stuck` finds something that does not move.
    """
    started_at, pusher = datetime.now(UTC), Pusher(settings)
    async with Redis.from_url(settings.redis_url, socket_timeout=5, socket_connect_timeout=5, retry=ONCE) as redis:
        try:
            while True:
                if why := stuck():
                    log.error("no heartbeat: %s", why)
                else:
                    await _speak(redis, settings, _beat_now(process, started_at))
                await pusher.push(redis)
                await asyncio.sleep(EVERY_SECONDS)
        finally:
            await _in_any_case(_take_leave(redis, settings, pusher, _beat_now(process, started_at)))


def listed(settings: Settings) -> list[Beat]:
    """Every process that has done its work in the last half minute, by kind and age. Raises RedisError."""
    with blocking_redis.Redis.from_url(settings.redis_url, socket_timeout=5, socket_connect_timeout=5) as redis:
        names: Any = redis.smembers(_index(settings))
        return _read(redis.mget(_keys(settings, names))) if names else []


async def all_listed(redis: Redis, settings: Settings) -> list[Beat]:
    """The same, for a process that has a connection already. Forgets the names of those that fell silent."""
    names: Any = await redis.smembers(_index(settings))
    if not names:
        return []
    found = await redis.mget(_keys(settings, names))
    if silent := [name for name, line in zip(names, found, strict=True) if line is None]:
        await redis.srem(_index(settings), *silent)
    return _read(found)


def is_alive(settings: Settings, process: str, host: str | None = None) -> bool:
    """Whether such a process on this host has done its work in the last half minute. Raises RedisError."""
    return any(each.process == process and each.host == (host or here()) for each in listed(settings))


def _index(settings: Settings) -> str:
    return f"{settings.cache_prefix}:heartbeats"


def _keys(settings: Settings, names: Iterable[bytes]) -> list[str]:
    return [_key(settings, name.decode()) for name in names]


def _key(settings: Settings, name: str) -> str:
    return f"{settings.cache_prefix}:heartbeat:{name}"


def _beat_now(process: str, started_at: datetime) -> Beat:
    return Beat(
        process=process,
        host=here(),
        pid=os.getpid(),
        started_at=started_at,
        at=datetime.now(UTC),
        doing=IN_HAND.doing,
        done=IN_HAND.done,
        failed=IN_HAND.failed,
        memory_bytes=_memory_bytes(),
    )


async def _speak(redis: Redis, settings: Settings, line: Beat) -> None:
    try:
        async with redis.pipeline(transaction=True) as pipe:
            pipe.set(_key(settings, line.name), orjson.dumps(line), ex=LASTS_SECONDS)
            pipe.sadd(_index(settings), line.name)
            await pipe.execute()
    except RedisError as error:
        log.warning("no heartbeat: %s", error)


async def _take_leave(redis: Redis, settings: Settings, pusher: Pusher, line: Beat) -> None:
    """Say that this process has ended, sooner than its key would expire, and leave what it counted."""
    with contextlib.suppress(RedisError):
        async with redis.pipeline(transaction=True) as pipe:
            pipe.delete(_key(settings, line.name))
            pipe.srem(_index(settings), line.name)
            await pipe.execute()
        await pusher.push(redis)


async def _in_any_case(work: Coroutine[Any, Any, None]) -> None:
    """Do this though we are being cancelled, again and again perhaps; but not for long."""
    task, until = asyncio.create_task(work), time.monotonic() + LEAVE_SECONDS
    while not task.done() and time.monotonic() < until:
        with contextlib.suppress(asyncio.CancelledError):
            await asyncio.wait({task}, timeout=LEAVE_SECONDS)
    task.cancel()


def _read(lines: Iterable[Any]) -> list[Beat]:
    beats = [_beat(orjson.loads(line)) for line in lines if line is not None]
    return sorted(beats, key=lambda beat: (beat.process, beat.started_at, beat.name))


def _beat(said: dict[str, Any]) -> Beat:
    times = {name: datetime.fromisoformat(said[name]) for name in ("started_at", "at")}
    return Beat(**said | times | {"doing": tuple(said["doing"])})


def _memory_bytes() -> int:
    """What this process holds in memory, shared pages included; nought where there is no /proc."""
    try:
        pages = Path("/proc/self/statm").read_text(encoding="ascii").split()[1]
    except OSError:
        return 0
    return int(pages) * os.sysconf("SC_PAGE_SIZE")
