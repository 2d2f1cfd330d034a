"""What a rule is: an id, words for people, and two faces that must agree."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Protocol

from shared.constraints.linear import Linear
from shared.domain.breach import Breach, Level
from shared.domain.calendar import Session
from shared.domain.people import Person
from shared.domain.problem import Problem
from shared.domain.rota import Cell, Rota


class Model(Protocol):
    """What a rule's `post` may say to the solver. It never sees the solver itself."""

    def cells(self, session: Session) -> Sequence[tuple[Person, Cell, Linear]]:
        """Everything anybody could be doing in a session, absent people left out; the last is 1 when they do."""

    def here(self, code: str, session: Session, cell: Cell) -> Linear:
        """1 when somebody does exactly this in a session."""

    def unlisted(self, code: str, session: Session) -> Linear:
        """1 when somebody is not listed in a session at all."""

    def at_work(self, code: str, session: Session) -> Linear:
        """1 when somebody is at work in a session."""

    def any_of(self, parts: Iterable[Linear]) -> Linear:
        """1 when any of these, each 0 or 1, is 1."""

    def share_out(self, amount: Linear, size: int) -> Linear:
        """How many are needed when each takes `size` of the amount: amount / size, rounded up."""

    def at_most(self, amount: Linear, limit: int) -> None:
        """Rules out every rota in which the amount is over the limit."""

    def penalise(self, rule: str, points: int, *amounts: Linear, per: int = 1) -> None:
        """Adds points x the largest of the amounts over `per`, rounded up; nothing when none is above nought."""


class Rule(Protocol):
    """One module of this package."""

    ID: str
    LABEL: str
    LEVEL: Level
    SOURCE: str

    def check(self, problem: Problem, rota: Rota) -> list[Breach]:
        """Every time a rota does not keep the rule, with its points."""

    def post(self, problem: Problem, model: Model) -> None:
        """The same rule, said to the solver."""
