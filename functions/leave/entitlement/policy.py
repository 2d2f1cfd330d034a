"""Somebody's ledger: what it holds, what it should hold, and the difference. Pure; every date is given."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from functools import cached_property
from math import floor

from functions.leave.entitlement import bookings, reasons
from functions.leave.entitlement.earned import entitlement
from functions.leave.entitlement.nouns import BY_HAND, Entry, EntryKind, Key, Line, OnRecord
from shared.domain.entitlement import LeaveYear, leave_year_of, leave_years, session_minutes_in
from shared.domain.leave import LeaveRules, Rounding
from shared.domain.problem import Practice


@dataclass(frozen=True)
class Ledger:
    """One person's entries beside what terms, settings and leave on record say they should be.

    `today` decides which leave years are over: those keep the rules they were reckoned by, and carry over.
    `kept`: somebody who no longer works here; their ledger stays as it is.
    """

    practice: Practice
    code: str
    entries: tuple[Entry, ...]
    on_record: tuple[OnRecord, ...]
    today: date
    kept: bool = False
    _left: dict[date, int] = field(default_factory=dict, repr=False)

    def year_of(self, day: date) -> LeaveYear:
        return leave_year_of(self.practice.leave_rules, day)

    @cached_property
    def began(self) -> LeaveYear:
        """The first leave year of the ledger: the one that ran when it was first posted to.

        Nothing is carried over into it, and leave before it is history that costs nothing.
        """
        return self.year_of(min([*(entry.leave_year for entry in self.entries), self.today]))

    def has(self, year: LeaveYear) -> bool:
        """Whether the ledger had begun in a year."""
        return year.start >= self.began.start

    @cached_property
    def years(self) -> tuple[LeaveYear, ...]:
        """From the first to the last there is anything of, the one that is running included."""
        posted = [entry.leave_year for entry in self.entries]
        last = max([*posted, *(leave.end.date for leave in self.on_record), self.today])
        return tuple(leave_years(self.practice.leave_rules, self.began.start, last))

    def posted(self, year: LeaveYear) -> tuple[Entry, ...]:
        """The entries of a year. One posted when leave years began on another day counts where its first day falls."""
        return tuple(entry for entry in self.entries if entry.leave_year in year)

    def session_minutes(self, year: LeaveYear) -> int:
        return session_minutes_in(self.practice, self.code, year)

    def is_over(self, year: LeaveYear) -> bool:
        return year.end < self.today

    # -- what should be ------------------------------------------------------------------------------------------

    def rules(self, year: LeaveYear) -> LeaveRules:
        """The leave rules a year is reckoned by: the practice's, or for a year that is over those it ended with."""
        rules = self.practice.leave_rules
        last = _last(self.posted(year), (EntryKind.RULES.value, "rules"))
        if last is None or not self.is_over(year) or last.leave_year != year.start:
            return rules
        facts = last.detail["facts"]
        return replace(
            rules,
            bank_holiday_pro_rata=facts["bank_holiday_pro_rata"] == "yes",
            rounding=Rounding(facts["rounding"]),
            carry_over_sessions=Decimal(facts["carry_over_sessions"]),
        )

    def expected(self, year: LeaveYear) -> tuple[Line, ...]:
        """The lines of a year as they should be, but for those a person makes."""
        rules = self.rules(year)
        return (
            *entitlement(self.practice, self.code, year, rules),
            *self._carried(year, rules),
            *bookings.lines(self.practice, self.on_record, year),
        )

    def _carried(self, year: LeaveYear, rules: LeaveRules) -> tuple[Line, ...]:
        """What the year before leaves to this one, once it is over: at most the cap; what is owed is owed in full."""
        if year == self.began or self.practice.term_on(self.code, year.start) is None:
            return ()
        before = self.year_of(date.fromordinal(year.start.toordinal() - 1))
        if not self.is_over(before):
            return ()
        left, minutes = self.left(before), self.session_minutes(year)
        cap = floor(rules.carry_over_sessions * minutes)
        return reasons.carry_over(before, year, left=left, cap=cap, session_minutes=minutes)

    # -- the difference ------------------------------------------------------------------------------------------

    def differences(self, year: LeaveYear) -> tuple[Line, ...]:
        """What has to be posted for the ledger of a year to be as it should be, each with its reason."""
        if self.kept or not self.has(year):
            return ()
        posted, wanted = self.posted(year), {line.about: line for line in self.expected(year)}
        sums = _sums(entry for entry in posted if entry.kind not in BY_HAND and entry.kind != EntryKind.RULES)
        found = []
        for about in sorted({*sums, *wanted}, key=lambda about: (list(EntryKind).index(EntryKind(about[0])), about)):
            line, have = wanted.get(about), sums.get(about, 0)
            if (line.minutes if line else 0) != have:
                found.append(reasons.difference(_last(posted, about), line, have))
        return tuple(found)

    def rules_to_post(self, year: LeaveYear) -> Line | None:
        """The rules of a year that is not over, when they are not those last posted."""
        line = reasons.rules_line(self.practice.leave_rules, year, self.session_minutes(year))
        last = _last(self.posted(year), line.about)
        if self.kept or not self.has(year) or self.is_over(year) or (last and last.detail["facts"] == dict(line.facts)):
            return None
        return line if last is None else replace(line, reason="The practice's leave rules changed.")

    def left(self, year: LeaveYear) -> int:
        """Minutes left of a year, signed: everything earned less everything used, pending requests included."""
        if year.start not in self._left:
            posted = sum(entry.minutes for entry in self.posted(year))
            self._left[year.start] = posted + sum(line.minutes for line in self.differences(year))
        return self._left[year.start]


def _sums(entries: Iterable[Entry]) -> Mapping[Key, int]:
    sums: dict[Key, int] = {}
    for entry in entries:
        sums[entry.about] = sums.get(entry.about, 0) + entry.minutes
    return sums


def _last(entries: Iterable[Entry], about: Key) -> Entry | None:
    return max((entry for entry in entries if entry.about == about), key=lambda entry: entry.id, default=None)
