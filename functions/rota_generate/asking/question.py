"""A run that is asked for, looked at once: the solver's question, what stands already, and everything in its way."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field

from functions.rota_generate import history, policy
from functions.rota_generate.asking import words
from functions.rota_generate.asking.existing import Existing, Fixed, Scope, existing_of, fixed_of, scope_of
from functions.rota_generate.asking.problems import problem_of
from functions.rota_generate.asking.warnings import Around
from functions.rota_generate.asking.words import Called
from functions.rota_generate.policy import Mode, Wanted
from shared import clock
from shared.db import Tx
from shared.domain.calendar import Horizon
from shared.domain.problem import Practice, Problem
from shared.errors import Reason, Refused
from shared.queries import edits, fairness, groups, rota
from shared.queries import practice as practice_reads
from shared.queries.practice import Practices
from shared.settings import Settings
from shared.standing import Standing


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked, of the rota as it stands. `refusals`: every reason why it cannot be asked like this."""

    wanted: Wanted
    mode: Mode
    practice: Practice
    scope: Scope
    problem: Problem
    existing: Existing
    fixed: Fixed
    refusals: list[Reason] = field(default_factory=list)

    @property
    def is_acknowledged(self) -> bool:
        """Whether it changes what is fixed, and somebody said so."""
        return self.fixed.sessions > 0 and self.wanted.acknowledge_fixed_period


async def question_of(tx: Tx, practices: Practices, settings: Settings, wanted: Wanted) -> Question:
    """The question. Raises Refused with every reason when it is not even clear what is asked."""
    practice, horizon = await _what_for(tx, practices, settings, wanted)
    standing = await rota.standing(tx, start=horizon.start, end=horizon.end)
    carried = await fairness.carried_into(tx, practice, start=horizon.start)
    scope = scope_of(wanted, practice, horizon)
    fixed = fixed_of(practice, standing, scope, today=clock.today())
    # A large practice takes a while to look through; other requests are answered meanwhile.
    problem, contradictions = await asyncio.to_thread(_posed, practice, horizon, wanted, standing, carried)
    found = Question(
        wanted=wanted,
        mode=policy.mode_of(wanted, standing.lines),
        practice=practice,
        scope=scope,
        problem=problem,
        existing=existing_of(practice, standing, scope),
        fixed=fixed,
        refusals=[Reason(sentence, code="contradiction") for sentence in contradictions],
    )
    found.refusals.extend(_in_the_way(found, standing))
    return found


def _posed(
    practice: Practice, horizon: Horizon, wanted: Wanted, standing: Standing, carried: dict[str, int]
) -> tuple[Problem, tuple[str, ...]]:
    problem = problem_of(practice, horizon, wanted, standing, carried=carried)
    return problem, problem.verify()


async def _what_for(tx: Tx, practices: Practices, settings: Settings, wanted: Wanted) -> tuple[Practice, Horizon]:
    known = await practices.current(tx)
    if known is None:
        raise Refused("no-practice", "No practice has been read in yet. Import one first.")
    found = list(policy.faults(wanted, most_seconds=settings.solve_seconds_max, most_workers=settings.solver_workers))
    horizon = policy.horizon_of(wanted, known.practice)
    if horizon is None:
        found.append(Reason("Say from which Monday and for how many weeks.", "no-horizon", "start"))
    else:
        found += policy.faults_of_the_scope(wanted, known.practice, horizon)
    if found or horizon is None:
        raise refused(found)
    return known.practice, horizon


def refused(reasons: list[Reason]) -> Refused:
    """Every reason, under one title."""
    return Refused("cannot-be-asked", "No rota can be made for this as it is asked.", reasons=reasons)


def _in_the_way(found: Question, standing: Standing) -> list[Reason]:
    """What stands against it in the rota as it stands."""
    wanted, reasons = found.wanted, []
    if found.mode in policy.NEEDS_A_ROTA and not standing.lines:
        reasons.append(Reason(words.NOTHING_PUBLISHED[found.mode], "nothing-published", "mode"))
    if found.mode is Mode.AFRESH and found.existing.free and not wanted.replace:
        reasons.append(Reason(words.would_replace(found.existing), "would-replace", "replace"))
    if found.fixed.sessions and not wanted.acknowledge_fixed_period:
        reasons.append(Reason(words.is_fixed(found.fixed), "fixed-period", "acknowledge_fixed_period"))
    elif found.is_acknowledged and not (wanted.reason or "").strip():
        reasons.append(Reason("Say why the fixed period is not kept to.", "reason-needed", "reason"))
    return reasons


async def around(tx: Tx, found: Question) -> Around:
    """What else goes on that whoever asks should know."""
    known, former = await called(tx), await practice_reads.former_names(tx)
    horizon = found.scope.horizon
    return Around(
        today=clock.today(),
        called=known,
        names={code: name for code, name in known.people.items() if code not in former},
        edits=await edits.waiting(tx, start=horizon.start, end=horizon.end),
        runs=await history.unfinished_runs(tx),
    )


async def called(tx: Tx) -> Called:
    """What people and groups are called."""
    return Called(await practice_reads.names(tx), await groups.names(tx))
