"""What nobody can do, whoever decides it: work while away, at a closed site, without a term, duty without the skill.

One session at a time, in microseconds. It says what the rules of `functions.rota.policy.CANNOT` say of a whole rota; a
test holds the two together. Pure.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from datetime import date

from functions.rota.edits.cells import CellChange, CellState
from shared.constraints import absence, closures, duty_skill, one_place, working_pattern
from shared.domain.calendar import Horizon, Session, monday_of
from shared.domain.facts import Facts
from shared.domain.people import Person
from shared.domain.problem import Leave, Practice, Problem
from shared.domain.rota import ABSENT, Activity
from shared.errors import Reason
from shared.standing import Slot


class Ground:
    """What is settled about some weeks of a practice, asked of one session at a time.

    `facts`: where the facts of a week come from, for whoever keeps them.
    """

    def __init__(
        self,
        practice: Practice,
        days: Iterable[date],
        names: Mapping[str, str] | None = None,
        *,
        facts: Callable[[date], Facts] | None = None,
    ) -> None:
        self.practice = practice
        self.terms = practice.by_code()
        self.site_names = {site.code: site.name for site in practice.sites}
        self.names = dict(names or {}) | {code: terms[-1].name for code, terms in self.terms.items()}
        of_week = facts or (lambda monday: Problem(practice, Horizon(monday, 1)).facts)
        self._facts = {monday: of_week(monday) for monday in sorted({monday_of(day) for day in days})}
        self._as_of: dict[tuple[str, date], Person | None] = {}
        self._leave: dict[str, list[Leave]] = defaultdict(list)
        for leave in practice.leave:
            if leave.approved:
                self._leave[leave.code].append(leave)

    @property
    def mondays(self) -> tuple[date, ...]:
        return tuple(self._facts)

    def name_of(self, code: str) -> str:
        return self.names.get(code, code)

    def facts(self, day: date) -> Facts:
        """What is settled about the week of a day; only for the days this was made for."""
        return self._facts[monday_of(day)]

    def as_of(self, code: str, day: date) -> Person | None:
        """Somebody as they work on a day, written by hand or not; None when no term covers it."""
        key = code, day
        if key not in self._as_of:
            self._as_of[key] = next((term for term in self.terms.get(code, ()) if term.in_term_on(day)), None)
        return self._as_of[key]

    def away(self, code: str, session: Session) -> bool:
        """Whether approved leave keeps somebody away."""
        return any(leave.covers(session) for leave in self._leave.get(code, ()))

    def broken(self, slot: Slot, state: CellState) -> dict[str, str]:
        """The rules that cannot be broken and would be by this, each in words that leave out when."""
        activity, site = state.activity, state.site or ""
        if activity is None:
            return {}
        name, session = self.name_of(slot.code), slot.session
        term = self.as_of(slot.code, session.date)
        if term is None:
            return {working_pattern.ID: f"{name} has no working term then"}
        if activity in ABSENT:
            return {}
        facts, found = self.facts(session.date), {}
        if self.away(slot.code, session):
            found[absence.ID] = f"{name} is on leave then"
        if site not in facts.sites:
            found[one_place.ID] = f"{name} is at {site}, which the practice does not have"
        elif closed := facts.closed_by(site, session):
            found[closures.ID] = f"{name} is at {facts.sites[site].name}, which is closed then ({closed})"
        if activity is Activity.DUTY and not facts.has_duty_skill(term):
            found[duty_skill.ID] = f"{name} may not hold duty"
        return found


def newly_broken(ground: Ground, change: CellChange) -> dict[str, str]:
    """The rules a change breaks that were not broken before it."""
    if change.now.activity is None:
        return {}
    before = ground.broken(change.slot, change.was)
    return {rule: words for rule, words in ground.broken(change.slot, change.now).items() if rule not in before}


def reasons_against(ground: Ground, change: CellChange, field: str | None = None) -> tuple[Reason, ...]:
    """Why a change cannot be, in full sentences; empty when it can."""
    broken = newly_broken(ground, change)
    return tuple(Reason(f"{words} ({change.slot.session}).", rule, field) for rule, words in broken.items())
