"""PUT /leave/requests/{id}/refusal."""

from __future__ import annotations

from tests.cast import BEN, PRIYA, House
from tests.leave import TUESDAY, ask, decide, left


async def test_it_works(house: House) -> None:
    await house.with_practice()
    request = await ask(await house.as_(BEN), TUESDAY, kind="study")
    answer = await decide(await house.as_(PRIYA), request, "refusal", reason="Two are off already")
    declined = answer["request"]
    assert (declined["status"], declined["decided_by"], declined["decision_reason"]) == (
        "declined", "Priya Shah", "Two are off already",
    )  # fmt: skip
    assert declined["may"] == []


async def test_a_reason_is_needed(house: House) -> None:
    await house.with_practice()
    request = await ask(await house.as_(BEN), TUESDAY, kind="study")
    for reason in ("", "   ", None):
        answer = await (await house.as_(PRIYA)).put(
            f"/leave/requests/{request['id']}/refusal", {"version": 1, "reason": reason}
        )
        assert answer.status_code == 422
        assert answer.json["errors"][0]["field"] == "reason"


async def test_declining_gives_the_minutes_back_and_tells(house: House) -> None:
    await house.with_practice()
    had = await left(house, "BH")
    ben = await house.as_(BEN)
    await ask(ben, "2027-06-07", "2027-07-09")
    over = await ask(ben, "2027-08-02", "2027-09-24")
    assert over["status"] == "requested"
    assert (await left(house, "BH"))["pending"] > 0
    await decide(await house.as_(PRIYA), over, "refusal", reason="Not so much")
    has = await left(house, "BH")
    assert has["pending"] == 0
    assert has["left"] == had["left"] - has["booked"]
    async with house.db.tx() as tx:
        cursor = await tx.execute("select payload from outbox where event = 'leave-decided' order by id desc limit 1")
        assert await cursor.fetchone() == ({"request_id": over["id"], "approved": False},)


async def test_declining_twice_is_the_same_answer(house: House) -> None:
    await house.with_practice()
    request = await ask(await house.as_(BEN), TUESDAY, kind="study")
    first = await decide(await house.as_(PRIYA), request, "refusal", reason="Full")
    assert await decide(await house.as_(PRIYA), request, "refusal", reason="Full, I said") == first


async def test_what_was_approved_is_not_declined(house: House) -> None:
    await house.with_practice()
    request = await ask(await house.as_(BEN), TUESDAY)
    answer = await (await house.as_(PRIYA)).put(
        f"/leave/requests/{request['id']}/refusal", {"version": request["version"], "reason": "On second thoughts"}
    )
    assert answer.status_code == 409
    assert answer.json["detail"] == "This request was approved meanwhile."


async def test_the_dates_are_free_again(house: House) -> None:
    await house.with_practice()
    ben = await house.as_(BEN)
    await decide(await house.as_(PRIYA), await ask(ben, TUESDAY, kind="study"), "refusal", reason="Full")
    assert (await ask(ben, TUESDAY))["status"] == "approved"
