"""The backup that is taken before an update changes the database."""

from __future__ import annotations

import asyncio

from functions.backup.bucket import bucket_of
from functions.backup.files import Folder
from functions.backup.making import make_unrecorded
from functions.backup.nouns import Cause, Failure
from shared.settings import Settings


def before_update(settings: Settings) -> str:
    """Back up a database that has the former version's shape: no table of ours is read for it or written. What was
    made, in a sentence; it is in the list of backups once the database is up to date. Raises Failure in words."""
    made = asyncio.run(make_unrecorded(settings, cause=Cause.BEFORE_UPDATE))
    said = f"A backup of the database as it is now is in {settings.backup_dir / made.file} ({made.size} bytes)."
    return said + _copied(settings, made.file)


def _copied(settings: Settings, file: str) -> str:
    """Copy it to the bucket, if there is one. A copy that fails does not stand in the way: the file is here."""
    bucket = bucket_of(settings)
    if bucket is None:
        return ""
    folder = Folder(settings.backup_dir)
    try:
        for name in sorted(folder.files()[file.partition(".")[0]]):
            bucket.put(folder.path / name)
    except Failure as failure:
        return f" It was not copied: {failure.message}"
    return f" A copy is in {bucket.place}."
