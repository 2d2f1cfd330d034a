"""One attempt at an answer, in the solver's process: what it rests on, and how it is worked out.

What an answer rests on is read when it is worked out, in one transaction, and not kept: it is old as soon as the rota
changes.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from functions.rota_generate.attempt import Solve
from functions.rota_generate.questions.clock import Clock
from functions.rota_generate.questions.queries import Status
from functions.rota_generate.what_if import judge as judging
from functions.rota_generate.what_if import nearby, policy, words
from functions.rota_generate.what_if.judge import judge
from functions.rota_generate.what_if.nearby import Neighbourhood
from functions.rota_generate.what_if.policy import Asked, Stand
from shared import clock
from shared.db import Tx
from shared.domain.calendar import Horizon, monday_of
from shared.domain.problem import Practice
from shared.queries import rota
from shared.queries.practice import Practices
from shared.standing import kept_in

SECONDS = judging.SECONDS


@dataclass(frozen=True, slots=True)
class Case:
    """Everything an answer rests on."""

    practice: Practice
    asked: Asked
    stand: Stand
    around: Neighbourhood
    today: date


def work_out(case: Case, *, solve: Solve, watch: Clock) -> tuple[Status, dict[str, Any]]:
    """The answer, worked out. Pure but for the time it takes."""
    problem = policy.with_leave(policy.present(case.practice, case.stand), case.asked, case.stand.published)
    if refusals := problem.verify():
        return "failed", words.plainly(None, *refusals)
    judged = judge(case.practice, case.asked, case.stand, solve=solve, clock=watch)
    others = nearby.green_dates(
        case.practice, case.asked, case.around, today=case.today, has_time=lambda: watch.left > 0
    )
    return "done", words.answer(judged, case.stand, others, seconds=watch.passed)


async def load(tx: Tx, practices: Practices, question: Mapping[str, Any]) -> Case | None:
    """What the answer rests on, as it is now; None without a practice."""
    known, asked = await practices.current(tx), policy.from_document(question)
    if known is None:
        return None
    weeks = asked.weeks
    first, last = weeks.start - timedelta(weeks=nearby.WEEKS), weeks.end + timedelta(weeks=nearby.WEEKS)
    covering = await rota.versions_covering(tx, start=first, end=last)
    dates = frozenset(day for _, days in covering for day in days)
    seen = policy.first_stretch(weeks, (day for day in dates if day in weeks))
    spans = await rota.periods_of(tx, days=tuple(seen.days())) if seen else []
    horizon = policy.surroundings(seen or weeks, spans)
    around = monday_of(min(first, horizon.start))
    wide = Horizon(around, (monday_of(max(last, horizon.end)) - around).days // 7 + 1)
    standing = await rota.standing(tx, start=wide.start, end=wide.end)
    published, pins, off = standing.lines, kept_in(known.practice, wide, standing), standing.kept_off
    mondays = frozenset(monday_of(day) for day in dates)
    stand = policy.stand_of(weeks, seen, horizon, published, pins, off)
    return Case(known.practice, asked, stand, Neighbourhood(published, pins, mondays, off), clock.today())


def in_words(sentence: str) -> dict[str, Any]:
    """An answer that is nothing but a sentence."""
    return words.plainly(None, sentence)
