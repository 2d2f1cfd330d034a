"""The notice report as CSV, for spreadsheets."""

from __future__ import annotations

from functions.rota.versions.publication_schemas import DoesOut
from functions.rota.versions.told_schemas import NoticeOut, NoticeRowOut
from shared.clock import LONDON
from shared.spreadsheet import table

COLUMNS = (
    "date", "half", "code", "name", "was", "was_site", "is_now", "now_site", "notice_days", "days_due", "told", "by",
    "version", "reason",
)  # fmt: skip


def notice_table(report: NoticeOut) -> bytes:
    """A row for each change, in the order of the calendar."""
    return table(COLUMNS, map(_cells, report.rows))


def _cells(row: NoticeRowOut) -> tuple[str | int, ...]:
    told = row.published_at.astimezone(LONDON).strftime("%Y-%m-%d %H:%M")
    return (
        row.date.isoformat(), row.half.value, row.code, row.name, *_does(row.was), *_does(row.now), row.notice_days,
        row.window_days, told, row.published_by or "", row.number, row.reason or "",
    )  # fmt: skip


def _does(does: DoesOut | None) -> tuple[str, str]:
    return (does.activity, does.site) if does else ("not at work", "")
