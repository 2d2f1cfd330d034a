"""Asking which rules cannot hold together, and reading the answer."""

from __future__ import annotations

from uuid import UUID

from functions.rota_generate import service as runs
from functions.rota_generate.conflicts import words
from functions.rota_generate.conflicts.nouns import Gap
from functions.rota_generate.questions import service as questions
from functions.rota_generate.questions.kinds import CONFLICT
from functions.rota_generate.questions.queries import Question
from functions.rota_generate.why.load import stand_around
from shared.access import Caller
from shared.constraints import minimum_doctors, site_cover
from shared.db import Tx
from shared.domain.calendar import Half, Session
from shared.errors import NotFound, Reason, Refused
from shared.queries.practice import Practices


async def ask(tx: Tx, practices: Practices, gap: Gap, run_id: UUID | None, *, caller: Caller) -> Question:
    """Put a gap to the solver; where the same one is known at the same stamps, that.

    Raises NotFound where there is no such draft and nothing published, Refused for what is no gap, TooMany.
    """
    if faults := _faults(gap):
        raise Refused("cannot-be-asked", "This is not how a gap is said.", reasons=faults)
    known = await questions.the_practice(tx, practices)
    if run_id is None:
        await stand_around(tx, known.practice, Session(gap.date, gap.half or Half.AM))
    elif not (await runs.the_run(tx, run_id=run_id)).has_draft:
        raise NotFound("This run has no draft.")
    document = gap.as_document() | {"run_id": None if run_id is None else str(run_id)}
    return await questions.ask(tx, known, CONFLICT, document, caller=caller, in_words=words.plainly)


def _faults(gap: Gap) -> tuple[Reason, ...]:
    all_day = gap.rule == minimum_doctors.ID
    found = []
    if all_day is not (gap.half is None):
        said = "Doctors are counted over the whole day." if all_day else "Say which half of the day."
        found.append(Reason(said, "half", "half"))
    if gap.rule == site_cover.ID and gap.site is None:
        found.append(Reason("Say which site.", "site", "site"))
    return tuple(found)


async def the_conflict(tx: Tx, *, conflict_id: UUID, caller: Caller) -> Question:
    """One question, for administrators. Raises NotFound."""
    return await questions.the_question(tx, CONFLICT, question_id=conflict_id, caller=caller)
