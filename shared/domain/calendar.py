"""Dates and halves. A session is a date and a half, never a timestamp, so daylight saving cannot touch it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from functools import cache
from types import MappingProxyType
from typing import TYPE_CHECKING, NamedTuple

import holidays

if TYPE_CHECKING:
    from shared.domain.problem import Practice

WEEKDAYS = ("Mon", "Tue", "Wed", "Thu", "Fri")
MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")

# The nations a practice may name, and how the `holidays` library calls their bank holidays.
NATIONS: Mapping[str, str] = MappingProxyType(
    {
        "england-and-wales": "ENG",
        "england": "ENG",
        "wales": "WLS",
        "scotland": "SCT",
        "northern-ireland": "NIR",
    }
)


class Half(StrEnum):
    """Half a working day. (Evenings come with enhanced access.)"""

    AM = "AM"
    PM = "PM"


class Session(NamedTuple):
    """One half-day of work. Sorts in calendar order because AM sorts before PM."""

    date: date
    half: Half

    @property
    def weekday(self) -> int:
        """0 = Monday."""
        return self.date.weekday()

    def __str__(self) -> str:
        return f"{in_words(self.date)} {self.half.value}"


def in_words(day: date) -> str:
    """A date as people say it, always in English whatever the machine's locale: 'Thu 11 Feb'."""
    name = WEEKDAYS[day.weekday()] if day.weekday() < 5 else ("Sat", "Sun")[day.weekday() - 5]
    return f"{name} {day.day} {MONTHS[day.month - 1]}"


def span_in_words(starts: date | None, ends: date | None) -> str:
    """'1 Mar 2027 to 4 Jul 2027', 'all days from 1 Mar 2027', 'all days to 4 Jul 2027' or 'every day'."""
    first, last = (f"{day.day} {MONTHS[day.month - 1]} {day.year}" if day else "" for day in (starts, ends))
    if first and last:
        return first if first == last else f"{first} to {last}"
    return f"all days from {first}" if first else f"all days to {last}" if last else "every day"


def monday_of(day: date) -> date:
    """The Monday of the week that holds `day`."""
    return day - timedelta(days=day.weekday())


@dataclass(frozen=True, slots=True)
class Horizon:
    """The weeks a rota is made for. `start` is a Monday; working days are Monday to Friday."""

    start: date
    weeks: int

    @property
    def end(self) -> date:
        """The last Friday."""
        return self.start + timedelta(days=7 * self.weeks - 3)

    def days(self) -> Iterator[date]:
        """Every Monday to Friday, in order."""
        for week in range(self.weeks):
            for weekday in range(5):
                yield self.start + timedelta(days=7 * week + weekday)

    def sessions(self) -> Iterator[Session]:
        """Every half-day, in order: 10 x weeks of them."""
        for day in self.days():
            yield Session(day, Half.AM)
            yield Session(day, Half.PM)

    def week_of(self, day: date) -> int:
        """0 for the first week."""
        return (day - self.start).days // 7

    def __contains__(self, day: date) -> bool:
        return self.start <= day <= self.end and day.weekday() < 5


class Holiday(NamedTuple):
    """A day the practice keeps as a bank holiday."""

    date: date
    name: str


@dataclass(frozen=True, slots=True)
class HolidayEdits:
    """Where a practice differs from its nation: days it keeps besides, and bank holidays it works."""

    kept: tuple[Holiday, ...] = ()
    worked: tuple[date, ...] = ()


AS_THE_NATION = HolidayEdits()


@cache
def bank_holidays(nation: str, first_year: int, last_year: int) -> Mapping[date, str]:
    """Weekday bank holidays of `nation` from `first_year` to `last_year`, with their names.

    A holiday on a Saturday or Sunday is left out: the library also lists its substitute weekday, which is the one
    that closes a practice. Source: the `holidays` library (gov.uk's three lists).
    """
    found = holidays.country_holidays("GB", subdiv=NATIONS[nation], years=range(first_year, last_year + 1))
    return MappingProxyType({day: name for day, name in sorted(found.items()) if day.weekday() < 5})


def practice_holidays(practice: Practice, first: date, last: date) -> Mapping[date, str]:
    """The weekdays from `first` to `last` that a practice keeps as bank holidays, in order, with their names.

    The nation's, without those the practice works, and with those it keeps besides. Whoever asks whether a day is a
    bank holiday here asks this.
    """
    edits = practice.holidays
    days = {**bank_holidays(practice.nation, first.year, last.year)}
    for day in edits.worked:
        days.pop(day, None)
    days |= {kept.date: kept.name for kept in edits.kept if kept.date.weekday() < 5}
    return MappingProxyType({day: days[day] for day in sorted(days) if first <= day <= last})
