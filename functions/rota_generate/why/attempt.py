"""One attempt at "why not somebody else", in the solver's process."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from functions.rota_generate.attempt import Solve
from functions.rota_generate.questions.clock import Clock
from functions.rota_generate.questions.queries import Status
from functions.rota_generate.why import answer, policy
from functions.rota_generate.why.blockers import blockers
from functions.rota_generate.why.forced import forced
from functions.rota_generate.why.load import stand_around
from functions.rota_generate.why.nouns import Asked, Stand
from shared.db import Tx
from shared.queries.practice import Practices

SECONDS = 2.0  # in all


@dataclass(frozen=True, slots=True)
class Case:
    """Everything an answer rests on."""

    stand: Stand
    asked: Asked


async def load(tx: Tx, practices: Practices, question: Mapping[str, Any]) -> Case | None:
    """What the answer rests on, as it is now; None without a practice."""
    known, asked = await practices.current(tx), Asked.of(question)
    return None if known is None else Case(await stand_around(tx, known.practice, asked.slot.session), asked)


def work_out(case: Case, *, solve: Solve, watch: Clock) -> tuple[Status, dict[str, Any]]:
    """The answer, worked out. Pure but for the time it takes."""
    if faults := policy.faults(case.stand, case.asked):  # the rota has changed since it was asked
        return "failed", answer.plainly(faults[0].message)
    if found := blockers(case.stand, case.asked.slot, case.asked.instead):
        return "done", answer.impossible(found, seconds=watch.passed)
    after = forced(case.stand, case.asked, solve=solve, clock=watch)
    return "done", answer.possible(case.stand, case.asked, after, seconds=watch.passed)


def in_words(sentence: str) -> dict[str, Any]:
    """An answer that is nothing but a sentence."""
    return answer.plainly(sentence)
