"""Clearing away what need not be kept any more, and noticing what lies there unknown or is known and missing."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from functions.backup import letters, policy, queries, reads
from functions.backup.bucket import Bucket, bucket_of
from functions.backup.files import Folder, metadata, stored
from functions.backup.nouns import Backup, Failure, Kind, Stored
from functions.backup.policy import SUFFIXES
from functions.backup.retention import Kept, Tiers, kept_of
from shared import clock, log
from shared.db import Tx
from shared.settings import Settings

logger = log.get("rotacc.backup")

ROWS_KEPT_DAYS = 400  # after a backup is gone


@dataclass(frozen=True, slots=True)
class Places:
    """What lies where: names of files by backup. `bucket` None: there is none, or it did not answer."""

    folder: dict[str, set[str]]
    bucket: dict[str, set[str]] | None
    behind: Bucket | None = None


def tiers_of(settings: Settings) -> Tiers:
    return Tiers(settings.backup_keep_days, settings.backup_keep_weeks, settings.backup_keep_months)


async def clear(tx: Tx, settings: Settings, *, bucket: Bucket | None = None) -> None:
    """Know of everything that lies there, then remove what no tier keeps, here and in the bucket."""
    bucket = bucket or bucket_of(settings)
    folder = Folder(settings.backup_dir)
    places = await asyncio.to_thread(look, folder, bucket)
    await reconcile(tx, settings, folder, places)
    await _remove(tx, settings, folder, bucket if places.bucket is not None else None)
    await _remove_exports(tx, folder)
    await queries.forget_old(tx, days=ROWS_KEPT_DAYS)


async def _remove_exports(tx: Tx, folder: Folder) -> None:
    """Remove old exports, also those no row is about any more."""
    before = clock.now() - policy.EXPORTS_KEPT
    removed = await asyncio.to_thread(folder.remove_exports, before=before)
    old = [each.id for each in await reads.kept(tx, kind=Kind.EXPORT) if each.asked_at < before]
    await queries.gone(tx, ids=old)
    if removed:
        logger.info("exports cleared away", exports=", ".join(removed))


def look(folder: Folder, bucket: Bucket | None) -> Places:
    """What lies where at this moment. Blocking."""
    if bucket is None:
        return Places(folder.files(), None)
    try:
        return Places(folder.files(), bucket.files(), bucket)
    except Failure as failure:  # what it holds stays known as it was
        logger.warning("no bucket", said=failure.message)
        return Places(folder.files(), None)


async def reconcile(tx: Tx, settings: Settings, folder: Folder, places: Places) -> None:
    """Have the rows say what is so. What is missing is told to whoever wants to know."""
    known = {str(each.name): each for each in await reads.kept(tx)}
    for stem in sorted({*_dumps(places.folder), *_dumps(places.bucket or {})}):
        if stem not in known or known[stem].status == "failed":
            await _adopt(tx, folder, stem, places)
    lost = [each for each in known.values() if each.status == "made" and await _is_lost(tx, each, places)]
    if lost:
        names = ", ".join(str(each.name) for each in lost)
        said = f"These are no longer where they were put: {names}."
        await letters.tell(tx, settings, what=letters.LOST, said=said)
        logger.error("backups are missing", backups=names)


def _dumps(files: dict[str, set[str]]) -> set[str]:
    return {stem for stem, names in files.items() if any(f"{stem}{suffix}" in names for suffix in SUFFIXES[:2])}


async def _adopt(tx: Tx, folder: Folder, stem: str, places: Places) -> None:
    """Know of a backup nobody here made, or whose record was restored away."""
    file = folder.dump_of(stem)
    about = await asyncio.to_thread(_about, folder, stem, places)
    in_bucket = stem in _dumps(places.bucket or {})
    if file is not None:
        what = await asyncio.to_thread(stored, file)
        about = about if about.get("sha256") == what.sha256 else {}
        about["encrypted"] = file.name.endswith(".enc")
    elif about.get("sha256") and isinstance(about.get("size"), int):
        what = Stored(about["size"], about["sha256"])
    else:
        logger.warning("a backup in the bucket that nobody knows", backup=stem)
        return
    made_at = policy.moment_of(stem)
    if made_at is not None and await queries.adopt(
        tx, name=stem, made_at=made_at, stored=what, found=about, local=file is not None, copied=in_bucket
    ):
        logger.warning("a backup was found", backup=stem)


def _about(folder: Folder, stem: str, places: Places) -> dict[str, Any]:
    """What lies beside a dump, here or in the bucket; nothing, when nothing does."""
    name = f"{stem}.json"
    if (found := metadata(folder.path / name)) is not None:
        return found
    if places.behind is None or name not in (places.bucket or {}).get(stem, ()):
        return {}
    folder.prepare()
    with folder.unfinished() as file:
        places.behind.fetch(name, file)
        return metadata(file) or {}


async def _is_lost(tx: Tx, backup: Backup, places: Places) -> bool:
    """Whether a backup lies nowhere any more; its row says so from now on."""
    local = backup.is_local and backup.dump_name in places.folder.get(str(backup.name), ())
    copied = backup.in_bucket
    if places.bucket is not None:
        copied = backup.dump_name in places.bucket.get(str(backup.name), ())
    if (local, copied) == (backup.is_local, backup.in_bucket):
        return False
    if local or copied:
        where = "in the bucket" if local else "on this machine"
        trouble = None if copied > backup.in_bucket else f"It is no longer {where}."
        await queries.lies(tx, backup_id=backup.id, local=local, copied=copied, trouble=trouble)
        return False
    await queries.gone(tx, ids=[backup.id], trouble="It is no longer where it was put.")
    return True


async def _remove(tx: Tx, settings: Settings, folder: Folder, bucket: Bucket | None) -> None:
    now, tiers = clock.now(), tiers_of(settings)
    backups = await reads.kept(tx)
    keep = kept_until(backups, now=now, tiers=tiers)
    for backup in backups:
        if backup.is_made and str(backup.name) not in keep:
            if backup.in_bucket and bucket is None:
                continue  # until it answers again, or is named again
            await _remove_one(tx, folder, bucket, backup)
        elif backup.status == "failed" and backup.asked_at < now - timedelta(days=tiers.days):
            await _remove_one(tx, folder, bucket, backup)


async def _remove_one(tx: Tx, folder: Folder, bucket: Bucket | None, backup: Backup) -> None:
    await asyncio.to_thread(folder.remove, str(backup.name))
    if bucket is not None:
        names = [f"{backup.name}{suffix}" for suffix in SUFFIXES]
        await asyncio.to_thread(bucket.remove, names)
    await queries.gone(tx, ids=[backup.id])
    logger.info("backup cleared away", backup=backup.name)


def kept_until(backups: list[Backup], *, now: datetime, tiers: Tiers) -> dict[str, datetime | None]:
    """Which of these the tiers keep, and how long that is certain."""
    made = [
        Kept(each.made_at, str(each.name), each.proof == "proved")
        for each in backups
        if each.made_at is not None and each.is_made
    ]
    return kept_of(made, now=now, tiers=tiers)
