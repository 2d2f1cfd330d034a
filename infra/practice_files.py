"""Finding and reading a practice's three files on disk."""

from __future__ import annotations

from pathlib import Path

from shared.intake import Fault, Files
from shared.intake.faults import Report, nearest, shown

PARTS = ("practice", "people", "leave")
ENDINGS = {"practice": ".practice.json", "people": ".people.csv", "leave": ".leave.csv"}
LARGEST = 20 * 2**20  # bytes; the largest practices need some thousands


def stem_of(path: Path) -> Path:
    """The stem PATH means: PATH itself, the one practice in it when it is a folder, or what its ending leaves."""
    for ending in ENDINGS.values():
        if path.name.endswith(ending) and path.name != ending:
            return path.with_name(path.name.removesuffix(ending))
    if path.is_dir() and not _of(path, "practice").exists():
        stems = _stems_in(path)
        if len(stems) == 1:
            return path / stems[0]
    return path


def file_of(path: Path, part: str) -> Path:
    """One of the three files of the practice PATH means."""
    return _of(stem_of(path), part)


def files_at(path: Path) -> tuple[Files | None, tuple[Fault, ...]]:
    """The three files PATH means, and a fault for each that cannot be read; None when PATH means no practice."""
    report = Report("PATH")
    try:
        stem = stem_of(path)
        if stem == path and not _of(path, "practice").exists():
            _explain(path, report)
    except OSError as error:
        report.add(f"{shown(path)} cannot be looked into: {_words(error)}.", "Give a folder you may read.")
    if report.faults:
        return None, tuple(report.faults)
    found = {part: _read(_of(stem, part), report) for part in PARTS}
    names = {part: str(_of(stem, part)) for part in PARTS}
    return Files(stem.name, found["practice"], found["people"], found["leave"], names), tuple(report.faults)


def _of(stem: Path, part: str) -> Path:
    return stem.with_name(stem.name + ENDINGS[part]) if stem.name else stem / ENDINGS[part]


def _stems_in(folder: Path) -> list[str]:
    ending = ENDINGS["practice"]
    return sorted(file.name.removesuffix(ending) for file in folder.iterdir() if file.name.endswith(ending))


def _explain(path: Path, report: Report) -> None:
    """Says why PATH means no practice. A stem whose other files exist is one, with its settings missing."""
    if path.is_dir():
        stems = _stems_in(path)
        what = f"{len(stems)} practices ({', '.join(stems)})" if stems else "no practice"
        instead = f"Give one of them, as {path / stems[0]}." if stems else "Give a folder with a NAME.practice.json."
        report.add(f"The folder {shown(path)} holds {what}.", instead)
    elif not any(_of(path, part).exists() for part in PARTS):
        folder = path.parent
        meant = nearest(path.name, _stems_in(folder)) if folder.is_dir() else None
        instead = f"Give {folder / meant}." if meant else f"Give a stem, so that {path}.practice.json is a file."
        report.add(f"There is no practice {shown(path)}.", instead)


def _read(file: Path, report: Report) -> bytes | None:
    """The file's bytes; None with a fault when it cannot be read."""
    about = Report(str(file))
    try:
        with file.open("rb") as stream:
            data = stream.read(LARGEST + 1)
        if len(data) <= LARGEST:
            return data
        about.add("The file is far too large for a practice.", "Give the file of one practice.")
    except FileNotFoundError:
        about.add(
            "There is no such file.", f"A practice is three files: {', '.join('NAME' + e for e in ENDINGS.values())}."
        )
    except OSError as error:
        about.add(f"The file cannot be read: {_words(error)}.", "Give a file you may read.")
    report.faults += about.faults
    return None


def _words(error: OSError) -> str:
    return (error.strerror or type(error).__name__).lower()
