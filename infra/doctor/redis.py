"""redis: there, keeping what it is given, and somebody working on it."""

from __future__ import annotations

from typing import Any

import redis as blocking_redis
from redis.backoff import NoBackoff
from redis.exceptions import AuthenticationError, RedisError, ResponseError
from redis.retry import Retry

from infra import workers_seen
from infra.doctor.finding import Findings, Part, ago
from infra.monitoring.queues import Queue
from shared.settings import Settings

REDIS, WORK = Part("redis"), Part("work")
OLDEST_MAJOR = 6  # the first with users and XAUTOCLAIM's relatives; we are tested with 7 and Valkey 9
LONG_SECONDS = 300
START = "docker compose up -d {0}, or systemctl start rotacc@{0}"
ONCE = Retry(NoBackoff(), 0)


def look(settings: Settings) -> Findings:
    addresses = dict.fromkeys((settings.redis_url, settings.task_broker_url))
    for address in addresses:
        try:
            yield from _store(address)
        except AuthenticationError as error:
            yield REDIS.bad(f"redis does not let us in: {error}", "Check REDIS_USER and REDIS_PASS, and what stands "
                            "before the @ of REDIS_URL and TASK_BROKER_URL.")  # fmt: skip
            return
        except (RedisError, OSError) as error:
            yield REDIS.bad(f"redis does not answer: {error}", "Is it running, and do REDIS_HOST and REDIS_PORT (or "
                            "REDIS_URL and TASK_BROKER_URL) lead to it?")  # fmt: skip
            return
    yield from _work(settings)


def _store(address: str) -> Findings:
    with blocking_redis.Redis.from_url(address, socket_timeout=5, socket_connect_timeout=5, retry=ONCE) as redis:
        info: Any = redis.info()
        version = str(info["redis_version"])
        if int(version.partition(".")[0]) < OLDEST_MAJOR:
            yield REDIS.bad(f"redis is {version}", "Move to redis 7 or newer.")
        else:
            yield REDIS.ok(f"redis {version} answers")
        yield from _keeps(info)
        yield from _memory(redis, info)


def _keeps(info: dict[str, Any]) -> Findings:
    if not info.get("aof_enabled"):
        yield REDIS.warn(
            "it forgets what waits when it stops: its append-only file is off", "Start it with --appendonly yes."
        )
    elif info.get("aof_last_write_status") != "ok" or info.get("aof_last_bgrewrite_status") != "ok":
        yield REDIS.bad("it cannot write its append-only file", "Look for a full disk where its data is.")
    else:
        yield REDIS.ok("it keeps what it is given (append-only file)")


def _memory(redis: blocking_redis.Redis, info: dict[str, Any]) -> Findings:
    policy = info.get("maxmemory_policy") or _policy(redis)
    if policy is None:
        yield REDIS.warn("what it does when memory is full cannot be asked", "See that it is noeviction.")
    elif policy != "noeviction":
        yield REDIS.bad(f"it throws tasks away when memory is full ({policy})", "Set maxmemory-policy noeviction.")
    limit, used = int(info.get("maxmemory") or 0), int(info.get("used_memory") or 0)
    if limit and used > 0.8 * limit:
        yield REDIS.warn(f"{used / limit:.0%} of its memory is used", "Give it more (maxmemory).")


def _policy(redis: blocking_redis.Redis) -> str | None:
    try:
        answer: Any = redis.config_get("maxmemory-policy")
        return str(answer.get("maxmemory-policy"))
    except ResponseError:  # a managed one does not let us ask
        return None


def _work(settings: Settings) -> Findings:
    seen = workers_seen.look(settings)
    for kind in (*seen.missing, *(() if seen.webs else ("web",))):
        yield WORK.bad(f"no {kind} is at work", f"Start one, and look at its log: {START.format(kind)}.")
    for beat in seen.beats:
        yield WORK.ok(f"{beat.name} is at work")
    if seen.webs:
        yield WORK.ok(f"{seen.webs} web {'process is' if seen.webs == 1 else 'processes are'} at work")
    for queue in seen.queues:
        yield from _queue(queue)


def _queue(queue: Queue) -> Findings:
    if queue.oldest_seconds > LONG_SECONDS:
        yield WORK.warn(
            f"in the queue {queue.name} something has waited for {ago(queue.oldest_seconds)}",
            "Look what is being done: rotacc workers.",
        )
    if queue.dead_letters:
        yield WORK.warn(
            f"{queue.dead_letters} tasks of the queue {queue.name} were laid aside",
            "See why: rotacc workers dead. Put them back once that is mended: rotacc workers dead --again.",
        )
