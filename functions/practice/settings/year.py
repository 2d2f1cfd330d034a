"""A year's bank holidays and closures, each with how many people the published rota has in then."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from functions.practice.settings.effects import NOT_WORK, at_work
from functions.practice.settings.schemas import BankHolidaysOut, ClosedDayOut, HolidayOut
from functions.practice.settings.service import NO_PRACTICE
from shared.db import Tx
from shared.domain.calendar import NATIONS, bank_holidays
from shared.domain.problem import Practice
from shared.errors import NotFound, Reason, Refused
from shared.queries.practice import Practices
from shared.queries.rota import Line, published_lines


async def bank_holidays_of(
    tx: Tx, practices: Practices, *, year: int, nation: str | None, today: date
) -> BankHolidaysOut:
    """The year as it is kept; with another nation's bank holidays when one is named."""
    known = await practices.current(tx)
    if known is None:
        raise NotFound(NO_PRACTICE)
    if nation is not None and nation not in NATIONS:
        message = f"There is no nation {nation}. Write one of {', '.join(NATIONS)}."
        raise Refused("no-such-nation", message, reasons=[Reason(message, "no-such-nation", "nation")])
    first, last = max(today, date(year, 1, 1)), date(year, 12, 31)
    lines = await published_lines(tx, start=first, end=last) if first <= last else []
    return _shown(known.practice, nation or known.practice.nation, year, lines)


def _shown(practice: Practice, nation: str, year: int, lines: Sequence[Line]) -> BankHolidaysOut:
    return BankHolidaysOut(
        year=year,
        nation=nation,
        holidays=_holidays(practice, nation, year, lines),
        closures=[
            ClosedDayOut(
                closure=n,
                date=day,
                label=closure.label,
                half=closure.half,
                site=closure.site,
                people=at_work(lines, closure, day),
            )
            for n, closure in enumerate(practice.closures)
            for day in closure.dates
            if day.year == year
        ],
    )


def _holidays(practice: Practice, nation: str, year: int, lines: Sequence[Line]) -> list[HolidayOut]:
    edits = practice.holidays
    kept = {holiday.date: holiday.name for holiday in edits.kept if holiday.date.year == year}
    days = {**bank_holidays(nation, year, year), **kept}
    people = {day: {line.code for line in lines if line.date == day and line.activity not in NOT_WORK} for day in days}
    return [
        HolidayOut(date=day, name=days[day], kept=day in kept, worked=day in edits.worked, people=len(people[day]))
        for day in sorted(days)
    ]
