"""Writing a file whole or not at all."""

from __future__ import annotations

import os
from pathlib import Path

from infra.trouble import Trouble
from shared.intake.faults import shown


class Refused(Exception):
    """A file that could not be written."""

    def __init__(self, message: str, instead: str) -> None:
        super().__init__(message)
        self.message = message
        self.instead = instead


def check_writable(file: Path) -> None:
    """Raises Refused when `write_whole` would fail, as far as that can be known beforehand; changes nothing."""
    try:
        target = _target(file)
        if target.is_dir():
            raise Refused(f"{shown(file)} is a folder.", "Give a file's name in it.")
        if target.exists() and not os.access(target, os.W_OK):
            raise Refused(f"{shown(file)} may not be written to.", "Give another name.")
        if not _is_special(target):
            os.close(_create(_beside(target)))
            _beside(target).unlink()
    except FileNotFoundError:
        raise Refused(f"There is no folder {shown(file.parent)}.", "Make it first, or give another.") from None
    except OSError as error:
        raise Refused(f"{shown(file)} cannot be written: {_words(error)}.", "Give a file you may write.") from None


def write_whole(file: Path, data: bytes) -> None:
    """Writes beside the file and then takes its name, so that nobody ever sees half of it."""
    target = _target(file)
    try:
        if _is_special(target):
            target.write_bytes(data)
        else:
            _write_beside(target, data)
    except OSError as error:
        raise Trouble(f"{shown(file)} could not be written: {_words(error)}.") from error


def _target(file: Path) -> Path:
    """The file itself behind any links, which stay as they are."""
    return Path(os.path.realpath(file))


def _is_special(target: Path) -> bool:
    """A device or a pipe, which cannot be replaced."""
    return target.exists() and not target.is_file()


def _beside(target: Path) -> Path:
    return target.with_name(f".{target.name}.{os.getpid()}")


def _create(file: Path) -> int:
    return os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o666)


def _write_beside(target: Path, data: bytes) -> None:
    beside = _beside(target)
    with os.fdopen(_create(beside), "wb") as stream:
        try:
            stream.write(data)
            stream.flush()
            os.fsync(stream.fileno())
            if target.exists():
                beside.chmod(target.stat().st_mode & 0o7777)
            beside.replace(target)
        except BaseException:
            beside.unlink(missing_ok=True)
            raise


def _words(error: OSError) -> str:
    return (error.strerror or type(error).__name__).lower()
