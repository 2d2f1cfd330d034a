"""What keeps somebody from taking another's session: each of them alone is enough, and without all of them they could.

Pure. Of somebody's leave no more is said than that they are away.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from functions.rota_generate.why.nouns import Stand, weekly
from shared.constraints.reasons import DOING
from shared.domain.calendar import Session
from shared.domain.facts import DUTY_LETTERS
from shared.domain.people import Letter, Person
from shared.domain.rota import BY_LETTER, Activity, Cell
from shared.standing import Slot

CLINIC_LETTERS = frozenset({Letter.CLINIC, Letter.FLEXIBLE})


class Kind(StrEnum):
    """Why somebody cannot."""

    NO_TERM = "no-term"
    BY_HAND = "by-hand"
    AWAY = "away"
    OFF = "off"
    CLOSED = "closed"
    NOT_WORKING = "not-working"
    LETTER = "letter-not-allowed"
    NOT_QUALIFIED = "not-qualified"
    NO_DUTY = "no-duty"
    TRAINEE = "trainee"
    PINNED = "pinned"
    ON_DUTY = "on-duty"
    ALREADY = "already"
    NOT_NEEDED = "not-needed"


@dataclass(frozen=True, slots=True)
class Blocker:
    """One reason, in a sentence without its full stop."""

    kind: Kind
    words: str


def blockers(stand: Stand, held: Slot, code: str) -> tuple[Blocker, ...]:
    """Everything that keeps somebody from a session of duty or clinic that another has; empty when they could."""
    cell, session = stand.rota[held], held.session
    person = stand.term(code, session.date)
    if person is None:
        return (Blocker(Kind.NO_TERM, f"{code} does not work here"),)
    return tuple(
        dict.fromkeys(
            (
                *_not_there(stand, person, session),
                *_not_open(stand, person, session, cell),
                *_letter(person, session, cell),
                *(_may_not_hold_duty(stand, person, session) if cell.activity is Activity.DUTY else ()),
                *(_stays_at_home(stand, person, cell) if cell.activity is not Activity.DUTY else ()),
                *_busy(stand, person, session, cell),
            )
        )
    )


def _not_there(stand: Stand, person: Person, session: Session) -> Iterator[Blocker]:
    name, slot = person.name, Slot(person.code, session)
    if not person.in_term_on(session.date):
        yield Blocker(Kind.NO_TERM, f"{name} has no working term then")
    if not person.is_generated:
        yield Blocker(Kind.BY_HAND, f"the rota of {name} is only written by hand")
    if is_away(stand, slot):
        yield Blocker(Kind.AWAY, f"{name} is away then")
    if slot in stand.standing.off:
        yield Blocker(Kind.OFF, f"{name} is kept off by hand then")


def is_away(stand: Stand, slot: Slot) -> bool:
    """Whether approved leave covers a session of somebody."""
    return any(leave.approved and leave.code == slot.code and leave.covers(slot.session)
               for leave in stand.practice.leave)  # fmt: skip


def _not_open(stand: Stand, person: Person, session: Session, cell: Cell) -> Iterator[Blocker]:
    """Somebody works where and when their own site is open, and a clinic is where it is."""
    sites = (person.site,) if cell.activity is Activity.DUTY else (person.site, cell.site)
    for site in dict.fromkeys(sites):
        if label := stand.facts.closed_by(site, session):
            yield Blocker(Kind.CLOSED, f"{stand.site(site)} is closed then ({label})")


def _letter(person: Person, session: Session, cell: Cell) -> Iterator[Blocker]:
    """What the pattern has in this session. Which letters duty may take besides is a rule of the practice."""
    letter, on_duty = person.pattern.at(session), cell.activity is Activity.DUTY
    if letter is Letter.NEVER:
        yield Blocker(Kind.NOT_WORKING, f"{person.name} does not work {weekly(session)}")
    elif letter not in (DUTY_LETTERS if on_duty else CLINIC_LETTERS):
        yield _other_work(person, letter, on_duty)


def _other_work(person: Person, letter: Letter, on_duty: bool) -> Blocker:
    doing, _ = DOING[BY_LETTER[letter]]
    return Blocker(
        Kind.LETTER,
        f"{person.name} is {doing} then" + (", which duty may not take" if on_duty else " by their pattern"),
    )


def _may_not_hold_duty(stand: Stand, person: Person, session: Session) -> Iterator[Blocker]:
    rule = stand.practice.rules.duty
    if rule is None or not stand.facts.duty_need(session):
        yield Blocker(Kind.NOT_NEEDED, "no duty is asked for then")
    if rule is None:
        return
    letter = person.pattern.at(session)
    if letter in DUTY_LETTERS and letter in rule.not_on:
        yield _other_work(person, letter, on_duty=True)
    if rule.skill not in person.flags:
        yield Blocker(Kind.NOT_QUALIFIED, f"{person.name} is not among those who hold duty")
    if "no-duty" in person.flags:
        yield Blocker(Kind.NO_DUTY, f"{person.name} is excused from duty")
    if person.is_trainee:
        yield Blocker(Kind.TRAINEE, f"{person.name} is a trainee, and trainees never hold duty")


def _stays_at_home(stand: Stand, person: Person, cell: Cell) -> Iterator[Blocker]:
    if person.is_trainee and person.site != cell.site:
        yield Blocker(Kind.TRAINEE, f"{person.name} is a trainee, and trainees stay at {stand.site(person.site)}")


def _busy(stand: Stand, person: Person, session: Session, cell: Cell) -> Iterator[Blocker]:
    """What they do then that may not be taken from them."""
    slot = Slot(person.code, session)
    now = stand.at_work(slot)
    if now is None:
        return
    if now.activity is Activity.DUTY:
        yield Blocker(Kind.ON_DUTY, f"{person.name} is on duty then already")
    elif now == cell:
        yield Blocker(Kind.ALREADY, f"{person.name} is in clinic there then already")
    elif slot in stand.standing.pinned:
        words = f"{person.name} was put {DOING[now.activity][0]} at {stand.site(now.site)} by hand then"
        yield Blocker(Kind.PINNED, words)
