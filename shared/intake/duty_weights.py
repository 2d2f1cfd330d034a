"""The key `duty.weights` of NAME.practice.json: what each harder kind of duty counts for in the fairness ledger.

No rota depends on it, so it is kept as it was written; a half-day of ordinary duty counts for 1.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields
from decimal import Decimal
from typing import Any

from shared.domain.duty_ledger import DEFAULT_DUTY_WEIGHTS, HALF_DAY, DutyWeights
from shared.intake.nodes import Node, number
from shared.intake.words import Wrong

NAMES = tuple(field.name for field in fields(DutyWeights))
MOST = 10


def duty_weights_of(node: Node) -> DutyWeights:
    """The weights; what is left out has its default."""
    keys = node.keys(*NAMES)
    given = {name: keys.read(name, _hundredths) for name in NAMES}
    return DutyWeights(**{name: points for name, points in given.items() if points is not None})


def duty_weights_from(written: Mapping[str, Any] | None) -> DutyWeights:
    """The weights out of what was kept of the key, which has been read before."""
    said = {name: int(Decimal(str(value)) * HALF_DAY) for name, value in (written or {}).items() if value is not None}
    return DutyWeights(**said) if said else DEFAULT_DUTY_WEIGHTS


def _hundredths(node: Node) -> int:
    points = number(Decimal(0), Decimal(MOST))(node) * HALF_DAY
    if points != points.to_integral_value():
        raise Wrong(f"{node.value} has more than two decimals.", f"Write {float(round(points) / HALF_DAY):g}.")
    return int(points)
