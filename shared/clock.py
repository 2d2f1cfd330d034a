"""What time it is. Moments are stored in UTC; the day of the practice is the day in London."""

from __future__ import annotations

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

LONDON = ZoneInfo("Europe/London")


def now() -> datetime:
    """This moment, aware, in UTC."""
    return datetime.now(UTC)


def today() -> date:
    """The practice's date: after midnight in summer, London is a day ahead of UTC for an hour."""
    return now().astimezone(LONDON).date()
