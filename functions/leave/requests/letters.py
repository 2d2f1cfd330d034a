"""The letter to somebody whose leave was decided on: to them alone, and never of what kind the leave is, or why."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from uuid import UUID

from functions.leave.requests import queries
from functions.leave.requests.queries import Request
from functions.leave.requests.words import stretch
from shared import clock, mail
from shared.db import Tx
from shared.queries import accounts
from shared.queries.practice import practice_name
from shared.settings import Settings

EMAILS = Path(__file__).parents[1] / "emails"
WAITS = timedelta(minutes=2)  # for as long as whoever decided may find that it was a slip
USEFUL_FOR = timedelta(days=7)
BY_THEM = ("asked", "round")  # what people asked for themselves; what is recorded for them they were told already


def about(leave_id: UUID) -> str:
    """What a letter about this leave is about."""
    return f"leave:{leave_id}"


async def tell(tx: Tx, settings_of: Callable[[], Settings], *, leave_id: UUID) -> None:
    """Post a letter of how a request stands now, in place of one that still waits; none where nobody needs one.

    The settings are read only where there is a letter to write.
    """
    await mail.withdraw_about(tx, about=about(leave_id), said="Something else was decided since.")
    request, by = await queries.request(tx, leave_id=leave_id), await queries.decider(tx, leave_id=leave_id)
    if request is None or by is None or not _is_news(request):
        return
    owner = await accounts.reached(tx, code=request.person_code)
    if owner is None or owner.id == by or mail.missing(settings := settings_of()):
        return
    values = {
        "greeting": owner.name,
        "dates": stretch(request.start, request.end),
        "what": request.status,
        "practice": await practice_name(tx) or "RotaCC",
        "link": f"{settings.site_url.rstrip('/')}/leave.html?show=mine" if settings.site_url else "the page Leave",
    }
    letter = mail.written(
        EMAILS / "leave_decided", "leave-decided", owner.email, values, about=about(leave_id),
        useful_until=clock.now() + USEFUL_FOR,
    )  # fmt: skip
    await mail.post(tx, letter, by=by, after=WAITS)


def _is_news(request: Request) -> bool:
    """Whether somebody else's decision about it is news to its owner."""
    return request.source in BY_THEM and not (request.status == "approved" and request.automatic)
