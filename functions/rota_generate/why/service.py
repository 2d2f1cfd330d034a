"""Why a session is as it is, and asking what would follow if another took it."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from uuid import UUID

from functions.rota_generate.questions import queries as question_rows
from functions.rota_generate.questions import service as questions
from functions.rota_generate.questions.kinds import WHY_NOT
from functions.rota_generate.questions.queries import Question
from functions.rota_generate.why import answer, policy, queries
from functions.rota_generate.why.load import stand_around
from functions.rota_generate.why.nouns import Asked, Stand
from functions.rota_generate.why.reasons import Explanation, explanation
from shared.access import Caller
from shared.constraints.supervisors import Link, named
from shared.db import Tx
from shared.errors import NotFound, Refused
from shared.queries import supervision
from shared.queries.practice import Known, Practices
from shared.standing import Slot


class Whys:
    """Explains sessions. The period looked at last is kept in memory until the rota changes: people look at one
    session after another."""

    def __init__(self, practices: Practices) -> None:
        self._practices = practices
        self._kept: tuple[object, Stand] | None = None

    async def why(self, tx: Tx, slot: Slot, *, caller: Caller) -> Explanation:
        """Why somebody does what they do in a session. Raises NotFound for nobody, and where nothing is published.

        Who decided something by hand is named to administrators.
        """
        known = await questions.the_practice(tx, self._practices)
        if not known.practice.terms_of(slot.code):
            raise NotFound("Nobody on the rota has this code.")
        stand = await self._stand(tx, known, slot)
        decided = await queries.decided_by(tx, slot=slot) if caller.is_administrator else None
        links = await supervision.links(tx, start=slot.session.date, end=slot.session.date)
        # A large practice takes a while to look through; other requests are answered meanwhile.
        return await asyncio.to_thread(_explained, stand, slot, decided, links)

    async def _stand(self, tx: Tx, known: Known, slot: Slot) -> Stand:
        stamp = await questions.stamp_of(tx, known)
        if self._kept and self._kept[0] == stamp and slot.session.date in self._kept[1].horizon:
            return self._kept[1]
        stand = await stand_around(tx, known.practice, slot.session)
        self._kept = stamp, stand
        return stand


def _explained(stand: Stand, slot: Slot, decided: str | None, links: Sequence[Link]) -> Explanation:
    pairs = named(stand.checked, stand.rota, slot.session, links)
    return explanation(stand, slot, decided=decided, pairs=pairs)


async def ask(tx: Tx, practices: Practices, asked: Asked, *, caller: Caller) -> Question:
    """Put "why not somebody else" to the solver; where the same one is known at the same stamps, that.

    Raises NotFound where nothing is published, Refused listing everything wrong with the question, TooMany.
    """
    known = await questions.the_practice(tx, practices)
    stand = await stand_around(tx, known.practice, asked.slot.session)
    if faults := policy.faults(stand, asked):
        raise Refused("cannot-be-asked", "This cannot be asked of this session.", reasons=faults)
    return await questions.ask(tx, known, WHY_NOT, asked.as_document(), caller=caller, in_words=answer.plainly)


async def the_why_not(tx: Tx, *, why_not_id: UUID) -> Question:
    """One question, for anybody who is signed in: the same question is the same row, whoever asks, and its answer
    tells no more than the rota does. Raises NotFound."""
    found = await question_rows.the_question(tx, question_id=why_not_id)
    if found is None or found.kind != WHY_NOT:
        raise NotFound("There is no such question.")
    return found
