"""How many more may be off: the practice's limits counted in each half-day. Pure."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cached_property

from shared.constraints import max_off
from shared.constraints.reasons import in_a_row
from shared.domain.calendar import Horizon, Session
from shared.domain.facts import Facts
from shared.domain.people import Person, base_role
from shared.domain.problem import MaxOff, Practice, Problem


@dataclass(frozen=True, slots=True)
class Place:
    """One limit in one half-day. `taken`: approved leave of others; `asked`: others who have asked and wait."""

    limit: int
    taken: int
    asked: int
    who: str

    @property
    def left(self) -> int:
        return self.limit - self.taken


class Limits:
    """The limits of some weeks. What is approved takes a place; what is asked for is known, and takes none yet."""

    def __init__(self, practice: Practice, horizon: Horizon) -> None:
        self._practice = practice
        self._horizon = horizon

    @cached_property
    def _facts(self) -> Facts:
        return Problem(self._practice, self._horizon).facts

    @cached_property
    def _facts_if_all_approved(self) -> Facts:
        leave = tuple(replace(each, approved=True) for each in self._practice.leave)
        return Problem(replace(self._practice, leave=leave), self._horizon).facts

    def places(self, code: str, session: Session) -> Iterator[Place]:
        """Each limit that counts somebody then, with everybody else's leave."""
        for rule in self._rules(code, session):
            taken = self._off(self._facts, rule, code, session)
            asked = self._off(self._facts_if_all_approved, rule, code, session) - taken
            yield Place(rule.limit, taken, asked, who(rule))

    def left(self, code: str, session: Session) -> int | None:
        """How many more of those counted with somebody may be off; None when no limit counts them."""
        rules = self._rules(code, session)
        return min((max(0, rule.limit - self._off(self._facts, rule, code, session)) for rule in rules), default=None)

    def _rules(self, code: str, session: Session) -> list[MaxOff]:
        person = self._practice.term_on(code, session.date)
        return [rule for rule in self._practice.rules.max_off if person is not None and counts(rule, person)]

    @staticmethod
    def _off(facts: Facts, rule: MaxOff, code: str, session: Session) -> int:
        return sum(person.code != code for person in max_off.off(facts, rule, session))


def counts(rule: MaxOff, person: Person) -> bool:
    """Whether a limit is about somebody."""
    roles = {base_role(role).lower() for role in rule.roles}
    return person.base_role.lower() in roles and rule.site in (None, person.site)


def who(rule: MaxOff) -> str:
    """'Partner or Salaried'."""
    return " or ".join(in_a_row(rule.roles).rsplit(" and ", 1))
