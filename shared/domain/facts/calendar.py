"""When the practice and each of its sites are open."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from functools import cached_property
from typing import TYPE_CHECKING

from shared.domain.calendar import Half, Session, practice_holidays

if TYPE_CHECKING:
    from shared.domain.problem import Problem

# How far before the horizon a bank holiday is looked for that the first open day comes after.
LOOK_BACK = timedelta(days=14)


class OpenTimes:
    """The weeks asked for, and what is shut in them."""

    def __init__(self, problem: Problem) -> None:
        self.problem = problem
        practice = problem.practice
        self.rules = practice.rules
        self.days: tuple[date, ...] = tuple(problem.horizon.days())
        self.sessions: tuple[Session, ...] = tuple(problem.horizon.sessions())
        self.sites = {site.code: site for site in practice.sites}
        first, last = problem.horizon.start - LOOK_BACK, problem.horizon.end
        self.bank_holidays: Mapping[date, str] = practice_holidays(practice, first, last)
        self._closures = self._read_closures()

    def _read_closures(self) -> dict[tuple[str, Session], str]:
        """(site, session) -> the label of the closure that shuts it."""
        shut: dict[tuple[str, Session], str] = {}
        for closure in self.problem.practice.closures:
            halves = (closure.half,) if closure.half else tuple(Half)
            sites = (closure.site,) if closure.site else tuple(self.sites)
            for day in closure.dates:
                for half in halves:
                    for site in sites:
                        shut.setdefault((site, Session(day, half)), closure.label)
        return shut

    def closed_by(self, site: str, session: Session) -> str | None:
        """The bank holiday or closure that shuts a site then, or None when it is open."""
        return self.bank_holidays.get(session.date) or self._closures.get((site, session))

    def site_name(self, code: str) -> str:
        """What a site is called; its code where the practice has none of it."""
        return self.sites[code].name if code in self.sites else code

    def is_open(self, site: str, session: Session) -> bool:
        return self.closed_by(site, session) is None

    def anywhere_open(self, session: Session) -> bool:
        return any(self.is_open(site, session) for site in self.sites)

    @cached_property
    def open_sessions(self) -> tuple[Session, ...]:
        """Sessions in which at least one site is open."""
        return tuple(session for session in self.sessions if self.anywhere_open(session))

    @cached_property
    def open_days(self) -> tuple[date, ...]:
        """Days with an open session."""
        return tuple(dict.fromkeys(session.date for session in self.open_sessions))

    @cached_property
    def days_after_bank_holiday(self) -> frozenset[date]:
        """The first day the practice opens after a bank holiday, or after a run of them."""
        found: set[date] = set()
        waiting = False
        day = self.problem.horizon.start - LOOK_BACK
        while day <= self.problem.horizon.end:
            if day in self.bank_holidays:
                waiting = True
            elif waiting and day.weekday() < 5 and any(self.anywhere_open(Session(day, half)) for half in Half):
                found.add(day)
                waiting = False
            day += timedelta(days=1)
        return frozenset(found)

    def week_sessions(self, week: int) -> tuple[Session, ...]:
        return self.sessions[10 * week : 10 * week + 10]
