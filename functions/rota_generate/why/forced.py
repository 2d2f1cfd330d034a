"""What would follow if somebody else took a session and every other assignment stayed. Pure but for the time it takes.

Where they are at work then anyway, the two change hands and the plain checks say what follows. Where they could only
come on one of their flexible days, their own week and the holder's are solved again, everybody else's stays. What is
looked at is the week; of the period, whether people's days come out right.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from functions.rota_generate.attempt import Solve
from functions.rota_generate.questions.clock import Clock
from functions.rota_generate.what_if.policy import CHANGE
from functions.rota_generate.why.nouns import Asked, Stand, week_of
from shared.constraints import check_all, duty_fairness, duty_mondays, flexible_days_evenly, flexible_days_in_all
from shared.domain.breach import Breach
from shared.domain.calendar import Session
from shared.domain.outcome import Outcome
from shared.domain.people import Letter
from shared.domain.problem import Off, Problem
from shared.domain.rota import BY_LETTER, Activity, Assignment, Cell, Rota, as_assignments, as_rota
from shared.standing import Slot, to_be_changed

SEED = 1

OF_THE_DAYS = (flexible_days_in_all, flexible_days_evenly)
# Rules about the whole period, which say nothing true of one week of it. How duty is shared is told by itself.
OF_THE_PERIOD = frozenset({rule.ID for rule in OF_THE_DAYS} | {duty_fairness.ID, duty_mondays.ID})


@dataclass(frozen=True, slots=True)
class Forced:
    """The rota with the session in other hands, and every breach before and after. `proved`: no other days of the
    two would do better."""

    rota: Rota
    before: tuple[Breach, ...]
    after: tuple[Breach, ...]
    proved: bool


@dataclass(frozen=True, slots=True)
class _Found:
    """One way to give the session to somebody."""

    rota: Rota
    breaches: tuple[Breach, ...]
    proved: bool

    @property
    def points(self) -> int:
        return sum(breach.points for breach in self.breaches)


@dataclass(frozen=True, slots=True)
class _Ground:
    """What is asked, in its period and in its week."""

    asked: Asked
    period: Stand
    week: Stand

    @property
    def session(self) -> Session:
        return self.asked.slot.session

    @property
    def codes(self) -> frozenset[str]:
        return frozenset({self.asked.slot.code, self.asked.instead})


def forced(stand: Stand, asked: Asked, *, solve: Solve, clock: Clock) -> Forced:
    """What follows when somebody who could take a session does."""
    ground = _Ground(asked, stand, stand.in_week_of(asked.slot.session))
    found = list(_ways(ground, solve, clock))
    best = min(found, key=lambda each: each.points)
    before = _breaches(ground, ground.period.rota, freed=False)
    return Forced(best.rota, before, best.breaches, all(each.proved for each in found))


def _ways(ground: _Ground, solve: Solve, clock: Clock) -> Iterator[_Found]:
    """Every way to give the session to somebody that is worth a look."""
    for cell in _cells(ground):
        if ground.week.at_work(Slot(ground.asked.instead, ground.session)) is not None:
            yield _looked_at(ground, _changed_hands(ground, cell), proved=True)
        else:
            yield from _solved(ground, cell, solve, clock)


def _cells(ground: _Ground) -> Sequence[Cell]:
    """What somebody would do, and where: a clinic where it is; duty at their own place, or at the holder's."""
    stand, session = ground.week, ground.session
    held = stand.rota[ground.asked.slot]
    person = stand.practice.term_on(ground.asked.instead, session.date)
    if held.activity is not Activity.DUTY or person is None:
        return (held,)
    now = stand.at_work(Slot(person.code, session))
    sites = (person.site,) if now is None else dict.fromkeys((now.site, held.site))
    return tuple(Cell(Activity.DUTY, site) for site in sites if stand.facts.is_open(site, session))


def otherwise(stand: Stand, slot: Slot) -> Cell | None:
    """What the holder of duty does when somebody else holds it. A clinic that somebody else has is not theirs."""
    code, session = slot
    person = stand.practice.term_on(code, session.date)
    held = stand.rota[slot]
    if person is None or not person.is_generated or held.activity is not Activity.DUTY:
        return None
    letter = person.pattern.at(session)
    if letter is Letter.NEVER:
        return None
    activity = BY_LETTER[letter]
    at = held.site if activity is Activity.CLINIC else person.site
    return Cell(activity, at) if stand.facts.is_open(at, session) else None


def _changed_hands(ground: _Ground, cell: Cell) -> tuple[Assignment, ...]:
    rota = dict(ground.week.rota)
    rota[ground.asked.instead, ground.session] = cell
    if (instead := otherwise(ground.week, ground.asked.slot)) is None:
        del rota[ground.asked.slot]
    else:
        rota[ground.asked.slot] = instead
    return as_assignments(rota)


# -- their flexible days ---------------------------------------------------------------------------------------------


def _solved(ground: _Ground, cell: Cell, solve: Solve, clock: Clock) -> Iterator[_Found]:
    """The week of the two solved again: once with the holder at their other work, once with their day off if it is
    one of those to be given."""
    instead = otherwise(ground.week, ground.asked.slot)
    if instead is not None:
        yield _tried(ground, cell, instead, solve, clock)
    if instead is None or _is_flexible(ground):
        yield _tried(ground, cell, None, solve, clock)


def _tried(ground: _Ground, cell: Cell, instead: Cell | None, solve: Solve, clock: Clock) -> _Found:
    """Their week by itself, which takes a moment; as part of the period only where days must come out right there."""
    outcome = _searched(solve, _problem(ground, ground.week, cell, instead), clock.part(0.3))
    found = _looked_at(ground, outcome.assignments, proved=outcome.proved)
    if not any(each.rule == flexible_days_in_all.ID and each.code in ground.codes for each in found.breaches):
        return found
    outcome = _searched(solve, _problem(ground, ground.period, cell, instead), clock.part(0.5))
    return _looked_at(ground, outcome.assignments, proved=outcome.proved)


def _searched(solve: Solve, problem: Problem, seconds: float) -> Outcome:
    """One search, with one worker: as long as it ends by itself, the same question has the same answer."""
    return solve(problem, seed=SEED, seconds=seconds, effort=None, workers=1, on_progress=None, should_stop=None)


def _problem(ground: _Ground, stand: Stand, cell: Cell, instead: Cell | None) -> Problem:
    """Their week and the holder's may change, around the session that has changed hands."""
    holder, session = ground.asked.slot
    asks = to_be_changed(
        stand.practice,
        stand.horizon,
        stand.standing,
        only=week_of(session),
        only_people=ground.codes,
        weights={"stability": CHANGE},
    )
    pins = [pin for pin in asks.pins if pin.session != session or pin.code not in ground.codes]
    pins.append(Assignment(session, ground.asked.instead, *cell))
    off = asks.off
    if instead is not None:
        pins.append(Assignment(session, holder, *instead))
    else:
        off |= {Off(holder, other) for other in _their_day(ground)}
    return replace(asks, pins=tuple(sorted(pins)), off=off)


def _their_day(ground: _Ground) -> Sequence[Session]:
    """The sessions that go with this one: flexible days are given whole."""
    holder, session = ground.asked.slot
    return ground.week.facts.optional_days.get((holder, session.date), (session,))


def _is_flexible(ground: _Ground) -> bool:
    holder, session = ground.asked.slot
    return (holder, session.date) in ground.week.facts.optional_days


# -- what it comes to ------------------------------------------------------------------------------------------------


def _looked_at(ground: _Ground, lines: Iterable[Assignment], *, proved: bool) -> _Found:
    """A rota of the week, set into the period."""
    week = ground.week.horizon
    others = (line for line in ground.period.standing.lines if line.session.date not in week)
    rota = as_rota((*others, *(line for line in lines if line.session.date in week)))
    return _Found(rota, _breaches(ground, rota, freed=True), proved)


def _breaches(ground: _Ground, rota: Rota, *, freed: bool) -> tuple[Breach, ...]:
    """What is not kept in the week, and whether days come out right over the period. `freed`: the session itself is no
    longer held to what was decided by hand."""
    asks = ground.week.checked
    if freed and any(pin.session == ground.session and pin.code in ground.codes for pin in asks.pins):
        left = (pin for pin in asks.pins if pin.session != ground.session or pin.code not in ground.codes)
        asks = replace(asks, pins=tuple(left))
    here = {key: cell for key, cell in rota.items() if key[1].date in asks.horizon}
    of_the_week = (each for each in check_all(asks, as_assignments(here)) if each.rule not in OF_THE_PERIOD)
    return (*of_the_week, *_of_the_days(ground, rota))


def _of_the_days(ground: _Ground, rota: Rota) -> Iterator[Breach]:
    if any(term.pattern.flexible for code in ground.codes for term in ground.period.practice.terms_of(code)):
        yield from (breach for rule in OF_THE_DAYS for breach in rule.check(ground.period.checked, rota))
