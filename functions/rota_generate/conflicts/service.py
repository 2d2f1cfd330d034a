"""Asking which rules cannot hold together, and reading the answer."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from functions.rota_generate import service as runs
from functions.rota_generate.conflicts import words
from functions.rota_generate.conflicts.nouns import Enquiry
from functions.rota_generate.questions import service as questions
from functions.rota_generate.questions.kinds import CONFLICT, LONGER_SECONDS
from functions.rota_generate.questions.queries import Question
from functions.rota_generate.why.load import stand_around
from shared.access import Caller
from shared.constraints import minimum_doctors, site_cover
from shared.db import Tx
from shared.domain.calendar import Half, Session
from shared.errors import NotFound, Reason, Refused
from shared.queries import edits
from shared.queries.practice import Practices


async def ask(tx: Tx, practices: Practices, asked: Enquiry, *, caller: Caller) -> Question:
    """Put a gap to the solver; where the same one is known at the same stamps, that.

    Raises NotFound where there is no such draft and nothing published, Refused for what is no gap, TooMany.
    """
    if faults := _faults(asked):
        raise Refused("cannot-be-asked", "This is not how a gap is said.", reasons=faults)
    known = await questions.the_practice(tx, practices)
    if asked.run_id is None:
        await stand_around(tx, known.practice, Session(asked.gap.date, asked.gap.half or Half.AM))
    elif not (await runs.the_run(tx, run_id=asked.run_id)).has_draft:
        raise NotFound("This run has no draft.")
    document = await _document(tx, asked)
    return await questions.ask(tx, known, CONFLICT, document, caller=caller, in_words=words.plainly)


async def _document(tx: Tx, asked: Enquiry) -> dict[str, Any]:
    """The question as it is stored; asked of another working copy, or for longer, it is another question."""
    document = asked.gap.as_document() | {"run_id": None if asked.run_id is None else str(asked.run_id)}
    if asked.edited:
        document["edits"] = await edits.number(tx)
    if asked.longer:
        document["longer"] = LONGER_SECONDS
    return document


def _faults(asked: Enquiry) -> list[Reason]:
    gap, found = asked.gap, []
    all_day = gap.rule == minimum_doctors.ID
    if all_day is not (gap.half is None):
        said = "Doctors are counted over the whole day." if all_day else "Say which half of the day."
        found.append(Reason(said, "half", "half"))
    if gap.rule == site_cover.ID and gap.site is None:
        found.append(Reason("Say which site.", "site", "site"))
    if asked.edited and asked.run_id is not None:
        found.append(
            Reason("Ask about a draft, or about the changes that wait; not about both at once.", "layer", "layer")
        )
    return found


async def the_conflict(tx: Tx, *, conflict_id: UUID, caller: Caller) -> Question:
    """One question, for administrators. Raises NotFound."""
    return await questions.the_question(tx, CONFLICT, question_id=conflict_id, caller=caller)
