"""The rota as it stands: who does what, with what a person decided by hand. Pure; `queries.rota.standing` reads it."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from types import MappingProxyType
from typing import Any, NamedTuple

import orjson

from shared.domain.calendar import Half, Horizon, Session
from shared.domain.facts import Facts
from shared.domain.people import Person
from shared.domain.problem import Off, Practice, Problem
from shared.domain.rota import ABSENT, Activity, Assignment


class Slot(NamedTuple):
    """One session of one person."""

    code: str
    session: Session


@dataclass(frozen=True, slots=True)
class Locum:
    """A session that a locum works, or somebody as one. covers: whose place it is; cost in pence, None: not said."""

    covers: str | None = None
    cost_pence: int | None = None
    agency: str = ""

    def as_document(self) -> dict[str, Any]:
        return {"covers": self.covers, "cost_pence": self.cost_pence, "agency": self.agency}

    @classmethod
    def of(cls, document: Mapping[str, Any] | None) -> Locum | None:
        return None if document is None else cls(document["covers"], document["cost_pence"], document["agency"])


@dataclass(frozen=True, slots=True)
class Standing:
    """A stretch of the rota. `lines` in calendar order; `pinned` lines stay whatever is generated; `off`: sessions
    somebody was taken off by hand, and stays off; `locums` by session."""

    lines: tuple[Assignment, ...] = ()
    pinned: frozenset[Slot] = frozenset()
    off: frozenset[Slot] = frozenset()
    locums: Mapping[Slot, Locum] = field(default_factory=lambda: MappingProxyType({}))

    @property
    def kept_off(self) -> frozenset[Off]:
        """The sessions people stay off, as a problem has them."""
        return frozenset(Off(slot.code, slot.session) for slot in self.off)

    def between(self, first: date, last: date) -> Standing:
        """The part from one day to another, both included."""
        return Standing(
            tuple(line for line in self.lines if first <= line.session.date <= last),
            frozenset(slot for slot in self.pinned if first <= slot.session.date <= last),
            frozenset(slot for slot in self.off if first <= slot.session.date <= last),
            {slot: locum for slot, locum in self.locums.items() if first <= slot.session.date <= last},
        )


def as_it_stands(practice: Practice, horizon: Horizon, standing: Standing) -> Problem:
    """The question `check` asks of a rota as it stands: what a person decided by hand is no breach of a pattern."""
    here = standing.between(horizon.start, horizon.end)
    return Problem(practice, horizon, pins=_by_hand(practice, here), off=here.kept_off)


def to_be_changed(practice: Practice, horizon: Horizon, standing: Standing, **more: Any) -> Problem:
    """The question for the solver: close to what stands, and what was decided by hand stays where it still can.

    `more` are further fields of `Problem`: `only`, `weights`, `since`, `only_people`, `decide`.
    """
    here = standing.between(horizon.start, horizon.end)
    pins = kept_in(practice, horizon, here)
    return Problem(practice, horizon, published=here.lines, pins=pins, off=here.kept_off, **more)


def kept_in(practice: Practice, weeks: Horizon, standing: Standing) -> tuple[Assignment, ...]:
    """The lines of a rota as it stands that stay whatever is generated, as `pins_of` has them."""
    pinned = [line for line in standing.lines if _slot(line) in standing.pinned]
    return pins_of(practice, weeks, standing.lines, pinned)


def pins_of(
    practice: Practice, weeks: Horizon, published: Iterable[Assignment], pinned: Iterable[Assignment]
) -> tuple[Assignment, ...]:
    """What stays whatever happens: what is pinned, and people whose rota is only ever written by hand.

    Nobody is pinned where they cannot be any more: away, at a site that is shut, not working here.
    """
    by_hand = _only_by_hand(practice)
    wanted = {*pinned, *(line for line in published if _is_written(line, by_hand))}
    if not wanted:
        return ()
    facts = Problem(practice, weeks, pins=tuple(wanted)).facts
    return tuple(sorted(pin for pin in wanted if pin.session.date in weeks and _can_stay(facts, pin)))


def _can_stay(facts: Facts, pin: Assignment) -> bool:
    person = facts.as_of(pin.code, pin.session.date)
    if person is None or pin.site not in facts.sites or not facts.is_open(pin.site, pin.session):
        return False
    if facts.away(pin.code, pin.session) and facts.listed_absence(person, pin.session) is not pin.activity:
        return False
    return pin.activity is not Activity.DUTY or facts.has_duty_skill(person)


def _by_hand(practice: Practice, here: Standing) -> tuple[Assignment, ...]:
    """Every line a person decided; an absence that is listed comes from its leave, and goes with it."""
    by_hand = _only_by_hand(practice)
    return tuple(
        line
        for line in here.lines
        if _is_written(line, by_hand) or (_slot(line) in here.pinned and line.activity not in ABSENT)
    )


def _only_by_hand(practice: Practice) -> Mapping[str, tuple[Person, ...]]:
    """The working terms whose rota is only ever written by hand, by code."""
    terms: dict[str, tuple[Person, ...]] = {}
    for person in practice.people:
        if not person.is_generated:
            terms[person.code] = (*terms.get(person.code, ()), person)
    return terms


def _is_written(line: Assignment, by_hand: Mapping[str, tuple[Person, ...]]) -> bool:
    """Whether somebody's rota is written by hand on the day of a line: another term of theirs may be generated."""
    return any(term.in_term_on(line.session.date) for term in by_hand.get(line.code, ()))


def _slot(line: Assignment) -> Slot:
    return Slot(line.code, line.session)


def slot_of(code: str, day: date, half: str) -> Slot:
    """A session of somebody from plain values."""
    return Slot(code, Session(day, Half(half)))


def content_hash(rota: Standing) -> str:
    """sha256 of a rota in one order and one spelling: the same rota always has the same one.

    What is marked by hand counts where there is any; a rota without marks has the hash it had before there were marks.
    """
    lines = sorted((a.session.date.isoformat(), a.session.half, a.code, a.activity, a.site) for a in rota.lines)
    if not (rota.pinned or rota.off or rota.locums):
        return hashlib.sha256(orjson.dumps(lines)).hexdigest()
    locums = sorted((*_in_order(slot), *each.as_document().values()) for slot, each in rota.locums.items())
    marks = [sorted(map(_in_order, rota.pinned)), sorted(map(_in_order, rota.off)), locums]
    return hashlib.sha256(orjson.dumps([lines, *marks])).hexdigest()


def _in_order(slot: Slot) -> tuple[str, str, str]:
    return slot.session.date.isoformat(), slot.session.half.value, slot.code
