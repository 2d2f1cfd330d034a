"""`solve`: a problem in, a rota out, with how good it is. The same for every kind of run."""

from __future__ import annotations

import time
from collections.abc import Callable
from importlib.metadata import PackageNotFoundError, version

from functions.rota_generate.solver.engine import Engine, Found, Limits, Standing
from functions.rota_generate.solver.first_draft import first_draft
from functions.rota_generate.solver.model import RotaModel
from shared.constraints import check_all
from shared.constraints.weights import GAPS
from shared.domain.outcome import Outcome, Progress
from shared.domain.problem import Problem

# Kept back from the time given, for reading the answer and checking it, in seconds.
LAST_WORDS = 0.2


class Refusal(Exception):
    """A question that contradicts itself, with every contradiction in words."""

    def __init__(self, refusals: tuple[str, ...]) -> None:
        super().__init__(" ".join(refusals))
        self.refusals = refusals


class WrongAnswer(Exception):
    """The two faces of the rules disagree about a rota: a fault of the program, never of the practice."""


def solve(
    problem: Problem,
    *,
    seed: int,
    seconds: float | None = None,
    effort: float | None = None,
    workers: int = 2,
    on_progress: Callable[[Progress], None] | None = None,
    should_stop: Callable[[], bool] | None = None,
) -> Outcome:
    """The best rota found, always with one: what cannot be covered is a named gap.

    Exactly one of `seconds` (wall clock) and `effort` (CP-SAT's deterministic time) limits the search. With effort
    and one worker the same problem and seed give the same rota, whatever the machine is doing.
    `on_progress` and `should_stop` are called on the caller's thread. Raises Refusal when the problem contradicts
    itself.
    """
    if (seconds is None) == (effort is None):
        raise ValueError("give seconds or effort, and not both")
    began = time.monotonic()
    if refusals := problem.verify():
        raise Refusal(refusals)
    model = RotaModel(problem).build()
    run = _Run(model, began, on_progress)
    start = _start(model)
    run.has_first_draft(start)
    left = None if seconds is None else seconds - run.seconds - LAST_WORDS
    limits = Limits(seed, workers, left, effort)
    found = _search(model, start, limits, run, should_stop or _never)
    return _outcome(problem, model, start, found, limits, run)


def _start(model: RotaModel) -> list[int]:
    """What the search starts from: a draft by hand, or what is published where that is better and can still be."""
    by_hand = first_draft(model)
    if not model.problem.published:
        return by_hand
    published = model.values_of(model.problem.facts.published)
    return published if not model.broken(published) and model.cost(published) < model.cost(by_hand) else by_hand


def _never() -> bool:
    return False


def _search(model: RotaModel, start: list[int], limits: Limits, run: _Run, should_stop: Callable[[], bool]) -> Found:
    if should_stop():
        return Found(None, 0, proved=False, stopped=True)
    if limits.seconds is not None and limits.seconds <= 0:
        return Found(None, 0, proved=False, stopped=False)
    return Engine(model).search(start, limits, run.has_changed, should_stop)


class _Run:
    """What a run tells about itself while it lasts. Never says that a draft has become worse."""

    def __init__(self, model: RotaModel, began: float, on_progress: Callable[[Progress], None] | None) -> None:
        self._model = model
        self._began = began
        self._tell = on_progress
        self._objective = 0
        self._gaps = 0

    @property
    def seconds(self) -> float:
        return time.monotonic() - self._began

    def has_first_draft(self, values: list[int]) -> None:
        self._objective = self._model.cost(values)
        self._gaps = sum(values[penalty.excess] > 0 for penalty in self._model.penalties if penalty.rule in GAPS)
        self._say(self._model.settled_cost)

    def has_changed(self, standing: Standing) -> None:
        if standing.objective is not None and standing.objective <= self._objective and standing.gaps is not None:
            self._objective, self._gaps = standing.objective, standing.gaps
        self._say(max(standing.bound, self._model.settled_cost))

    def _say(self, bound: int) -> None:
        if self._tell is not None:
            gaps = self._gaps + self._model.settled_gaps
            self._tell(Progress(round(self.seconds, 2), self._objective, min(bound, self._objective), gaps))


def _outcome(problem: Problem, model: RotaModel, start: list[int], found: Found, limits: Limits, run: _Run) -> Outcome:
    """The better of the draft by hand and what was found, checked rule by rule."""
    values = start
    if found.values is not None and model.cost(found.values) <= model.cost(start):
        values = list(found.values)
    assignments = model.rota_of(values)
    breaches = check_all(problem, assignments)
    objective = sum(breach.points for breach in breaches)
    bound = max(found.bound, model.settled_cost)
    if objective != model.cost(values) or model.broken(values):
        raise WrongAnswer(f"the check says {objective}, the model {model.cost(values)}")
    if objective < bound:
        raise WrongAnswer(f"the check says {objective}, less than the bound {bound}")
    return Outcome(
        assignments=assignments,
        breaches=breaches,
        objective=objective,
        bound=bound,
        proved=objective == bound,
        stopped=found.stopped,
        seed=limits.seed,
        workers=limits.workers,
        version=solver_version(),
        seconds=round(run.seconds, 2),
    )


def solver_version() -> str:
    """OR-Tools' version and ours."""
    try:
        ours = version("rotacc")
    except PackageNotFoundError:  # run from a copy that was never installed
        ours = "not installed"
    return f"ortools {version('ortools')}; rotacc {ours}"
