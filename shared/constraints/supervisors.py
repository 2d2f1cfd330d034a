"""Who looks after which trainee in a session of a rota: the rule `supervision`, with names.

Trainees are given the supervisors of their own first, as many as can be, then one who is free of duty, then any. Nobody
has more than the practice's ratio, and a trainee is left without exactly where the rule says that too few are there.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import NamedTuple

from shared.constraints.supervision import needs_supervision, places, supervises
from shared.domain.calendar import Session
from shared.domain.people import Person
from shared.domain.problem import Problem
from shared.domain.rota import Activity, Assignment, Cell, Rota, as_rota

KINDS = ("educational", "clinical")  # whose trainee somebody is before whose


class Link(NamedTuple):
    """Somebody supervises a trainee from one day to another, both included; None: open. kind: one of KINDS."""

    trainee: str
    supervisor: str
    kind: str
    starts: date | None = None
    ends: date | None = None

    def holds_on(self, day: date) -> bool:
        return (self.starts or date.min) <= day <= (self.ends or date.max)


class Pair(NamedTuple):
    """A trainee, where they are in one session, and who looks after them; None: nobody is there who could."""

    trainee: str
    supervisor: str | None
    site: str


class _Place(NamedTuple):
    """Those who are at work in one place in one session, in the order of the practice."""

    trainees: list[tuple[Person, Cell]]
    supervisors: list[tuple[Person, Cell]]
    ratio: int


def throughout(
    problem: Problem, lines: tuple[Assignment, ...], links: Iterable[Link]
) -> list[tuple[Session, tuple[Pair, ...]]]:
    """The same for every session of a rota, those without trainees left out."""
    rota, known = as_rota(lines), tuple(links)
    every = ((session, named(problem, rota, session, known)) for session in problem.facts.sessions)
    return [(session, pairs) for session, pairs in every if pairs]


def named(problem: Problem, rota: Rota, session: Session, links: Iterable[Link]) -> tuple[Pair, ...]:
    """Every trainee in the building with who looks after them, in the order of the practice.

    Always the same for the same question. Empty when the practice has no such rule.
    """
    rule = problem.practice.rules.supervision
    if rule is None:
        return ()
    cells = list(problem.facts.at_work(rota, session))
    today = [link for link in links if link.holds_on(session.date)]
    pairs: dict[str, Pair] = {}
    for site in places(problem, rule):
        here = [(person, cell) for person, cell in cells if site in (None, cell.site)]
        place = _Place(
            [(person, cell) for person, cell in here if needs_supervision(person, cell)],
            [(person, cell) for person, cell in here if supervises(person, cell)],
            rule.trainees_per_supervisor,
        )
        pairs |= {pair.trainee: pair for pair in _in_one_place(place, today)}
    return tuple(pairs[person.code] for person, _ in cells if person.code in pairs)


def _in_one_place(place: _Place, links: Sequence[Link]) -> Iterable[Pair]:
    with_their_own = _own_first(place, links)
    taken = list(with_their_own.values())
    free = [slot for slot in _slots(place) if slot not in taken]
    for person, cell in place.trainees:
        slot = with_their_own.get(person.code) or (free.pop(0) if free else None)
        yield Pair(person.code, slot.supervisor if slot else None, cell.site)


class _Slot(NamedTuple):
    """One of the trainees a supervisor has room for."""

    supervisor: str
    turn: int


def _slots(place: _Place) -> list[_Slot]:
    """All the room there is: those free of duty first, each with one trainee before any has a second."""
    order = {person.code: rank for rank, (person, _) in enumerate(place.supervisors)}
    on_duty = {person.code for person, cell in place.supervisors if cell.activity is Activity.DUTY}
    slots = [_Slot(code, turn) for code in order for turn in range(place.ratio)]
    return sorted(slots, key=lambda slot: (slot.supervisor in on_duty, slot.turn, order[slot.supervisor]))


def _own_first(place: _Place, links: Sequence[Link]) -> dict[str, _Slot]:
    """As many trainees as can be with supervisors of their own, by trainee: the largest matching, by augmenting paths.

    Educational supervisors are tried first, so that of two the trainee has theirs where both have room.
    """
    holder: dict[_Slot, str] = {}
    wishes = {person.code: _of_their_own(person.code, place, links) for person, _ in place.trainees}

    def settle(trainee: str, tried: set[_Slot]) -> bool:
        for slot in wishes[trainee]:
            if slot not in tried:
                tried.add(slot)
                if slot not in holder or settle(holder[slot], tried):
                    holder[slot] = trainee
                    return True
        return False

    for trainee in wishes:
        settle(trainee, set())
    return {trainee: slot for slot, trainee in holder.items()}


def _of_their_own(trainee: str, place: _Place, links: Sequence[Link]) -> list[_Slot]:
    theirs = {(link.kind, link.supervisor) for link in links if link.trainee == trainee}
    slots = _slots(place)
    return [slot for kind in KINDS for slot in slots if (kind, slot.supervisor) in theirs]
