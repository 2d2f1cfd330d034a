"""A week counted: who held what of the duty, and what would have been their part. Pure.

Only what is on the rota as it stands counts. Who could hold duty follows from working terms, patterns, leave and days
shut, never from who was put on duty in the end: a change by hand moves what people held, not their parts.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Set
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction

from functions.rota.fairness.nouns import Closed, Held, Rule, Week
from shared.domain.calendar import Horizon
from shared.domain.duty_ledger import week_of
from shared.domain.facts import Facts
from shared.domain.people import Person
from shared.domain.problem import Practice, Problem
from shared.domain.rota import Activity
from shared.standing import Slot, Standing

LAST_DAY_OF_ALL = date.max


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


# -- who takes part ------------------------------------------------------------------------------------------------


def takes_part(practice: Practice, code: str, rule: Rule, first: date, last: date) -> bool:
    """Whether somebody has, between two days, a working term in which they may hold duty."""
    terms = practice.terms_of(code)
    return any(_may(term, rule) and term.in_term_between(first, last) for term in terms)


def members(practice: Practice, joined: Set[str], today: date) -> Set[str]:
    """Who is in the ledger. Before its first week is closed: whoever will be, so that what an older reckoning says can
    be carried over."""
    if joined or practice.rules.duty is None:
        return joined
    rule = closing(practice, today).rule
    return {code for code in practice.by_code() if takes_part(practice, code, rule, today, LAST_DAY_OF_ALL)}


def has_gone(practice: Practice, code: str, closed: Closed) -> bool:
    """Whether somebody holds duty on no day after a week: their terms with the skill have ended."""
    return not takes_part(practice, code, closed.rule, closed.last_day + timedelta(days=1), LAST_DAY_OF_ALL)


def went_on(practice: Practice, code: str, rule: Rule, monday: date) -> bool:
    """Whether somebody who was settled with a week takes part in the very next one after all."""
    after = monday + timedelta(days=7)
    return takes_part(practice, code, rule, after, after + timedelta(days=6))


def _may(term: Person, rule: Rule) -> bool:
    return term.is_generated and term.may_hold_duty(rule.duty.skill)
