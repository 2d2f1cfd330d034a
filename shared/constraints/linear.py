"""Sums of decisions: what a rule's solver face is written in. Plain arithmetic, no solver."""

from __future__ import annotations

from collections.abc import Iterable, Sequence


class Linear:
    """A whole number plus whole multiples of decisions: `constant + sum(coefficient x decision)`.

    `terms` maps a decision's number to its coefficient. Treat one as unchangeable once made.
    """

    __slots__ = ("constant", "terms")

    def __init__(self, constant: int = 0, terms: dict[int, int] | None = None) -> None:
        self.constant = constant
        self.terms = terms if terms is not None else {}

    @property
    def settled(self) -> bool:
        """Whether nothing in it is left to decide."""
        return not self.terms

    def value(self, values: Sequence[int]) -> int:
        """What it comes to when the decisions have these values."""
        return self.constant + sum(coefficient * values[index] for index, coefficient in self.terms.items())

    def __add__(self, other: Linear | int) -> Linear:
        return total((self, other))

    __radd__ = __add__

    def __neg__(self) -> Linear:
        return self * -1

    def __sub__(self, other: Linear | int) -> Linear:
        return total((self, -other))

    def __rsub__(self, other: int) -> Linear:
        return total((other, -self))

    def __mul__(self, factor: int) -> Linear:
        if factor == 0:
            return Linear()
        return Linear(self.constant * factor, {index: factor * c for index, c in self.terms.items()})

    __rmul__ = __mul__

    def __repr__(self) -> str:
        return " ".join([str(self.constant), *(f"{c:+d}*x{index}" for index, c in self.terms.items())])


def total(parts: Iterable[Linear | int]) -> Linear:
    """The sum of all parts, made in one pass."""
    constant = 0
    terms: dict[int, int] = {}
    for part in parts:
        if isinstance(part, int):
            constant += part
            continue
        constant += part.constant
        for index, coefficient in part.terms.items():
            joined = terms.get(index, 0) + coefficient
            if joined:
                terms[index] = joined
            else:
                terms.pop(index, None)
    return Linear(constant, terms)
