"""Up to three ways to repair a rota, the one that moves fewest first. Pure but for the time it takes.

1. *Counted*: a search that looks at nothing but what is short and how many sessions of others change. It is small, it
   ends in a moment, and it says how few are enough: the proof.
2. *Fewest*: the same with fairness and comfort, each change priced above anything they could bring. It is proved when
   it moves as few as were counted.
3. *Somebody else*: the same once more, with those who take over in it left as they are.
4. *Fairest*: changes priced so low that duty is evened out where that takes few of them.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum

from functions.rota_generate.attempt import Solve
from functions.rota_generate.questions.clock import LEAST, Clock
from functions.rota_generate.repair import policy
from functions.rota_generate.repair.locums import who_come_in
from functions.rota_generate.repair.measured import Figures, Scale, place_of
from functions.rota_generate.repair.policy import Stand
from functions.rota_generate.what_if.policy import CHANGE
from shared.constraints import stability
from shared.constraints.weights import SOFT
from shared.domain.outcome import Outcome
from shared.domain.problem import Problem
from shared.domain.rota import Activity, Cell, Rota, as_rota
from shared.standing import Slot

SEED = 1
MOST = 3
COUNTING: Mapping[str, int] = {rule: int(rule == stability.ID) for rule in SOFT}
# One change for a gap and a bit of fairness: two people who are a half-day apart from their parts swap, nobody else.
EVENING_OUT: Mapping[str, int] = {stability.ID: 12, "duty-fairness": 18, "duty-fairness-mondays": 12}
ONE_GAP = 9_000  # a little less than any gap costs, so that every change that closes one is worth making
LEAST_CHANGE = SOFT[stability.ID]


class Kind(StrEnum):
    """What an option is offered for."""

    FEWEST = "fewest"
    SOMEBODY_ELSE = "somebody-else"
    FAIREST = "fairest"
    LOCUM = "locum"


@dataclass(frozen=True, slots=True)
class Repair:
    """One option. `proved`: nothing of its kind is better. `by_hand`: what is in it whatever the patterns say."""

    kind: Kind
    rota: Rota
    figures: Figures
    proved: bool
    by_hand: Rota = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Least:
    """What no repair can do without: points of trouble, and changed sessions of others."""

    trouble: int
    others: int
    proved: bool
    rota: Rota

    def is_met_by(self, figures: Figures) -> bool:
        """Whether a rota needs no more than that."""
        return figures.trouble <= self.trouble and figures.others <= self.others


@dataclass(frozen=True, slots=True)
class Found:
    """The options in order, and whether there was time to look for all of them."""

    options: tuple[Repair, ...]
    looked_everywhere: bool


class Search:
    """Looks for options for one stand."""

    def __init__(self, stand: Stand, scale: Scale, *, solve: Solve, clock: Clock) -> None:
        self._stand, self._scale, self._solve, self._clock = stand, scale, solve, clock
        self._was = scale.figures(scale.was)

    def options(self) -> Found:
        """Every option worth offering, fewest others moved first; what is left to a locum comes last."""
        fewest = self._fewest()
        found, looked = [fewest], True
        for look in (self._somebody_else, self._fairest):
            if self._clock.left < LEAST:
                looked = False
                break
            other = look(fewest)
            if other and _is_worth_offering(other, found):
                found.append(other)
        found = [fewest, *sorted(found[1:], key=_in_order)] if self._changes(fewest) else []
        return Found((*found, *self._for_a_locum())[:MOST], looked)

    def _changes(self, repair: Repair) -> bool:
        return repair.figures.others + repair.figures.own > 0

    def _for_a_locum(self) -> Iterator[Repair]:
        """Nobody moves: locums of the practice's own come in, and the rest is left to somebody from outside."""
        if self._scale.short:
            come = who_come_in(self._scale, has_time=lambda: self._clock.left > 0)
            yield Repair(Kind.LOCUM, {**self._scale.was, **come}, self._was, proved=True, by_hand=come)

    # -- fewest --------------------------------------------------------------------------------------------------

    def _fewest(self) -> Repair:
        """The one that moves fewest, and whether that is proved."""
        least = self._counted()
        weights = {stability.ID: _price(least.others)}
        best = self._tried(Kind.FEWEST, replace(self._scale.period, weights=weights), 0.5)
        if not least.is_met_by(best.figures) and self._clock.left > LEAST:
            # Moving the absent person's own sessions about spares others: then those cost nothing.
            again = self._tried(Kind.FEWEST, self._unpriced(replace(self._scale.period, weights=weights)), 0.5)
            best = min(best, again, key=lambda repair: (repair.figures.trouble, repair.figures.others))
        if not least.is_met_by(best.figures):
            counted = Repair(Kind.FEWEST, least.rota, self._scale.figures(least.rota), proved=False)
            best = min(best, counted, key=lambda repair: (repair.figures.trouble, repair.figures.others))
        return replace(best, proved=least.proved and least.is_met_by(best.figures))

    def _counted(self) -> Least:
        """How few sessions of others have to change. Those of the absent person cost nothing here, and
        the other weeks, which stay, are left out: what is fair is not asked."""
        asked = self._unpriced(replace(self._scale.problem, weights=dict(COUNTING)))
        outcome = self._searched(asked, 0.4)
        trouble = sum(breach.points for breach in outcome.breaches if breach.rule not in SOFT)
        rota = self._scale.of_these_weeks(as_rota(outcome.assignments))
        others = outcome.objective - trouble - self._certain(asked)
        return Least(self._scale.trouble(rota), others, outcome.proved, rota)

    def _unpriced(self, problem: Problem) -> Problem:
        """The same as if the absent person had never been told what they do on the days that may change."""
        open_lines = (
            line
            for line in problem.published
            if not (self._scale.is_absent(line.code) and self._stand.is_open(line.session.date))
        )
        return replace(problem, published=tuple(open_lines))

    def _certain(self, asked: Problem) -> int:
        """The most that the absent person's own sessions can have cost in a question that does not know them."""
        covered = set(asked.facts.published_sessions)
        known = asked.facts.published
        return sum(
            session in covered and (code, session) not in known
            for code, session in self._scale.was
            if self._scale.is_absent(code)
        )

    # -- others --------------------------------------------------------------------------------------------------

    def _somebody_else(self, fewest: Repair) -> Repair | None:
        """The best without those who take something over in the first."""
        taken = frozenset(self._takers(fewest))
        other = self._without(taken, fewest) if taken else None
        if other is None or other.figures.trouble <= fewest.figures.trouble or self._clock.left < LEAST:
            return other
        # On some days nobody else can: there the first stays, and somebody else takes over on the others.
        closed = {place_of(gap)[1] for gap in self._scale.closed(fewest.rota)}
        days = closed & {gap.date for gap in self._scale.gaps(other.rota)}
        some = frozenset(slot for slot in taken if slot.session.date not in days)
        return self._without(some, fewest) if some and some != taken else None

    def _without(self, taken: frozenset[Slot], fewest: Repair) -> Repair:
        """The best that leaves these sessions as they stand."""
        weights = {stability.ID: _price(fewest.figures.others)}
        kept = policy.kept_as_they_are(replace(self._scale.period, weights=weights), self._stand, taken)
        return self._tried(Kind.SOMEBODY_ELSE, kept, 0.5)

    def _takers(self, repair: Repair) -> Iterator[Slot]:
        """The sessions in which somebody does more, or goes elsewhere."""
        for slot in self._scale.changed(repair.rota):
            if not self._scale.is_absent(slot.code) and _takes_over(self._scale.was, repair.rota, slot):
                yield slot

    def _fairest(self, fewest: Repair) -> Repair | None:
        """More moves for a fairer share of the duty, where that is to be had."""
        fairest = self._tried(Kind.FAIREST, replace(self._scale.period, weights=dict(EVENING_OUT)), 1.0)
        return fairest if fairest.figures.unfair < fewest.figures.unfair else None

    # -- searching -----------------------------------------------------------------------------------------------

    def _tried(self, kind: Kind, problem: Problem, share: float) -> Repair:
        outcome = self._searched(problem, share)
        rota = self._scale.of_these_weeks(as_rota(outcome.assignments))
        return Repair(kind, rota, self._scale.figures(rota), outcome.proved)

    def _searched(self, problem: Problem, share: float) -> Outcome:
        """One search, with one worker: as long as it ends by itself, the same question has the same answer."""
        return self._solve(
            problem,
            seed=SEED,
            seconds=self._clock.part(share),
            effort=None,
            workers=1,
            on_progress=None,
            should_stop=None,
        )


def _price(sessions: int) -> int:
    """What one change costs: above any comfort, and so little that all those needed are cheaper than one gap."""
    return max(LEAST_CHANGE, min(CHANGE, ONE_GAP // max(1, sessions)))


def _takes_over(was: Rota, now: Rota, slot: Slot) -> bool:
    before, after = was.get(slot), now.get(slot)
    return after is not None and (before is None or before.site != after.site or _is_new_duty(before, after))


def _is_new_duty(before: Cell, after: Cell) -> bool:
    return after.activity is Activity.DUTY and before.activity is not Activity.DUTY


def _is_worth_offering(other: Repair, found: list[Repair]) -> bool:
    """Whether it closes as much as the first, is another rota than each, and not worse than one in every way."""
    first = found[0].figures
    return other.figures.trouble <= first.trouble and not any(
        other.rota == each.rota or _is_worse_in_everything(other.figures, each.figures) for each in found
    )


def _is_worse_in_everything(one: Figures, other: Figures) -> bool:
    """Closes no more, moves more sessions of more people, and is less fair."""
    return (
        one.trouble >= other.trouble
        and one.others > other.others
        and one.people > other.people
        and one.unfair > other.unfair
    )


def _in_order(repair: Repair) -> tuple[int, int, int]:
    return repair.figures.others, repair.figures.people, repair.figures.unfair
