"""Seconds a verdict on somebody's leave takes, over many leaves drawn by chance, beside the plain way to one.

    python -m tests.benchmarks.bench_what_if --leaves 60 --practices northgate severnbank

The plain way makes the whole rota again with the leave in it, without staying close to the published one: what one
would do without a what-if. Its seconds come from the same run, and so does the ratio of the two medians. `moved` is how
many sessions change besides those the leave takes away, on average: by the what-if, and by the plain way.
"""

from __future__ import annotations

import argparse
import random
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from functions.rota_generate.questions.clock import Clock
from functions.rota_generate.solver.search import solve
from functions.rota_generate.what_if import attempt, policy
from functions.rota_generate.what_if.attempt import Case
from functions.rota_generate.what_if.judge import SECONDS
from functions.rota_generate.what_if.nearby import Neighbourhood
from functions.rota_generate.what_if.policy import Asked, Lines
from shared.domain.calendar import Half, Session
from shared.domain.leave import LeaveKind
from shared.domain.problem import Problem
from tests.builders import shipped

PRACTICES = ("northgate", "severnbank")
LENGTHS = (1, 1, 2, 5, 5, 5, 10)  # days from first to last: a day, a few, a week, a week and a half
LONG_AGO = date(2026, 7, 1)  # so that notice keeps no date from being offered
COLUMNS = ("practice", "leaves", "p50", "p95", "within 3 s", "proved", "green/amber/red", "plain p50", "ratio", "moved")
WIDTHS = (12, 7, 8, 8, 11, 8, 16, 10, 7, 13)


@dataclass(frozen=True)
class Taken:
    """One leave."""

    seconds: float
    proved: bool
    verdict: str
    moved: int
    plain: tuple[float, int] | None  # seconds and sessions moved, the plain way


def leaves(problem: Problem, number: int, seed: int) -> Iterator[Asked]:
    """Leaves of anybody within the period that make sense."""
    chance = random.Random(seed)
    while number:
        person = chance.choice(problem.practice.people)
        first = problem.horizon.start + timedelta(days=7 * chance.randrange(problem.horizon.weeks))
        first += timedelta(days=chance.randrange(5))
        last = min(first + timedelta(days=chance.choice(LENGTHS) - 1), problem.horizon.end)
        asked = Asked(person.code, LeaveKind.ANNUAL, Session(first, Half.AM), Session(last, Half.PM))
        if not policy.faults(problem.practice, asked):
            number -= 1
            yield asked


def taken(problem: Problem, published: Lines, asked: Asked, *, plain: bool) -> Taken:
    began = time.monotonic()
    status, answer = attempt.work_out(case(problem, published, asked), solve=solve, watch=Clock(SECONDS))
    seconds = time.monotonic() - began
    assert status == "done", answer
    beside = plainly(problem, published, asked) if plain else None
    return Taken(seconds, not answer["estimate"], answer["verdict"], len(answer["moves"]), beside)


def case(problem: Problem, published: Lines, asked: Asked) -> Case:
    """What the solver's process reads from the database, with the whole period published."""
    mondays = frozenset(day for day in problem.horizon.days() if day.weekday() == 0)
    seen = policy.first_stretch(asked.weeks, problem.horizon.days())
    stand = policy.stand_of(asked.weeks, seen, problem.horizon, published, ())
    return Case(problem.practice, asked, stand, Neighbourhood(published, (), mondays), LONG_AGO)


def plainly(problem: Problem, published: Lines, asked: Asked) -> tuple[float, int]:
    """Seconds to make the rota again with the leave in it, and sessions of others that are different then."""
    practice = replace(problem.practice, leave=(*problem.practice.leave, asked.leave))
    began = time.monotonic()
    outcome = solve(replace(problem, practice=practice), seed=1, seconds=20, workers=1)
    seconds = time.monotonic() - began
    differ = set(published) ^ set(outcome.assignments)
    return seconds, len({(line.code, line.session) for line in differ if line.code != asked.code})


def row(name: str, found: Sequence[Taken]) -> str:
    seconds, plain = sorted(each.seconds for each in found), [each.plain for each in found if each.plain]
    verdicts = Counter(each.verdict for each in found)
    middle, plain_middle = seconds[len(seconds) // 2], sorted(took for took, _ in plain)[len(plain) // 2]
    cells = (
        name,
        str(len(found)),
        f"{middle:.2f} s",
        f"{seconds[int(0.95 * (len(seconds) - 1))]:.2f} s",
        f"{100 * sum(each <= SECONDS for each in seconds) / len(seconds):.0f} %",
        f"{100 * sum(each.proved for each in found) / len(found):.0f} %",
        "/".join(str(verdicts[verdict]) for verdict in ("green", "amber", "red")),
        f"{plain_middle:.2f} s",
        f"{middle / plain_middle:.2f}",
        f"{sum(each.moved for each in found) / len(found):.1f} : {sum(moved for _, moved in plain) / len(plain):.0f}",
    )
    return "  ".join(f"{cell:>{width}}" for cell, width in zip(cells, WIDTHS, strict=True))


def main(arguments: Sequence[str] | None = None) -> None:
    parser = argparse.ArgumentParser(description="How long a verdict on a leave takes, beside making the rota again.")
    parser.add_argument("--leaves", type=int, default=20)
    parser.add_argument("--plain", type=int, default=4, help="of how many leaves the plain way is taken too")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--practices", nargs="+", choices=PRACTICES, default=list(PRACTICES))
    asked = parser.parse_args(arguments)
    print("  ".join(f"{column:>{width}}" for column, width in zip(COLUMNS, WIDTHS, strict=True)))
    for name in asked.practices:
        problem = shipped(name)
        published = solve(problem, seed=1, seconds=20, workers=2).assignments
        drawn = leaves(problem, asked.leaves, asked.seed)
        found = [taken(problem, published, leave, plain=n < asked.plain) for n, leave in enumerate(drawn)]
        print(row(name, found), flush=True)


if __name__ == "__main__":
    main()
