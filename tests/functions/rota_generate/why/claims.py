"""What a claimed blocker is worth: a practice without it, and the solver's word on who could.

Written anew, and not with the code that is tested: a blocker is taken away as a practice would take it away.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import timedelta
from typing import Any

from functions.rota_generate.solver.engine import Engine, Limits
from functions.rota_generate.solver.model import RotaModel
from functions.rota_generate.why.blockers import Kind
from functions.rota_generate.why.nouns import Stand
from shared.constraints import absence, closures, one_place, pins, working_pattern
from shared.domain.calendar import Session, monday_of
from shared.domain.people import Letter, Pattern, Person
from shared.domain.problem import DutyRule, Practice
from shared.domain.rota import ABSENT, Activity, Assignment
from shared.standing import Slot, Standing, as_it_stands, to_be_changed


def could(stand: Stand, held: Slot, code: str) -> bool:
    """Whether somebody could have a session of another, as the solver and the checks see it."""
    here = Slot(code, held.session)
    now = stand.at_work(here)
    if stand.rota[held].activity is Activity.DUTY:
        return (now is None or now.activity is not Activity.DUTY) and holds_when_forced(stand, held, code)
    return (now is None or (now.activity is not Activity.DUTY and now != stand.rota[held])) and _may_be(
        stand, held, here
    )


def holds_when_forced(stand: Stand, held: Slot, code: str) -> bool:
    """Whether a rota is found in which they hold duty, when the solver is made to give it to them."""
    asked = to_be_changed(stand.practice, stand.horizon, stand.standing)
    freed = tuple(pin for pin in asked.pins if Slot(pin.code, pin.session) != held)
    model = RotaModel(replace(asked, pins=freed)).build()
    wanted = f"holds {code} {held.session}"
    if wanted not in model.names:
        return False
    model.low[model.names.index(wanted)] = 1
    start = [max(low, value) for low, value in zip(model.low, model.values_of(stand.rota), strict=True)]
    found = Engine(model).search(start, Limits(1, 1, None, 0.2), lambda _: None, lambda: False)
    return found.values is not None


def _may_be(stand: Stand, held: Slot, here: Slot) -> bool:
    """Whether a rota with somebody in a clinic of another keeps to what cannot be otherwise."""
    asked = as_it_stands(stand.practice, stand.horizon, stand.standing)
    if here.code not in {person.code for person in asked.facts.on(here.session.date)}:
        return False
    rota = {**stand.rota, here: stand.rota[held]}
    cannot = (absence, closures, one_place, working_pattern, pins)
    about = [(each.date, each.half, each.code) for rule in cannot for each in rule.check(asked, rota)]
    return (here.session.date, here.session.half, here.code) not in about


def without(stand: Stand, held: Slot, code: str, kinds: Iterable[Kind]) -> Stand:
    """The same rota in a practice where these no longer keep somebody from the session."""
    for kind in kinds:
        practice, standing = _away_with(stand, Slot(code, held.session), kind)
        stand = Stand(practice, stand.horizon, standing)
    return stand


def _away_with(stand: Stand, here: Slot, kind: Kind) -> tuple[Practice, Standing]:
    practice, standing, session = stand.practice, stand.standing, here.session
    if kind is Kind.AWAY:
        leave = tuple(each for each in practice.leave if not (each.code == here.code and each.covers(session)))
        return replace(practice, leave=leave), replace(standing, lines=_but(standing, here, ABSENT))
    if kind is Kind.OFF:
        return practice, replace(standing, off=standing.off - {here})
    if kind is Kind.PINNED:
        return practice, replace(standing, pinned=standing.pinned - {here})
    if kind in (Kind.ON_DUTY, Kind.ALREADY):
        gone = replace(standing, lines=_but(standing, here, frozenset(Activity)))
        return practice, replace(gone, pinned=standing.pinned - {here})
    if kind is Kind.CLOSED:
        shut = tuple(replace(each, dates=tuple(day for day in each.dates if day != session.date))
                     for each in practice.closures)  # fmt: skip
        worked = replace(practice.holidays, worked=(*practice.holidays.worked, session.date))
        return replace(practice, closures=shut, holidays=worked), standing
    if kind is Kind.NOT_NEEDED:
        duty = practice.rules.duty or DutyRule(1)
        needed = replace(duty, default=2, mondays=2, first_day_after_bank_holiday=2)
        return replace(practice, rules=replace(practice.rules, duty=needed)), standing
    return replace(practice, people=tuple(_person(practice, here, term, kind) for term in practice.people)), standing


def _but(standing: Standing, here: Slot, activities: frozenset[Activity]) -> tuple[Assignment, ...]:
    return tuple(line for line in standing.lines
                 if Slot(line.code, line.session) != here or line.activity not in activities)  # fmt: skip


def _person(practice: Practice, here: Slot, term: Person, kind: Kind) -> Person:
    if term.code != here.code:
        return term
    rule = practice.rules.duty
    flags: dict[Kind, Any] = {
        Kind.BY_HAND: term.flags - {"by-hand"},
        Kind.NO_DUTY: term.flags - {"no-duty"},
        Kind.NOT_QUALIFIED: term.flags | ({rule.skill} if rule else set()),
        Kind.TRAINEE: term.flags - {"trainee"},
    }
    if kind is Kind.TRAINEE:
        term = replace(term, role="Salaried")
    if kind in flags:
        return replace(term, flags=flags[kind])
    if kind is Kind.NO_TERM:
        return _stretched(practice, here, term)
    assert kind in (Kind.NOT_WORKING, Kind.LETTER), kind
    return replace(term, pattern=_at_clinic(term.pattern, here.session))


def _stretched(practice: Practice, here: Slot, term: Person) -> Person:
    """The term nearest to a day, made to cover it."""
    day = here.session.date
    nearest = min(practice.terms_of(here.code), key=lambda each: _distance(each, day))
    if term != nearest:
        return term
    return replace(term, starts=day) if term.starts and day < term.starts else replace(term, ends=day)


def _distance(term: Person, day: Any) -> timedelta:
    if term.starts and day < term.starts:
        return term.starts - day
    return day - term.ends if term.ends and day > term.ends else timedelta(0)


def _at_clinic(pattern: Pattern, session: Session) -> Pattern:
    weeks = [list(week) for week in pattern.weeks]
    turn = (monday_of(session.date) - pattern.anchor).days // 7 % len(weeks)
    weeks[turn][2 * session.weekday + (session.half == "PM")] = Letter.CLINIC
    return Pattern(tuple(map(tuple, weeks)), pattern.anchor)
