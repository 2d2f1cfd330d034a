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
from taskiq import AckableMessage, AcknowledgeType, TaskiqMessage, TaskiqResult
from taskiq.acks import AckController
from taskiq.receiver import Receiver
from taskiq.serializers import ORJSONSerializer
from taskiq_redis import RedisStreamBroker

from shared.background import end
from shared.settings import Settings

log = logging.getLogger("rota.queue")

GROUP = "rota"
MAX_DELIVERIES = 3
DEAD_LETTERS_KEPT = 1000
QUICK_LEASE_MS = 3000
FORGET_CONSUMERS_MS = 3_600_000
# While redis restarts, an acknowledgement is worth waiting for: giving up means that the task runs again.
ACK_WAITS_SECONDS = (0.2, 0.5, 1.0, 2.0, 5.0, 10.0, 10.0)

# Renew a lease only while it is still ours: 1 when it is, 0 when another worker has taken the message over.
_RENEW = """
local p = redis.call('XPENDING', KEYS[1], ARGV[1], ARGV[3], ARGV[3], 1)
if #p == 1 and p[1][2] == ARGV[2] then
  redis.call('XCLAIM', KEYS[1], ARGV[1], ARGV[2], 0, ARGV[3], 'JUSTID')
  return 1
end
return 0
"""

# Put a message back: as idle as a lapsed lease, and as if this delivery had not happened.
_PUT_BACK = """
local p = redis.call('XPENDING', KEYS[1], ARGV[1], ARGV[3], ARGV[3], 1)
if #p == 1 and p[1][2] == ARGV[2] then
  redis.call('XCLAIM', KEYS[1], ARGV[1], ARGV[2], 0, ARGV[3],
             'IDLE', ARGV[4], 'RETRYCOUNT', math.max(p[1][4] - 1, 0), 'JUSTID')
  return 1
end
return 0
"""

# Forget consumers that hold nothing: this one when it leaves, and those that have been silent for long.
# In one step, because deleting a consumer that holds a message would lose the message.
_FORGET = """
for _, c in ipairs(redis.call('XINFO', 'CONSUMERS', KEYS[1], ARGV[1])) do
  local f = {}
  for i = 1, #c, 2 do f[c[i]] = c[i + 1] end
  if f['pending'] == 0 and (f['name'] == ARGV[2] or f['idle'] > tonumber(ARGV[3])) then
    redis.call('XGROUP', 'DELCONSUMER', KEYS[1], ARGV[1], f['name'])
  end
end
"""


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

    @property
    def dead_letters(self) -> str:
        """The stream where messages end that were delivered too often, each with its id and why."""
        return f"{self.queue_name}:dead"

    @property
    def held(self) -> tuple[bytes, ...]:
        """Messages lent to this worker and not yet acknowledged."""
        return tuple(self._leases)

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
                _PUT_BACK, 1, self.queue_name, self.consumer_group_name, self.consumer_name, id_, str(self.lease_ms)
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
                        if not await self._renew(redis, id_):
                            self.let_go(id_)
                            log.error("%s: %s was taken over by another worker", self.queue_name, id_.decode())
                    except RedisError as error:
                        log.warning("%s: lease of %s not renewed: %s", self.queue_name, id_.decode(), error)

    async def _renew(self, redis: Redis, id_: bytes) -> bool:
        arguments = (self.queue_name, self.consumer_group_name, self.consumer_name, id_)
        return bool(await redis.eval(_RENEW, 1, *arguments))

    async def _forget_consumers(self, redis: Redis, leaving: str) -> None:
        await redis.eval(_FORGET, 1, self.queue_name, self.consumer_group_name, leaving, str(FORGET_CONSUMERS_MS))


class CarefulReceiver(Receiver):
    """Acknowledges a task when it has ended well. One that failed is delivered again, up to the broker's limit; one
    that nobody here can read is laid aside, where taskiq would drop it with a line in the log."""

    broker: ReliableStreamBroker

    def __init__(self, broker: ReliableStreamBroker, **options: Any) -> None:
        super().__init__(broker, ack_type=AcknowledgeType.MANUAL, **options)

    async def callback(self, message: bytes | AckableMessage, raise_err: bool = False) -> None:
        if not isinstance(message, Delivery):
            return await super().callback(message, raise_err)
        if reason := self._unreadable(message.data):
            return await self.broker.bury(message.id, message.data, reason)
        try:
            await super().callback(message, raise_err)
        except Exception:  # the acknowledgement failed: the task will be delivered again, and finds nothing to do
            log.exception("%s: %s could not be acknowledged", self.broker.queue_name, message.id.decode())
        finally:
            self.broker.let_go(message.id)

    async def run_task(
        self, target: Callable[..., Any], message: TaskiqMessage, ack_controller: AckController | None = None
    ) -> TaskiqResult[Any]:
        result = await super().run_task(target, message, ack_controller)
        if ack_controller and not result.is_err:
            await ack_controller.ack()
        return result

    def _unreadable(self, data: bytes) -> str | None:
        try:
            message = self.broker.formatter.loads(data)
        except Exception as error:  # whatever the formatter raises, the message is not one of ours
            return f"not a task: {error}"
        return None if self.broker.find_task(message.task_name) else f"no task is called {message.task_name}"


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
        settings.redis_url,
        queue_name=f"{settings.cache_prefix}:{name}",
        lease_ms=lease_ms or settings.lease_ms,
        max_run_seconds=max_run_seconds,
    )
    # JSON, because the default for results is pickle: whoever could write to redis could run code here.
    return broker.with_serializer(ORJSONSerializer())
