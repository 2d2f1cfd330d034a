"""Tables for spreadsheets, which take a cell that begins like a formula for one, and do what it says.

Whoever may write a name or a reason could so have an administrator's computer do something. Such a cell gets an
apostrophe in front, by which a spreadsheet knows text. What we read ourselves is read without it (`as_written`).
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Sequence

# The wide ones are taken for the narrow ones by spreadsheets set to Chinese or Japanese.
FORMULA = re.compile(r"'*[=+\-@\t\r\n\0＝＋－＠]")
NUMBER = re.compile(r"[+-]\d+(?:[.,:]\d+)*")
PATTERN = re.compile(r"-[A-Z?-]*")  # of weekly sessions, beginning with one that is never worked


def safe(cell: object) -> str:
    """A cell no spreadsheet takes for a formula. Numbers stay numbers; nothing is an empty cell."""
    text = "" if cell is None else str(cell)
    return f"'{text}" if FORMULA.match(text) and not NUMBER.fullmatch(text) else text


def table(head: Sequence[str], rows: Iterable[Sequence[object]]) -> bytes:
    """A table as a file for spreadsheets, which take UTF-8 for what it is only with the mark."""
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(head)
    writer.writerows([safe(cell) for cell in row] for row in rows)
    return out.getvalue().encode("utf-8-sig")


def safe_to_read_back(cell: str) -> str:
    """The same for a file we read ourselves; patterns stay as people write them, for they can call nothing."""
    return cell if PATTERN.fullmatch(cell) else safe(cell)


def as_written(cell: str) -> str:
    """What a cell was before it was made safe."""
    return cell[1:] if cell.startswith("'") and FORMULA.match(cell) else cell
