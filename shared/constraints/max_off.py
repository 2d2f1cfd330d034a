"""No more people of some roles are on leave together than the practice allows."""

from __future__ import annotations

from shared.constraints.linear import Linear
from shared.constraints.reasons import in_a_row
from shared.constraints.rule import Model
from shared.constraints.weights import points
from shared.domain.breach import Breach, Level
from shared.domain.calendar import Session
from shared.domain.facts import Facts
from shared.domain.people import Letter, Person, base_role
from shared.domain.problem import MaxOff, Problem
from shared.domain.rota import Rota

ID = "max-off"
LABEL = "Not too many are off at once"
LEVEL = Level.SOFT
SOURCE = "docs/input.md `max_off`; leave is given, so it is reported and costs nothing"


def off(facts: Facts, rule: MaxOff, session: Session) -> tuple[Person, ...]:
    """Those the limit counts who are on leave in a session they would have worked."""
    roles = {base_role(role).lower() for role in rule.roles}
    return tuple(
        person
        for person in facts.on(session.date)
        if person.base_role.lower() in roles
        and rule.site in (None, person.site)
        and facts.away(person.code, session)
        and facts.letter(person.code, session) is not Letter.NEVER
        and facts.is_open(person.site, session)
    )


def check(problem: Problem, rota: Rota) -> list[Breach]:
    """One breach a day, for its worse half. The rota decides nothing here; leave does."""
    facts = problem.facts
    found = []
    for rule in facts.rules.max_off:
        for day in facts.days:
            worse = max((off(facts, rule, session) for session in facts.sessions if session.date == day), key=len)
            if len(worse) > rule.limit:
                words = f"{in_a_row([p.name for p in worse])} are off, where {rule.limit} may be"
                cost = (len(worse) - rule.limit) * points(problem, ID)
                found.append(Breach(ID, LEVEL, cost, words, day, site=rule.site))
    return found


def post(problem: Problem, model: Model) -> None:
    """A cost that no decision changes."""
    for breach in check(problem, {}):
        model.penalise(ID, 1, Linear(breach.points))
