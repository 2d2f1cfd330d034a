"""A question without one of its rules, as a practice would change it. Pure. Each gives a function to apply."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from functions.rota_generate.conflicts.cover import Place
from functions.rota_generate.conflicts.nouns import Question
from shared.domain.calendar import Session, monday_of
from shared.domain.people import Letter, Pattern, Person
from shared.domain.problem import Closure, Leave, Practice, Problem

Loosen = Callable[[Question], Question]


def _practice(change: Callable[[Practice], Practice]) -> Loosen:
    return lambda asked: replace(asked, problem=replace(asked.problem, practice=change(asked.problem.practice)))


def _problem(change: Callable[[Problem], Problem]) -> Loosen:
    return lambda asked: replace(asked, problem=change(asked.problem))


def _terms(code: str, change: Callable[[Person], Person]) -> Loosen:
    """Somebody otherwise, in all their working terms."""

    def changed(practice: Practice) -> Practice:
        people = tuple(change(term) if term.code == code else term for term in practice.people)
        return replace(practice, people=people)

    return _practice(changed)


def without_leave(leave: Leave) -> Loosen:
    """A leave given back."""
    return _practice(lambda practice: replace(practice, leave=tuple(each for each in practice.leave if each != leave)))


def at_work(person: Person, sessions: tuple[Session, ...]) -> Loosen:
    """Somebody in clinic in sessions their pattern has otherwise; to be given or not where their days are."""
    letter = Letter.FLEXIBLE if person.pattern.flexible else Letter.CLINIC
    return _terms(person.code, lambda term: replace(term, pattern=_with(term.pattern, sessions, letter)))


def not_at_work(person: Person, sessions: tuple[Session, ...]) -> Loosen:
    """Somebody who does not work in these sessions."""
    return _terms(person.code, lambda term: replace(term, pattern=_with(term.pattern, sessions, Letter.NEVER)))


def _with(pattern: Pattern, sessions: tuple[Session, ...], letter: Letter) -> Pattern:
    weeks = [list(week) for week in pattern.weeks]
    for session in sessions:
        turn = (monday_of(session.date) - pattern.anchor).days // 7 % len(weeks)
        weeks[turn][session.weekday * 2 + (session.half == "PM")] = letter
    return Pattern(tuple(tuple(week) for week in weeks), pattern.anchor)


def without_flag(code: str, flag: str) -> Loosen:
    return _terms(code, lambda term: replace(term, flags=term.flags - {flag}))


def with_flag(code: str, flag: str) -> Loosen:
    return _terms(code, lambda term: replace(term, flags=term.flags | {flag}))


def generated(code: str) -> Loosen:
    """Somebody whose rota is no longer only written by hand."""

    def freed(asked: Question) -> Question:
        pins = tuple(pin for pin in asked.problem.pins if pin.code != code)
        return replace(asked, problem=replace(asked.problem, pins=pins))

    return lambda asked: freed(without_flag(code, "by-hand")(asked))


def unpinned(code: str, session: Session) -> Loosen:
    return _problem(
        lambda problem: replace(
            problem, pins=tuple(pin for pin in problem.pins if (pin.code, pin.session) != (code, session))
        )
    )


def not_off(code: str, session: Session) -> Loosen:
    return _problem(
        lambda problem: replace(
            problem, off=frozenset(off for off in problem.off if (off.code, off.session) != (code, session))
        )
    )


def opened(site: str, session: Session) -> Loosen:
    """A site open although the practice shut it then. A bank holiday stays one."""

    def changed(practice: Practice) -> Practice:
        sites = [each.code for each in practice.sites]
        found: list[Closure] = []
        for closure in practice.closures:
            here = closure.site in (None, site) and closure.half in (None, session.half)
            found += _but(closure, site, session, sites) if here and session.date in closure.dates else [closure]
        return replace(practice, closures=tuple(found))

    return _practice(changed)


def _but(closure: Closure, site: str, session: Session, sites: list[str]) -> list[Closure]:
    """A closure without one session of one site."""
    found = [replace(closure, dates=tuple(day for day in closure.dates if day != session.date))]
    day = replace(closure, dates=(session.date,))
    if closure.site is None:
        found += [replace(day, site=other) for other in sites if other != site]
    if closure.half is None:
        found.append(replace(day, site=site, half=next(half for half in type(session.half) if half != session.half)))
    return found


def accepting(places: frozenset[Place]) -> Loosen:
    """Cover that may be left short."""
    return lambda asked: replace(asked, accepted=asked.accepted | places)


def more_days(code: str) -> Loosen:
    """Somebody who may work other than their days come to."""
    return lambda asked: replace(asked, more_days=asked.more_days | {code})


def joined(*people: Person) -> Loosen:
    """Somebody more."""
    return _practice(lambda practice: replace(practice, people=(*practice.people, *people)))
