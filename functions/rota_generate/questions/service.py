"""Asking a question, and reading its answer. Kinds of questions share the lane, the patience and the tidying."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

from functions.rota_generate.questions import queries, words
from functions.rota_generate.questions.queries import OVERDUE_SECONDS, Question
from shared import clock, outbox
from shared.access import Caller
from shared.db import Tx
from shared.errors import NotFound, Refused, TooMany
from shared.events import QuestionAsked
from shared.queries import what_if as reads
from shared.queries.practice import Known, Practices

AT_ONCE = 6  # questions of one account that wait for their answers
RULES = 3  # counted up when the same question may have another answer than before


async def ask(
    tx: Tx,
    known: Known,
    kind: str,
    question: dict[str, Any],
    *,
    caller: Caller,
    in_words: Callable[[str], dict[str, Any]],
    about: str | None = None,
    at_once: dict[str, Any] | None = None,
) -> Question:
    """Put a question to the solver; where the same one is known at the same stamps, that.

    `about`: whose question it is, so that they may read it too. `at_once`: the answer, where it needs no solver.
    `in_words`: what an answer that never came is replaced by. Raises TooMany.
    """
    stamp = await stamp_of(tx, known)
    if (found := await queries.known(tx, kind=kind, question=question, stamp=stamp)) and not found.is_overdue:
        return found
    if found:
        await queries.give_up(tx, question_id=found.id, answer=in_words(words.TOO_LATE))
    if await queries.waiting_for(tx, asked_by=caller.account_id, seconds=OVERDUE_SECONDS) >= AT_ONCE:
        raise TooMany("You have several questions waiting; please wait for an answer first.", retry_after_seconds=5)
    new = await queries.insert(
        tx, kind=kind, asked_by=caller.account_id, person_code=about, question=question, stamp=stamp, answer=at_once
    )
    if new is None:  # asked twice at once, and the other was first
        found = await queries.known(tx, kind=kind, question=question, stamp=stamp)
    else:
        found = await queries.the_question(tx, question_id=new)
        if at_once is None:
            await outbox.announce(tx, QuestionAsked(question_id=new))
    if found is None:
        raise NotFound("There is no such question.")
    return found


async def the_question(tx: Tx, kind: str, *, question_id: UUID, caller: Caller) -> Question:
    """One question of a kind, for who asked it, whom it is about, and administrators. Raises NotFound."""
    found = await queries.the_question(tx, question_id=question_id)
    if found is None or found.kind != kind:
        raise NotFound("There is no such question.")
    about_them = found.person_code is not None and found.person_code == caller.person_code
    if not (found.asked_by == caller.account_id or about_them or caller.is_administrator):
        raise NotFound("There is no such question.")
    return found


async def the_practice(tx: Tx, practices: Practices) -> Known:
    """The practice as it stands. Raises Refused before the first import."""
    known = await practices.current(tx)
    if known is None:
        raise Refused("no-practice", "No practice has been read in yet. Import one first.")
    return known


async def stamp_of(tx: Tx, known: Known) -> str:
    """While this stays, so does every answer: the rules here, the day, the practice, its leave and the rota."""
    version, leave = known.stamp
    return f"{RULES}/{clock.today()}/{version}.{leave}/{await reads.rota_stamp(tx)}"
