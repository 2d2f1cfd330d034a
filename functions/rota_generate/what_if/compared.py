"""What differs between a rota and the same with somebody away: gaps, who moves, what it does to fairness. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from itertools import zip_longest
from typing import NamedTuple

from functions.rota_generate.what_if.policy import Asked
from shared.constraints import ALL, tutorial
from shared.constraints.weights import GAPS
from shared.domain.breach import Level
from shared.domain.calendar import Half, Session
from shared.domain.facts import Facts, held
from shared.domain.problem import Problem
from shared.domain.rota import ABSENT, Activity, Cell, Rota, duties_of

GAP_RULES = tuple(rule for rule in ALL if rule.ID in GAPS)
HARD_RULES = tuple(rule for rule in ALL if rule.LEVEL is Level.HARD)
MISSING: Mapping[str, str] = {
    "duty": "duty",
    "minimum-doctors": "doctors in",
    "supervision": "supervision of trainees",
    "site-cover": "cover",
}


# Points of what must not be, by rule, date, half, person and site.
Trouble = Counter[tuple[str, date | None, Half | None, str | None, str | None]]


class Place(NamedTuple):
    """Where something is short."""

    date: date
    half: Half | None
    rule: str
    site: str | None


@dataclass(frozen=True, slots=True)
class Short:
    """How many are missing somewhere, and why."""

    people: int
    because: str


@dataclass(frozen=True, slots=True)
class Name:
    """Somebody, as others know them."""

    code: str
    name: str


@dataclass(frozen=True, slots=True)
class Move:
    """One session that changes: duty that passes from one to another, a session more or less, another site."""

    date: date
    half: Half
    activity: str
    giver: Name | None
    taker: Name | None
    words: str


@dataclass(frozen=True, slots=True)
class Fairness:
    """Duty somebody holds in the period, and their fair part of it, before and after: in ordinary days."""

    person: Name
    before: str
    after: str
    fair_before: str
    fair_after: str


def trouble(problem: Problem, rota: Rota) -> Trouble:
    """What a repair could mend: hard rules not kept in the weeks that may change, or over the whole period."""
    found: Trouble = Counter()
    for breach in (breach for rule in HARD_RULES for breach in rule.check(problem, rota)):
        if breach.date is None or _looked_at(problem, breach.date):
            found[breach.rule, breach.date, breach.half, breach.code, breach.site] += breach.points
    return found


def is_no_worse(now: Trouble, was: Trouble) -> bool:
    """Whether what must not be is nowhere more than it was."""
    return all(points <= was[what] for what, points in now.items())


def shortages(problem: Problem, rota: Rota) -> dict[Place, Short]:
    """Everything that is short in the weeks that may change, in the order of the calendar."""
    found: dict[Place, Short] = {}
    for breach in (breach for rule in GAP_RULES for breach in rule.check(problem, rota)):
        if breach.date is None or breach.need is None or breach.have is None or not _looked_at(problem, breach.date):
            continue
        place = Place(breach.date, breach.half, breach.rule, breach.site)
        said, missing = f"{_heading(problem, place)}: {breach.because}", breach.need - breach.have
        was = found.get(place)
        found[place] = Short(missing, said) if was is None else Short(was.people + missing, f"{was.because}; {said}")
    return {place: found[place] for place in sorted(found, key=_in_order)}


def worse(before: Mapping[Place, Short], after: Mapping[Place, Short]) -> dict[Place, Short]:
    """What is short now and was not, or not by so much."""
    return {
        place: short for place, short in after.items() if place not in before or short.people > before[place].people
    }


def lost(before: Problem, was: Rota, after: Problem, now: Rota) -> tuple[str, ...]:
    """What nobody does any more although no number of people is short: a tutorial without anybody to give it."""
    had = {(breach.date, breach.half, breach.code) for breach in tutorial.check(before, was)}
    return tuple(
        f"{Session(breach.date, breach.half)}: {breach.because}."
        for breach in tutorial.check(after, now)
        if breach.date and breach.half and (breach.date, breach.half, breach.code) not in had
        and _looked_at(after, breach.date)
    )  # fmt: skip


def _in_order(place: Place) -> tuple[date, str, str, str]:
    return place.date, place.half or "", place.rule, place.site or ""


def _heading(problem: Problem, place: Place) -> str:
    site = problem.facts.sites.get(place.site or "")
    return MISSING[place.rule].capitalize() + (f" at {site.name}" if site else "")


def _looked_at(problem: Problem, day: date) -> bool:
    return problem.only is None or day in problem.only


# -- who moves ---------------------------------------------------------------------------------------------------


def changes(problem: Problem, asked: Asked, before: Rota, after: Rota) -> list[tuple[str, Session]]:
    """Whose sessions differ in the weeks that may change, in the order of the calendar.

    Those the leave itself takes away are left out, and people the generator does not know.
    """
    differ = (key for key in before.keys() | after.keys() if before.get(key) != after.get(key))
    known = ((code, session) for code, session in differ if code in problem.facts.person)
    found = [
        (code, session)
        for code, session in known
        if _looked_at(problem, session.date) and not _taken_away(asked, code, session)
    ]
    return sorted(found, key=lambda key: (key[1], key[0]))


def sessions_worked_otherwise(problem: Problem, before: Rota, after: Rota) -> int:
    """How many sessions of anybody differ in the weeks that may change; being away and not being listed are one."""
    return sum(
        _looked_at(problem, session.date)
        and _at_work(before.get((code, session))) != _at_work(after.get((code, session)))
        for code, session in before.keys() | after.keys()
        if code in problem.facts.person
    )


def _taken_away(asked: Asked, code: str, session: Session) -> bool:
    return code == asked.code and asked.start <= session <= asked.end


def moves(problem: Problem, asked: Asked, before: Rota, after: Rota) -> Iterator[Move]:
    """What people would be told, session by session."""
    codes: dict[Session, list[str]] = {}
    for code, session in changes(problem, asked, before, after):
        codes.setdefault(session, []).append(code)
    was, now = _holders(problem, before), _holders(problem, after)
    for session in sorted({*codes, *was, *now}):
        yield from _duty(problem, session, was.get(session, []), now.get(session, []))
        for code in codes.get(session, ()):
            yield from _otherwise(problem, code, session, before.get((code, session)), after.get((code, session)))


def _holders(problem: Problem, rota: Rota) -> dict[Session, list[str]]:
    """Who holds duty, session by session, in the weeks that may change."""
    found: dict[Session, list[str]] = {}
    for code, session in sorted(rota):
        if rota[code, session].activity is Activity.DUTY and _looked_at(problem, session.date):
            found.setdefault(session, []).append(code)
    return found


def _duty(problem: Problem, session: Session, was: list[str], now: list[str]) -> Iterator[Move]:
    """Duty that passes on, each giver beside a taker."""
    givers, takers = ([code for code in one if code not in other] for one, other in ((was, now), (now, was)))
    for giver, taker in zip_longest(givers, takers):
        gives, takes = _name(problem, giver), _name(problem, taker)
        yield Move(session.date, session.half, Activity.DUTY.value, gives, takes, _of_duty(gives, takes))


def _of_duty(giver: Name | None, taker: Name | None) -> str:
    if giver and taker:
        return f"{taker.name} holds duty in place of {giver.name}"
    return f"{taker.name} holds duty" if taker else f"Nobody takes duty from {giver.name if giver else 'them'}"


def _otherwise(problem: Problem, code: str, session: Session, was: Cell | None, now: Cell | None) -> Iterator[Move]:
    """A session more, a session less, or another site."""
    who = _name(problem, code)
    before, after = _at_work(was), _at_work(now)
    if before is None and after is not None:
        words = f"{who.name if who else code} works then too, at {_site(problem, after)}"
        yield Move(session.date, session.half, after.activity.value, None, who, words)
    elif after is None and before is not None:
        words = f"{who.name if who else code} does not work then"
        yield Move(session.date, session.half, before.activity.value, who, None, words)
    elif before is not None and after is not None and before.site != after.site:
        words = f"{who.name if who else code} is at {_site(problem, after)} in place of {_site(problem, before)}"
        yield Move(session.date, session.half, after.activity.value, who, who, words)


def _at_work(cell: Cell | None) -> Cell | None:
    return None if cell is None or cell.activity in ABSENT else cell


def _site(problem: Problem, cell: Cell) -> str:
    site = problem.facts.sites.get(cell.site)
    return site.name if site else cell.site


def _name(problem: Problem, code: str | None) -> Name | None:
    if code is None:
        return None
    return Name(code, next((person.name for person in problem.practice.people if person.code == code), code))


# -- fairness ----------------------------------------------------------------------------------------------------


def fairness(before: Problem, after: Problem, was: Rota, now: Rota) -> list[Fairness]:
    """Everybody whose duty differs, the one who gains most first. It is counted over the whole period."""
    counts = after.facts.duty_counts
    then, before_then = held(_duties(after, now), counts), held(_duties(after, was), counts)
    gained = {code: then[code] - before_then[code] for code in [*then, *before_then]}
    whole = held(duties_of(was), counts)
    affected = sorted((code for code in gained if gained[code]), key=lambda code: (-gained[code], code))
    return [
        Fairness(
            _name(after, code) or Name(code, code),
            in_days(whole[code]),
            in_days(whole[code] + gained[code]),
            fair(before.facts, code),
            fair(after.facts, code),
        )
        for code in affected
    ]


def _duties(problem: Problem, rota: Rota) -> Iterator[tuple[str, Session]]:
    """Who holds duty when in the weeks that may change."""
    return ((code, session) for session, codes in _holders(problem, rota).items() for code in codes)


def fair(facts: Facts, code: str) -> str:
    """Somebody's fair part, as `in_days`."""
    share = facts.duty_shares.get(code)
    return in_days(share.expected if share is not None else Fraction(0))


def in_days(half_days: Fraction) -> str:
    """Half-days of ordinary duty in days, to one decimal: '1.5'."""
    return f"{round(float(half_days) / 2, 1):g}"


def people_who_change(asked: Asked, changed: Iterable[tuple[str, Session]]) -> set[str]:
    """Everybody but the person who is away."""
    return {code for code, _ in changed if code != asked.code}
