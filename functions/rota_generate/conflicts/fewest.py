"""The fewest rules that cannot hold together: a deletion filter over what people see as rules. Pure but for time.

Rules are let go in bundles. Where the gap still cannot be closed without a bundle, none of it is in the way and it
stays out; else its halves are tried, down to one rule. At the end each rule that is left is tried once more.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from functions.rota_generate.conflicts.members import Kind, Member
from functions.rota_generate.conflicts.nouns import Question
from functions.rota_generate.conflicts.oracle import Oracle, OutOfTime

BUNDLE = 8
# Of these most are needed where there are any, so each is tried by itself.
ONE_BY_ONE = frozenset({Kind.AWAY, Kind.NOT_WORKING})

Members = tuple[Member, ...]


@dataclass(frozen=True, slots=True)
class Conflict:
    """Rules that cannot all hold. `proved`: without any one of them the gap can be closed, and no others are needed."""

    members: Members
    proved: bool


def fewest(oracle: Oracle, every: Members) -> Conflict:
    """The rules among these that cannot hold together. The gap cannot be closed with all of them."""
    search = _Search(oracle, every)
    try:
        for bundle in _bundles(every):
            search.let_go(bundle)
        search.let_go_what_is_not_needed()
    except OutOfTime:
        return Conflict(search.kept, proved=False)
    return Conflict(search.kept, proved=True)


def without(oracle: Oracle, every: Members, kept: Members) -> Question:
    """The question with only these rules left of all."""
    asked = oracle.ground.question
    for member in every:
        if member not in kept:
            asked = member.without(asked)
    return asked


def _bundles(every: Members) -> Iterator[Members]:
    together = tuple(member for member in every if member.kind not in ONE_BY_ONE)
    yield from (together[first : first + BUNDLE] for first in range(0, len(together), BUNDLE))
    yield from ((member,) for member in every if member.kind in ONE_BY_ONE)


@dataclass
class _Search:
    """The rules that are kept so far: with them alone the gap cannot be closed. No question is put twice."""

    oracle: Oracle
    every: Members
    kept: Members = ()
    _known: dict[Members, bool] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.kept = self.every

    def let_go(self, bundle: Sequence[Member]) -> None:
        """Lets go of everything in a bundle that is not in the way."""
        left = tuple(member for member in self.kept if member not in bundle)
        if not self._can_be_met(left):
            self.kept = left
        elif len(bundle) > 1:
            middle = len(bundle) // 2
            self.let_go(bundle[:middle])
            self.let_go(bundle[middle:])

    def let_go_what_is_not_needed(self) -> None:
        """Letting a rule go seldom makes anything harder, but it can: who comes back from leave may be a trainee."""
        before: Members | None = None
        while before != self.kept:
            before = self.kept
            for member in before:
                self.let_go((member,))

    def _can_be_met(self, kept: Members) -> bool:
        if kept not in self._known:
            self._known[kept] = self.oracle.can_be_met(without(self.oracle, self.every, kept))
        return self._known[kept]
