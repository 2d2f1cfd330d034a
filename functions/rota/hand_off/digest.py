"""What administrators are told of lines that wait too long: once on a working day, how many they are, never whose.

Whoever sees to lines is told of those. Of lines nobody sees to, or somebody whom no mail reaches, every administrator
is told: else they would wait unseen.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from datetime import date, datetime, time, timedelta
from pathlib import Path
from uuid import UUID

from functions.rota.hand_off import policy, queries, service
from functions.rota.hand_off.policy import Line
from functions.rota.hand_off.queries import Reached
from shared import clock, mail
from shared.db import Tx
from shared.domain.calendar import in_words
from shared.queries.practice import practice_name
from shared.settings import Settings

EMAILS = Path(__file__).parent / "emails"
KIND = "hand-off-overdue"
USEFUL = timedelta(days=1)
YOURS = "You are told because you see to them."
NOBODYS = "You are told because nobody whom mail reaches sees to all of them: name somebody on that page."


async def tell(tx: Tx, settings: Settings) -> int:
    """Post today's letters that are not posted yet; how many. The daily job."""
    today = clock.today()
    if not policy.is_working_day(today) or not (overdue := await service.overdue(tx)):
        return 0
    reached = await queries.reached(tx)
    already = await queries.told(tx, since=datetime.combine(today, time(), clock.LONDON))
    values = {
        "practice": await practice_name(tx) or "RotaCC",
        "page": f"{settings.site_url.rstrip('/')}/hand-off.html" if settings.site_url else "See the page Hand-off.",
    }
    letters = [
        letter(each, lines, values | {"said": said(lines, today)})
        for each in reached
        if each.id not in already and (lines := theirs(each.id, overdue, reached))
    ]
    for each in letters:
        await mail.post(tx, each)
    return len(letters)


def theirs(account: UUID, lines: Iterable[Line], reached: Collection[Reached]) -> list[Line]:
    """The lines an administrator is told of."""
    tells = {each.id for each in reached}
    return [line for line in lines if line.owner == account or line.owner not in tells]


def letter(to: Reached, lines: Sequence[Line], values: dict[str, str]) -> mail.Message:
    """Tells one administrator of these lines. A later one settles one that could not be sent."""
    own = all(line.owner == to.id for line in lines)
    told = {"greeting": to.name, "lines": counted(len(lines)), "why": YOURS if own else NOBODYS}
    return mail.written(
        EMAILS / "hand_off_overdue",
        KIND,
        to.address,
        values | told,
        about=f"{queries.ABOUT}{to.id}",
        useful_until=clock.now() + USEFUL,
    )


def said(lines: Sequence[Line], today: date) -> str:
    """'3 of them are for today or the next working day. The oldest has waited since 4 January.'"""
    near = sum(line.is_near(today) for line in lines)
    oldest = min(line.since for line in lines).astimezone(clock.LONDON).date()
    soon = "None of them is" if near == 0 else "1 of them is" if near == 1 else f"{near} of them are"
    return f"{soon} for today or the next working day. The oldest has waited since {in_words(oldest)}."


def counted(lines: int) -> str:
    """'1 line of the hand-off is'."""
    return "1 line of the hand-off is" if lines == 1 else f"{lines} lines of the hand-off are"
