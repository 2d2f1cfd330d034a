"""An export as it lies in the folder of backups."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from functions.backup.files import contents
from functions.backup.nouns import Backup, Failure
from shared.settings import Settings


def file_of(settings: Settings, backup: Backup) -> Path:
    """Where an export lies. Raises Failure when it lies there no more."""
    file = settings.backup_dir / backup.export_name
    if not file.is_file():
        raise Failure(f"{file.name} is no longer in {settings.backup_dir}.", again=False)
    return file


def plain(settings: Settings, backup: Backup) -> Iterator[bytes]:
    """The zip itself, decrypted when it lies there encrypted. Raises Failure."""
    return contents(file_of(settings, backup), settings.backup_encryption_key)
