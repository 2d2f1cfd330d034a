"""Work that is due by the clock, each turn once, however many schedulers run.

A turn is a row of `job_run`: whoever inserts it announces the job, in the same transaction. The worker runs it as it
delivers any other fact. So the scheduler holds nothing, a killed one forgets nothing, and the table is the history.
"""

from __future__ import annotations

import asyncio
import logging
import signal
import time
from collections.abc import Awaitable, Callable, Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import psycopg

from infra import heartbeat
from shared import log as logs
from shared.background import beside
from shared.clock import now
from shared.db import Database, Tx
from shared.errors import Busy
from shared.events import JobDue, subscribe
from shared.outbox import announce
from shared.registry import load
from shared.settings import Settings

log = logging.getLogger("rotacc.scheduler")

STUCK_SECONDS = 30.0
EPOCH = datetime(2024, 1, 1, tzinfo=UTC)  # a Monday, so that weekly turns begin on Mondays


@dataclass(frozen=True, slots=True)
class Job:
    """Something done at every full `every` after the epoch, and `at` so much later: a day's job at 3 hours is done at
    03:00 UTC. `work` is handed the transaction its turn is done in."""

    name: str
    every: timedelta
    work: Callable[[Tx], Awaitable[object]]
    at: timedelta = timedelta()

    def slot(self, moment: datetime) -> datetime:
        """When the turn that is due at this moment began."""
        first = EPOCH + self.at
        return first + (moment - first) // self.every * self.every


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


async def _tell_of_hand_off(tx: Tx) -> None:
    await load("functions.rota.hand_off.tasks:tell_of_overdue")(tx)


async def _tell_of_mail(tx: Tx) -> None:
    await load("functions.notify.tasks:tell_administrators")(tx)


async def _nightly_backup(tx: Tx) -> None:
    await load("functions.backup.tasks:nightly")(tx)


async def _hand_over_again(tx: Tx) -> None:
    await load("infra.lost_facts:hand_over_again")(tx)


async def _backups_again(tx: Tx) -> None:
    await load("functions.backup.tasks:again")(tx)


async def _clear_backups(tx: Tx) -> None:
    await load("functions.backup.tasks:clear_old")(tx)


async def _tidy(tx: Tx) -> None:
    await load("functions.cleanup.tasks:forget")(tx)
    await tx.execute("delete from job_run where slot < now() - interval '90 days'")


JOBS = (
    Job("sweep-runs", timedelta(minutes=1), _sweep_runs),
    Job("post-again", timedelta(minutes=1), _post_again),
    Job("hand-over-again", timedelta(minutes=5), _hand_over_again),
    Job("reconcile-ledgers", timedelta(days=1), _reconcile_ledgers),
    Job("allocate-rounds", timedelta(hours=1), _allocate_rounds),
    Job("watch-rota", timedelta(days=1), _watch_rota),
    Job("close-duty-weeks", timedelta(days=1), _close_duty_weeks),
    Job("tell-of-hand-off", timedelta(days=1), _tell_of_hand_off, at=timedelta(hours=6)),
    Job("tell-of-mail", timedelta(hours=1), _tell_of_mail),
    Job("daily-pg-dump-backup", timedelta(days=1), _nightly_backup, at=timedelta(hours=3)),
    Job("backups-again", timedelta(minutes=1), _backups_again),
    Job("cleanup-old-backups", timedelta(days=1), _clear_backups, at=timedelta(hours=4)),
    Job("tidy", timedelta(days=1), _tidy, at=timedelta(hours=5)),  # after the night's backup, which still has it all
)


class OnceScheduler:
    """Announces each job's turns. A turn that was missed for being down is made up for, once, when it is not over."""

    def __init__(self, database: Database, jobs: Iterable[Job] = JOBS, *, clock: Callable[[], datetime] = now) -> None:
        self._database, self._jobs, self._clock = database, tuple(jobs), clock
        self._announced: dict[str, datetime] = {}
        self._ticked_at = time.monotonic()

    def stuck(self) -> str | None:
        """Why nothing would be announced now, if nothing would."""
        silent = time.monotonic() - self._ticked_at
        return f"no look at what is due for {silent:.0f} seconds" if silent > STUCK_SECONDS else None

    async def tick(self) -> tuple[str, ...]:
        """Announce what is due and has not been announced by anybody; the names of those."""
        moment = self._clock()
        mine: list[str] = []
        for job in self._jobs:
            slot = job.slot(moment)
            if self._announced.get(job.name) == slot:
                continue
            with logs.on_behalf_of(number_of(job, slot)):
                async with self._database.tx() as tx:
                    if await _take(tx, job.name, slot):
                        await announce(tx, JobDue(job.name, slot))
                        mine.append(job.name)
            self._announced[job.name] = slot
        self._ticked_at = time.monotonic()
        return tuple(mine)

    async def run(self, *, every_seconds: float = 1.0) -> None:
        """Tick until cancelled, through restarts of the database."""
        while True:
            try:
                await self.tick()
            except (psycopg.Error, Busy) as error:
                log.warning("no tick: %s", error)
            await asyncio.sleep(every_seconds)


def number_of(job: Job, slot: datetime) -> str:
    """What the log lines of one turn, and of all it leads to, are found by: tidy-20270104T0300."""
    return f"{job.name}-{slot:%Y%m%dT%H%M}"


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
    async with Database(settings.database_url, max_size=2) as database:
        ours = OnceScheduler(database)
        alive = heartbeat.beat(settings, "scheduler", ours.stuck)
        async with beside(ours.run(), alive, failed=finishing.set):
            await finishing.wait()


async def _take(tx: Tx, name: str, slot: datetime) -> bool:
    """Whether this turn was nobody's yet; now it is ours, if the transaction is committed."""
    done = await tx.execute("insert into job_run (name, slot) values (%s, %s) on conflict do nothing", (name, slot))
    return done.rowcount == 1


def main(settings: Settings) -> None:
    """Run the scheduler until it is told to stop."""
    logs.configure(settings.log_level, "scheduler")
    with logs.last_words():
        asyncio.run(run_scheduler(settings))
