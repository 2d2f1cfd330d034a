"""How many of their flexible days somebody should work, week by week."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import date
from fractions import Fraction
from functools import cached_property
from math import ceil, floor
from typing import NamedTuple

from shared.domain.calendar import Half, Session
from shared.domain.facts.plans import Plans
from shared.domain.people import Letter, Person
from shared.domain.rota import ABSENT


class WeekTarget(NamedTuple):
    """How much of one week somebody with flexible days should work. Counted in half-days.

    target: what the running total follows; low and high: the least and most that keep to it and can be reached.
    """

    target: Fraction
    low: int
    high: int


class _Asked(NamedTuple):
    """What the terms with flexible days ask of one week.

    part: how much of a whole week's letters there is to work, 1 and more when nothing is lost; days: days asked for;
    available: half-days there are.
    """

    part: Fraction
    days: Fraction
    available: int


class FlexibleDays(Plans):
    """Targets of people for whom the generator decides days."""

    @cached_property
    def flexible_people(self) -> tuple[Person, ...]:
        """People for whom the generator decides days in some of these weeks."""
        return tuple(person for person in self.people if any(map(_is_flexible, self.terms[person.code])))

    def half_days(self, code: str, session: Session) -> int:
        """What being at work in a session counts toward somebody's days.

        One half-day; two when the other half of a day of theirs is closed, because a closed afternoon does not
        make theirs a shorter day.
        """
        other = Session(session.date, Half.PM if session.half is Half.AM else Half.AM)
        person = self.as_of(code, session.date)
        if person is None or any(self.letter(code, half) is Letter.NEVER for half in (session, other)):
            return 1
        return 2 if not self.is_open(person.site, other) and (code, other) not in self.pins else 1

    def week_targets(self, code: str) -> tuple[WeekTarget, ...]:
        """What somebody with flexible days should work, week by week."""
        return self._week_targets[code]

    @cached_property
    def _week_targets(self) -> dict[str, tuple[WeekTarget, ...]]:
        weeks = range(self.problem.horizon.weeks)
        return {p.code: tuple(self._week_target(p.code, week) for week in weeks) for p in self.flexible_people}

    def _week_target(self, code: str, week: int) -> WeekTarget:
        """What the terms of a week ask for together; what a term without flexible days settles is added."""
        asked, settled = self._asked(code, week)
        if asked.part >= 1:
            target = 2 * asked.days
            low, high = 2 * floor(asked.days), 2 * ceil(asked.days)
        else:
            # A shortened week asks for its share, rounded up to a whole day, and never for more than there is.
            low = high = min(2 * ceil(asked.days), asked.available)
            target = Fraction(low)
        return _reachable(self._reachable_sums(code, week), target + settled, low + settled, high + settled)

    def _asked(self, code: str, week: int) -> tuple[_Asked, int]:
        """What terms with flexible days ask of a week, and the half-days that the others settle.

        A term that covers part of a week asks for that part of it, counted in letters, as in a week that leave or a
        bank holiday shortens.
        """
        part, days, there_is, settled = Fraction(0), Fraction(0), 0, 0
        sessions = self.week_sessions(week)
        for term in self.terms[code]:
            covered = [session for session in sessions if term.in_term_on(session.date)]
            if not _is_flexible(term):
                settled += self._settled(code, covered)
            elif possible := sum(term.pattern.at(session) is not Letter.NEVER for session in sessions):
                available = sum(self.half_days(code, s) for s in covered if self._is_available(term, s))
                part += Fraction(available, possible)
                days += self._days_a_week(term) * available / possible
                there_is += available
        return _Asked(part, days, there_is), settled

    def _days_a_week(self, term: Person) -> Fraction:
        days = term.flexible_days_per_week
        return Fraction(days if days is not None else self.rules.full_time_days_per_week * term.wte)

    def _is_available(self, person: Person, session: Session) -> bool:
        return (
            self.letter(person.code, session) is not Letter.NEVER
            and not self.away(person.code, session)
            and self.is_open(person.site, session)
            and not self._is_pinned_absent(person, session)
        )

    def _is_pinned_absent(self, person: Person, session: Session) -> bool:
        pin = self.pins.get((person.code, session))
        return pin is not None and pin.activity in ABSENT

    def settled_half_days(self, code: str, week: int) -> int:
        """Half-days of a week somebody works whatever is decided."""
        return self._settled(code, self.week_sessions(week))

    def _settled(self, code: str, sessions: Sequence[Session]) -> int:
        return sum(
            self.half_days(code, session)
            for session in sessions
            if (plan := self.plan(code, session)).activity and plan.activity not in ABSENT and not plan.optional
        )

    def _optional_half_days(self, code: str, week: int) -> list[int]:
        """Half-days each day of a week adds when its "?" sessions are given."""
        by_day: Counter[date] = Counter()
        for session in self.week_sessions(week):
            if self.plan(code, session).optional:
                by_day[session.date] += self.half_days(code, session)
        return list(by_day.values())

    def _reachable_sums(self, code: str, week: int) -> set[int]:
        sums = {self.settled_half_days(code, week)}
        for half_days in self._optional_half_days(code, week):
            sums |= {total + half_days for total in sums}
        return sums

    def _expected_share(self, code: str, week: int) -> Fraction:
        """How much of the "?" sessions of a week somebody is expected to work: 0 to 1."""
        return self._expected_shares[code, week]

    @cached_property
    def _expected_shares(self) -> dict[tuple[str, int], Fraction]:
        shares = {}
        for person in self.flexible_people:
            for week, target in enumerate(self.week_targets(person.code)):
                optional = sum(self._optional_half_days(person.code, week))
                wanted = target.target - self.settled_half_days(person.code, week)
                shares[person.code, week] = (
                    min(Fraction(1), max(Fraction(0), wanted / optional)) if optional else (Fraction(0))
                )
        return shares


def _is_flexible(term: Person) -> bool:
    return term.is_generated and term.pattern.flexible


def _reachable(sums: set[int], target: Fraction, low: int, high: int) -> WeekTarget:
    """The band narrowed to what can be reached; the nearest that can, when nothing inside it can."""
    inside = [total for total in sums if low <= total <= high]
    if not inside:
        nearest = min(sums, key=lambda total: (max(low - total, total - high), total))
        inside = [nearest]
    low, high = min(inside), max(inside)
    return WeekTarget(min(max(target, Fraction(low)), Fraction(high)), low, high)
