"""What benchmarks share that measure a question over many drawn cases, beside the plain way to an answer."""

from __future__ import annotations

import argparse
import time
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from functions.rota_generate.solver.search import solve
from shared.domain.problem import Practice, Problem
from shared.domain.rota import Assignment
from tests.builders import shipped


@dataclass(frozen=True)
class Measured:
    """One case. `plain`: seconds and sessions moved, the plain way, where it was taken too."""

    seconds: float
    proved: bool
    moved: int
    plain: tuple[float, int] | None


def asked(what: str, cases: str, practices: Sequence[str], arguments: Sequence[str] | None) -> argparse.Namespace:
    """What a benchmark is asked for on its command line; `cases` is what it draws."""
    parser = argparse.ArgumentParser(description=what)
    parser.add_argument(f"--{cases}", type=int, default=20, dest="cases")
    parser.add_argument("--plain", type=int, default=4, help=f"of how many {cases} the plain way is taken too")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--practices", nargs="+", choices=practices, default=["northgate", "severnbank"])
    return parser.parse_args(arguments)


def published(names: Sequence[str]) -> Iterator[tuple[str, Problem, tuple[Assignment, ...]]]:
    """Each practice with a rota of its own."""
    for name in names:
        problem = shipped(name)
        yield name, problem, solve(problem, seed=1, seconds=20, workers=2).assignments


def made_again(problem: Problem, practice: Practice, lines: Iterable[Assignment], code: str) -> tuple[float, int]:
    """The plain way: seconds to make the rota again with somebody away, and sessions of others that are different."""
    began = time.monotonic()
    outcome = solve(replace(problem, practice=practice), seed=1, seconds=20, workers=1)
    seconds = time.monotonic() - began
    differ = set(lines) ^ set(outcome.assignments)
    return seconds, len({(line.code, line.session) for line in differ if line.code != code})


def seconds_of(found: Sequence[Measured]) -> tuple[str, str]:
    """The median and the 95th of 100."""
    seconds = sorted(each.seconds for each in found)
    return f"{seconds[len(seconds) // 2]:.2f} s", f"{seconds[int(0.95 * (len(seconds) - 1))]:.2f} s"


def proved(found: Sequence[Measured]) -> str:
    return f"{100 * sum(each.proved for each in found) / len(found):.0f} %"


def beside_the_plain_way(found: Sequence[Measured]) -> tuple[str, str, str]:
    """Its median, the ratio of both medians, and how many sessions change on average: by ours, and by it."""
    plain = [each.plain for each in found if each.plain]
    middle = sorted(each.seconds for each in found)[len(found) // 2]
    plain_middle = sorted(took for took, _ in plain)[len(plain) // 2]
    moved = sum(each.moved for each in found) / len(found), sum(sessions for _, sessions in plain) / len(plain)
    return f"{plain_middle:.2f} s", f"{middle / plain_middle:.2f}", f"{moved[0]:.1f} : {moved[1]:.0f}"


def in_columns(cells: Sequence[str], widths: Sequence[int]) -> str:
    return "  ".join(f"{cell:>{width}}" for cell, width in zip(cells, widths, strict=True))
