"""One attempt at "which rules cannot hold together", in the solver's process."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any
from uuid import UUID

from functions.rota_generate import queries
from functions.rota_generate.attempt import Solve
from functions.rota_generate.conflicts import words
from functions.rota_generate.conflicts.fewest import fewest
from functions.rota_generate.conflicts.ground import ground_of
from functions.rota_generate.conflicts.members import candidates, cover_itself
from functions.rota_generate.conflicts.nouns import Gap, Ground
from functions.rota_generate.conflicts.oracle import Oracle, OutOfTime
from functions.rota_generate.conflicts.ways import ways_out
from functions.rota_generate.questions.clock import Clock
from functions.rota_generate.questions.queries import Status
from functions.rota_generate.what_if import compared
from functions.rota_generate.what_if.policy import CHANGE
from functions.rota_generate.what_if.policy import Asked as AskedLeave
from functions.rota_generate.why.load import stand_around
from shared.db import Tx
from shared.domain import codec
from shared.domain.calendar import Half, Session
from shared.domain.leave import LeaveKind
from shared.domain.problem import Problem
from shared.domain.rota import as_rota
from shared.grid import lines_of_draft
from shared.queries.practice import Practices
from shared.queries.rota import as_assignment
from shared.standing import to_be_changed

SECONDS = 4.5  # in all
GONE = "Nothing is short there any more."


async def load(tx: Tx, practices: Practices, question: Mapping[str, Any]) -> Ground | None:
    """What the answer rests on: the rota as it stands, the working copy, or the draft of a run; None without a
    practice."""
    gap = Gap.of(question)
    if question["run_id"] is not None:
        return await _of_draft(tx, UUID(question["run_id"]), gap)
    known = await practices.current(tx)
    if known is None:
        return None
    edited = question.get("edits") is not None
    stand = await stand_around(tx, known.practice, Session(gap.date, gap.half or Half.AM), edited=edited)
    asked = to_be_changed(stand.practice, stand.horizon, stand.standing)
    return ground_of(asked, stand.standing.lines, gap)


async def _of_draft(tx: Tx, run_id: UUID, gap: Gap) -> Ground | None:
    document, draft = await queries.problem(tx, run_id=run_id), await queries.draft(tx, run_id=run_id)
    if document is None or draft is None:
        return None
    return ground_of(codec.from_document(document), tuple(map(as_assignment, lines_of_draft(draft))), gap)


def work_out(ground: Ground, *, solve: Solve, watch: Clock) -> tuple[Status, dict[str, Any]]:
    """The answer, worked out. Pure but for the time it takes."""
    if not ground.missing:
        return "done", words.plainly(GONE)
    oracle = Oracle(ground, watch)
    try:
        if oracle.can_be_met(ground.question):
            moves = _moves(ground, solve, watch)
            return "done", words.closable(moves, solves=oracle.solves + 1, seconds=watch.passed)
    except OutOfTime:
        return "failed", words.no_time()
    every = candidates(ground)
    found = fewest(oracle, every)
    ways = list(ways_out(oracle, every))
    cover = cover_itself(ground, ground.need)
    said = words.answer(ground, cover, found, ways, solves=oracle.solves, seconds=watch.passed)
    return "done", words.cut_short(said) if oracle.out_of_time else said


def _moves(ground: Ground, solve: Solve, watch: Clock) -> list[str]:
    """Who would do what, moving as few as can be."""
    asked: Problem = replace(ground.problem, weights={"stability": CHANGE})
    seconds = watch.part(0.8)
    found = solve(asked, seed=1, seconds=seconds, effort=None, workers=1, on_progress=None, should_stop=None)
    day = Session(ground.week.start, Half.AM)
    nobody = AskedLeave("", LeaveKind.OTHER, day, day)
    moves = compared.moves(asked, nobody, ground.rota, as_rota(found.assignments))
    return [f"{Session(move.date, move.half)}: {move.words}" for move in moves]


def in_words(sentence: str) -> dict[str, Any]:
    """An answer that is nothing but a sentence."""
    return words.plainly(sentence)
