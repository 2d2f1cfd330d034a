"""A run's progress on its way from the solver worker to the page: a redis stream, because it remembers.

What is lost here is only ever news; the run's row has everything that matters.
"""

from __future__ import annotations

import re
from collections.abc import AsyncIterator
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import orjson
from redis.asyncio import Redis
from redis.exceptions import RedisError

from shared import log

logger = log.get("rotacc.generate")

KEPT = 200  # events; a page that comes back late needs the newest only
FORGOTTEN_AFTER_SECONDS = 3600
EVENT_ID = re.compile(r"\d{1,20}-\d{1,20}")


@dataclass(frozen=True, slots=True)
class News:
    """One event of the stream: `progress`, or `done`, which is the last."""

    id: str
    event: str
    data: bytes


class ProgressStream:
    """The stream of one run."""

    def __init__(self, redis: Redis, prefix: str, run_id: UUID) -> None:
        self._redis = redis
        self._key = f"{prefix}:progress:{run_id}"

    async def tell(self, event: str, data: dict[str, Any]) -> None:
        """Add an event; dropped, with a line in the log, when redis is away."""
        try:
            async with self._redis.pipeline(transaction=False) as pipe:
                pipe.xadd(self._key, {"event": event, "data": orjson.dumps(data)}, maxlen=KEPT, approximate=True)
                pipe.expire(self._key, FORGOTTEN_AFTER_SECONDS)
                await pipe.execute()
        except (RedisError, OSError) as error:
            logger.warning("progress dropped", stream=self._key, error=str(error))

    async def after(self, last_id: str | None, *, block_ms: int) -> AsyncIterator[News]:
        """What came after an event; waits a moment when there is nothing yet. An id that is none: from the start."""
        since = last_id if last_id and EVENT_ID.fullmatch(last_id) else "0"
        found: Any = await self._redis.xread({self._key: since}, count=KEPT, block=block_ms)
        # A list of [key, entries] in the older protocol, a mapping in the newer.
        batches = found.values() if isinstance(found, dict) else [entries for _, entries in found or ()]
        for entries in batches:
            for entry_id, fields in _flat(entries):
                yield News(_text(entry_id), _text(fields[b"event"]), fields[b"data"])


def _flat(entries: Any) -> Any:
    """Entries, whichever way the protocol nests them."""
    return entries[0] if entries and isinstance(entries[0], list) else entries


def _text(raw: bytes | str) -> str:
    return raw if isinstance(raw, str) else raw.decode()
