"""The notice report as CSV, for spreadsheets."""

from __future__ import annotations

import csv
import io

from functions.rota.versions.publication_schemas import DoesOut
from functions.rota.versions.told_schemas import NoticeOut, NoticeRowOut
from shared.clock import LONDON

COLUMNS = (
    "date", "half", "code", "name", "was", "was_site", "is_now", "now_site", "notice_days", "days_due", "told", "by",
    "version", "reason",
)  # fmt: skip
# A spreadsheet takes text that begins so for a formula, and would do what it says.
FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")


def notice_table(report: NoticeOut) -> bytes:
    """A row for each change, in the order of the calendar."""
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(COLUMNS)
    writer.writerows([_safe(cell) for cell in _cells(row)] for row in report.rows)
    return out.getvalue().encode("utf-8-sig")  # spreadsheets take UTF-8 for what it is only with the mark


def _cells(row: NoticeRowOut) -> tuple[str | int, ...]:
    told = row.published_at.astimezone(LONDON).strftime("%Y-%m-%d %H:%M")
    return (
        row.date.isoformat(), row.half.value, row.code, row.name, *_does(row.was), *_does(row.now), row.notice_days,
        row.window_days, told, row.published_by or "", row.number, row.reason or "",
    )  # fmt: skip


def _does(does: DoesOut | None) -> tuple[str, str]:
    return (does.activity, does.site) if does else ("not at work", "")


def _safe(cell: str | int) -> str | int:
    return f"'{cell}" if isinstance(cell, str) and cell.startswith(FORMULA) else cell
