"""Leave as other rooms read it (shared/queries/leave.py), of requests made by the room that writes them."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from shared.queries import leave
from tests.cast import BEN, PRIYA, House
from tests.leave import TUESDAY, ask, decide

FIRST, LAST = date(2027, 1, 11), date(2027, 1, 15)


async def test_a_letter_has_what_it_needs(house: House) -> None:
    await house.with_practice()
    await house.published()
    request = await ask(await house.as_(BEN), TUESDAY, kind="study", buddy_code="CW")
    await decide(await house.as_(PRIYA), request, "refusal", reason="Full")
    async with house.db.tx() as tx:
        told = await leave.told(tx, request_id=UUID(request["id"]))
    assert told is not None
    assert (told.person_name, told.kind, told.status, told.decided_by, told.decision_reason, told.buddy_code) == (
        "Dr Ben Hughes", "study", "declined", "Priya Shah", "Full", "CW",
    )  # fmt: skip
    assert told.stranded == []


async def test_stranded_trainees_are_told_with_it(house: House) -> None:
    await house.with_practice()
    await house.published()
    priya = await house.as_(PRIYA)
    await ask(priya, TUESDAY, kind="sick", person_code="AO")
    request = await ask(priya, TUESDAY, kind="study", person_code="CW")
    async with house.db.tx() as tx:
        told = await leave.told(tx, request_id=UUID(request["id"]))
        assert await leave.told(tx, request_id=UUID(int=7)) is None
    assert told is not None
    assert [(each["name"], each["date"], each["half"]) for each in told.stranded] == [
        ("Dr Rosa Marsh", TUESDAY, "AM"), ("Dr Rosa Marsh", TUESDAY, "PM"),
    ]  # fmt: skip


async def test_who_is_away_is_asked_without_a_kind(house: House) -> None:
    await house.with_practice()
    await ask(await house.as_(BEN), TUESDAY, end_half="AM", part_minutes=60)
    async with house.db.tx() as tx:
        everybody = await leave.spells(tx, start=FIRST, end=LAST)
        nobody = await leave.spells(tx, start=FIRST, end=LAST, code="BH")
    assert [(each.person_code, each.status) for each in everybody] == [("CW", "requested")]
    assert nobody == []
    assert not hasattr(everybody[0], "kind")
