"""What an option does to the rota: what is short, whose sessions change, how fair it is. Pure."""

from __future__ import annotations

from copy import copy
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property

from functions.rota_generate.repair import policy
from functions.rota_generate.repair.policy import Stand
from functions.rota_generate.what_if.compared import GAP_RULES, HARD_RULES, Fairness, fairness
from shared.constraints import duty_fairness, duty_mondays
from shared.domain.breach import Breach
from shared.domain.calendar import Half
from shared.domain.problem import Problem
from shared.domain.rota import Assignment, Rota, as_rota
from shared.standing import Slot

Place = tuple[str, date | None, Half | None, str | None]


@dataclass(frozen=True, slots=True)
class Figures:
    """An option in numbers. `trouble` and `unfair` are points; `others` counts sessions of people other than the
    absent one, `people` those people, `own` further sessions of the absent one."""

    trouble: int
    others: int
    people: int
    own: int
    unfair: int


class Scale:
    """Measures rotas of the weeks that may change, each against these weeks as they stand.

    `problem` is about these weeks alone, `period` about all that duty is shared over.
    """

    def __init__(self, stand: Stand) -> None:
        self.stand = stand
        self.problem, self.period = policy.weeks_alone(stand), policy.period(stand)
        self.was = self.of_these_weeks(as_rota(stand.standing.lines))
        self.short = self.gaps(self.was)

    def given(self, by_hand: Rota) -> Scale:
        """The same where these sessions are given by hand, whatever a pattern says."""
        pins = (Assignment(session, code, *cell) for (code, session), cell in by_hand.items())
        other = copy(self)
        other.problem = replace(self.problem, pins=(*self.problem.pins, *pins))
        return other

    def of_these_weeks(self, rota: Rota) -> Rota:
        """The part of a rota that lies in the weeks that may change."""
        return {key: cell for key, cell in rota.items() if key[1].date in self.stand.only}

    def _of_the_period(self, rota: Rota) -> Rota:
        """A rota of these weeks, and the others as they stand."""
        return {key: cell for key, cell in self._all.items() if key[1].date not in self.stand.only} | dict(rota)

    @cached_property
    def _all(self) -> Rota:
        return as_rota(self.stand.standing.lines)

    def figures(self, rota: Rota) -> Figures:
        """What an option does."""
        changed = self.changed(rota)
        others = [slot for slot in changed if not self.is_absent(slot.code)]
        return Figures(
            trouble=self.trouble(rota),
            others=len(others),
            people=len({slot.code for slot in others}),
            own=len(changed) - len(others),
            unfair=self.unfair(rota),
        )

    def is_absent(self, code: str) -> bool:
        """Whether it is whose absence is asked about."""
        return self.stand.absence is not None and code == self.stand.absence.code

    def changed(self, rota: Rota) -> list[Slot]:
        """Sessions that differ from the rota as it stands, in the order of the calendar."""
        differ = (key for key in self.was.keys() | rota.keys() if self.was.get(key) != rota.get(key))
        known = (Slot(*key) for key in differ if key[0] in self.problem.facts.person)
        return sorted((s for s in known if self.stand.is_open(s.session.date)), key=lambda s: (s.session, s.code))

    def trouble(self, rota: Rota) -> int:
        """Points of what must not be, on days that may change and over the whole period."""
        found = (breach for rule in HARD_RULES for breach in rule.check(self.problem, rota))
        return sum(breach.points for breach in found if self._is_looked_at(breach))

    def gaps(self, rota: Rota) -> list[Breach]:
        """What is short on days that may change, in the order of the calendar."""
        found = [
            breach for rule in GAP_RULES for breach in rule.check(self.problem, rota) if self._is_looked_at(breach)
        ]
        return sorted(found, key=lambda gap: (gap.date or date.min, gap.half or "", gap.rule, gap.site or ""))

    def _is_looked_at(self, breach: Breach) -> bool:
        if breach.date is None:
            return True
        return self.stand.is_open(breach.date) if breach.is_gap else breach.date in self.stand.only

    def unfair(self, rota: Rota) -> int:
        """Points of duty beyond and short of fair parts, over the whole period."""
        whole = self._of_the_period(rota)
        return sum(breach.points for rule in (duty_fairness, duty_mondays) for breach in rule.check(self.period, whole))

    def closed(self, rota: Rota) -> list[Breach]:
        """The gaps that an option closes whole."""
        left = {place_of(gap) for gap in self.gaps(rota)}
        return [gap for gap in self.short if place_of(gap) not in left]

    def fairness(self, rota: Rota) -> list[Fairness]:
        """Whose days of duty differ, and their fair part, before the absence and after the option."""
        return fairness(self._before, self.period, as_rota(self.stand.before.lines), self._of_the_period(rota))

    @cached_property
    def _before(self) -> Problem:
        """The period as it was before somebody's absence was thought of."""
        return replace(self.period, practice=self.stand.known)


def place_of(gap: Breach) -> Place:
    """Where something is short."""
    return gap.rule, gap.date, gap.half, gap.site
