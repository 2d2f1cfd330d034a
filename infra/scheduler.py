"""Work that is due by the clock, each turn once, however many schedulers run.

A turn is a row of `job_run`: whoever inserts it announces the job, in the same transaction. The worker runs it as it
delivers any other fact. So the scheduler holds nothing, a killed one forgets nothing, and the table is the history.
"""

from __future__ import annotations

import asyncio
import logging
import signal
from collections.abc import Awaitable, Callable, Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import psycopg

from infra import heartbeat
from shared import mail, outbox
from shared.background import beside
from shared.clock import now
from shared.db import Database, Tx
from shared.errors import Busy
from shared.events import JobDue, subscribe
from shared.outbox import announce
from shared.registry import load
from shared.settings import Settings

log = logging.getLogger("rota.scheduler")

EPOCH = datetime(2024, 1, 1, tzinfo=UTC)  # a Monday, so that weekly turns begin on Mondays


@dataclass(frozen=True, slots=True)
class Job:
    """Something done at every full `every` after the epoch. `work` is handed the transaction its turn is done in."""

    name: str
    every: timedelta
    work: Callable[[Tx], Awaitable[object]]

    def slot(self, moment: datetime) -> datetime:
        """When the turn that is due at this moment began."""
        return EPOCH + (moment - EPOCH) // self.every * self.every


async def _sweep_runs(tx: Tx) -> None:
    # By name, here and below: the scheduler itself has no use for the rooms.
    await load("functions.rota_generate.service:sweep_runs")(tx)


async def _post_again(tx: Tx) -> None:
    await load("functions.notify.service:post_again")(tx)


async def _reconcile_ledgers(tx: Tx) -> None:
    await load("functions.leave.tasks:reconcile_ledgers")(tx)


async def _allocate_rounds(tx: Tx) -> None:
    await load("functions.leave.tasks:allocate_rounds")(tx)


async def _watch_rota(tx: Tx) -> None:
    await load("functions.rota.alerts.tasks:look_again")(tx)


async def _close_duty_weeks(tx: Tx) -> None:
    await load("functions.rota.fairness.tasks:close_weeks")(tx)


async def _tidy(tx: Tx) -> None:
    await outbox.forget_old(tx)
    await mail.forget_old(tx)
    await load("functions.rota_generate.questions.service:forget_old")(tx)
    await tx.execute("delete from job_run where slot < now() - interval '90 days'")


JOBS = (
    Job("sweep-runs", timedelta(minutes=1), _sweep_runs),
    Job("post-again", timedelta(minutes=1), _post_again),
    Job("reconcile-ledgers", timedelta(days=1), _reconcile_ledgers),
    Job("allocate-rounds", timedelta(hours=1), _allocate_rounds),
    Job("watch-rota", timedelta(days=1), _watch_rota),
    Job("close-duty-weeks", timedelta(days=1), _close_duty_weeks),
    Job("tidy", timedelta(days=1), _tidy),
)


class OnceScheduler:
    """Announces each job's turns. A turn that was missed for being down is made up for, once, when it is not over."""

    def __init__(self, database: Database, jobs: Iterable[Job] = JOBS, *, clock: Callable[[], datetime] = now) -> None:
        self._database, self._jobs, self._clock = database, tuple(jobs), clock
        self._announced: dict[str, datetime] = {}

    async def tick(self) -> tuple[str, ...]:
        """Announce what is due and has not been announced by anybody; the names of those."""
        moment = self._clock()
        mine: list[str] = []
        for job in self._jobs:
            slot = job.slot(moment)
            if self._announced.get(job.name) == slot:
                continue
            async with self._database.tx() as tx:
                if await _take(tx, job.name, slot):
                    await announce(tx, JobDue(job.name, slot))
                    mine.append(job.name)
            self._announced[job.name] = slot
        return tuple(mine)

    async def run(self, *, every_seconds: float = 1.0) -> None:
        """Tick until cancelled, through restarts of the database."""
        while True:
            try:
                await self.tick()
            except (psycopg.Error, Busy) as error:
                log.warning("no tick: %s", error)
            await asyncio.sleep(every_seconds)


async def run_due(tx: Tx, event: JobDue) -> None:
    """Do a job whose turn has come, and write down that it was done."""
    job = next((job for job in JOBS if job.name == event.name), None)
    if job is None:
        log.warning("no job is called %s any more", event.name)
        return
    await job.work(tx)
    await tx.execute("update job_run set done_at = now() where name = %s and slot = %s", (event.name, event.slot))


def listen() -> None:
    """Have this process run the jobs that are announced."""
    subscribe(JobDue)(run_due)


async def run_scheduler(settings: Settings) -> None:
    """Announce what is due until SIGTERM."""
    finishing = asyncio.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(number, finishing.set)
    async with (
        Database(settings.database_url, max_size=2) as database,
        beside(OnceScheduler(database).run(), heartbeat.beat(settings, "scheduler"), failed=finishing.set),
    ):
        await finishing.wait()


async def _take(tx: Tx, name: str, slot: datetime) -> bool:
    """Whether this turn was nobody's yet; now it is ours, if the transaction is committed."""
    done = await tx.execute("insert into job_run (name, slot) values (%s, %s) on conflict do nothing", (name, slot))
    return done.rowcount == 1


def main(settings: Settings) -> None:
    """Run the scheduler until it is told to stop."""
    asyncio.run(run_scheduler(settings))
