"""Does what comes out of a queue, one task at a time and place: what was asked for by a request carries its number."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from taskiq import AckableMessage, AcknowledgeType, TaskiqMessage, TaskiqResult
from taskiq.acks import AckController
from taskiq.receiver import Receiver

from shared import log
from shared.db import asking
from shared.in_hand import IN_HAND, Task
from shared.metrics import TASK_SECONDS, TASKS
from shared.queue import Delivery, ReliableStreamBroker

logger = log.get("rotacc.tasks")


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
            logger.exception("a task could not be acknowledged", queue=self.broker.name, id=message.id.decode())
        finally:
            self.broker.let_go(message.id)

    async def run_task(
        self, target: Callable[..., Any], message: TaskiqMessage, ack_controller: AckController | None = None
    ) -> TaskiqResult[Any]:
        with _watched(message) as task:
            result = await super().run_task(target, message, ack_controller)
            task.failed = result.is_err
        if ack_controller and not result.is_err:
            await ack_controller.ack()
        return result

    def _unreadable(self, data: bytes) -> str | None:
        try:
            message = self.broker.formatter.loads(data)
        except Exception as error:  # whatever the formatter raises, the message is not one of ours
            return f"not a task: {error}"
        return None if self.broker.find_task(message.task_name) else f"no task is called {message.task_name}"


@contextmanager
def _watched(message: TaskiqMessage) -> Iterator[Task]:
    """Count a task, log it under the number of the request that asked for it, and say how it went."""
    name, began = message.task_name, time.perf_counter()
    with log.on_behalf_of(message.labels.get("request_id"), task=name, task_id=message.task_id), asking() as asked:
        with IN_HAND.working_on(name) as task:
            yield task
        seconds, outcome = time.perf_counter() - began, "failed" if task.failed else "done"
        TASKS.labels(task=name, outcome=outcome).inc()
        TASK_SECONDS.labels(task=name).observe(seconds)
        logger.info(
            "task ended",
            outcome=outcome,
            ms=round(1000 * seconds, 1),
            sql=asked.times,
            sql_ms=round(1000 * asked.seconds, 1),
        )
