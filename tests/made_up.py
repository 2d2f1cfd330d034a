"""The practices tests are made on: the four that are shipped, and a few odd ones of our own. All are fictional."""

from __future__ import annotations

from pathlib import Path

from shared.domain.problem import Practice
from shared.intake import Fault, Files, examine, read_practice

ROOT = Path(__file__).resolve().parents[1]
SHIPPED = tuple(sorted((ROOT / "infra/demo/practices").glob("*.practice.json")))
ODD = tuple(sorted((ROOT / "tests/practices").glob("*.practice.json")))
PARTS = ("practice", "people", "leave")
STEMS = {
    file.name.removesuffix(".practice.json"): Path(str(file).removesuffix(".practice.json")) for file in SHIPPED + ODD
}


def files_of(name: str) -> Files:
    """The three files of a practice."""
    stem = STEMS[name]
    practice, people, leave = (
        Path(f"{stem}{ending}").read_bytes() for ending in (".practice.json", ".people.csv", ".leave.csv")
    )
    return Files(name, practice, people, leave)


def practice_of(name: str) -> Practice:
    """The practice itself."""
    return read_practice(files_of(name))


def with_change(files: Files, part: str, old: str, new: str) -> Files:
    """The files with one text in one of them replaced, which must be there."""
    data = getattr(files, part)
    assert old.encode() in data, f"{old} is not in the file"
    return with_part(files, part, data.replace(old.encode(), new.encode(), 1))


def with_part(files: Files, part: str, data: bytes) -> Files:
    """The files with one of them replaced."""
    return Files(**({"stem": files.stem, **{each: getattr(files, each) for each in PARTS}} | {part: data}))


def faults_of(files: Files) -> tuple[Fault, ...]:
    """Every fault; there must be some."""
    practice, faults = examine(files)
    assert practice is None
    assert faults
    return faults


def only_fault(files: Files) -> Fault:
    """The one fault there must be."""
    (fault,) = faults_of(files)
    return fault
