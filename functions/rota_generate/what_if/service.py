"""Asking what a leave would do, and reading the answer."""

from __future__ import annotations

from uuid import UUID

from functions.rota_generate.questions import service as questions
from functions.rota_generate.questions.kinds import LEAVE
from functions.rota_generate.questions.queries import Question
from functions.rota_generate.what_if import policy, words
from functions.rota_generate.what_if.judge import Verdict
from functions.rota_generate.what_if.policy import Asked
from shared.access import Caller
from shared.db import Tx
from shared.domain.calendar import Half, Session
from shared.domain.leave import LeaveKind
from shared.errors import Forbidden, NotFound, Reason, Refused
from shared.queries import what_if as reads
from shared.queries.practice import Practices


async def ask(tx: Tx, practices: Practices, asked: Asked, *, caller: Caller) -> Question:
    """Put a question to the solver; where the same one is known at the same stamps, that.

    Raises Forbidden for somebody else's leave, Refused listing everything wrong with the question, TooMany.
    """
    if asked.code != caller.person_code and not caller.is_administrator:
        raise Forbidden("You can ask about your own leave only.")
    known = await questions.the_practice(tx, practices)
    if faults := policy.faults(known.practice, asked):
        raise Refused("cannot-be-asked", "This leave cannot be looked at as it is.", reasons=faults)
    # Part of a session needs no solver: the session is still worked.
    at_once = words.plainly(Verdict.GREEN, words.PART_OF_A_SESSION) if asked.part_minutes is not None else None
    return await questions.ask(
        tx,
        known,
        LEAVE,
        policy.as_document(asked),
        caller=caller,
        in_words=lambda sentence: words.plainly(None, sentence),
        about=asked.code,
        at_once=at_once,
    )


async def ask_about_request(tx: Tx, practices: Practices, request_id: UUID, *, caller: Caller) -> Question:
    """The same for a request that waits for a decision. Raises NotFound for what the caller may not see."""
    request = await reads.asked_leave(tx, request_id=request_id)
    if request is None or not (caller.is_administrator or request.person_code == caller.person_code):
        raise NotFound("There is no such request.")
    if request.status != "requested":
        reason = Reason(f"This request is {request.status}.", "not-open", "request_id")
        raise Refused("cannot-be-asked", "Only a request that waits for a decision can be looked at.", reasons=[reason])
    start, end = (
        Session(request.start_date, Half(request.start_half)),
        Session(request.end_date, Half(request.end_half)),
    )
    asked = Asked(request.person_code, LeaveKind(request.kind), start, end, request.part_minutes)
    return await ask(tx, practices, asked, caller=caller)


async def the_what_if(tx: Tx, *, what_if_id: UUID, caller: Caller) -> Question:
    """One question, for who asked it, whose leave it is, and administrators. Raises NotFound."""
    return await questions.the_question(tx, LEAVE, question_id=what_if_id, caller=caller)
