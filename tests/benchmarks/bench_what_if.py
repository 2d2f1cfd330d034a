"""Seconds a verdict on somebody's leave takes, over many leaves drawn by chance, beside the plain way to one.

    python -m tests.benchmarks.bench_what_if --leaves 60 --practices northgate severnbank

The plain way makes the whole rota again with the leave in it, without staying close to the published one: what one
would do without a what-if. Its seconds come from the same run, and so does the ratio of the two medians. `moved` is how
many sessions change besides those the leave takes away, on average: by the what-if, and by the plain way.
"""

from __future__ import annotations

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
from tests.benchmarks import beside
from tests.benchmarks.beside import Measured, beside_the_plain_way, in_columns, made_again, proved, seconds_of

PRACTICES = ("northgate", "severnbank")
LENGTHS = (1, 1, 2, 5, 5, 5, 10)  # days from first to last: a day, a few, a week, a week and a half
LONG_AGO = date(2026, 7, 1)  # so that notice keeps no date from being offered
COLUMNS = ("practice", "leaves", "p50", "p95", "within 3 s", "proved", "green/amber/red", "plain p50", "ratio", "moved")
WIDTHS = (12, 7, 8, 8, 11, 8, 16, 10, 7, 13)


@dataclass(frozen=True)
class Taken(Measured):
    """One leave."""

    verdict: str


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


def taken(problem: Problem, lines: Lines, asked: Asked, *, plain: bool) -> Taken:
    began = time.monotonic()
    status, answer = attempt.work_out(case(problem, lines, asked), solve=solve, watch=Clock(SECONDS))
    seconds = time.monotonic() - began
    assert status == "done", answer
    away = replace(problem.practice, leave=(*problem.practice.leave, asked.leave))
    again = made_again(problem, away, lines, asked.code) if plain else None
    return Taken(seconds, not answer["estimate"], len(answer["moves"]), again, answer["verdict"])


def case(problem: Problem, published: Lines, asked: Asked) -> Case:
    """What the solver's process reads from the database, with the whole period published."""
    mondays = frozenset(day for day in problem.horizon.days() if day.weekday() == 0)
    seen = policy.first_stretch(asked.weeks, problem.horizon.days())
    stand = policy.stand_of(asked.weeks, seen, problem.horizon, published, ())
    return Case(problem.practice, asked, stand, Neighbourhood(published, (), mondays), LONG_AGO)


def row(name: str, found: Sequence[Taken]) -> str:
    verdicts = Counter(each.verdict for each in found)
    in_time = f"{100 * sum(each.seconds <= SECONDS for each in found) / len(found):.0f} %"
    told = "/".join(str(verdicts[verdict]) for verdict in ("green", "amber", "red"))
    cells = (name, str(len(found)), *seconds_of(found), in_time, proved(found), told)
    return in_columns((*cells, *beside_the_plain_way(found)), WIDTHS)


def main(arguments: Sequence[str] | None = None) -> None:
    what = "How long a verdict on a leave takes, beside making the rota again."
    wanted = beside.asked(what, "leaves", PRACTICES, arguments)
    print(in_columns(COLUMNS, WIDTHS))
    for name, problem, lines in beside.published(wanted.practices):
        drawn = leaves(problem, wanted.cases, wanted.seed)
        print(
            row(name, [taken(problem, lines, each, plain=n < wanted.plain) for n, each in enumerate(drawn)]), flush=True
        )


if __name__ == "__main__":
    main()
