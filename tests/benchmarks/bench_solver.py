"""Our solver and the frozen plain model side by side, one at a time, on the practices that are shipped.

    python -m tests.benchmarks.bench_solver --seconds 10 60 --practices northgate severnbank

Every objective is our checker's, whoever found the rota. `of soft` is the gap over the points of soft rules alone: a
draft with unavoidable gaps is heavy with points that nobody could save, and would look better than it is. `duty` is
the most and the least burdened person's distance, in half-days of ordinary duty and after pro-rating.
"""

from __future__ import annotations

import argparse
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from functions.rota_generate.solver.search import solve
from shared.constraints import check_all
from shared.domain.breach import Breach, Level
from shared.domain.facts import held
from shared.domain.outcome import Progress, gap_percent
from shared.domain.problem import Problem
from shared.domain.rota import Assignment, as_rota, duties_of
from tests.benchmarks.plain_model import PlainModel
from tests.builders import shipped

PRACTICES = ("tern-valley", "northgate", "calder-bridge", "severnbank")
COLUMNS = ("practice", "limit", "solver", "first draft", "gaps", "objective", "bound", "gap", "of soft", "duty", "took")
WIDTHS = (14, 6, 6, 12, 5, 10, 8, 9, 9, 6, 7)


@dataclass(frozen=True)
class Line:
    """One run, as it is printed."""

    problem: Problem
    solver: str
    limit: float
    first_draft: float | None
    assignments: tuple[Assignment, ...] | None
    breaches: tuple[Breach, ...]
    bound: int
    took: float

    def cells(self) -> tuple[str, ...]:
        objective = sum(breach.points for breach in self.breaches)
        soft = sum(breach.points for breach in self.breaches if breach.level is Level.SOFT)
        found = self.assignments is not None
        gaps = sum(breach.is_gap for breach in self.breaches)
        return (
            self.problem.practice.name.split()[0],
            f"{self.limit:g} s",
            self.solver,
            "none" if self.first_draft is None else f"{self.first_draft:.2f} s",
            str(gaps) if found else "-",
            f"{objective:,}" if found else "none",
            f"{self.bound:,}",
            f"{gap_percent(objective, self.bound):.2f} %" if found else "999 %",
            of_soft(objective - self.bound, soft) if found else "999 %",
            f"{spread_of_duty(self.problem, self.assignments):.1f}" if self.assignments else "-",
            f"{self.took:.1f} s",
        )


def of_soft(gap: int, soft: int) -> str:
    """The gap over the soft points; a dash when there is a gap and no soft points to measure it by."""
    return f"{100 * gap / soft:.2f} %" if soft else ("-" if gap else "0.00 %")


def spread_of_duty(problem: Problem, assignments: tuple[Assignment, ...]) -> float:
    """Half-days of ordinary duty between the most and the least burdened, each measured from their fair part."""
    theirs = held(duties_of(as_rota(assignments)), problem.facts.duty_counts)
    off = [theirs[code] - share.expected for code, share in problem.facts.duty_shares.items()]
    return float(max(off) - min(off)) if off else 0.0


def ours(problem: Problem, seconds: float, workers: int) -> Line:
    told: list[float] = []

    def listen(progress: Progress) -> None:
        told.append(progress.seconds)

    began = time.monotonic()
    outcome = solve(problem, seed=1, seconds=seconds, workers=workers, on_progress=listen)
    took = time.monotonic() - began
    return Line(problem, "ours", seconds, told[0], outcome.assignments, outcome.breaches, outcome.bound, took)


def plain(problem: Problem, seconds: float, workers: int) -> Line:
    began = time.monotonic()
    model = PlainModel(problem)
    building = time.monotonic() - began
    outcome = model.solve(seconds=max(0.01, seconds - building), workers=workers)
    took = time.monotonic() - began
    breaches = check_all(problem, outcome.assignments) if outcome.assignments is not None else ()
    first = None if outcome.first_draft is None else building + outcome.first_draft
    return Line(problem, "plain", seconds, first, outcome.assignments, breaches, max(0, outcome.bound), took)


def lines(practices: Sequence[str], limits: Sequence[float], workers: int) -> Iterator[Line]:
    for name in practices:
        for seconds in limits:
            for run in (ours, plain):
                yield run(shipped(name), seconds, workers)


def row(cells: Sequence[str]) -> str:
    return "  ".join(f"{cell:>{width}}" for cell, width in zip(cells, WIDTHS, strict=True))


def main(arguments: Sequence[str] | None = None) -> None:
    parser = argparse.ArgumentParser(description="Our solver beside a plain CP-SAT model of the same objective.")
    parser.add_argument("--seconds", type=float, nargs="+", default=[10.0, 60.0])
    parser.add_argument("--practices", nargs="+", choices=PRACTICES, default=list(PRACTICES))
    parser.add_argument("--workers", type=int, default=2)
    asked = parser.parse_args(arguments)
    print(row(COLUMNS))
    for line in lines(asked.practices, asked.seconds, asked.workers):
        print(row(line.cells()), flush=True)


if __name__ == "__main__":
    main()
