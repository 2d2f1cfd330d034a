"""Backups: when the last was made, and when one was last proved by restoring it."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime

import psycopg

from functions.backup.bucket import Bucket
from functions.backup.nouns import Failure
from infra.doctor.finding import Findings, Part, ago
from shared.queries import backups
from shared.settings import DeploymentEnv, Settings

BACKUPS = Part("backups")
STALE_SECONDS = 36 * 3600
PATIENCE_SECONDS = 10


def look(settings: Settings) -> Findings:
    try:
        made, proved = asyncio.run(_asked(settings))
    except psycopg.Error:
        yield BACKUPS.warn("how old they are cannot be asked of the database", "Mend what is bad of it first.")
    else:
        yield from _age("made", made, "Make one: rotacc backup. The scheduler makes one every night at 03:00 UTC.")
        yield from _age("proved by restoring it", proved, "See the page Backups: it says what stands in the way.")
    if settings.backup_s3_bucket:
        yield from _bucket(Bucket(settings, patience_seconds=PATIENCE_SECONDS))
    if settings.deployment_env is DeploymentEnv.PROD:
        yield from _elsewhere(settings)


async def _asked(settings: Settings) -> tuple[datetime | None, datetime | None]:
    connection = await psycopg.AsyncConnection.connect(settings.database_url, connect_timeout=10)
    async with connection as tx:
        return await backups.last_made(tx), await backups.last_proved(tx)


def _age(what: str, when: datetime | None, todo: str) -> Findings:
    if when is None:
        yield BACKUPS.warn(f"none was ever {what}", todo)
        return
    seconds = (datetime.now(UTC) - when).total_seconds()
    if seconds > STALE_SECONDS:
        yield BACKUPS.bad(f"the last was {what} {ago(seconds)} ago", todo)
    else:
        yield BACKUPS.ok(f"the last was {what} {ago(seconds)} ago")


def _bucket(bucket: Bucket) -> Findings:
    """Read the list of what is there; nothing is written."""
    try:
        kept = bucket.files()
    except Failure as failure:
        yield BACKUPS.bad(
            str(failure), "Check the BACKUP_S3_ settings, and that the firewall lets this machine out there."
        )
    else:
        yield BACKUPS.ok(f"{len(kept)} are in {bucket.place}")


def _elsewhere(settings: Settings) -> Findings:
    if not settings.backup_s3_bucket:
        yield BACKUPS.warn("they stay on this machine", "Set BACKUP_S3_BUCKET, or copy BACKUP_DIR elsewhere every day.")
    if settings.backup_s3_bucket and not settings.backup_encryption_key:
        yield BACKUPS.warn("they leave this machine unencrypted", "Set BACKUP_ENCRYPTION_KEY, and keep a copy of it.")
