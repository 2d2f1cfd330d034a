"""A place in a popular week becomes leave, by the same way as any other leave."""

from __future__ import annotations

from datetime import date, timedelta
from uuid import UUID

from functions.leave.requests import decisions, service
from functions.leave.requests import queries as requests
from functions.leave.requests.policy import Wanted, Weight
from functions.leave.rounds.queries import Round
from shared.access import Caller, Role
from shared.db import Tx
from shared.domain.calendar import Half, Session
from shared.domain.leave import LeaveKind
from shared.errors import Reason, Refused
from shared.queries.practice import Practices

# The places say how many may be away, so what the round's own rule settles does not stand in the way again.
NOT_WITHOUT = frozenset({"entitlement"})


async def grant(tx: Tx, offer: Round, *, code: str, week: date, by: UUID | None, request_id: str | None) -> UUID:
    """Approved annual leave from Monday to Friday of a week; its id. Raises Refused with every reason it cannot be."""
    friday = week + timedelta(days=4)
    wanted = Wanted(code, LeaveKind.ANNUAL, Session(week, Half.AM), Session(friday, Half.PM), note=offer.label)
    practices, caller = Practices(), _in_the_name_of_the_round(offer, by)
    await requests.hold(tx)  # before anything is looked at: the places of two rounds are given out one after the other
    assessed = await service.look(tx, practices, wanted, caller)
    if against := [each for each in assessed.reasons if each.weight is Weight.CANNOT or each.code in NOT_WITHOUT]:
        reasons = [Reason(each.message, each.code, each.field) for each in against]
        raise Refused("popular-week", "This week cannot be given to them.", reasons=reasons)
    asked = await service.ask(tx, practices, wanted, caller, source="round", request_id=request_id)
    request = asked.request
    if request.status == "requested":
        await decisions.approve(
            tx, practices, request.id, caller, version=request.version, note=offer.label, request_id=request_id
        )
    return request.id


def _in_the_name_of_the_round(offer: Round, by: UUID | None) -> Caller:
    """Whoever gives the places out, else whoever offered them: an administrator, never the one whose leave it is."""
    account = by or offer.made_by
    if account is None:
        raise Refused("nobody", "Nobody is on record who offered these weeks; give the places out by hand.")
    return Caller(
        account_id=account,
        username="",
        display_name="",
        roles=frozenset({Role.ADMINISTRATOR}),
        person_code=None,
        session_id="",
        csrf_token="",  # no request comes of it
    )
