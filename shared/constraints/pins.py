"""A pinned assignment stays exactly as it is."""

from __future__ import annotations

from shared.constraints.rule import Model
from shared.constraints.weights import points
from shared.domain.breach import Breach, Level
from shared.domain.problem import Problem
from shared.domain.rota import Rota

ID = "pins"
LABEL = "Pinned assignments stay"
LEVEL = Level.HARD
SOURCE = "docs/words.md: a pin stays whatever is generated"


def check(problem: Problem, rota: Rota) -> list[Breach]:
    facts = problem.facts
    return [
        Breach(
            ID,
            LEVEL,
            points(problem, ID),
            f"{facts.person[code].name} is pinned to {cell.activity.value} at {cell.site}",
            session.date,
            session.half,
            code,
        )
        for (code, session), cell in sorted(facts.pins.items(), key=lambda pin: (pin[0][1], pin[0][0]))
        if rota.get((code, session)) != cell
    ]


def post(problem: Problem, model: Model) -> None:
    """Nothing: a pinned session is no decision."""
