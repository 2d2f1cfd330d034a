"""The week a gap is in, with what of it can matter to the gap. Pure."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from fractions import Fraction

from functions.rota_generate.conflicts.nouns import Gap, Ground
from shared.constraints.flexible_days import worked
from shared.constraints.flexible_days_in_all import HALF_A_DAY
from shared.domain.calendar import Horizon, monday_of
from shared.domain.facts import Facts
from shared.domain.people import Letter, Pattern, Person, in_group
from shared.domain.problem import Decide, Problem
from shared.domain.rota import Assignment, Rota, as_rota


def ground_of(asked: Problem, lines: tuple[Assignment, ...], gap: Gap) -> Ground:
    """A gap in a rota of the weeks of `asked`. Where nobody's days are to be given, its day is enough; else its week is
    decided anew, and the other weeks stay."""
    practice = asked.practice
    counted = tuple(person for person in practice.people if _matters(asked.facts, person))
    people = frozenset(person.code for person in counted)
    flexible = any(person.pattern.flexible and person.is_generated for person in counted)
    week = Horizon(monday_of(gap.date), 1)
    days = frozenset(week.days()) if flexible else frozenset({gap.date})
    if not flexible:
        counted = tuple(replace(person, pattern=_only_on(person.pattern, gap.date)) for person in counted)
    kept = tuple(line for line in lines if line.session.date in days and line.code in people)
    problem = Problem(
        replace(practice, people=counted, leave=tuple(leave for leave in practice.leave if leave.code in people)),
        week,
        published=kept,
        pins=tuple(pin for pin in asked.pins if pin.session.date in days and pin.code in people),
        off=frozenset(off for off in asked.off if off.session.date in days and off.code in people),
        decide=frozenset(Decide),
    )
    return Ground(gap, problem, kept, _left(asked, lines, week) if flexible else {}, days)


def _matters(facts: Facts, person: Person) -> bool:
    """Whether anything that counts people may count somebody."""
    rules = facts.rules
    return (
        (rules.duty is not None and rules.duty.skill in person.flags)
        or person.is_gp
        or facts.counts_as_doctor(person)
        or person.may_supervise
        or person.is_trainee
        or any(in_group(person, rule.role_group) for rule in rules.site_cover)
    )


def _only_on(pattern: Pattern, day: date) -> Pattern:
    weekday = day.weekday()
    return replace(
        pattern,
        weeks=tuple(
            tuple(letter if place // 2 == weekday else Letter.NEVER for place, letter in enumerate(week))
            for week in pattern.weeks
        ),
    )


def _left(asked: Problem, lines: tuple[Assignment, ...], week: Horizon) -> dict[str, Fraction]:
    """By code, what the other weeks of the period leave to this one, beyond what this one asks for."""
    facts, rota = asked.facts, as_rota(lines)
    this = asked.horizon.week_of(week.start)
    return {person.code: _left_to(facts, rota, person, this) for person in facts.flexible_people}


def _left_to(facts: Facts, rota: Rota, person: Person, this: int) -> Fraction:
    targets = facts.week_targets(person.code)
    others = [number for number in range(len(targets)) if number != this]
    asked = sum((targets[number].target for number in others), Fraction(0))
    return asked + HALF_A_DAY - sum(worked(facts, rota, person, number) for number in others)
