"""One row's cells as values. A cell that is wrong is reported with its line and column, and reading goes on."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from shared.intake.faults import Report
from shared.intake.tables import Row
from shared.intake.words import Wrong

T = TypeVar("T")


class Cells:
    """The cells of one row. A value is None when its column is missing or its cell is faulty; both are reported."""

    def __init__(self, row: Row, report: Report) -> None:
        self.row = row
        self._report = report

    def read(self, column: str, how: Callable[[str], T]) -> T | None:
        """The cell of `column` as `how` reads it."""
        if (text := self.row.cells.get(column)) is None:
            return None
        try:
            return how(text)
        except Wrong as wrong:
            self.fault(column, wrong.message, wrong.instead)
            return None

    def read_if_given(self, column: str, how: Callable[[str], T], otherwise: T) -> T | None:
        """The same for a cell that may be empty, in a column that may be left out."""
        return self.read(column, how) if self.row.cells.get(column) else otherwise

    def fault(self, column: str, message: str, instead: str) -> None:
        """Notes a mistake in one of this row's cells."""
        self._report.add(message, instead, line=self.row.line, field=column)


def place(row: Row) -> str:
    """How a fault names another row: 'line 7', or 'an earlier row' where there are no lines."""
    return f"line {row.line}" if row.line else "an earlier row"
