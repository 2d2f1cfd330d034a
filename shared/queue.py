"""Work for later, on redis streams: delivered at least once, whatever is killed or restarted in between.

taskiq's stream broker as it comes loses or doubles work when a worker dies (docs/decisions tells which, as measured).
This one lends each message to a worker for a *lease*. While the worker lives, a heartbeat renews the lease; when it
falls silent, another worker takes the message over, also when the queue is otherwise idle. A message is removed once
its task has ended well, and laid aside as a dead letter after too many deliveries.

At least once means that now and then it is twice: a task takes an id, reads the row, and stops when there is nothing
left to do.
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
import time
from collections.abc import AsyncGenerator, Awaitable, Callable
from typing import Any

from redis.asyncio import Redis
from redis.asyncio.retry import Retry
from redis.backoff import ExponentialBackoff
from redis.exceptions import RedisError
from taskiq import AckableMessage
from taskiq.serializers import ORJSONSerializer
from taskiq_redis import RedisStreamBroker

from shared.background import end
from shared.metrics import REDELIVERIES
from shared.queue_scripts import FORGET, GROUP, PUT_BACK, RENEW
from shared.settings import Settings

log = logging.getLogger("rotacc.tasks.queue")

MAX_DELIVERIES = 3
DEAD_LETTERS_KEPT = 1000
QUICK_LEASE_MS = 3000
FORGET_CONSUMERS_MS = 3_600_000
# Longer than any look at a queue takes, a restart of redis included.
STUCK_SECONDS = 20.0
# While redis restarts, an acknowledgement is worth waiting for: giving up means that the task runs again.
ACK_WAITS_SECONDS = (0.2, 0.5, 1.0, 2.0, 5.0, 10.0, 10.0)


class Delivery(AckableMessage):
    """A message lent to this worker."""

    id: bytes


class ReliableStreamBroker(RedisStreamBroker):
    """A queue that survives `kill -9` of its workers and restarts of redis."""

    def __init__(
        self,
        url: str,
        *,
        queue_name: str,
        lease_ms: int = 30_000,
        max_deliveries: int = MAX_DELIVERIES,
        max_run_seconds: float = 900,
    ) -> None:
        super().__init__(
            url,
            queue_name=queue_name,
            consumer_group_name=GROUP,
            consumer_id="0",  # "$", the default, loses what was sent before the first worker ever started
            xread_count=1,  # 100, the default, lets one worker hoard a hundred messages
            xread_block=min(2000, max(50, lease_ms // 4)),
            idle_timeout=lease_ms,
            socket_timeout=10,  # longer than any blocking read, or a quiet queue would look like a broken one
            socket_connect_timeout=5,
            # A connection from before a restart of redis is replaced in passing. What was sent twice that way is a
            # task delivered twice, which every task allows for.
            retry=Retry(ExponentialBackoff(cap=1, base=0.05), retries=4),
        )
        self.lease_ms = lease_ms
        self.max_deliveries = max_deliveries
        self.max_run_seconds = max_run_seconds
        self._leases: dict[bytes, float] = {}  # message id -> when we were given it, by the monotonic clock
        self._heart: asyncio.Task[None] | None = None
        self._finishing = False
        self._looked_at = self._renewed_at = time.monotonic()

    @property
    def name(self) -> str:
        """The queue as people call it: its name without what all of this system's keys begin with."""
        return self.queue_name.rpartition(":")[2]

    @property
    def dead_letters(self) -> str:
        """The stream where messages end that were delivered too often, each with its id and why."""
        return f"{self.queue_name}:dead"

    @property
    def held(self) -> tuple[bytes, ...]:
        """Messages lent to this worker and not yet acknowledged."""
        return tuple(self._leases)

    def stuck(self, places: int) -> str | None:
        """Why this worker does not do its work, if it does not: it neither looks at its queue nor has all its places
        taken by tasks whose leases it renews."""
        now = time.monotonic()
        if now - self._looked_at < STUCK_SECONDS or self._finishing:
            return None
        if len(self._leases) >= places and now - self._renewed_at < STUCK_SECONDS + self.lease_ms / 1000:
            return None
        return f"{self.name}: nobody has looked at the queue for {now - self._looked_at:.0f} seconds"

    def connection(self) -> Redis:
        """A client on this broker's pool."""
        return Redis(connection_pool=self.connection_pool)

    async def startup(self) -> None:
        """Get ready to listen; waits for redis when it is not there yet."""
        while True:
            try:
                await super().startup()
                async with self.connection() as redis:
                    await self._forget_consumers(redis, "")
                break
            except RedisError as error:
                log.warning("%s: %s; trying again", self.queue_name, error)
                await asyncio.sleep(1)
        # Lives until shutdown, not until listening ends: tasks still running then need their leases renewed too.
        self._heart = asyncio.create_task(self._beat())

    async def shutdown(self) -> None:
        """Stop renewing, take leave of the group, and close the connections."""
        self.finish()
        if self._heart:
            await end(self._heart)
            with contextlib.suppress(RedisError):
                async with self.connection() as redis:
                    await self._forget_consumers(redis, self.consumer_name)
        await super().shutdown()

    async def listen(self) -> AsyncGenerator[AckableMessage, None]:
        """Messages for this worker, one at a time: first those whose worker fell silent, then new ones."""
        next_look = 0.0
        async with self.connection() as redis:
            while not self._finishing:
                try:
                    if time.monotonic() >= next_look:
                        next_look = time.monotonic() + min(self.lease_ms / 2000, 10)
                        async for id_, fields in self._abandoned(redis):
                            yield self._lend(id_, fields)
                    for id_, fields in await self._fresh(redis):
                        yield self._lend(id_, fields)
                except RedisError as error:
                    log.warning("%s: %s; trying again", self.queue_name, error)
                    await asyncio.sleep(min(1.0, self.lease_ms / 2000))
                    if "NOGROUP" in str(error):  # redis came back empty
                        with contextlib.suppress(RedisError):
                            await self._declare_consumer_group()

    def finish(self) -> None:
        """Take no more messages. What listens is cancelled as well; this is for a cancellation that gets lost."""
        self._finishing = True

    def let_go(self, id_: bytes) -> None:
        """Stop renewing the lease of a message; if it was not acknowledged, it is delivered again when that lapses."""
        self._leases.pop(id_, None)

    async def put_back(self, id_: bytes) -> None:
        """Return a message unharmed: the next worker has it at once, and this delivery does not count against it."""
        self.let_go(id_)
        async with self.connection() as redis:
            await redis.eval(
                PUT_BACK, 1, self.queue_name, self.consumer_group_name, self.consumer_name, id_, str(self.lease_ms)
            )

    async def bury(self, id_: bytes, data: bytes, reason: str) -> None:
        """Lay a message aside as a dead letter, where a person can find it, and out of everybody's way."""
        letter: dict[Any, Any] = {"data": data, "id": id_, "reason": reason}
        async with self.connection() as redis, redis.pipeline(transaction=True) as pipe:
            pipe.xadd(self.dead_letters, letter, maxlen=DEAD_LETTERS_KEPT)
            pipe.xack(self.queue_name, self.consumer_group_name, id_)
            pipe.xdel(self.queue_name, id_)
            await pipe.execute()
        self.let_go(id_)
        log.error("%s: laid aside %s: %s", self.queue_name, id_.decode(), reason)

    def _lend(self, id_: bytes, fields: dict[bytes, bytes]) -> Delivery:
        self._leases[id_] = time.monotonic()
        return Delivery(id=id_, data=fields[b"data"], ack=self._acknowledger(id_))

    def _acknowledger(self, id_: bytes) -> Callable[[], Awaitable[None]]:
        async def acknowledge() -> None:
            try:
                for wait_seconds in (*ACK_WAITS_SECONDS, None):
                    try:
                        return await self._remove(id_)
                    except RedisError:
                        if wait_seconds is None:
                            raise
                        await asyncio.sleep(wait_seconds)
            finally:
                self.let_go(id_)

        return acknowledge

    async def _remove(self, id_: bytes) -> None:
        """Acknowledge and delete: acknowledged entries alone would stay in the stream for ever."""
        async with self.connection() as redis, redis.pipeline(transaction=True) as pipe:
            pipe.xack(self.queue_name, self.consumer_group_name, id_)
            pipe.xdel(self.queue_name, id_)
            await pipe.execute()

    async def _fresh(self, redis: Redis) -> list[tuple[bytes, dict[bytes, bytes]]]:
        """The next message nobody has had yet, or nothing after a short wait."""
        answer: Any = await redis.xreadgroup(
            self.consumer_group_name, self.consumer_name, {self.queue_name: ">"}, count=1, block=self.block
        )
        self._looked_at = time.monotonic()
        streams = answer.values() if isinstance(answer, dict) else [messages for _, messages in answer or ()]
        return [(id_, fields) for messages in streams for id_, fields in messages]

    async def _abandoned(self, redis: Redis) -> AsyncGenerator[tuple[bytes, dict[bytes, bytes]], None]:
        """Messages whose lease lapsed, now lent to us; those delivered too often are laid aside instead."""
        cursor: Any = "0-0"
        while True:
            cursor, messages, *_ = await redis.xautoclaim(
                self.queue_name,
                self.consumer_group_name,
                self.consumer_name,
                min_idle_time=self.lease_ms,
                start_id=cursor,
                count=1,
            )
            for id_, fields in messages:
                deliveries = await self._deliveries(redis, id_)
                if deliveries > self.max_deliveries:
                    await self.bury(id_, fields[b"data"], f"delivered {self.max_deliveries} times, never finished")
                else:
                    REDELIVERIES.labels(queue=self.name).inc()
                    log.warning("%s: delivering %s again (%d)", self.queue_name, id_.decode(), deliveries)
                    yield id_, fields
            if cursor in (b"0-0", "0-0"):
                return

    async def _deliveries(self, redis: Redis, id_: bytes) -> int:
        """How often a message has been delivered, this time included."""
        pending: Any = await redis.xpending_range(self.queue_name, self.consumer_group_name, id_, id_, 1)
        return int(pending[0]["times_delivered"]) if pending else 1

    async def _beat(self) -> None:
        """Renew the leases of what this worker is working on, until cancelled."""
        async with self.connection() as redis:
            while True:
                await asyncio.sleep(self.lease_ms / 3000)
                for id_, since in list(self._leases.items()):
                    if time.monotonic() - since > self.max_run_seconds:
                        self.let_go(id_)
                        log.error("%s: gave up %s, still running", self.queue_name, id_.decode())
                        continue
                    try:
                        ours = await self._renew(redis, id_)
                        self._renewed_at = time.monotonic()
                        if not ours:
                            self.let_go(id_)
                            log.error("%s: %s was taken over by another worker", self.queue_name, id_.decode())
                    except RedisError as error:
                        log.warning("%s: lease of %s not renewed: %s", self.queue_name, id_.decode(), error)

    async def _renew(self, redis: Redis, id_: bytes) -> bool:
        arguments = (self.queue_name, self.consumer_group_name, self.consumer_name, id_)
        return bool(await redis.eval(RENEW, 1, *arguments))

    async def _forget_consumers(self, redis: Redis, leaving: str) -> None:
        await redis.eval(FORGET, 1, self.queue_name, self.consumer_group_name, leaving, str(FORGET_CONSUMERS_MS))


def default_broker(settings: Settings) -> ReliableStreamBroker:
    """The queue of short tasks: events to deliver, jobs to run."""
    return _broker(settings, "tasks", max_run_seconds=900)


def solver_broker(settings: Settings) -> ReliableStreamBroker:
    """The queue of runs to solve. Its workers alone have OR-Tools, and take one run at a time."""
    return _broker(settings, "solve", max_run_seconds=settings.solve_seconds_max + 300)


def quick_broker(settings: Settings) -> ReliableStreamBroker:
    """The solvers' quick lane: questions somebody waits for, answered beside a long run and never behind one.

    A lease of its own: half a minute after a crash nobody would be waiting any more.
    """
    return _broker(settings, "quick", max_run_seconds=60, lease_ms=min(settings.lease_ms, QUICK_LEASE_MS))


def _broker(settings: Settings, name: str, *, max_run_seconds: float, lease_ms: int = 0) -> ReliableStreamBroker:
    broker = ReliableStreamBroker(
        settings.task_broker_url,
        queue_name=f"{settings.cache_prefix}:{name}",
        lease_ms=lease_ms or settings.lease_ms,
        max_run_seconds=max_run_seconds,
    )
    # JSON, because the default for results is pickle: whoever could write to redis could run code here.
    return broker.with_serializer(ORJSONSerializer())
