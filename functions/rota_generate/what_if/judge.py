"""A verdict on a leave, from a re-solve within a few seconds. Pure but for the time it takes.

1. The rota as it stands is checked. What is short in it already is not the leave's doing: where a repair could mend
   something, it is repaired first, without the leave. Of repairs that are equally good, one is taken that the leave can
   live with, if there is one: no verdict hangs on which of them a search came upon.
2. Where the rota simply holds without the person, the plain checks say so, and no search could say more.
3. Else the same is solved with the leave approved, everybody else staying close to it.
4. *Green*: nobody else's session changes and nothing more is short. *Amber*: nothing more is short, and others change
   or a tutorial is lost.
   *Red*: something is short that was not, and no change of others within reason helps.

Where nothing is published, both are made from scratch, and the answer is an estimate.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from enum import StrEnum

from functions.rota_generate.attempt import Solve
from functions.rota_generate.questions.clock import Clock
from functions.rota_generate.what_if import compared, policy
from functions.rota_generate.what_if.compared import Fairness, Move, Place, Short, Trouble
from functions.rota_generate.what_if.policy import Asked, Lines, Stand
from shared.domain.outcome import Outcome
from shared.domain.problem import Practice, Problem
from shared.domain.rota import Rota, as_rota

SECONDS = 3.0  # in all
SEED = 1


class Verdict(StrEnum):
    """What a leave would do to the rota."""

    GREEN = "green"
    AMBER = "amber"
    RED = "red"


@dataclass(frozen=True, slots=True)
class Judged:
    """A verdict and what it rests on. `estimate`: it is not proved.

    `others` and `sessions` count other people whose sessions change, and those sessions; `own` counts sessions of the
    person who is away that change besides. `lost`: what nobody does any more, in sentences.
    """

    verdict: Verdict
    estimate: bool
    gaps: dict[Place, Short] = field(default_factory=dict)
    old_gaps: int = 0
    moves: tuple[Move, ...] = ()
    fairness: tuple[Fairness, ...] = ()
    others: int = 0
    sessions: int = 0
    own: int = 0
    lost: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Footing:
    """The rota the leave is measured against, what is wrong with it, and whether no better one exists."""

    problem: Problem
    lines: Lines
    proved: bool
    trouble: Trouble
    known: bool  # published, as it is or repaired, so that people know it

    @property
    def changes(self) -> int:
        """Sessions that differ from the rota as it stands."""
        return compared.sessions_worked_otherwise(self.problem, as_rota(self.problem.published), as_rota(self.lines))

    @property
    def price(self) -> int:
        """What is wrong with it and what it changes, in points: what repairs are compared by."""
        return self.trouble.total() + policy.CHANGE * self.changes


def judge(practice: Practice, asked: Asked, stand: Stand, *, solve: Solve, clock: Clock) -> Judged:
    """The verdict. Raises what the solver raises for a question that contradicts itself."""
    before = footing(practice, asked, stand, solve=solve, clock=clock)
    after = policy.with_leave(before.problem, asked, before.lines)
    estimate = not before.proved or not before.known or stand.unseen > 0
    if before.known and compared.is_no_worse(compared.trouble(after, as_rota(after.published)), before.trouble):
        lost = compared.lost(before.problem, as_rota(before.lines), after, as_rota(after.published))
        return Judged(Verdict.AMBER if lost else Verdict.GREEN, estimate, old_gaps=len(_gaps(before)), lost=lost)
    found = _solved(after, solve, clock.part(1.0))
    return compare(before, after, asked, as_rota(found.assignments), estimate=estimate or not found.proved)


def footing(practice: Practice, asked: Asked, stand: Stand, *, solve: Solve, clock: Clock) -> Footing:
    """The rota as it stands, where nothing is wrong with it; else repaired, or made, without the leave."""
    problem, known = policy.present(practice, stand), stand.only is not None
    if known and not compared.trouble(problem, as_rota(stand.published)):
        return Footing(problem, stand.published, proved=True, trouble=Counter(), known=True)
    found = _solved(problem, solve, clock.part(0.4))
    repaired = _measured(problem, found.assignments, found.proved, known=known)
    if not known or not repaired.changes:
        return repaired
    return _spared(repaired, asked, solve, clock) or repaired


def _measured(problem: Problem, lines: Lines, proved: bool, *, known: bool = True) -> Footing:
    lines = tuple(sorted(lines))
    return Footing(problem, lines, proved, compared.trouble(problem, as_rota(lines)), known)


def _spared(repaired: Footing, asked: Asked, solve: Solve, clock: Clock) -> Footing | None:
    """An equally good repair without the sessions the leave takes away, when there is one.

    It is the best repair with the leave approved, with the person back: as they stand, as they were before the leave
    took sessions away, or as the repair without the leave has them.
    """
    standing = repaired.problem.published
    found = _solved(policy.with_leave(repaired.problem, asked, standing), solve, clock.part(0.5))
    others, own = _parted(found.assignments, asked)
    taken = tuple(line for line in standing if policy.is_theirs(asked, line))
    own = tuple(line for line in own if not policy.is_theirs(asked, line))
    back = (_parted(standing, asked)[1], own + taken, _parted(repaired.lines, asked)[1])
    spared = [_measured(repaired.problem, others + theirs, repaired.proved and found.proved) for theirs in back]
    best = min(spared, key=lambda each: each.price)
    return best if best.price <= repaired.price else None


def _parted(lines: Lines, asked: Asked) -> tuple[Lines, Lines]:
    """A rota without the person who is away, and theirs."""
    return tuple(each for each in lines if each.code != asked.code), tuple(
        each for each in lines if each.code == asked.code
    )


def compare(before: Footing, after: Problem, asked: Asked, now: Rota, *, estimate: bool) -> Judged:
    """The verdict on two rotas."""
    was, old = as_rota(before.lines), _gaps(before)
    gaps = compared.worse(old, compared.shortages(after, now))
    changed = compared.changes(after, asked, was, now)
    others = compared.people_who_change(asked, changed)
    lost = compared.lost(before.problem, was, after, now)
    return Judged(
        verdict=Verdict.RED if gaps else Verdict.AMBER if others or lost else Verdict.GREEN,
        estimate=estimate,
        gaps=gaps,
        old_gaps=len(old),
        moves=tuple(compared.moves(after, asked, was, now)) if before.known else (),
        fairness=tuple(compared.fairness(before.problem, after, was, now)) if before.known else (),
        others=len(others),
        sessions=sum(code != asked.code for code, _ in changed),
        own=sum(code == asked.code for code, _ in changed),
        lost=lost,
    )


def _gaps(before: Footing) -> dict[Place, Short]:
    """What is short already."""
    return compared.shortages(before.problem, as_rota(before.lines)) if before.trouble else {}


def _solved(problem: Problem, solve: Solve, seconds: float) -> Outcome:
    """One search, with one worker: as long as it ends by itself, the same question has the same answer."""
    return solve(problem, seed=SEED, seconds=seconds, effort=None, workers=1, on_progress=None, should_stop=None)
