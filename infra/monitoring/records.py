"""What the database tells about the system's health: what waits, what failed, when things were last done."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from prometheus_client.core import GaugeMetricFamily, Metric
from psycopg.rows import dict_row

from shared.db import Tx
from shared.queries import backups

# One row, so that a scrape costs one question. Counts alone: no name, no address, no id.
FIGURES = """
select
  (select count(*) from outbox where relayed_at is null) as outbox_waiting,
  (select coalesce(extract(epoch from now() - min(created_at)), 0) from outbox where relayed_at is null)
    as outbox_oldest,
  (select coalesce(jsonb_object_agg(status, n), '{}') from (select status, count(*) n from mail group by 1) as m)
    as mail,
  (select coalesce(jsonb_object_agg(severity, n), '{}')
     from (select severity, count(*) n from alert where status = 'active' and layer = 'published' group by 1) as a)
    as alerts,
  (select coalesce(jsonb_object_agg(status, n), '{}') from (select status, count(*) n from run group by 1) as r)
    as runs,
  (select summary from run where status = 'done' and summary is not null order by finished_at desc limit 1)
    as last_run,
  (select coalesce(jsonb_object_agg(name, done), '{}')
     from (select name, extract(epoch from max(done_at)) done from job_run
           where done_at > now() - interval '60 days' group by 1) as j)
    as jobs,
  (select id from schema_migration order by id desc limit 1) as schema,
  pg_database_size(current_database()) as size,
  (select count(*) from pg_stat_activity where datname = current_database()) as connections
"""
MAIL = ("waiting", "sending", "sent", "failed", "uncertain")
SEVERITIES = ("critical", "warning")
RUNS = ("queued", "running", "done", "stopped", "failed", "refused")


async def read(tx: Tx) -> dict[str, Any]:
    """Everything the database tells, as it stands. Gives up rather than hold up others."""
    await tx.execute("set local statement_timeout = '2s'")
    async with tx.cursor(row_factory=dict_row) as cursor:
        figures = await (await cursor.execute(FIGURES)).fetchone() or {}
    return figures | {
        "made": await backups.last_made(tx),
        "proved": await backups.last_proved(tx),
        "backup_failed": await backups.failed(tx),
    }


def families(told: dict[str, Any]) -> Iterator[Metric]:
    """The same, as Prometheus reads it. A kind that has none shows nought; what never happened shows nothing."""
    yield _one("rotacc_outbox_waiting", "Facts announced and not yet handed to the queue.", told["outbox_waiting"])
    yield _one("rotacc_outbox_oldest_seconds", "Age of the oldest of them, in seconds.", told["outbox_oldest"])
    yield _by("rotacc_mail_messages", "Messages, by status.", "status", MAIL, told["mail"])
    yield _by(
        "rotacc_alerts_active", "Alerts on the published rota, by severity.", "severity", SEVERITIES, told["alerts"]
    )
    yield _by("rotacc_runs", "Runs kept, by status.", "status", RUNS, told["runs"])
    yield from _last_run(told["last_run"] or {})
    done = GaugeMetricFamily("rotacc_job_last_done_timestamp_seconds", "When each job was last done.", labels=["name"])
    for name, moment in sorted(told["jobs"].items()):
        done.add_metric([name], float(moment))
    yield done
    yield _when("rotacc_backup_last_made_timestamp_seconds", "When the last backup was made.", told["made"])
    yield _when(
        "rotacc_backup_last_proved_timestamp_seconds",
        "When a backup was last proved by restoring it.",
        told["proved"],
    )
    yield _one("rotacc_backup_failed", "1 when the newest backup, or its newest proof, failed.", told["backup_failed"])
    yield _one("rotacc_database_size_bytes", "Size of the database.", told["size"])
    yield _one("rotacc_database_connections", "Connections to the database, from anybody.", told["connections"])


def _last_run(summary: dict[str, Any]) -> Iterator[Metric]:
    told = (
        ("rotacc_last_run_seconds", "Seconds the last finished run searched.", "seconds"),
        ("rotacc_last_run_gaps", "Sessions the last finished run could not fill.", "gaps"),
        ("rotacc_last_run_gap_percent", "How far at most from the best the last finished run is.", "gap_percent"),
    )
    for name, words, key in told:
        yield _one(name, words, summary.get(key))


def _one(name: str, words: str, value: float | None) -> Metric:
    family = GaugeMetricFamily(name, words)
    if value is not None:
        family.add_metric([], float(value))
    return family


def _when(name: str, words: str, moment: Any) -> Metric:
    return _one(name, words, moment.timestamp() if moment else None)


def _by(name: str, words: str, label: str, values: tuple[str, ...], counts: dict[str, int]) -> Metric:
    family = GaugeMetricFamily(name, words, labels=[label])
    for value in values:
        family.add_metric([value], float(counts.get(value, 0)))
    return family
