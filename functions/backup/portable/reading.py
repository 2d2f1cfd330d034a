"""Opening an export. Nothing in it is believed: not its names, not its sizes, not its sums. Blocking.

Nothing is ever unpacked to a file, so no name in it leads anywhere. What it may cost is bounded before it is read.
"""

from __future__ import annotations

import hashlib
import io
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO
from zipfile import BadZipFile, ZipFile, ZipInfo

from functions.backup import sealing
from functions.backup.files import contents
from functions.backup.nouns import Failure
from functions.backup.portable import manifest
from functions.backup.portable.manifest import Manifest, NotUsable, Part
from functions.backup.portable.writing import sheet_file, table_file

READ = 1024 * 1024
LARGEST = 4 * 1024**3  # all of it, unpacked: hundreds of years of a practice
LARGEST_MANIFEST = 4 * 1024**2
LONGEST_LINE = 64 * 1024**2  # a run's problem and draft are a few hundred kB
MOST_SQUEEZED = 400  # a table whose rows are nearly alike comes to a fortieth; a bomb to a thousandth
SMALL = 10 * 1024**2  # of which the last does not matter
ENCRYPTED = 0x1
README = "README.txt"


@dataclass(frozen=True, slots=True)
class Export:
    """An export whose every byte was compared with what its manifest says."""

    archive: ZipFile
    manifest: Manifest

    def lines(self, table: str) -> Iterator[bytes]:
        """A table's rows."""
        with self.archive.open(table_file(table)) as stream:
            while line := stream.readline(LONGEST_LINE):
                yield line


@contextmanager
def opened(file: Path, *, passphrase: str, schema_id: str) -> Iterator[Export]:
    """The export in a file, encrypted or not, once all of it was checked. Raises NotUsable with every reason, and
    Failure when it cannot be read or decrypted."""
    with _plain(file, passphrase) as stream:
        try:
            archive = ZipFile(stream)
        except (BadZipFile, NotImplementedError, ValueError) as error:
            raise NotUsable([f"It is no zip file, or a damaged one: {error}."]) from None
        with archive:
            yield _checked(archive, schema_id)


@contextmanager
def _plain(file: Path, passphrase: str) -> Iterator[BinaryIO]:
    """What is in the file, decrypted in memory: it is never on disk without its key."""
    try:
        with file.open("rb") as stream:
            is_sealed = sealing.is_sealed(stream.read(len(sealing.MAGIC)))
            if not is_sealed:
                yield stream
    except OSError as error:
        raise Failure(f"{file} cannot be read: {error.strerror or type(error).__name__}.", again=False) from error
    if is_sealed:
        yield io.BytesIO(b"".join(contents(file, passphrase)))


def _checked(archive: ZipFile, schema_id: str) -> Export:
    entries = _entries(archive)
    if manifest.NAME not in entries:
        raise NotUsable([f"It holds no {manifest.NAME}: it is no export, or its end is missing."])
    if entries[manifest.NAME].file_size > LARGEST_MANIFEST:
        raise NotUsable([f"Its {manifest.NAME} is too large to be one."])
    said = manifest.understood(_manifest(archive), schema_id=schema_id)
    parts: dict[str, Part] = {sheet_file(name): part for name, part in said.spreadsheets.items()}
    parts |= {table_file(name): part for name, part in said.tables.items()}
    expected = {manifest.NAME, README, *parts}
    wrong = [f"It holds {name!r}, which its manifest does not name." for name in sorted({*entries} - expected)]
    wrong += [f"It lacks {name}." for name in sorted(expected - {*entries})]
    for name, part in parts.items():
        if name in entries and (said_wrong := _differs(archive, entries[name], part)):
            wrong.append(said_wrong)
    if wrong:
        raise NotUsable(wrong)
    return Export(archive, said)


def _entries(archive: ZipFile) -> dict[str, ZipInfo]:
    """What lies in it, by name. Raises NotUsable for what no export holds, and for what would unpack to too much."""
    wrong, found = [], {}
    for entry in archive.infolist():
        if entry.filename in found:
            wrong.append(f"It holds {entry.filename!r} twice.")
        if entry.flag_bits & ENCRYPTED:
            wrong.append(f"{entry.filename!r} has a password.")
        if entry.file_size > SMALL and entry.file_size > MOST_SQUEEZED * max(1, entry.compress_size):
            wrong.append(f"{entry.filename!r} would unpack to {entry.file_size // max(1, entry.compress_size)} times "
                         "its size, which no export does.")  # fmt: skip
        found[entry.filename] = entry
    if (whole := sum(entry.file_size for entry in found.values())) > LARGEST:
        wrong.append(f"It would unpack to {whole} bytes; at most {LARGEST} are read.")
    if wrong:
        raise NotUsable(wrong)
    return found


def _manifest(archive: ZipFile) -> bytes:
    try:
        with archive.open(manifest.NAME) as stream:
            return stream.read(LARGEST_MANIFEST)
    except Exception as error:  # a bad sum, a stream that ends early, a method nobody knows
        raise NotUsable([f"Its {manifest.NAME} is damaged ({type(error).__name__})."]) from None


def _differs(archive: ZipFile, entry: ZipInfo, part: Part) -> str | None:
    """What is wrong with one file of it, if anything: read to its end, and never further than it may be long."""
    if entry.file_size != part.size:
        return f"{entry.filename} has {entry.file_size} bytes instead of {part.size}."
    digest, size = hashlib.sha256(), 0
    try:
        with archive.open(entry) as stream:
            while chunk := stream.read(READ):
                digest.update(chunk)
                size += len(chunk)
                if size > part.size:
                    return f"{entry.filename} is longer than it says."
    except Exception as error:  # a bad sum, a stream that ends early, a method nobody knows
        return f"{entry.filename} is damaged ({type(error).__name__})."
    if digest.hexdigest() != part.sha256:
        return f"{entry.filename} is not what was exported: its SHA-256 is another."
    return None
