"""Seconds a "why", a "why not" and a conflict take, drawn by chance, beside the plain way to the same.

    python -m tests.benchmarks.bench_why --questions 60 --practices northgate severnbank

The plain way makes the whole rota again with what is asked in it: with the other person pinned to the session, or with
one of the rules let go. Its seconds come from the same run; `ratio` is that of the medians. For conflicts the plain way
stands for one question to the solver, of which finding the fewest rules takes `solves`.
"""

from __future__ import annotations

import argparse
import random
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from datetime import timedelta

from functions.rota_generate.conflicts import attempt as conflicts
from functions.rota_generate.conflicts.ground import ground_of
from functions.rota_generate.conflicts.nouns import Gap, Ground
from functions.rota_generate.questions.clock import Clock
from functions.rota_generate.solver.search import solve
from functions.rota_generate.why import attempt as why_nots
from functions.rota_generate.why.attempt import Case
from functions.rota_generate.why.nouns import Asked, Stand
from functions.rota_generate.why.reasons import explanation
from shared.constraints import check_all
from shared.domain.calendar import Half, Session
from shared.domain.leave import LeaveKind
from shared.domain.problem import Leave, Problem
from shared.domain.rota import Activity, Assignment
from shared.standing import Slot, Standing
from tests.builders import shipped

PRACTICES = ("tern-valley", "northgate", "calder-bridge", "severnbank")
COLUMNS = ("practice", "asked", "number", "p50", "p95", "proved", "plain p50", "ratio", "solves", "members")
WIDTHS = (14, 9, 7, 9, 9, 7, 10, 7, 7, 8)
PLAIN = 3  # of how many questions the plain way is taken too
PLAIN_SECONDS = 20

Lines = tuple[Assignment, ...]


def timed(work: Callable[[], object]) -> float:
    began = time.monotonic()
    work()
    return time.monotonic() - began


# -- why, and why not ------------------------------------------------------------------------------------------------


def why_rows(name: str, problem: Problem, lines: Lines, number: int, seed: int) -> Iterator[str]:
    stand = Stand(problem.practice, problem.horizon, Standing(lines))
    chance = random.Random(seed)
    duties = [Slot(one.code, one.session) for one in lines if one.activity is Activity.DUTY]
    slots = [chance.choice(duties) for _ in range(number)]
    first = [Stand(problem.practice, problem.horizon, Standing(lines)) for _ in slots[:PLAIN]]  # as nobody has seen it
    fresh_whys = [
        timed(lambda stand=stand: explanation(stand, slots[0], decided=None, pairs=()))  # type: ignore[misc]
        for stand in first
    ]
    yield row(name, "first why", fresh_whys, 1.0, [])
    whys = [timed(lambda slot=slot: explanation(stand, slot, decided=None, pairs=())) for slot in slots]  # type: ignore[misc]
    yield row(name, "why", whys, 1.0, [])
    asked, seconds, proved, plain = [], [], 0, []
    for slot in slots:
        able = [other.code for other in explanation(stand, slot, decided=None, pairs=()).others if other.possible]
        asked += [Asked(slot, chance.choice(able))] if able else []
    for place, question in enumerate(asked):
        fresh = Stand(problem.practice, problem.horizon, Standing(lines))  # as the solver's process reads it
        began = time.monotonic()
        status, answer = why_nots.work_out(Case(fresh, question), solve=solve, watch=Clock(why_nots.SECONDS))
        seconds.append(time.monotonic() - began)
        assert status == "done", answer
        proved += answer["proved"]
        plain += [timed(lambda question=question: plainly_forced(problem, stand, question))] if place < PLAIN else []  # type: ignore[misc]
    if asked:
        yield row(name, "why not", seconds, proved / len(asked), plain)


def plainly_forced(problem: Problem, stand: Stand, asked: Asked) -> None:
    """The whole rota made again with the other person in the session."""
    held = stand.rota[asked.slot]
    person = problem.facts.as_of(asked.instead, asked.slot.session.date)
    site = person.site if person else held.site
    pin = Assignment(asked.slot.session, asked.instead, held.activity, site)
    solve(replace(problem, pins=(pin,)), seed=1, seconds=PLAIN_SECONDS, workers=1)


# -- conflicts -------------------------------------------------------------------------------------------------------


def conflict_row(name: str, problem: Problem, lines: Lines, number: int, seed: int) -> str:
    """Gaps made by chance: a session of which everybody who may hold duty but some is away."""
    seconds, proved, plain, solves, members = [], 0, [], [], []
    for place, (asked, ground) in enumerate(gaps(problem, lines, number, seed)):
        began = time.monotonic()
        status, answer = conflicts.work_out(ground, solve=solve, watch=Clock(conflicts.SECONDS))
        seconds.append(time.monotonic() - began)
        assert status == "done", answer
        proved += answer["proved"]
        solves.append(answer["solves"])
        members.append(len(answer["members"]))
        if place < PLAIN:
            plain.append(timed(lambda asked=asked: solve(asked, seed=1, seconds=PLAIN_SECONDS, workers=1)))  # type: ignore[misc]
    counts = (sum(solves) / len(solves), sum(members) / len(members))
    return row(name, "conflict", seconds, proved / len(seconds), plain, *counts)


def gaps(problem: Problem, lines: Lines, number: int, seed: int) -> Iterator[tuple[Problem, Ground]]:
    chance = random.Random(seed)
    needed = [session for session in problem.facts.sessions if problem.facts.duty_need(session)]
    while number:
        then = chance.choice(needed)
        able = [one.code for one in problem.facts.on(then.date) if problem.facts.could_hold_duty(one, then)]
        gone = set(chance.sample(able, max(0, len(able) - problem.facts.duty_need(then) + 1)))
        first, last = Session(then.date - timedelta(days=then.weekday), Half.AM), Session(then.date, Half.PM)
        away = tuple(Leave(code, LeaveKind.ANNUAL, first, last, True) for code in sorted(gone))
        asked = replace(problem, practice=replace(problem.practice, leave=(*problem.practice.leave, *away)))
        left = tuple(one for one in lines if one.code not in gone or not first <= one.session <= last)
        short = [gap for gap in check_all(asked, left) if gap.rule == "duty" and gap.date == then.date]
        if gone and short and not asked.verify() and short[0].date:
            number -= 1
            gap = Gap("duty", short[0].date, short[0].half, None)
            yield asked, ground_of(replace(asked, published=left), left, gap)


def row(name: str, what: str, found: Sequence[float], proved: float, plain: Sequence[float], *counts: float) -> str:
    seconds = sorted(found)
    middle = seconds[len(seconds) // 2]
    plain_middle = sorted(plain)[len(plain) // 2] if plain else None
    cells = [
        name,
        what,
        str(len(seconds)),
        f"{middle:.3f} s",
        f"{seconds[int(0.95 * (len(seconds) - 1))]:.3f} s",
        f"{100 * proved:.0f} %",
        f"{plain_middle:.2f} s" if plain_middle else "",
        f"{middle / plain_middle:.2f}" if plain_middle else "",
        *(f"{count:.0f}" for count in counts),
    ]
    cells += [""] * (len(WIDTHS) - len(cells))
    return "  ".join(f"{cell:>{width}}" for cell, width in zip(cells, WIDTHS, strict=True))


def main(arguments: Sequence[str] | None = None) -> None:
    parser = argparse.ArgumentParser(description="How long it takes to say why, why not, and what is in the way.")
    parser.add_argument("--questions", type=int, default=20)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--practices", nargs="+", choices=PRACTICES, default=list(PRACTICES))
    asked = parser.parse_args(arguments)
    print("  ".join(f"{column:>{width}}" for column, width in zip(COLUMNS, WIDTHS, strict=True)))
    for name in asked.practices:
        problem = shipped(name)
        lines = solve(problem, seed=1, seconds=20, workers=2).assignments
        for each in why_rows(name, problem, lines, asked.questions, asked.seed):
            print(each, flush=True)
        print(conflict_row(name, problem, lines, asked.questions, asked.seed), flush=True)


if __name__ == "__main__":
    main()
