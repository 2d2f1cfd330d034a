"""`make chaos`: has every fault of docs/reliability.md happen, and prints what was measured this time.

`--keep` writes the figures of what held into the document. Anything else is handed to pytest, such as `-n 1`.
"""

from __future__ import annotations

import os
import sys
from datetime import UTC, datetime

import pytest

from tests.chaos.faults import DOCUMENT, Fault, faults, keep
from tests.measured import told
from tests.paths import ROOT


class Seen:
    """How each test ended, what it recorded, and how long it took."""

    def __init__(self) -> None:
        self._figures: dict[str, list[tuple[str, object]]] = {}
        self._seconds: dict[str, float] = {}
        self._trouble: dict[str, str] = {}

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        if report.failed:
            self._trouble[report.nodeid] = "FAILED"
        elif report.skipped:
            self._trouble.setdefault(report.nodeid, "NOT TRIED HERE")
        if report.when == "call":
            self._seconds[report.nodeid] = report.duration
            self._figures[report.nodeid] = [each for each in report.user_properties if "{}" in each[0]]

    def of(self, fault: Fault) -> str:
        """In words, over all tests of a fault and all their cases."""
        tried = [name for name in {**self._seconds, **self._trouble} if _is_of(name, fault)]
        if trouble := {self._trouble[name] for name in tried if name in self._trouble}:
            return ", ".join(sorted(trouble))
        if not all(any(_is_case(name, test) for name in tried) for test in fault.tests):
            return "NOT RUN"
        figures = [figure for name in tried for figure in self._figures.get(name, ())]
        return told(figures) or told([("held; {} s", self._seconds[name]) for name in tried])


def _is_of(name: str, fault: Fault) -> bool:
    return any(_is_case(name, test) for test in fault.tests)


def _is_case(name: str, test: str) -> bool:
    return name == test or name.startswith(f"{test}[")


def main(words: list[str]) -> int:
    """pytest's exit code; 1 when a test the document names did not run."""
    os.chdir(ROOT)
    table, seen = faults(), Seen()
    tests = list(dict.fromkeys(test for fault in table for test in fault.tests))
    more = [word for word in words if word != "--keep"]
    code = int(pytest.main(["-q", "-n", "2", "--dist", "loadfile", *more, *tests], plugins=[seen]))
    measured = {fault.id: seen.of(fault) for fault in table}
    show(table, measured)
    if "--keep" in words:
        held = {number: said for number, said in measured.items() if not said.isupper()}
        keep(held, f"{datetime.now(UTC):%-d %B %Y}, on a machine with {os.cpu_count()} cores {busy()}")
        print(f"{len(held)} are kept in {DOCUMENT.relative_to(ROOT)}.")
    return code or int("NOT RUN" in measured.values())


def busy() -> str:
    """Besides the tests, which keep two processes busy and what they start: figures are to be read with it."""
    load = os.getloadavg()[2]
    return f"and a load of {load:.0f}" if load > 2 * (os.cpu_count() or 1) else "and nothing else to do"


def show(table: list[Fault], measured: dict[str, str]) -> None:
    """The table as a person reads it in a terminal."""
    group = ""
    for fault in table:
        if fault.group != group:
            group = fault.group
            print(f"\n{group}")
        print(f"  {fault.id:<5}{fault.what}\n       {measured[fault.id]}")
    failed, not_run = (sum(word in said for said in measured.values()) for word in ("FAILED", "NOT RUN"))
    print(f"\n{len(table)} faults: {failed} did not hold, {not_run} were not tried.")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
