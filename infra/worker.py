"""The two processes that do work for later: `worker` delivers facts and runs jobs, `solver` solves.

One process each, no parent of its own above it: what restarts it is the supervisor of the demo, or the container's.
"""

from __future__ import annotations

import asyncio
import faulthandler
import functools
import importlib
import logging
import os
import signal
from collections.abc import Coroutine, Iterable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from taskiq.kicker import AsyncKicker

from infra import heartbeat, scheduler
from shared import log as logs
from shared import registry
from shared.background import beside, end
from shared.db import Database
from shared.events import QuestionAsked, RunRequested
from shared.outbox import Announced, Relay, Send, deliver
from shared.queue import ReliableStreamBroker, default_broker, quick_broker, solver_broker
from shared.receiver import CarefulReceiver
from shared.settings import Settings

log = logging.getLogger("rotacc.tasks.worker")

DELIVER = "deliver_event"
SOLVE = "solve_run"
ANSWER = "answer_question"
AT_ONCE = 8
# A short task may finish when we are asked to stop. A run goes back to the queue instead: nobody's search is ended
# early because a new version is rolled out.
WORKER_PATIENCE_SECONDS = 20.0
SOLVER_PATIENCE_SECONDS = 0.2


def router(tasks: ReliableStreamBroker, solve: ReliableStreamBroker, quick: ReliableStreamBroker) -> Send:
    """Where each fact goes: a run to the solvers, a question to their quick lane, all else to whoever listens."""

    async def send(row: Announced) -> None:
        if row.event == RunRequested.NAME:
            await kicker(solve, SOLVE, row.request_id).kiq(row.payload["run_id"])
        elif row.event == QuestionAsked.NAME:
            await kicker(quick, ANSWER, row.request_id).kiq(row.payload["question_id"])
        else:
            await kicker(tasks, DELIVER, row.request_id).kiq(row.id)

    return send


def kicker(broker: ReliableStreamBroker, task: str, request_id: str | None = None) -> AsyncKicker[..., Any]:
    """Sends a task by its name, so that the sender need not import it. It is logged under the request's number."""
    return AsyncKicker(task_name=task, broker=broker, labels={"request_id": request_id} if request_id else {})


def import_tasks() -> None:
    """Import what each room does later, so that its listeners are known. A worker serves every room: a fact delivered
    by one that knows only some of them would not reach the others."""
    for name in registry.known():
        for module in registry.manifest(name).tasks:
            importlib.import_module(module)
    scheduler.listen()


async def run_worker(settings: Settings) -> None:
    """Deliver facts and run jobs until SIGTERM, and relay the outbox."""
    import_tasks()
    tasks = default_broker(settings)
    send = router(tasks, solver_broker(settings), quick_broker(settings))
    async with Database(settings.database_url, max_size=AT_ONCE) as database:

        async def deliver_event(event_id: int) -> None:
            await deliver(database, event_id)

        tasks.register_task(deliver_event, task_name=DELIVER)
        relay = Relay(settings.database_url, send)

        def stuck() -> str | None:
            return tasks.stuck(AT_ONCE) or relay.stuck()

        await work(
            tasks,
            companions=(relay.run(), heartbeat.beat(settings, "worker", stuck)),
            at_once=AT_ONCE,
            patience_seconds=WORKER_PATIENCE_SECONDS,
        )


async def run_solver(settings: Settings) -> None:
    """Solve runs, one at a time, and answer questions beside them, one at a time, until SIGTERM."""
    solve, quick = solver_broker(settings), quick_broker(settings)
    # By name, because only this process may come to import OR-Tools.
    solve.register_task(registry.load("functions.rota_generate.tasks:solve_run"), task_name=SOLVE)
    quick.register_task(registry.load("functions.rota_generate.questions.tasks:answer_question"), task_name=ANSWER)
    await asyncio.to_thread(registry.load("functions.rota_generate.questions.tasks:solver"))
    alive = heartbeat.beat(settings, "solver", lambda: solve.stuck(1) or quick.stuck(1))
    await work(solve, quick, companions=(alive,), at_once=1, patience_seconds=SOLVER_PATIENCE_SECONDS)


async def work(
    *lanes: ReliableStreamBroker,
    companions: Iterable[Coroutine[Any, Any, None]] = (),
    at_once: int,
    patience_seconds: float,
) -> None:
    """Do the tasks of these queues until SIGTERM or SIGINT, with the companions beside; then leave in good order.

    Each queue is a lane of its own, `at_once` tasks in each: none waits for another's. Tasks that have not ended after
    `patience_seconds` go back to their queue, and the process ends without them.
    """
    finishing = asyncio.Event()

    def finish() -> None:
        for lane in lanes:
            lane.finish()
        finishing.set()

    for number in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(number, finish)
    async with beside(*companions, failed=finish):
        await asyncio.gather(*(_listen(lane, finishing, at_once, patience_seconds) for lane in lanes))
    if any(lane.held for lane in lanes):
        for lane in lanes:
            await _put_back(lane)
        logging.shutdown()
        os._exit(0)  # their threads would hold the process, and their last words are no longer wanted
    for lane in lanes:
        await lane.shutdown()


async def _listen(lane: ReliableStreamBroker, finishing: asyncio.Event, at_once: int, patience_seconds: float) -> None:
    """Do one queue's tasks until we are asked to finish."""
    lane.is_worker_process = True
    with_threads = ThreadPoolExecutor(at_once)
    receiver = CarefulReceiver(
        lane,
        executor=with_threads,
        max_async_tasks=at_once,
        run_startup=False,
        wait_tasks_timeout=patience_seconds,
    )
    if await _before(finishing, lane.startup()):
        log.info("%s: listening", lane.queue_name)
        await receiver.listen(finishing)
    with_threads.shutdown(wait=False)


async def _put_back(lane: ReliableStreamBroker) -> None:
    """Give unfinished tasks to whoever comes next."""
    unfinished = lane.held
    for id_ in unfinished:
        await lane.put_back(id_)
    if unfinished:
        log.warning("%s: put back %d unfinished tasks", lane.queue_name, len(unfinished))


async def _before(finishing: asyncio.Event, start: Coroutine[Any, Any, None]) -> bool:
    """Whether the start was complete before we were asked to finish."""
    starting, asked = asyncio.create_task(start), asyncio.create_task(finishing.wait())
    await asyncio.wait({starting, asked}, return_when=asyncio.FIRST_COMPLETED)
    await end(asked)
    if starting.done():
        starting.result()
        return True
    await end(starting)
    return False


def main(settings: Settings, process: str) -> None:
    """Run `worker` or `solver` until it is told to stop. SIGUSR1 makes it write down what each thread is doing."""
    logs.configure(settings.log_level, process)
    faulthandler.register(signal.SIGUSR1, all_threads=True)
    with logs.last_words():
        asyncio.run(functools.partial({"worker": run_worker, "solver": run_solver}[process], settings)())
