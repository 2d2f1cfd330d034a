"""CSV to rows with their line numbers, or faults about the header and the number of cells."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from shared.intake.faults import Report, nearest, shown
from shared.intake.text import text_of
from shared.spreadsheet import as_written, safe_to_read_back


@dataclass(frozen=True, slots=True)
class Row:
    """One line of a table. `line` is None for rows that come from no file."""

    line: int | None
    cells: Mapping[str, str]


def rows_of(data: bytes, columns: Sequence[str], report: Report, *, optional: Sequence[str] = ()) -> list[Row]:
    """The table's rows by column, trimmed; blank lines are passed over. `optional` columns may be left out.

    A row with too many or too few cells is reported, and keeps only its first column: the code, which others refer to.
    """
    header = ",".join(columns)
    text = text_of(data, report, when_empty=f"Write a first line {header}, then a line for each entry.")
    if text is None:
        return []
    lines = list(_lines_of(text, report))
    if not lines or not (names := _header(*lines[0], columns, optional, report)):
        return []
    return [_row(line, cells, names, (*columns, *optional), report) for line, cells in lines[1:]]


def _lines_of(text: str, report: Report) -> Iterator[tuple[int, list[str]]]:
    """Every line that is not blank with its number, its cells trimmed."""
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    while True:
        line = reader.line_num + 1
        try:
            cells = next(reader, None)
        except csv.Error:
            report.add(
                "Quotation marks are not closed, or stand inside a cell: the table cannot be read from here on.",
                'Close every " you open; write "" for one inside a cell.',
                line=line,
            )
            return
        if cells is None:
            return
        if any(trimmed := [as_written(cell.strip()) for cell in cells]):
            yield line, trimmed


def _header(
    line: int, cells: list[str], columns: Sequence[str], optional: Sequence[str], report: Report
) -> list[str] | None:
    """The column each place of a row belongs to; None when the first line is no header at all."""
    names = [cell.lstrip("\ufeff") for cell in cells]
    while names and not names[-1]:  # empty columns at the right end, as spreadsheets leave them
        names.pop()
    if not set(names) & set(columns):
        separator = next((sign for sign in ";\t|" if sign in cells[0]), None)
        told = f"cells are parted by {shown(separator)}." if separator else "the first line does not name the columns."
        report.add(f"The table cannot be read: {told}", f"Write a first line {','.join(columns)}.", line=line)
        return None
    missing = [column for column in columns if column not in names]
    absent = [*missing, *(column for column in optional if column not in names)]
    for name in dict.fromkeys(names):
        if name in columns or name in optional:
            if names.count(name) > 1:
                report.add("The column stands here twice.", "Keep one of the two.", line=line, field=name)
        elif (meant := nearest(name, absent)) is not None:
            report.add(f"There is no column {shown(name)}.", f"Write {meant}.", line=line, field=name)
            absent.remove(meant)
        else:
            report.add(f"There is no column {shown(name)}.", "Remove it.", line=line, field=name or None)
    for column in filter(absent.__contains__, missing):  # the others were told of as what a misspelt one means
        report.add("The column is missing.", f"Write {','.join(columns)} in the first line.", line=line, field=column)
    return names


def _row(line: int, cells: list[str], names: list[str], columns: Sequence[str], report: Report) -> Row:
    """One row by column. Columns the header lacks are left out, and were reported there."""
    while len(cells) > len(names) and not cells[-1]:
        cells = cells[:-1]
    if len(cells) != len(names):
        report.add(
            f"There are {len(cells)} cells in this line, and {len(names)} columns.",
            "Write a comma between cells, two for an empty cell, and quotation marks around a cell with a comma in it.",
            line=line,
        )
        names, cells = names[:1], cells[:1]
    return Row(line, {name: cell for name, cell in zip(names, cells, strict=True) if name in columns})


def written(columns: Sequence[str], rows: Sequence[Mapping[str, str]]) -> bytes:
    """A table as its file, in UTF-8: these columns of the rows, harmless in a spreadsheet, the same when read again."""
    out = io.StringIO(newline="")
    writer = csv.DictWriter(out, columns, lineterminator="\n", extrasaction="ignore")
    writer.writeheader()
    writer.writerows({column: safe_to_read_back(cell) for column, cell in row.items()} for row in rows)
    return out.getvalue().encode()
