"""Statements and balances as CSV, for spreadsheets."""

from __future__ import annotations

from functions.leave.entitlement.schemas import AmountOut, BalancesOut, StatementOut
from shared.spreadsheet import table

AMOUNT = ("minutes", "sessions", "hours", "days")
SUMS = ("granted", "carried", "bank_holidays", "toil", "adjustments", "taken", "booked", "pending", "left")


def statement_table(statement: StatementOut) -> bytes:
    """A row for each line, in the order of the sum."""
    head = ("date", "section", "kind", "what", *AMOUNT, *(f"left_{name}" for name in AMOUNT), "by", "why", "working",
            "posted")  # fmt: skip
    return table(
        head,
        (
            (
                line.date.isoformat(), line.section, line.kind, line.what, *_amount(line.amount),
                *_amount(line.running), line.by or "", line.why, "; ".join(line.working),
                line.posted.isoformat() if line.posted else "not yet",
            )
            for line in statement.lines
        ),
    )  # fmt: skip


def balances_table(balances: BalancesOut) -> bytes:
    """A row for each person, in sessions, with what is left in hours and days as well."""
    head = ("code", "name", "group", "session_minutes", *SUMS, "left_hours", "left_days", "percent_used")
    return table(
        head,
        (
            (
                row.person.code, row.person.name, row.person.group, str(row.session_minutes),
                *(getattr(row, name).sessions for name in SUMS), row.left.hours, row.left.days,
                str(row.left_percent_used),
            )
            for row in balances.balances
        ),
    )  # fmt: skip


def _amount(amount: AmountOut) -> tuple[str, ...]:
    return str(amount.minutes), amount.sessions, amount.hours, amount.days
