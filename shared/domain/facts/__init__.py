"""What patterns, terms, leave, bank holidays, closures and pins already settle before anything is decided.

Both faces of every rule read these facts, so that a check and the solver can never disagree about who is away,
what is open, or how many days somebody should work.

Read in this order, each standing on the one before: calendar (what is open), staff (who is on the rota when), plans
(what each session is settled to be), flexible (days to be given), duty (fair parts of it), and below, cover.
"""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from shared.domain.calendar import Session
from shared.domain.facts.calendar import LOOK_BACK
from shared.domain.facts.duty import DutyShares, Share, finest, held, most_behind
from shared.domain.facts.flexible import WeekTarget
from shared.domain.facts.plans import DUTY_LETTERS, MAY_BE_SENT, NOT_AT_WORK, Plan
from shared.domain.facts.staff import LISTED
from shared.domain.people import DOCTOR_TERMS, Person, base_role

if TYPE_CHECKING:
    from shared.domain.problem import SiteCover

__all__ = [
    "DUTY_LETTERS", "LISTED", "LOOK_BACK", "MAY_BE_SENT", "NOT_AT_WORK", "Facts", "Plan", "Share", "WeekTarget",
    "finest", "held", "most_behind",
]  # fmt: skip


class Facts(DutyShares):
    """A problem's settled facts. Built once per problem by `Problem.facts`."""

    def counts_as_doctor(self, person: Person) -> bool:
        """Whether somebody counts toward the minimum number of doctors, by role without qualifiers."""
        if self.rules.minimum_doctors_counts is None:
            return person.term in DOCTOR_TERMS
        return person.base_role.lower() in self._doctor_roles

    @cached_property
    def _doctor_roles(self) -> frozenset[str]:
        return frozenset(base_role(role).lower() for role in self.rules.minimum_doctors_counts or ())

    def cover_need(self, rule: SiteCover, session: Session) -> int:
        """People a site cover rule asks for then: none when the site is shut or another half-day is meant."""
        if not self.is_open(rule.site, session):
            return 0
        if rule.when is not None and (session.weekday, session.half) not in rule.when:
            return 0
        return rule.minimum
