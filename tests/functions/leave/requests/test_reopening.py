"""DELETE /leave/requests/{id}/approval."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

import pytest

from functions.leave.entitlement.nouns import request_key
from shared import clock
from tests.cast import AMARA, BEN, PRIYA, House
from tests.leave import MONDAY, TUESDAY, ask, decide, left, rota_lines


async def asked(house: House) -> dict[str, Any]:
    """A request of Ben's that a person has to decide on, on a published rota."""
    await house.with_practice()
    await house.published()
    return await ask(await house.as_(BEN), MONDAY, TUESDAY, kind="study", note="A course")


def approval(request: dict[str, Any]) -> str:
    return f"/leave/requests/{request['id']}/approval?version={request['version']}"


async def test_it_works(house: House) -> None:
    request = await asked(house)
    assert request["status"] == "requested"
    priya, rota, sums = await house.as_(PRIYA), await rota_lines(house), await left(house, "BH")
    for _ in range(2):  # taken back, it can be approved again, and taken back again
        approved = (await decide(priya, request, "approval"))["request"]
        assert "reopen" in approved["may"] and await rota_lines(house) != rota
        answer = await priya.ask("DELETE", approval(approved))
        assert answer.status_code == 200, answer.text
        request = answer.json["request"]
        assert (request["status"], request["decided_by"], request["decided_at"]) == ("requested", None, None)
        assert request["may"] == ["approve", "decline", "cancel"]
        assert len(answer.json["put_back"]) == 4 and answer.json["not_put_back"] == []
        assert (await rota_lines(house), await left(house, "BH")) == (rota, sums)
    told = (await priya.get(f"/leave/requests/{request['id']}")).json["history"]
    assert [each["what"] for each in told] == ["Asked for", *["Approved", "Approval taken back"] * 2]


async def test_minutes_that_were_booked_are_reserved_again(house: House) -> None:
    await house.with_practice()
    priya = await house.as_(PRIYA)
    soon = await ask(await house.as_(BEN), "2026-12-14")
    approved = (await decide(priya, soon, "approval"))["request"]
    assert (await priya.ask("DELETE", approval(approved))).status_code == 200
    async with house.db.tx() as tx:
        cursor = await tx.execute(
            "select kind, sum(minutes)::int from ledger_entry where key = %s group by kind order by kind",
            (request_key(UUID(soon["id"])),),
        )
        assert await cursor.fetchall() == [("booked", 0), ("pending", -500)]


async def test_what_passed_every_check_is_nobodys_decision_to_take_back(house: House) -> None:
    await house.with_practice()
    await house.published()
    priya = await house.as_(PRIYA)
    request = await ask(await house.as_(BEN), MONDAY)
    assert request["automatic"]
    assert (await priya.ask("DELETE", approval(request))).status_code == 422


async def test_of_two_the_later_is_told(house: House) -> None:
    request = await asked(house)
    priya, amara = await house.as_(PRIYA), await house.as_(AMARA)
    approved = (await decide(priya, request, "approval"))["request"]
    await decide(amara, approved, "cancellation")
    late = await priya.ask("DELETE", approval(approved))
    assert (late.status_code, late.json["newer"]["status"]) == (409, "cancelled")


async def test_nobody_takes_back_what_was_said_to_themselves(house: House) -> None:
    await house.with_practice()
    amara, priya = await house.as_(AMARA), await house.as_(PRIYA)
    request = await ask(amara, MONDAY, kind="study", note="A course")
    approved = (await decide(priya, request, "approval"))["request"]
    assert (await amara.ask("DELETE", approval(approved))).status_code == 403
    assert (await (await house.as_(BEN)).ask("DELETE", approval(approved))).status_code == 403


async def test_what_has_begun_or_was_recorded_for_somebody_does_not_wait_again(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    request = await asked(house)
    priya = await house.as_(PRIYA)
    approved = (await decide(priya, request, "approval"))["request"]
    sick = await ask(priya, "2027-01-06", kind="sick", person_code="AO")
    assert (await priya.ask("DELETE", approval(sick))).status_code == 422
    monkeypatch.setattr(clock, "today", lambda: date(2027, 1, 12))
    begun = await priya.ask("DELETE", approval(approved))
    assert (begun.status_code, begun.json["type"]) == (422, "urn:rotacc:not-waiting")
