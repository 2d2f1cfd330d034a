"""The solver's question. Every mode asks the same one; they differ in what stays and in what a change costs. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from functions.rota_generate.policy import EVERYTHING, Mode, Wanted, decide_of, mode_of, people_of, since_of
from functions.rota_generate.what_if.policy import CHANGE
from shared.constraints.weights import SOFT
from shared.domain.calendar import Horizon
from shared.domain.problem import Practice, Problem
from shared.intake import weights_of
from shared.standing import Standing, to_be_changed

FAIRNESS = ("duty-fairness", "duty-fairness-mondays")
FAIRER = 5  # times what fairness usually counts when a rota is rebalanced: above every comfort of a single session
LITTLE = 2  # what a session that changes costs then: of two rotas as fair, the one nearer to the published


def problem_of(
    practice: Practice, horizon: Horizon, wanted: Wanted, standing: Standing, *, carried: Mapping[str, int]
) -> Problem:
    """The question, of the rota as it stands. `carried`: balances of duty from before, as `Problem.carried` has them.

    What a run does not decide stays as published, so then it needs the published, whatever the mode.
    """
    mode = mode_of(wanted, standing.lines)
    decide, since, people = decide_of(wanted, mode), since_of(wanted, horizon), people_of(wanted, practice)
    problem = to_be_changed(
        practice,
        horizon,
        standing,
        decide=decide,
        since=since,
        only_people=people,
        weights=weights_for(mode, practice),
        adds_only=mode is Mode.FILL,
        carried={} if mode is Mode.REPAIR else dict(carried),
    )
    is_all_new = mode is Mode.AFRESH and decide == EVERYTHING and since is None and people is None
    return replace(problem, published=()) if is_all_new or not standing.lines else problem


def weights_for(mode: Mode, practice: Practice) -> dict[str, int]:
    """The points of soft rules: the practice's own, but for what the mode is about."""
    own = weights_of(practice)
    if mode in (Mode.AFRESH, Mode.FILL):
        return own | {"stability": 0}
    if mode is Mode.REPAIR:
        return own | {"stability": CHANGE}
    if mode is Mode.REBALANCE:
        return own | {rule: FAIRER * max(own.get(rule, 0), SOFT[rule]) for rule in FAIRNESS} | {"stability": LITTLE}
    return own
