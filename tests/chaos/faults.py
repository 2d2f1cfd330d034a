"""The fault table of docs/reliability.md: read, and its last column written."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from tests.architecture.tables import cells
from tests.paths import ROOT

DOCUMENT = ROOT / "docs" / "reliability.md"
ROW = re.compile(r"\| F\d+ ")
DATE = re.compile(r"^Measured on .*$", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Fault:
    """One row. `tests`: what pytest calls those that prove it."""

    id: str
    group: str
    what: str
    must_hold: str
    tests: tuple[str, ...]
    measured: str


def faults() -> list[Fault]:
    found, group = [], ""
    for line in DOCUMENT.read_text(encoding="utf-8").splitlines():
        if line.startswith("## "):
            group = line.removeprefix("## ")
        elif ROW.match(line):
            number, what, must_hold, tests, measured = cells(line)
            found.append(Fault(number, group, what, must_hold, tuple(re.findall(r"`([^`]+)`", tests)), measured))
    return found


def keep(measured: Mapping[str, str], when: str) -> None:
    """Write the figures of a run into the document; the rest stays as it was measured before."""

    def line(old: str) -> str:
        if not ROW.match(old):
            return old
        *former, before = cells(old)
        return f"| {' | '.join([*former, measured.get(former[0], before)])} |"

    text = "\n".join(map(line, DOCUMENT.read_text(encoding="utf-8").splitlines())) + "\n"
    DOCUMENT.write_text(DATE.sub(f"Measured on {when}.", text), encoding="utf-8")
