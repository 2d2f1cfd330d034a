"""Seconds all options of a repair take together, over many sicknesses drawn by chance, beside making the rota again.

    python -m tests.benchmarks.bench_repair --sicknesses 60 --practices northgate severnbank

The plain way makes the whole period again with the sickness in it, and stays close to nothing: what one would do
without a repair. Its seconds come from the same run, and so does the ratio of the two medians. `moved` is how many
sessions of others change, on average: in the first option, and the plain way. The plain way has no reason to stay close
to anything, so its number mostly shows how many rotas are equally good. `proved` is the share of first options that
are proved to move fewest; `options` how many ways are offered, on average, the one with a locum counted.
"""

from __future__ import annotations

import random
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from functions.rota_generate.questions.clock import Clock
from functions.rota_generate.repair import attempt, policy
from functions.rota_generate.repair.policy import Absence
from functions.rota_generate.solver.search import solve
from shared.domain.problem import Problem
from shared.domain.rota import Activity
from tests.benchmarks.beside import (
    Measured,
    asked,
    beside_the_plain_way,
    in_columns,
    made_again,
    proved,
    published,
    seconds_of,
)
from tests.repairs import Lines, asked_about, days_off, stand_on

TARGETS = {"northgate": 2.0, "calder-bridge": 2.0, "tern-valley": 2.0, "severnbank": 5.0}  # seconds, for 95 of 100
LENGTHS = (1, 1, 2, 5, 5, 10)  # days from first to last
COLUMNS = ("practice", "sicknesses", "p50", "p95", "target", "proved", "options", "plain p50", "ratio", "moved")
WIDTHS = (14, 11, 8, 8, 7, 8, 8, 10, 7, 13)


@dataclass(frozen=True)
class Taken(Measured):
    """One sickness, and its first option."""

    options: int


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
    sick = policy.with_absence(problem.practice, absence)
    beside = made_again(problem, sick, stand.standing.lines, absence.code) if plain else None
    return Taken(seconds, bool(first["proved"]), first["sessions"], beside, len(answer["options"]))


def row(name: str, found: Sequence[Taken]) -> str:
    options = f"{sum(each.options for each in found) / len(found):.1f}"
    cells = (name, str(len(found)), *seconds_of(found), f"{TARGETS[name]:g} s", proved(found), options)
    return in_columns((*cells, *beside_the_plain_way(found)), WIDTHS)


def main(arguments: Sequence[str] | None = None) -> None:
    wanted = asked("How long a repair takes, beside making the rota again.", "sicknesses", list(TARGETS), arguments)
    print(in_columns(COLUMNS, WIDTHS))
    for name, problem, lines in published(wanted.practices):
        drawn = sicknesses(problem, lines, wanted.cases, wanted.seed)
        print(
            row(name, [taken(problem, lines, each, plain=n < wanted.plain) for n, each in enumerate(drawn)]), flush=True
        )


if __name__ == "__main__":
    main()
