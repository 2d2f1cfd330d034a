"""The pages of this release, put where every release can find them: in the folder /app/staticfiles of the containers.

A page of the former release that is open during an update asks for files the new one no longer has. Files named by
their content stay here until nobody has started a release with them for a season.
"""

from __future__ import annotations

import contextlib
import filecmp
import os
import shutil
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

HASHED = "assets"
DAY = 24 * 3600
KEEP_SECONDS = 90 * DAY


def share(pages: Path, shared: Path) -> str:
    """Put every file there, whole or not at all, what pages need before the pages. A sentence on what was done."""
    if not shared.is_dir() or not os.access(shared, os.W_OK):
        return f"Pages are served from the image alone: {shared} is not there, or may not be written."
    try:
        written = sum(_put(pages / name, shared / name) for name in _in_order(pages))
        forgotten = _forget(shared / HASHED, pages / HASHED)
    except OSError as error:  # a full disk must not keep the rota from its people: the image has every page
        return f"Pages are served from the image alone: {shared} could not be brought up to date ({error})."
    return f"Pages in {shared}: {written} written, {forgotten} of former releases removed."


def _in_order(pages: Path) -> list[Path]:
    files = [file.relative_to(pages) for file in pages.rglob("*") if file.is_file()]
    return sorted(files, key=lambda name: (name.parts[0] != HASHED, name))


def _put(source: Path, target: Path) -> bool:
    """Copy one file in one step, unless it is there; whether it was written."""
    with contextlib.suppress(FileNotFoundError):
        if filecmp.cmp(source, target, shallow=False):
            _still_wanted(target)
            return False
    target.parent.mkdir(parents=True, exist_ok=True)
    with _unfinished(target) as file:
        shutil.copyfile(source, file)
        file.chmod(0o644)
        file.replace(target)
    return True


@contextlib.contextmanager
def _unfinished(target: Path) -> Iterator[Path]:
    """A file beside the target under a name no page asks for; gone afterwards, if it did not become the target."""
    number, name = tempfile.mkstemp(dir=target.parent, prefix=".")
    os.close(number)
    try:
        yield Path(name)
    finally:
        Path(name).unlink(missing_ok=True)


def _still_wanted(file: Path) -> None:
    if time.time() - file.stat().st_mtime > DAY:
        os.utime(file)


def _forget(shared: Path, ours: Path) -> int:
    """Remove what no release has wanted for a season; how many."""
    if not shared.is_dir():
        return 0
    old = [
        file
        for file in shared.iterdir()
        if not (ours / file.name).exists() and time.time() - file.stat().st_mtime > KEEP_SECONDS
    ]
    for file in old:
        file.unlink(missing_ok=True)
    return len(old)
