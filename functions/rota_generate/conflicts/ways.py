"""The cheapest ways to close a gap, each seen to close it. Pure but for time.

Cheap is what asks least of people: a decision taken back before a session more, a session more before a locum, a
locum before leave that is granted, and doing without last.
"""

from __future__ import annotations

import contextlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import groupby, islice

from functions.rota_generate.conflicts import loosened
from functions.rota_generate.conflicts.loosened import Loosen
from functions.rota_generate.conflicts.members import Kind, Member
from functions.rota_generate.conflicts.nouns import Ground, Question
from functions.rota_generate.conflicts.oracle import Oracle, OutOfTime
from shared.constraints import duty_cover, minimum_doctors, site_cover, supervision
from shared.constraints.reasons import in_a_row
from shared.domain.calendar import Half, Session, in_words
from shared.domain.people import SESSION_MINUTES, Letter, Pattern, Person, term_type
from shared.domain.rota import BY_LETTER

MOST = 8
MOST_ALIKE = 3  # of one sort, so that every sort is seen
TRIED = 5  # of one sort, before it is given up


@dataclass(frozen=True, slots=True)
class Way:
    """One way out, and what it asks of whom. `rank`: cheapest first."""

    words: str
    cost: str
    rank: float
    change: Loosen
    codes: tuple[str, ...] = ()


def ways_out(oracle: Oracle, every: Sequence[Member]) -> Iterator[Way]:
    """The cheapest ways that close the gap, cheapest first; doing without comes last and always does."""
    ground = oracle.ground
    options = sorted(_options(ground, every), key=lambda way: way.rank)
    with contextlib.suppress(OutOfTime):
        yield from islice(_that_close(oracle, options), MOST)
    yield _without(ground)


def _that_close(oracle: Oracle, options: Sequence[Way]) -> Iterator[Way]:
    for _, alike in groupby(options, key=lambda way: way.rank):
        tried = islice(alike, TRIED)
        yield from islice((way for way in tried if oracle.can_be_met(way.change(oracle.ground.question))), MOST_ALIKE)


def _options(ground: Ground, every: Sequence[Member]) -> list[Way]:
    singly = sorted((way for member in every if (way := _way(ground, member))), key=lambda way: way.rank)
    singly += _newly_able(ground)
    return [*_together(singly, ground.missing), *_locums(ground)]


def _together(singly: Sequence[Way], people: int) -> list[Way]:
    """Where several are missing, several are asked."""
    if people <= 1:
        return list(singly)
    of_people = [way for way in singly if way.codes]
    found = []
    for first in range(len(of_people) - people + 1):
        some = of_people[first : first + people]
        if len({code for way in some for code in way.codes}) == people:
            found.append(_joined(some))
    return found


def _joined(some: Sequence[Way]) -> Way:
    def change(asked: Question) -> Question:
        for way in some:
            asked = way.change(asked)
        return asked

    return Way(
        in_a_row([way.words if not place else way.words[0].lower() + way.words[1:] for place, way in enumerate(some)]),
        "; ".join(dict.fromkeys(way.cost for way in some)),
        max(way.rank for way in some) + 0.1,
        change,
        tuple(code for way in some for code in way.codes),
    )


# -- a rule let go ---------------------------------------------------------------------------------------------------


def _way(ground: Ground, member: Member) -> Way | None:
    """What it takes to do without a rule, once."""
    said = _said(ground, member)
    if said is None:
        return None
    rank, words, cost = said
    return Way(words, cost, rank, member.without, (member.code,) if member.code else ())


def _said(ground: Ground, member: Member) -> tuple[float, str, str] | None:
    name = ground.name(member.code or "")
    when = _when(ground)
    if member.kind is Kind.PINNED:
        return 1, f"Unpin {name} on {when}", f"{member.words}; somebody decided that"
    if member.kind is Kind.OFF:
        return 1.5, f"Let {name} be asked again on {when}", f"{member.words}; somebody decided that"
    if member.kind is Kind.LETTER:
        return 2, _instead(ground, member), f"what {name} does then has to find another time"
    if member.kind is Kind.NOT_WORKING:
        return _more(ground, member)
    if member.kind is Kind.DAYS:
        return 4, f"Let {name} work more or other days that week", "days beyond what was agreed, to be given back"
    if member.kind is Kind.BY_HAND:
        return 4.5, f"Write {name} in by hand on {when}", "to be agreed with them"
    if member.kind is Kind.TRAINEE:
        return 4.8, f"Move the session of {name} to when a supervisor is in", "a trainee’s session moves"
    if member.kind is Kind.NO_DUTY:
        return 6, f"Let {name} hold duty on {when}, this once", f"{name} is excused from duty"
    if member.kind is Kind.CLOSED:
        return 8.5, f"Open then although {member.words}", "a closure is lifted"
    if member.kind is Kind.AWAY:
        return 8, f"Ask {name} to move leave, or to come in on {when}", f"{member.words}; it is granted already"
    return 9, f"Leave {member.words} short instead", "another gap in place of this one"


def _when(ground: Ground) -> str:
    gap = ground.gap
    return str(Session(gap.date, gap.half)) if gap.half else in_words(gap.date)


def _instead(ground: Ground, member: Member) -> str:
    person = _person(ground, member)
    letters = [person.pattern.at(session) for session in ground.gap.sessions] if person else []
    doing = next(
        (BY_LETTER[letter].value for letter in letters if letter not in (Letter.NEVER, Letter.FLEXIBLE)), "other"
    )
    what = "duty" if ground.gap.rule == duty_cover.ID else "a clinic"
    return f"Let {what} take the {doing} session of {ground.name(member.code or '')} on {_when(ground)}"


def _more(ground: Ground, member: Member) -> tuple[float, str, str]:
    """A session on a day they are in anyway asks less than one on a day off."""
    person, gap = _person(ground, member), ground.gap
    halves = [Session(gap.date, half) for half in Half]
    in_anyway = person is not None and any((person.code, session) in ground.rota for session in halves)
    extra = "a session more than their pattern, to be paid or given back"
    if in_anyway:
        return 3, f"Ask {ground.name(member.code or '')} to stay on for {_when(ground)}", extra
    return 5, f"Ask {ground.name(member.code or '')} to work on {_when(ground)}", f"{extra}, on a day they do not work"


def _person(ground: Ground, member: Member) -> Person | None:
    return ground.problem.practice.term_on(member.code or "", ground.gap.date)


# -- somebody more, and doing without --------------------------------------------------------------------------------


def _newly_able(ground: Ground) -> list[Way]:
    """Doctors who are there and do not hold duty."""
    rule = ground.problem.practice.rules.duty
    if ground.gap.rule != duty_cover.ID or rule is None:
        return []
    return [
        Way(
            f"Let {person.name} hold duty, if they are able to",
            f"{person.name} is not among those who hold duty",
            7.5,
            loosened.with_flag(person.code, rule.skill),
            (person.code,),
        )
        for person in ground.problem.facts.on(ground.gap.date)
        if person.is_gp and rule.skill not in person.flags and "no-duty" not in person.flags
    ]


def _locums(ground: Ground) -> list[Way]:
    """As many locums as are missing. A locum does not look after trainees."""
    if ground.gap.rule == supervision.ID:
        return []
    number = ground.missing
    sessions = "session" if ground.gap.half else "day"
    people = tuple(_locum(ground, place) for place in range(number))
    words = f"Use {'a locum' if number == 1 else f'{number} locums'} on {_when(ground)}"
    return [Way(words, f"a locum’s fee for the {sessions}", 7.0, loosened.joined(*people))]


def _locum(ground: Ground, place: int) -> Person:
    gap, rules = ground.gap, ground.problem.practice.rules
    group = next((each.place.group for each in ground.meant if each.place.group), None)
    letters = [Letter.NEVER] * 10
    for session in gap.sessions:
        letters[session.weekday * 2 + (session.half is Half.PM)] = Letter.CLINIC
    role = group if gap.rule == site_cover.ID and group and term_type(group) else "Locum"
    site = gap.site or next(
        (code for code in ground.problem.facts.sites if ground.problem.facts.is_open(code, gap.sessions[0])), ""
    )
    return Person(
        code=f"locum {place + 1}",
        name="A locum",
        role=role,
        site=site,
        wte=Decimal(1),
        pattern=Pattern((tuple(letters),), ground.week.start),
        flexible_days_per_week=None,
        annual_leave_sessions=Decimal(0),
        flags=frozenset({rules.duty.skill} if rules.duty else ()),
        session_minutes=SESSION_MINUTES,
        groups=frozenset({group} if group else ()),
    )


def _without(ground: Ground) -> Way:
    have = ground.have
    what = {
        duty_cover.ID: "duty stays short then",
        minimum_doctors.ID: "the day stays below its minimum",
        site_cover.ID: f"{ground.site(ground.gap.site)} stays short then",
        supervision.ID: "a trainee is in without a supervisor; publishing asks for a reason",
    }[ground.gap.rule]
    return Way(
        f"Do without: ask for {have} in place of {ground.need} on {_when(ground)}", what, 10, lambda asked: asked
    )
