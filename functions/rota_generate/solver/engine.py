"""The model in CP-SAT: translated, started from a first draft, watched, and stopped at once when asked.

CP-SAT runs in a thread of its own. The caller's thread waits beside it: it alone calls `on_change` and
`should_stop`, so neither needs to be safe for threads, and a search that has gone quiet can still be ended.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from math import ceil

from ortools.sat.python import cp_model

from functions.rota_generate.solver.model import RotaModel
from shared.constraints.linear import Linear
from shared.constraints.weights import GAPS

# How often the caller's thread looks up, in seconds.
LOOK_UP = 0.02
# How often `on_change` is called although nothing has changed, so that a listener sees time pass, in seconds.
HEARTBEAT = 1.0


@dataclass(frozen=True, slots=True)
class Standing:
    """Where the search is."""

    objective: int | None
    bound: int
    gaps: int | None


@dataclass(frozen=True, slots=True)
class Found:
    """The best decisions found, if any. `bound` is the least any rota could cost."""

    values: tuple[int, ...] | None
    bound: int
    proved: bool
    stopped: bool


@dataclass(frozen=True, slots=True)
class Limits:
    """How long and how hard to search. Exactly one of seconds and effort is given."""

    seed: int
    workers: int
    seconds: float | None
    effort: float | None


# Which of CP-SAT's searches run, by number of workers; what is left over improves the best rota so far. Left to
# itself CP-SAT with two workers never puts the clauses into its linear relaxation, and its bounds stay weak.
# Measured on the four practices and on practices two and three times their size (`docs/solver.md`).
PORTFOLIOS: tuple[tuple[int, tuple[str, ...]], ...] = (
    (8, ("max_lp", "reduced_costs", "default_lp", "lb_tree_search")),
    (3, ("max_lp", "reduced_costs")),
    (2, ("max_lp",)),
    (1, ("reduced_costs",)),
)


def parameters(limits: Limits) -> cp_model.CpSolver:
    """A CP-SAT solver with the portfolio that measured best for this many workers (`docs/solver.md`)."""
    solver = cp_model.CpSolver()
    chosen = solver.parameters
    chosen.random_seed = limits.seed
    chosen.num_workers = limits.workers
    chosen.subsolvers.extend(next(names for at_least, names in PORTFOLIOS if limits.workers >= at_least))
    # The searches take turns in a fixed order, however many workers share them: the same seed gives the same rota
    # whenever the search ends by itself. Free-running searches are up to twice as fast on the largest practices.
    chosen.interleave_search = True
    # Ctrl-C is for the caller, who stops the search and keeps the best; CP-SAT's own handler ends the process.
    chosen.catch_sigint_signal = False
    if limits.seconds is not None:
        chosen.max_time_in_seconds = max(0.01, limits.seconds)
    if limits.effort is not None:
        chosen.max_deterministic_time = limits.effort
    return solver


class _Watch(cp_model.CpSolverSolutionCallback):
    """Notes each better rota and each better bound as CP-SAT reports them, from its own threads."""

    def __init__(self, gaps: Sequence[cp_model.IntVar]) -> None:
        super().__init__()
        self._gaps = gaps
        self._lock = threading.Lock()
        self._objective: int | None = None
        self._open_gaps: int | None = None
        self._bound = 0

    def on_solution_callback(self) -> None:
        gaps = sum(self.value(gap) > 0 for gap in self._gaps)
        with self._lock:
            self._objective, self._open_gaps = round(self.objective_value), gaps
            self._bound = max(self._bound, ceil(self.best_objective_bound - 1e-6))

    def on_bound(self, bound: float) -> None:
        with self._lock:
            self._bound = max(self._bound, ceil(bound - 1e-6))

    @property
    def standing(self) -> Standing:
        with self._lock:
            return Standing(self._objective, self._bound, self._open_gaps)


class Engine:
    """A `RotaModel` said in CP-SAT's words."""

    def __init__(self, model: RotaModel) -> None:
        self._model = model
        self._cp = cp_model.CpModel()
        self._variables = [
            self._cp.new_int_var(low, high, name)
            for low, high, name in zip(model.low, model.high, model.names, strict=True)
        ]
        for limit in model.limits:
            self._limit(limit.amount, limit.low, limit.high)
        for penalty in model.penalties:
            for amount in penalty.amounts:
                self._limit(amount - Linear(0, {penalty.excess: penalty.per}), None, 0)
        self._cp.minimize(
            cp_model.LinearExpr.weighted_sum(
                [self._variables[p.excess] for p in model.penalties], [p.points for p in model.penalties]
            )
            + model.settled_cost
        )

    def _limit(self, amount: Linear, low: int | None, high: int | None) -> None:
        expression = cp_model.LinearExpr.weighted_sum(
            [self._variables[index] for index in amount.terms], list(amount.terms.values())
        )
        self._cp.add_linear_constraint(
            expression,
            cp_model.INT_MIN if low is None else low - amount.constant,
            cp_model.INT_MAX if high is None else high - amount.constant,
        )

    def search(
        self,
        start: Sequence[int],
        limits: Limits,
        on_change: Callable[[Standing], None],
        should_stop: Callable[[], bool],
    ) -> Found:
        """The best decisions found from this start, within these limits. For one search only."""
        for variable, value in zip(self._variables, start, strict=True):
            self._cp.add_hint(variable, value)
        solver = parameters(limits)
        watch = _Watch([self._variables[p.excess] for p in self._model.penalties if p.rule in GAPS])
        solver.best_bound_callback = watch.on_bound
        outcome: list[cp_model.CpSolverStatus] = []
        failure: list[BaseException] = []

        def run() -> None:
            try:
                outcome.append(solver.solve(self._cp, watch))
            except BaseException as trouble:
                failure.append(trouble)

        thread = threading.Thread(target=run, name="cp-sat", daemon=True)
        thread.start()
        try:
            stopped = _stand_by(thread, solver, watch, on_change, should_stop)
        except BaseException:
            _end(thread, solver)
            raise
        if failure:
            raise failure[0]
        return self._found(solver, outcome[0], stopped)

    def _found(self, solver: cp_model.CpSolver, status: cp_model.CpSolverStatus, stopped: bool) -> Found:
        if status in (cp_model.MODEL_INVALID, cp_model.INFEASIBLE):
            raise AssertionError(f"the model is {solver.status_name(status)}: {self._cp.validate()}")
        has_values = status in (cp_model.OPTIMAL, cp_model.FEASIBLE)
        values = tuple(solver.value(variable) for variable in self._variables) if has_values else None
        bound = ceil(solver.best_objective_bound - 1e-6)
        return Found(values, bound, status == cp_model.OPTIMAL, stopped)


def _stand_by(
    thread: threading.Thread,
    solver: cp_model.CpSolver,
    watch: _Watch,
    on_change: Callable[[Standing], None],
    should_stop: Callable[[], bool],
) -> bool:
    """Waits for the search to end; says whether it was asked to."""
    last: Standing | None = None
    told = time.monotonic()
    while thread.is_alive():
        thread.join(LOOK_UP)
        if watch.standing != last or time.monotonic() - told >= HEARTBEAT:
            last, told = watch.standing, time.monotonic()
            on_change(last)
        if should_stop():
            _end(thread, solver)
            return True
    return False


def _end(thread: threading.Thread, solver: cp_model.CpSolver) -> None:
    """Asks again and again: a request that comes before the search has begun is not heard."""
    while thread.is_alive():
        solver.stop_search()
        thread.join(LOOK_UP)
