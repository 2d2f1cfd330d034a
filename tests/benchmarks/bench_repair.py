"""Seconds all options of a repair take together, over many sicknesses drawn by chance, beside making the rota again.

    python -m tests.benchmarks.bench_repair --sicknesses 60 --practices northgate severnbank

The plain way makes the whole period again with the sickness in it, and stays close to nothing: what one would do
without a repair. Its seconds come from the same run, and so does the ratio of the two medians. `moved` is how many
sessions of others change, on average: in the first option, and the plain way. The plain way has no reason to stay close
to anything, so its number mostly shows how many rotas are equally good. `proved` is the share of first options that
are proved to move fewest; `options` how many ways are offered, on average, the one with a locum counted.
"""

from __future__ import annotations

import argparse
import random
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from functions.rota_generate.questions.clock import Clock
from functions.rota_generate.repair import attempt, policy
from functions.rota_generate.repair.policy import Absence, Stand
from functions.rota_generate.solver.search import solve
from shared.domain.problem import Problem
from shared.domain.rota import Activity
from tests.builders import shipped
from tests.repairs import Lines, asked_about, days_off, stand_on

TARGETS = {"northgate": 2.0, "calder-bridge": 2.0, "tern-valley": 2.0, "severnbank": 5.0}  # seconds, for 95 of 100
LENGTHS = (1, 1, 2, 5, 5, 10)  # days from first to last
COLUMNS = ("practice", "sicknesses", "p50", "p95", "target", "proved", "options", "plain p50", "ratio", "moved")
WIDTHS = (14, 11, 8, 8, 7, 8, 8, 10, 7, 13)


@dataclass(frozen=True)
class Taken:
    """One sickness, and its first option."""

    seconds: float
    options: int
    proved: bool
    moved: int
    plain: tuple[float, int] | None  # seconds and sessions of others moved, the plain way


def sicknesses(problem: Problem, lines: Lines, number: int, seed: int) -> Iterator[Absence]:
    """Of people on duty, from that day on."""
    chance, on_duty = random.Random(seed), [line for line in lines if line.activity is Activity.DUTY]
    for _ in range(number):
        hit = chance.choice(on_duty)
        days = min(chance.choice(LENGTHS), (problem.horizon.end - hit.session.date).days + 1)
        yield days_off(hit.code, hit.session.date, days)


def taken(problem: Problem, lines: Lines, absence: Absence, *, plain: bool) -> Taken:
    stand = stand_on(problem, lines, asked_about(absence))
    began = time.monotonic()
    status, answer = attempt.work_out(stand, solve=solve, watch=Clock(attempt.SECONDS))
    seconds = time.monotonic() - began
    assert status == "done", answer
    first = answer["options"][0] if answer["options"] else {"proved": True, "sessions": 0}
    beside = plainly(problem, stand, lines, absence) if plain else None
    return Taken(seconds, len(answer["options"]), first["proved"], first["sessions"], beside)


def plainly(problem: Problem, stand: Stand, lines: Lines, absence: Absence) -> tuple[float, int]:
    """Seconds to make the rota again with the sickness in it, and sessions of others that are different then."""
    practice = policy.with_absence(problem.practice, absence)
    began = time.monotonic()
    outcome = solve(replace(problem, practice=practice), seed=1, seconds=20, workers=1)
    seconds = time.monotonic() - began
    differ = set(stand.standing.lines) ^ set(outcome.assignments)
    return seconds, len({(line.code, line.session) for line in differ if line.code != absence.code})


def row(name: str, found: Sequence[Taken]) -> str:
    seconds, plain = sorted(each.seconds for each in found), [each.plain for each in found if each.plain]
    middle, plain_middle = seconds[len(seconds) // 2], sorted(took for took, _ in plain)[len(plain) // 2]
    cells = (
        name,
        str(len(found)),
        f"{middle:.2f} s",
        f"{seconds[int(0.95 * (len(seconds) - 1))]:.2f} s",
        f"{TARGETS[name]:g} s",
        f"{100 * sum(each.proved for each in found) / len(found):.0f} %",
        f"{sum(each.options for each in found) / len(found):.1f}",
        f"{plain_middle:.2f} s",
        f"{middle / plain_middle:.2f}",
        f"{sum(each.moved for each in found) / len(found):.1f} : {sum(moved for _, moved in plain) / len(plain):.0f}",
    )
    return "  ".join(f"{cell:>{width}}" for cell, width in zip(cells, WIDTHS, strict=True))


def main(arguments: Sequence[str] | None = None) -> None:
    parser = argparse.ArgumentParser(description="How long a repair takes, beside making the rota again.")
    parser.add_argument("--sicknesses", type=int, default=20)
    parser.add_argument("--plain", type=int, default=4, help="of how many sicknesses the plain way is taken too")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--practices", nargs="+", choices=list(TARGETS), default=["northgate", "severnbank"])
    asked = parser.parse_args(arguments)
    print("  ".join(f"{column:>{width}}" for column, width in zip(COLUMNS, WIDTHS, strict=True)))
    for name in asked.practices:
        problem = shipped(name)
        lines = solve(problem, seed=1, seconds=20, workers=2).assignments
        drawn = sicknesses(problem, lines, asked.sicknesses, asked.seed)
        found = [taken(problem, lines, absence, plain=n < asked.plain) for n, absence in enumerate(drawn)]
        print(row(name, found), flush=True)


if __name__ == "__main__":
    main()
