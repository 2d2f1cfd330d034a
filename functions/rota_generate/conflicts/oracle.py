"""Whether a gap can be closed: the week decided anew, nothing counted but what must be.

No core of assumptions is trusted: each question is a model of its own, solved for itself.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from math import floor
from typing import NoReturn

from functions.rota_generate.conflicts.cover import Place, asked_for
from functions.rota_generate.conflicts.nouns import Ground, Question
from functions.rota_generate.questions.clock import Clock
from functions.rota_generate.solver.engine import Engine, Limits, Standing
from functions.rota_generate.solver.model import RotaModel
from shared.constraints.flexible_days import worked, worked_in_model
from shared.constraints.linear import Linear
from shared.domain.rota import Assignment

SEED = 1
EACH_SECONDS = 2.0  # at most, for one question; more where there is much more in all


class OutOfTime(Exception):
    """A question could not be settled in the time there is."""


@dataclass
class Oracle:
    """Answers questions about one gap, and counts them. `out_of_time`: one could not be settled in the time."""

    ground: Ground
    clock: Clock
    solves: int = 0
    out_of_time: bool = False

    @cached_property
    def short(self) -> Mapping[Place, int]:
        """What is missing as it stands: nobody is asked to mend more than the gap."""
        return {each.place: max(0, each.missing.constant) for each in self.ground.places}

    @cached_property
    def worked(self) -> Mapping[str, int]:
        """Half-days everybody with flexible days works that week as it stands."""
        facts = self.ground.problem.facts
        return {person.code: worked(facts, self.ground.rota, person, 0) for person in facts.flexible_people}

    def can_be_met(self, question: Question) -> bool:
        """Whether some rota of the week closes the gap and leaves nothing else worse. Raises OutOfTime."""
        return self.rota(question) is not None

    def rota(self, question: Question) -> tuple[Assignment, ...] | None:
        """Such a rota; None where there is none. Raises OutOfTime.

        Each requirement that is not kept costs one for each person missing, so a rota that costs nothing keeps all.
        """
        if self.clock.left <= 0:
            self._give_up()
        self.solves += 1
        model = RotaModel(question.problem).build(rules=())
        for what, missing in self._requirements(question, model):
            model.penalise(what, 1, missing)
        start = model.values_of(self.ground.rota)
        if model.settled_cost:
            return None
        if not model.broken(start) and not model.cost(start):
            return model.rota_of(start)
        seconds = min(max(EACH_SECONDS, self.clock.part(0.4)), max(0.05, self.clock.left))
        found = Engine(model).search(start, Limits(SEED, 1, seconds, None), _unheard, _never)
        if found.values is not None and not model.cost(found.values):
            return model.rota_of(found.values)
        if found.bound <= 0:
            self._give_up()
        return None

    def _give_up(self) -> NoReturn:
        self.out_of_time = True
        raise OutOfTime

    def _requirements(self, question: Question, model: RotaModel) -> Iterator[tuple[str, Linear]]:
        meant = {each.place for each in self.ground.meant}
        for each in asked_for(question.problem, model):
            if each.place in meant:
                yield "the gap", each.missing
            elif each.place in self.short and each.place not in question.accepted:
                yield "cover", each.missing - self.short[each.place]
        yield from self._days(question, model)

    def _days(self, question: Question, model: RotaModel) -> Iterator[tuple[str, Linear]]:
        """Everybody keeps to what their flexible days come to, in the week and in what is left of the period."""
        facts = question.problem.facts
        for person in facts.flexible_people:
            if person.code in question.more_days:
                continue
            target, low, high = facts.week_targets(person.code)[0]
            now = self.worked.get(person.code, low)
            left = self.ground.left.get(person.code)
            most = high if left is None else min(high, floor(left + target))
            have = worked_in_model(facts, model, person, 0)
            yield "days", min(low, now) - have
            yield "days", have - max(most, now)


def _unheard(_: Standing) -> None:
    pass


def _never() -> bool:
    return False
