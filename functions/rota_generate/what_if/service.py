"""Asking what a leave would do, and reading the answer."""

from __future__ import annotations

from uuid import UUID

from functions.rota_generate.what_if import policy, queries, words
from functions.rota_generate.what_if.judge import Verdict
from functions.rota_generate.what_if.policy import Asked
from functions.rota_generate.what_if.queries import OVERDUE_SECONDS, WhatIf
from shared import clock, outbox
from shared.access import Caller
from shared.db import Tx
from shared.domain.calendar import Half, Session
from shared.domain.leave import LeaveKind
from shared.errors import Forbidden, NotFound, Reason, Refused, TooMany
from shared.events import WhatIfAsked
from shared.queries import what_if as reads
from shared.queries.practice import Known, Practices

AT_ONCE = 6  # questions of one account that wait for their answers
KEPT_DAYS = 30
RULES = 1  # counted up when the same question may have another answer than before


async def ask(tx: Tx, practices: Practices, asked: Asked, *, caller: Caller) -> WhatIf:
    """Put a question to the solver; where the same one is known at the same stamps, that.

    Raises Forbidden for somebody else's leave, Refused listing everything wrong with the question, TooMany.
    """
    if asked.code != caller.person_code and not caller.is_administrator:
        raise Forbidden("You can ask about your own leave only.")
    known = await _practice(tx, practices)
    if faults := policy.faults(known.practice, asked):
        raise Refused("cannot-be-asked", "This leave cannot be looked at as it is.", reasons=faults)
    question, stamp = policy.as_document(asked), await _stamp(tx, known)
    if (found := await queries.known(tx, question=question, stamp=stamp)) and not found.is_overdue:
        return found
    if found:
        await queries.give_up(tx, what_if_id=found.id, answer=words.plainly(None, words.TOO_LATE))
    if await queries.waiting_for(tx, asked_by=caller.account_id, seconds=OVERDUE_SECONDS) >= AT_ONCE:
        raise TooMany("You have several questions waiting; please wait for an answer first.", retry_after_seconds=5)
    return await _put(tx, asked, question, stamp, by=caller.account_id)


async def ask_about_request(tx: Tx, practices: Practices, request_id: UUID, *, caller: Caller) -> WhatIf:
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


async def the_what_if(tx: Tx, *, what_if_id: UUID, caller: Caller) -> WhatIf:
    """One question, for who asked it, whose leave it is, and administrators. Raises NotFound."""
    found = await queries.what_if(tx, what_if_id=what_if_id)
    theirs = found is not None and (found.asked_by == caller.account_id or found.person_code == caller.person_code)
    if found is None or not (theirs or caller.is_administrator):
        raise NotFound("There is no such question.")
    return found


async def forget_old(tx: Tx) -> None:
    """Remove what was asked long ago."""
    await queries.forget_old(tx, days=KEPT_DAYS)


async def _practice(tx: Tx, practices: Practices) -> Known:
    known = await practices.current(tx)
    if known is None:
        raise Refused("no-practice", "No practice has been read in yet. Import one first.")
    return known


async def _stamp(tx: Tx, known: Known) -> str:
    """While this stays, so does every answer: the rules here, the day, the practice, its leave and the rota."""
    version, leave = known.stamp
    return f"{RULES}/{clock.today()}/{version}.{leave}/{await reads.rota_stamp(tx)}"


async def _put(tx: Tx, asked: Asked, question: dict[str, object], stamp: str, *, by: UUID) -> WhatIf:
    """Record the question and ring the bell. Part of a session needs no solver: the session is still worked."""
    at_once = words.plainly(Verdict.GREEN, words.PART_OF_A_SESSION) if asked.part_minutes is not None else None
    new = await queries.insert(tx, asked_by=by, person_code=asked.code, question=question, stamp=stamp, answer=at_once)
    if new is None:  # asked twice at once, and the other was first
        found = await queries.known(tx, question=question, stamp=stamp)
    else:
        found = await queries.what_if(tx, what_if_id=new)
        if at_once is None:
            await outbox.announce(tx, WhatIfAsked(what_if_id=new))
    if found is None:
        raise NotFound("There is no such question.")
    return found
