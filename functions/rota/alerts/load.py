"""How much somebody works in a week against what is theirs to work. Pure.

Counted in half-days as targets of flexible days are, so that who keeps to theirs is never said to work too much. What a
person decided by hand counts as work and never as theirs: that is what makes it too much.
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from math import ceil
from typing import NamedTuple

from shared.constraints.flexible_days import in_days
from shared.domain.calendar import Session
from shared.domain.facts import Facts
from shared.domain.people import Letter, Person
from shared.domain.rota import ABSENT, Rota

ID = "overwork"
TOO_MUCH = Fraction(110, 100)


class Load(NamedTuple):
    """Half-days of one week: worked, and one's own."""

    worked: int
    own: int


def suspects(facts: Facts, rota: Rota) -> frozenset[str]:
    """Those who might work too much: with flexible days, or with a session that their letters do not settle. A quick
    look, because nearly everybody works their letters and nothing else."""
    beyond = {code for code, session in rota if not _is_settled(facts, code, session)}
    return frozenset(beyond & facts.terms.keys()) | {person.code for person in facts.flexible_people}


def _is_settled(facts: Facts, code: str, session: Session) -> bool:
    plan = facts.plan(code, session)
    return plan.activity is not None and not plan.pinned


def of_week(facts: Facts, rota: Rota, code: str) -> Load:
    """What somebody works in the first week of these facts, and what is theirs; 0 and 0 for who has no letters."""
    terms = [term for term in facts.terms[code] if term.is_generated]
    if not terms:
        return Load(0, 0)
    return Load(_worked(facts, rota, code), sum(_own(facts, term) for term in terms))


def _worked(facts: Facts, rota: Rota, code: str) -> int:
    """Half-days somebody works; at work while on leave is another matter, and the rule `absence` says so."""
    return sum(
        facts.half_days(code, session)
        for session in facts.week_sessions(0)
        if (cell := rota.get((code, session))) is not None
        and cell.activity not in ABSENT
        and not facts.away(code, session)
    )


def _own(facts: Facts, term: Person) -> int:
    """What one working term asks of the week: its fixed letters, or its flexible days; less in a shortened week."""
    sessions = facts.week_sessions(0)
    lettered = [session for session in sessions if term.pattern.at(session) is not Letter.NEVER]
    left = [session for session in lettered if _is_left(facts, term, session)]
    fixed = [session for session in left if term.pattern.at(session) is not Letter.FLEXIBLE]
    if len(fixed) == len(left):
        return _half_days(facts, term, fixed)
    return max(_half_days(facts, term, fixed), _flexible(facts, term, lettered, left))


def _is_left(facts: Facts, term: Person, session: Session) -> bool:
    here = term.in_term_on(session.date) and facts.is_open(term.site, session)
    return here and not facts.away(term.code, session)


def _half_days(facts: Facts, term: Person, sessions: Sequence[Session]) -> int:
    return sum(facts.half_days(term.code, session) for session in sessions)


def _flexible(facts: Facts, term: Person, lettered: Sequence[Session], left: Sequence[Session]) -> int:
    """Whole days asked for, rounded up; a shortened week asks for its share of them and never for more than is left."""
    days = term.flexible_days_per_week
    a_week = Fraction(days if days is not None else facts.rules.full_time_days_per_week * term.wte)
    there = _half_days(facts, term, left)
    if there >= len(lettered):
        return 2 * ceil(a_week)
    return min(2 * ceil(a_week * there / len(lettered)), there)


def is_too_much(load: Load) -> bool:
    return load.worked > TOO_MUCH * load.own


def in_words(name: str, load: Load) -> str:
    """'Dr Ash works 4.5 days this week, against 4 due (112 %)'."""
    due = f"{in_days(load.own)} due ({100 * load.worked // load.own} %)" if load.own else "none due"
    return f"{name} works {in_days(load.worked)} day{'' if load.worked == 2 else 's'} this week, against {due}"
