"""Folders: the built pages, and room for backups."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

from infra.doctor.finding import Findings, Part
from shared.settings import Settings

FOLDERS = Part("folders")
LEAST_BYTES = 1_000_000_000


def look(settings: Settings) -> Findings:
    yield from _pages(settings.static_dir)
    yield from _writable("BACKUP_DIR", settings.backup_dir)
    if settings.backup_dir.is_dir():
        yield from _room(settings.backup_dir)


def _pages(folder: Path) -> Findings:
    if (folder / "index.html").is_file():
        yield FOLDERS.ok(f"the pages are in {folder}")
    else:
        yield FOLDERS.bad(f"no pages are in {folder}", "Rebuild the image (or `make setup`), or mend STATIC_DIR.")


def _writable(name: str, folder: Path) -> Findings:
    if not folder.exists() and _may_be_written(next(each for each in folder.parents if each.exists())):
        yield FOLDERS.ok(f"{name} {folder} is made with the first backup")
    elif not folder.is_dir():
        yield FOLDERS.bad(f"{name} {folder} does not exist", "Make it, or mount the volume backup_data there.")
    elif not _may_be_written(folder):
        yield FOLDERS.bad(
            f"{name} {folder} may not be written by this account (uid {os.geteuid()})",
            f"Restart the container, which mends it; or: chown -R 1000:1000 {folder}.",
        )
    else:
        yield FOLDERS.ok(f"{name} {folder} can be written")


def _may_be_written(folder: Path) -> bool:
    return folder.is_dir() and os.access(folder, os.W_OK | os.X_OK)


def _room(folder: Path) -> Findings:
    free = shutil.disk_usage(folder).free
    if free < LEAST_BYTES:
        yield FOLDERS.warn(f"{free / 1e6:,.0f} MB are free in {folder}", "Make room, or keep fewer backups.")
    else:
        yield FOLDERS.ok(f"{free / 1e9:,.0f} GB are free for backups")
