"""A week counted: who held what of the duty, and what would have been their part. Pure.

Only what is on the rota as it stands counts. Who could hold duty follows from working terms, patterns, leave and days
shut, never from who was put on duty in the end: a change by hand moves what people held, not their parts.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from typing import NamedTuple

from shared.domain.calendar import Horizon, Session
from shared.domain.duty_ledger import Count, DutyKind, DutyWeights, week_of
from shared.domain.facts import Facts
from shared.domain.people import Person
from shared.domain.problem import DutyRule, Practice, Problem
from shared.domain.rota import Activity
from shared.standing import Slot, Standing


class Rule(NamedTuple):
    """Who can hold duty, and what it counts for, by the settings of the day a week is closed."""

    duty: DutyRule
    full_time_days_per_week: str


@dataclass(frozen=True, slots=True)
class Closed:
    """A week that is closed, and what it counts by, whatever the settings say later."""

    week: date  # its Monday
    rule: Rule

    @property
    def weights(self) -> DutyWeights:
        """What harder duty counts for in it."""
        return self.rule.duty.weights

    @property
    def last_day(self) -> date:
        """Its Sunday."""
        return self.week + timedelta(days=6)


class Held(NamedTuple):
    """A half-day of duty somebody held."""

    session: Session
    kind: DutyKind
    points: int


@dataclass(frozen=True, slots=True)
class Week:
    """A week as it is counted. counts: everybody who could hold duty in it, by code, with what they held of it and the
    sessions they had free for it; wte: what each of them works, for what is shared out among them."""

    closed: Closed
    counts: Mapping[str, Count]
    duties: Mapping[str, tuple[Held, ...]]
    available: Mapping[str, Fraction]
    wte: Mapping[str, Fraction]

    @property
    def monday(self) -> date:
        return self.closed.week


def closing(practice: Practice, monday: date) -> Closed:
    """A week, closed by the settings as they are, which must have a rule of duty."""
    duty, days = practice.rules.duty, practice.rules.full_time_days_per_week
    if duty is None:
        raise ValueError("a week is closed by a rule of duty")
    return Closed(monday, Rule(duty, str(days)))


def count(practice: Practice, closed: Closed, standing: Standing) -> Week:
    """The week by the rota as it stands. Duty a locum holds, or somebody paid as one, counts for nobody."""
    horizon = Horizon(closed.week, 1)
    facts = Problem(_as_it_was(practice, closed.rule), horizon).facts
    available = {
        code: sessions
        for code, sessions in facts.duty_available.items()
        if takes_part(practice, code, closed.rule, horizon.start, horizon.end)
    }
    duties: dict[str, list[Held]] = defaultdict(list)
    for code, held in _held(facts, closed, standing):
        if code in available:
            duties[code].append(held)
    held_by = {code: sum(held.points for held in theirs) for code, theirs in duties.items()}
    return Week(
        closed=closed,
        counts=week_of(held_by, available),
        duties={code: tuple(theirs) for code, theirs in duties.items()},
        available=available,
        wte={code: Fraction(facts.terms[code][-1].wte) for code in available},
    )


def _as_it_was(practice: Practice, rule: Rule) -> Practice:
    """The practice with the rule of who holds duty that the week was closed by."""
    days = Decimal(rule.full_time_days_per_week)
    return replace(practice, rules=replace(practice.rules, duty=rule.duty, full_time_days_per_week=days))


def _held(facts: Facts, closed: Closed, standing: Standing) -> Iterator[tuple[str, Held]]:
    for line in standing.lines:
        if line.activity is Activity.DUTY and Slot(line.code, line.session) not in standing.locums:
            after = line.session.date in facts.days_after_bank_holiday
            yield line.code, Held(line.session, *closed.weights.of(line.session, after_bank_holiday=after))


def takes_part(practice: Practice, code: str, rule: Rule, first: date, last: date) -> bool:
    """Whether somebody has, between two days, a working term in which they may hold duty."""
    terms = practice.terms_of(code)
    return any(_may(term, rule) and term.in_term_between(first, last) for term in terms)


def _may(term: Person, rule: Rule) -> bool:
    return term.is_generated and term.may_hold_duty(rule.duty.skill)
