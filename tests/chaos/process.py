"""A worker in a process of its own, with tasks that write down what happens to them. Run by the tests beside."""

from __future__ import annotations

import asyncio
import logging
import os
import signal
import sys
import time
from pathlib import Path

from infra.worker import work
from shared.queue import ReliableStreamBroker


def main(url: str, queue: str, journal: Path, lease_ms: int, patience_seconds: float) -> None:
    logging.basicConfig(level="INFO", format="%(asctime)s %(process)d %(name)s %(message)s")
    broker = ReliableStreamBroker(url, queue_name=queue, lease_ms=lease_ms)

    def write(what: str, name: str) -> None:
        with journal.open("a") as file:  # one short line in append mode: whole, even from several processes
            file.write(f"{what} {name} {os.getpid()}\n")

    def rest(name: str, seconds: float) -> None:
        write("begin", name)
        time.sleep(seconds)
        write("end", name)

    async def rest_awhile(name: str, seconds: float) -> None:
        write("begin", name)
        await asyncio.sleep(seconds)
        write("end", name)

    def die(name: str) -> None:
        write("begin", name)
        os.kill(os.getpid(), signal.SIGKILL)

    def fail(name: str) -> None:
        write("begin", name)
        raise RuntimeError("as asked")

    for task in (rest, rest_awhile, die, fail):
        broker.register_task(task, task_name=task.__name__)
    asyncio.run(work(broker, at_once=1, patience_seconds=patience_seconds))


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2], Path(sys.argv[3]), int(sys.argv[4]), float(sys.argv[5]))
