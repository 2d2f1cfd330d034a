"""The rules that may be in the way of closing a gap, as people see them, and the question without one of them. Pure.

What somebody is, is no rule: who has not learnt to hold duty, is a trainee or does not work here any more is not
counted, whatever is let go.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import StrEnum

from functions.rota_generate.conflicts import loosened
from functions.rota_generate.conflicts.cover import Place
from functions.rota_generate.conflicts.nouns import Gap, Ground, Question
from functions.rota_generate.what_if.compared import MISSING
from shared.constraints import duty_cover, minimum_doctors, site_cover, supervision
from shared.constraints.reasons import DOING
from shared.domain.calendar import Session, in_words
from shared.domain.people import Letter, Person, in_group
from shared.domain.problem import Leave
from shared.domain.rota import BY_LETTER, Activity


class Kind(StrEnum):
    """What sort of rule it is. In the order in which people would rather hear that it is not in the way."""

    OTHER_COVER = "other-cover"
    DAYS = "flexible-days"
    PINNED = "pinned"
    OFF = "off"
    BY_HAND = "by-hand"
    CLOSED = "closed"
    NO_DUTY = "no-duty"
    LETTER = "letter-not-allowed"
    TRAINEE = "trainee"
    AWAY = "away"
    NOT_WORKING = "not-working"
    COVER = "cover"


@dataclass(frozen=True, slots=True)
class Member:
    """One rule. `without`: a question that no longer asks it."""

    kind: Kind
    code: str | None
    words: str
    without: Callable[[Question], Question]


def cover_itself(ground: Ground, need: int) -> Member:
    """What the gap is a gap of."""
    gap = ground.gap
    site = f" at {ground.site(gap.site)}" if gap.site else ""
    when = str(Session(gap.date, gap.half)) if gap.half else in_words(gap.date)
    return Member(
        Kind.COVER, None, f"{MISSING[gap.rule].capitalize()}{site} on {when} asks for {need}", lambda asked: asked
    )


def candidates(ground: Ground) -> tuple[Member, ...]:
    """Every rule that may be in the way, those first that are best left out where either would do."""
    found = [*_other_cover(ground), *(member for person in _who_could(ground) for member in _of(ground, person))]
    order = list(Kind)
    return tuple(sorted(found, key=lambda member: order.index(member.kind)))


# -- whose rules -----------------------------------------------------------------------------------------------------

# Letters of a session in which somebody gives what is missing.
_GIVING = {
    duty_cover.ID: frozenset({Letter.CLINIC, Letter.FLEXIBLE, Letter.ADMIN}),
    minimum_doctors.ID: frozenset({Letter.CLINIC, Letter.FLEXIBLE, Letter.VISITS}),
    site_cover.ID: frozenset({Letter.CLINIC, Letter.FLEXIBLE, Letter.VISITS}),
    supervision.ID: frozenset({Letter.CLINIC, Letter.FLEXIBLE, Letter.ADMIN, Letter.TUTORIAL}),
}


def _who_could(ground: Ground) -> Iterator[Person]:
    """Everybody who works here then and could give what is missing, if nothing else were in the way."""
    gap, practice = ground.gap, ground.problem.practice
    groups = {each.place.group for each in ground.meant}
    for person in practice.people:
        if person.in_term_on(gap.date) and (_could_give(ground, person, groups) or _is_looked_after(gap, person)):
            yield person


def _could_give(ground: Ground, person: Person, groups: set[str | None]) -> bool:
    rules = ground.problem.practice.rules
    if ground.gap.rule == duty_cover.ID:
        return rules.duty is not None and rules.duty.skill in person.flags and not person.is_trainee
    if ground.gap.rule == minimum_doctors.ID:
        return ground.problem.facts.counts_as_doctor(person)
    if ground.gap.rule == site_cover.ID:
        return any(in_group(person, group) for group in groups if group)
    return person.may_supervise


def _is_looked_after(gap: Gap, person: Person) -> bool:
    return gap.rule == supervision.ID and person.is_trainee


# -- what is in the way of one person --------------------------------------------------------------------------------


def _of(ground: Ground, person: Person) -> Iterator[Member]:
    if _is_looked_after(ground.gap, person):
        yield from _trainee(ground, person)
        return
    yield from _leave(ground, person)
    yield from _letters(ground, person)
    yield from _by_hand(ground, person)
    yield from _closed(ground, person)
    if person.pattern.flexible and person.is_generated:
        words = f"{person.name} works only so many days a week"
        yield Member(Kind.DAYS, person.code, words, loosened.more_days(person.code))
    if ground.gap.rule == duty_cover.ID and "no-duty" in person.flags:
        words = f"{person.name} is excused from duty"
        yield Member(Kind.NO_DUTY, person.code, words, loosened.without_flag(person.code, "no-duty"))


def _leave(ground: Ground, person: Person) -> Iterator[Member]:
    for leave in ground.problem.practice.leave:
        if leave.approved and leave.code == person.code and any(map(leave.covers, ground.gap.sessions)):
            words = f"{person.name} is on leave {spell(leave)}"
            yield Member(Kind.AWAY, person.code, words, loosened.without_leave(leave))


def spell(leave: Leave) -> str:
    """'18 Jan to 22 Jan', 'on Thu 11 Feb PM'."""
    first, last = leave.start, leave.end
    if first == last:
        return f"on {first}"
    if first.date == last.date:
        return f"on {in_words(first.date)}"
    return f"from {in_words(first.date)} to {in_words(last.date)}"


def _letters(ground: Ground, person: Person) -> Iterator[Member]:
    """What the pattern has in the session; over a whole day it is in the way where neither half gives any."""
    giving, never = _giving(ground), []
    for session in ground.gap.sessions:
        letter = person.pattern.at(session)
        if letter is Letter.NEVER:
            never.append(session)
        elif letter not in giving:
            doing, _ = DOING[BY_LETTER[letter]]
            then = f" on {session}" if ground.gap.half is None else " then"
            yield Member(
                Kind.LETTER, person.code, f"{person.name} is {doing}{then}", loosened.at_work(person, (session,))
            )
    if never:
        when = ground.gap.half or ("" if len(never) == 2 else never[0].half)
        words = f"{person.name} does not work {in_words(ground.gap.date)[:3]} {when}".strip()
        yield Member(Kind.NOT_WORKING, person.code, words, loosened.at_work(person, tuple(never)))


def _giving(ground: Ground) -> frozenset[Letter]:
    rule = ground.problem.practice.rules.duty
    excepted = rule.not_on if rule is not None and ground.gap.rule == duty_cover.ID else ()
    return _GIVING[ground.gap.rule] - set(excepted)


def _by_hand(ground: Ground, person: Person) -> Iterator[Member]:
    if not person.is_generated:
        words = f"the rota of {person.name} is only written by hand"
        yield Member(Kind.BY_HAND, person.code, words, loosened.generated(person.code))
        return
    facts = ground.problem.facts
    for session in ground.gap.sessions:
        pin = facts.pins.get((person.code, session))
        if pin is not None and not (pin.activity is Activity.DUTY and ground.gap.rule == duty_cover.ID):
            doing = DOING[pin.activity][0] if pin.activity in DOING else "away"
            words = f"{person.name} was put {doing} at {ground.site(pin.site)} by hand"
            yield Member(Kind.PINNED, person.code, words, loosened.unpinned(person.code, session))
        if any(each.code == person.code and each.session == session for each in ground.problem.off):
            words = f"{person.name} is kept off by hand"
            yield Member(Kind.OFF, person.code, words, loosened.not_off(person.code, session))


def _closed(ground: Ground, person: Person) -> Iterator[Member]:
    for session in ground.gap.sessions:
        if label := ground.problem.facts.closed_by(person.site, session):
            words = f"{ground.site(person.site)} is closed then ({label})"
            yield Member(Kind.CLOSED, None, words, loosened.opened(person.site, session))


def _trainee(ground: Ground, person: Person) -> Iterator[Member]:
    in_then = [session for session in ground.gap.sessions if (person.code, session) in ground.rota]
    if in_then:
        words = f"{person.name} is in then and needs a supervisor"
        yield Member(Kind.TRAINEE, person.code, words, loosened.not_at_work(person, tuple(in_then)))


# -- what else is asked of people ------------------------------------------------------------------------------------


def _other_cover(ground: Ground) -> Iterator[Member]:
    """Everything else that asks for people that day; and on other days, where somebody could change days."""
    days: dict[tuple[object, ...], list[Place]] = {}
    for each in ground.places:
        if each not in ground.meant and each.need.constant:
            days.setdefault((each.place.rule, each.place.date, each.place.site), []).append(each.place)
    for places in days.values():
        first = places[0]
        site = f" at {ground.site(first.site)}" if first.site else ""
        words = f"{MISSING[first.rule]}{site} on {in_words(first.date)}"
        yield Member(Kind.OTHER_COVER, None, words, loosened.accepting(frozenset(places)))
