"""What part of the duty is fair for each person."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import date
from fractions import Fraction
from functools import cached_property
from itertools import groupby
from math import ceil, floor, lcm
from typing import NamedTuple

from shared.domain.calendar import Half, Session
from shared.domain.duty_ledger import HALF_DAY
from shared.domain.facts.flexible import FlexibleDays
from shared.domain.people import Letter, Person
from shared.domain.problem import Wish


class Share(NamedTuple):
    """Somebody's fair part of the duty. Counted in half-days of ordinary duty.

    available: sessions they can be expected to have free for duty; expected: their part, pro rata, less what they
    carry from before; low and high: a band one day wide, placed so that whole days add up to all the duty there is;
    less: what was taken off the part that is pro rata (below nought: put on) for what they carry.
    """

    available: Fraction
    expected: Fraction
    low: Fraction
    high: Fraction
    less: Fraction = Fraction(0)


class _Duty(NamedTuple):
    """How much duty can be held in some sessions, how many of them each has free for it, and everybody's part."""

    total: Fraction
    available: Mapping[str, Fraction]
    parts: Mapping[str, Fraction]


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
    def duty_counts(self) -> Mapping[Session, Fraction]:
        """What duty in each session counts for, in half-days of ordinary duty."""
        weights = self.rules.duty_weights
        return {
            session: Fraction(
                weights.of(session, after_bank_holiday=session.date in self.days_after_bank_holiday).points, HALF_DAY
            )
            for session in self.sessions
        }

    @cached_property
    def monday_counts(self) -> Mapping[Session, Fraction]:
        """The Mondays: where they are counted apart, none is harder than another."""
        return {session: Fraction(1) for session in self.sessions if session.weekday == 0}

    @cached_property
    def duty_shares(self) -> Mapping[str, Share]:
        """Fair parts of all duty, by code: each week's pro rata to sessions available for it, as in the ledger."""
        return self._shares(self._all_duty, self.duty_counts, Fraction(1))

    @cached_property
    def monday_shares(self) -> Mapping[str, Share]:
        """Fair parts of Monday duty, by code: each Monday's pro rata to its sessions available for it.

        Mondays take their part of what is carried: as much as they are of all the duty.
        """
        mondays = self._duty_in(self.monday_counts)
        return self._shares(mondays, self.monday_counts, mondays.total / (self._all_duty.total or 1))

    @cached_property
    def duty_available(self) -> Mapping[str, Fraction]:
        """Sessions each can be expected to have free for duty, by code; 0 for who has the skill and none free."""
        return self._all_duty.available

    @cached_property
    def _all_duty(self) -> _Duty:
        return self._duty_in(self.duty_counts)

    def _duty_in(self, counts: Mapping[Session, Fraction]) -> _Duty:
        """The duty of some sessions, week by week. A week nobody is expected to have free goes by all the others."""
        skilled = [code for code, terms in self.terms.items() if any(map(self.has_duty_skill, terms))]
        available, parts = dict.fromkeys(skilled, Fraction(0)), dict.fromkeys(skilled, Fraction(0))
        nobodys = Fraction(0)
        for _, week in groupby(counts, key=lambda session: self.problem.horizon.week_of(session.date)):
            needed, free = self._duty_of_week({session: counts[session] for session in week})
            everybody = sum(free.values())
            nobodys += 0 if everybody else needed
            for code, own in free.items() if everybody else ():
                available[code] += own
                parts[code] += needed * own / everybody
        everybody = sum(available.values())
        if not everybody:
            return _Duty(Fraction(0), available, {})
        parts = {code: part + nobodys * available[code] / everybody for code, part in parts.items()}
        return _Duty(sum(parts.values(), Fraction(0)), available, parts)

    def _duty_of_week(self, counts: Mapping[Session, Fraction]) -> tuple[Fraction, dict[str, Fraction]]:
        """What the duty that can be held in some sessions counts for, and how many of them each has free for it."""
        needed, free = Fraction(0), defaultdict[str, Fraction](Fraction)
        for session, counted in counts.items():
            able = [person for person in self.on(session.date) if self.is_free_for_duty(person, session)]
            needed += counted * min(self.duty_need(session), len(able))
            for person in able:
                if self.has_duty_skill(person):
                    free[person.code] += self._expected_at_clinic(person, session)
        return needed, free

    def _shares(
        self, duty: _Duty, counts: Mapping[Session, Fraction], of_what_is_carried: Fraction
    ) -> dict[str, Share]:
        carried = self.problem.carried
        owed = {code: Fraction(carried.get(code, 0), HALF_DAY) * of_what_is_carried for code in duty.parts}
        less = evened_out(duty.parts, owed)
        expected = {code: part - less[code] for code, part in duty.parts.items()}
        # Duty is shared out in whole days where one person is to hold both halves.
        unit = 1 if self.rules.duty is None or self.rules.duty.same_person_both_halves is Wish.NO else 2
        behind, fine = most_behind(expected, unit), finest(counts)
        return {
            code: Share(
                duty.available[code],
                part,
                max(Fraction(0), Fraction(ceil((part - behind) * fine), fine)),
                Fraction(floor((part + unit - behind) * fine), fine),
                less[code],
            )
            for code, part in expected.items()
        }

    def _expected_at_clinic(self, person: Person, session: Session) -> Fraction:
        """How likely somebody's session is one that duty would take: not an admin session, and "?" by its target."""
        if self.letter(person.code, session) is Letter.ADMIN:
            return Fraction(0)
        week = self.problem.horizon.week_of(session.date)
        return self._expected_share(person.code, week) if self.plan(person.code, session).optional else Fraction(1)


def finest(counts: Mapping[Session, Fraction]) -> int:
    """How many equal pieces a half-day is cut into, so that whatever anybody holds is a whole number of them."""
    return lcm(*(counted.denominator for counted in counts.values()))


def held(duties: Iterable[tuple[str, Session]], counts: Mapping[Session, Fraction]) -> Mapping[str, Fraction]:
    """What duty counts for by whoever holds it, nought for everybody else. Sessions not in `counts` do not count."""
    found = defaultdict[str, Fraction](Fraction)
    for code, session in duties:
        found[code] += counts.get(session, 0)
    return found


MOST_MOVED = Fraction(1, 2)  # of anybody's part in one period: what is carried is paid back over several if need be


def evened_out(parts: Mapping[str, Fraction], carried: Mapping[str, Fraction]) -> dict[str, Fraction]:
    """What comes off everybody's part for what they carry; below nought, what is put on.

    What some are let off the others take on, so the parts add up as before. Nobody's part moves by more than they
    carry, or by more than `MOST_MOVED` of it. Where more is to come off than others can take on (or the other way
    round), all of that side get the same fraction of it.
    """
    wanted = {code: max(-part * MOST_MOVED, min(part * MOST_MOVED, carried[code])) for code, part in parts.items()}
    off = sum((much for much in wanted.values() if much > 0), Fraction(0))
    on = -sum((much for much in wanted.values() if much < 0), Fraction(0))
    moved = min(off, on)
    return {code: much * (moved / (off if much > 0 else on)) if much else much for code, much in wanted.items()}


def most_behind(expected: Mapping[str, Fraction], unit: int) -> Fraction:
    """How far below their part somebody falls when all is shared out in whole units by largest remainders.

    Everybody then lies in a band one unit wide that starts this far below their part (Hamilton's method).
    """
    remainders = sorted((part / unit - floor(part / unit) for part in expected.values()), reverse=True)
    whole_units = floor(sum(expected.values(), Fraction(0)) / unit)
    rounded_up = whole_units - sum(floor(part / unit) for part in expected.values())
    return unit * remainders[rounded_up] if rounded_up < len(remainders) else Fraction(0)
