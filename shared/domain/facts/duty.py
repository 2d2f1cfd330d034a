"""What part of the duty is fair for each person."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from fractions import Fraction
from functools import cached_property
from math import ceil, floor
from typing import NamedTuple

from shared.domain.calendar import Half, Session
from shared.domain.facts.flexible import FlexibleDays
from shared.domain.people import Person
from shared.domain.problem import Wish
from shared.domain.rota import Activity


class Share(NamedTuple):
    """Somebody's fair part of the duty. Counted in half-days.

    available: sessions they can be expected to have free for duty; expected: their part, pro rata;
    low and high: a band one day wide, placed so that whole days add up to all the duty there is.
    """

    available: Fraction
    expected: Fraction
    low: int
    high: int


class DutyShares(FlexibleDays):
    """Who could hold how much of the duty. Only sessions inside a working term with the skill count."""

    @cached_property
    def days_for_one_holder(self) -> frozenset[date]:
        """Days on which duty is needed in both halves and somebody could hold both."""
        return frozenset(
            day
            for day in self.days
            if all(self.duty_need(Session(day, half)) for half in Half)
            and any(all(self.could_hold_duty(p, Session(day, half)) for half in Half) for p in self.on(day))
        )

    @cached_property
    def duty_shares(self) -> Mapping[str, Share]:
        """Fair parts of all duty, by code, pro rata to sessions available for it."""
        return self._shares(self.sessions)

    @cached_property
    def monday_shares(self) -> Mapping[str, Share]:
        """Fair parts of Monday duty, by code, pro rata to Monday sessions available for it."""
        return self._shares(tuple(session for session in self.sessions if session.weekday == 0))

    def _shares(self, sessions: tuple[Session, ...]) -> dict[str, Share]:
        total = 0
        available = {code: Fraction(0) for code, terms in self.terms.items() if any(map(self.has_duty_skill, terms))}
        for session in sessions:
            able = [person for person in self.on(session.date) if self.could_hold_duty(person, session)]
            total += min(self.duty_need(session), len(able))
            for person in able:
                if self.has_duty_skill(person):
                    available[person.code] += self._expected_at_clinic(person, session)
        everybody = sum(available.values(), Fraction(0))
        if not everybody:
            return {}
        expected = {code: total * own / everybody for code, own in available.items()}
        # Duty is shared out in whole days where one person is to hold both halves.
        unit = 1 if self.rules.duty is None or self.rules.duty.same_person_both_halves is Wish.NO else 2
        behind = most_behind(expected, unit)
        return {
            code: Share(available[code], part, max(0, ceil(part - behind)), floor(part + unit - behind))
            for code, part in expected.items()
        }

    def _expected_at_clinic(self, person: Person, session: Session) -> Fraction:
        """How likely somebody's session is one that duty would take: not an admin session, and "?" by its target."""
        plan = self.plan(person.code, session)
        if plan.activity is Activity.ADMIN:
            return Fraction(0)
        return (
            self._expected_share(person.code, self.problem.horizon.week_of(session.date))
            if plan.optional
            else (Fraction(1))
        )


def most_behind(expected: Mapping[str, Fraction], unit: int) -> Fraction:
    """How far below their part somebody falls when all is shared out in whole units by largest remainders.

    Everybody then lies in a band one unit wide that starts this far below their part (Hamilton's method).
    """
    remainders = sorted((part / unit - floor(part / unit) for part in expected.values()), reverse=True)
    whole_units = floor(sum(expected.values(), Fraction(0)) / unit)
    rounded_up = whole_units - sum(floor(part / unit) for part in expected.values())
    return unit * remainders[rounded_up] if rounded_up < len(remainders) else Fraction(0)
