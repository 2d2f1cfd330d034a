"""What redis tells of the processes that work for later: for `rotacc workers`, and for the doctor."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from typing import Any

import orjson
from redis.asyncio import Redis
from redis.asyncio.retry import Retry
from redis.backoff import NoBackoff

from infra.heartbeat import PROCESSES, Beat, listed
from infra.monitoring.queues import QUEUES, Queue, read_queue
from shared.settings import Settings

SHOWN_DEAD = 50


@dataclass(frozen=True, slots=True)
class DeadLetter:
    """A task laid aside: which, what it was given (ids alone), why, and when it was sent."""

    queue: str
    id: str
    task: str
    given: tuple[Any, ...]
    reason: str
    sent_at: datetime


@dataclass(frozen=True, slots=True)
class Seen:
    """Everything at one moment. `registered`: what each kind of process can be asked for."""

    beats: tuple[Beat, ...]
    queues: tuple[Queue, ...]
    dead: tuple[DeadLetter, ...]
    registered: dict[str, list[str]]
    webs: int = 0  # web processes at work

    @property
    def missing(self) -> tuple[str, ...]:
        """Kinds of process none of which is at work."""
        return tuple(kind for kind in PROCESSES if not any(beat.process == kind for beat in self.beats))

    def parts(self) -> dict[str, Any]:
        """The same as plain data, by what one may ask for."""
        beats = [{"name": beat.name} | asdict(beat) for beat in self.beats]
        return {
            "active": {beat.name: beat.doing for beat in self.beats},
            "registered": self.registered,
            "stats": beats,
            "queues": [asdict(queue) for queue in self.queues],
            "dead": [asdict(letter) for letter in self.dead],
            "missing": self.missing,
        }


def look(settings: Settings) -> Seen:
    """What there is to see now. Raises RedisError."""
    queues, dead = asyncio.run(_read(settings))
    beats = listed(settings)
    ours = tuple(beat for beat in beats if beat.process in PROCESSES)
    return Seen(ours, queues, dead, registered(), webs=len(beats) - len(ours))


def put_back(settings: Settings) -> int:
    """Put every dead letter back in its queue, to be delivered as if for the first time; how many there were."""
    return asyncio.run(_put_back(settings))


def registered() -> dict[str, list[str]]:
    """What can be asked of each kind of process: facts it hears, the solver's tasks, jobs by the clock."""
    from infra import scheduler
    from infra.worker import ANSWER, SOLVE, import_tasks
    from shared.events import EVENTS, subscriptions

    import_tasks()
    facts = sorted(event for event in EVENTS if subscriptions(event))
    return {"worker": facts, "solver": [ANSWER, SOLVE], "scheduler": [job.name for job in scheduler.JOBS]}


async def _read(settings: Settings) -> tuple[tuple[Queue, ...], tuple[DeadLetter, ...]]:
    async with _queues(settings) as redis:
        seconds, micros = await redis.time()
        queues = [await read_queue(redis, settings, name, seconds + micros / 1e6) for name in QUEUES]
        dead: list[DeadLetter] = []
        for name in QUEUES:
            lines: Any = await redis.xrevrange(f"{_key(settings, name)}:dead", count=SHOWN_DEAD)
            dead += [_letter(name, fields) for _, fields in lines]
    return tuple(queues), tuple(dead)


async def _put_back(settings: Settings) -> int:
    count = 0
    async with _queues(settings) as redis:
        for name in QUEUES:
            key = _key(settings, name)
            lines: Any = await redis.xrange(f"{key}:dead")
            for id_, fields in lines:
                async with redis.pipeline(transaction=True) as pipe:
                    pipe.xadd(key, {"data": fields[b"data"]})
                    pipe.xdel(f"{key}:dead", id_)
                    await pipe.execute()
                count += 1
    return count


def _queues(settings: Settings) -> Redis:
    redis: Redis = Redis.from_url(
        settings.task_broker_url, socket_timeout=5, socket_connect_timeout=5, retry=Retry(NoBackoff(), 0)
    )  # somebody is waiting: one try
    return redis


def _key(settings: Settings, queue: str) -> str:
    return f"{settings.cache_prefix}:{queue}"


def _letter(queue: str, fields: dict[bytes, bytes]) -> DeadLetter:
    id_ = fields.get(b"id", b"0-0").decode()
    try:
        message = orjson.loads(fields[b"data"])
        task, given = str(message["task_name"]), tuple(message["args"])
    except (KeyError, TypeError, orjson.JSONDecodeError):
        task, given = "not a task", ()
    reason = fields.get(b"reason", b"").decode(errors="replace")
    return DeadLetter(queue, id_, task, given, reason, datetime.fromtimestamp(int(id_.partition("-")[0]) / 1000, UTC))


def ages(beats: tuple[Beat, ...], moment: datetime) -> Iterator[tuple[Beat, float]]:
    """Each process and for how many seconds it has run."""
    for beat in beats:
        yield beat, (moment - beat.started_at).total_seconds()
