"""Asking how the rota could be repaired, and reading the answer."""

from __future__ import annotations

from uuid import UUID

from functions.rota_generate.questions import service as questions
from functions.rota_generate.questions.kinds import REPAIR
from functions.rota_generate.questions.queries import Question
from functions.rota_generate.repair import policy, words
from functions.rota_generate.repair.policy import Asked
from shared import clock
from shared.access import Caller
from shared.db import Tx
from shared.errors import Reason, Refused
from shared.queries import edits, rota
from shared.queries.practice import Practices


async def ask(tx: Tx, practices: Practices, asked: Asked, *, caller: Caller) -> Question:
    """Put a question to the solver; where the same one is known at the same stamps, that.

    Raises Refused listing everything wrong with the question, TooMany.
    """
    known, today = await questions.the_practice(tx, practices), clock.today()
    if faults := policy.faults(known.practice, asked, today):
        raise Refused("cannot-be-repaired", "These days cannot be repaired as asked.", reasons=faults)
    weeks = asked.weeks(today)
    if not await rota.versions_covering(tx, start=weeks.start, end=weeks.end):
        reason = Reason(words.NOT_PUBLISHED, "nothing-published", "start")
        raise Refused("nothing-published", "There is nothing to repair.", reasons=[reason])
    document = policy.as_document(asked)
    if asked.edited:
        document["edits"] = await edits.number(tx)  # the same question of another working copy is another question
    return await questions.ask(tx, known, REPAIR, document, caller=caller, in_words=words.plainly)


async def the_repair(tx: Tx, *, repair_id: UUID, caller: Caller) -> Question:
    """One question, for administrators. Raises NotFound."""
    return await questions.the_question(tx, REPAIR, question_id=repair_id, caller=caller)
