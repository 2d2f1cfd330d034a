"""The folder of backups: files written whole or not at all, and what is found in it."""

from __future__ import annotations

import errno
import hashlib
import json
import os
import shutil
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import Any, BinaryIO

from functions.backup import sealing
from functions.backup.nouns import Failure, Stored
from functions.backup.policy import SUFFIXES, exported_at, stem_of

UNFINISHED = ".unfinished-"
READ = 1024 * 1024


class Folder:
    """Where backups are kept on this machine. Raises Failure, in words, when it cannot be used."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def prepare(self) -> None:
        """Make it, for our own eyes only."""
        with _in_words(self.path):
            if not self.path.is_dir():
                self.path.mkdir(parents=True, exist_ok=True)
                self.path.chmod(0o700)
            with tempfile.TemporaryFile(dir=self.path):
                pass

    def tidy(self) -> None:
        """Remove what somebody who was killed left half-written. Only while nobody else is writing here."""
        with _in_words(self.path):
            for file in self.path.glob(f"{UNFINISHED}*"):
                file.unlink(missing_ok=True)

    def write(self, name: str, chunks: Iterable[bytes]) -> Stored:
        """Write a file beside, make it lasting, and only then give it its name."""
        digest, size = hashlib.sha256(), 0
        with _in_words(self.path), self._beside() as (file, beside):
            for chunk in chunks:
                file.write(chunk)
                digest.update(chunk)
                size += len(chunk)
            file.flush()
            os.fsync(file.fileno())
            beside.replace(self.path / name)
            _make_lasting(self.path)
        return Stored(size, digest.hexdigest())

    @contextmanager
    def unfinished(self) -> Iterator[Path]:
        """A file of no name yet, gone afterwards: for what is fetched to be looked at."""
        with _in_words(self.path), self._beside() as (file, beside):
            file.close()
            yield beside

    @contextmanager
    def _beside(self) -> Iterator[tuple[BinaryIO, Path]]:
        handle, path = tempfile.mkstemp(prefix=UNFINISHED, dir=self.path)  # readable to us alone
        beside = Path(path)
        try:
            with os.fdopen(handle, "wb") as file:
                yield file, beside
        finally:
            beside.unlink(missing_ok=True)

    def files(self) -> dict[str, set[str]]:
        """The names of files here by the backup they belong to."""
        found: dict[str, set[str]] = {}
        with _in_words(self.path):
            names = [file.name for file in self.path.iterdir()] if self.path.is_dir() else []
        for name in names:
            if stem := stem_of(name):
                found.setdefault(stem, set()).add(name)
        return found

    def remove(self, stem: str) -> None:
        """Remove everything that belongs to one backup."""
        with _in_words(self.path):
            for suffix in SUFFIXES:
                (self.path / f"{stem}{suffix}").unlink(missing_ok=True)

    def remove_exports(self, *, before: datetime) -> list[str]:
        """Remove the exports that were begun before a moment; their names."""
        with _in_words(self.path):
            names = [file.name for file in self.path.iterdir()] if self.path.is_dir() else []
            old = [name for name in names if (at := exported_at(name)) is not None and at < before]
            for name in old:
                (self.path / name).unlink(missing_ok=True)
        return sorted(old)

    def dump_of(self, stem: str) -> Path | None:
        """The dump of a backup, encrypted or not."""
        return next((p for s in SUFFIXES[:2] if (p := self.path / f"{stem}{s}").is_file()), None)


def stored(file: Path) -> Stored:
    """A file's size and SHA-256, read to its end."""
    digest, size = hashlib.sha256(), 0
    with _in_words(file), file.open("rb") as stream:
        while chunk := stream.read(READ):
            digest.update(chunk)
            size += len(chunk)
    return Stored(size, digest.hexdigest())


def contents(file: Path, passphrase: str) -> Iterator[bytes]:
    """What is in a dump, decrypted when it is encrypted."""
    with _in_words(file), file.open("rb") as stream:
        sealed = sealing.is_sealed(stream.read(len(sealing.MAGIC)))
        stream.seek(0)
        if sealed:
            yield from sealing.unseal(stream, passphrase)
            return
        while chunk := stream.read(READ):
            yield chunk


def metadata(file: Path) -> dict[str, Any] | None:
    """What a backup's .json says; None when there is none, or it is not one."""
    try:
        found = json.loads(file.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None
    return found if isinstance(found, dict) else None


def copy_to(source: Path, target: BinaryIO) -> None:
    with source.open("rb") as stream:
        shutil.copyfileobj(stream, target, READ)


@contextmanager
def _in_words(place: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        if isinstance(error, ConnectionError | TimeoutError):
            raise
        raise Failure(_words(place, error)) from error


def _words(place: Path, error: OSError) -> str:
    if error.errno in (errno.ENOSPC, errno.EDQUOT, errno.EFBIG):
        return f"There is no room left for backups in {place}."
    if error.errno in (errno.EACCES, errno.EPERM, errno.EROFS):
        return f"Backups may not be written to {place}: {error.strerror}."
    return f"{place} cannot be used for backups: {error.strerror or type(error).__name__}."


def _make_lasting(folder: Path) -> None:
    """A new name is in the folder's own blocks, which have to reach the disk as well."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
