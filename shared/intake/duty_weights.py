"""The key `duty.weights` of NAME.practice.json: what each harder kind of duty counts for.

A half-day of ordinary duty counts for 1. What is said of it is kept as it was written, too.
"""

from __future__ import annotations

from dataclasses import fields
from decimal import Decimal

from shared.domain.duty_ledger import HALF_DAY, DutyWeights
from shared.intake.nodes import Node, number
from shared.intake.words import Wrong

NAMES = tuple(field.name for field in fields(DutyWeights))
MOST = 10


def duty_weights_of(node: Node) -> DutyWeights:
    """The weights; what is left out has its default."""
    keys = node.keys(*NAMES)
    given = {name: keys.read(name, _hundredths) for name in NAMES}
    return DutyWeights(**{name: points for name, points in given.items() if points is not None})


def _hundredths(node: Node) -> int:
    points = number(Decimal(0), Decimal(MOST))(node) * HALF_DAY
    if points != points.to_integral_value():
        raise Wrong(f"{node.value} has more than two decimals.", f"Write {float(round(points) / HALF_DAY):g}.")
    return int(points)
