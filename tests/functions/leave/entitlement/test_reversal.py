"""POST /leave/entries/{id}/reversal."""

from __future__ import annotations

import asyncio
from typing import Any

from tests.cast import AMARA, BEN, PRIYA, Client, House
from tests.functions.leave.entitlement.conftest import Statement

WANTED = {"year": "2027-01-01", "kind": "adjustment", "amount": "-3", "unit": "sessions", "reason": "Counted twice"}


async def adjusted(client: Client) -> Any:
    answer = await client.post("/leave/people/BH/adjustments", WANTED)
    assert answer.status_code == 201, answer.text
    return answer.json


async def test_it_works(house: House, statement: Statement) -> None:
    await house.with_practice()
    priya = await house.as_(PRIYA)
    line = await adjusted(priya)
    answer = await priya.post(f"/leave/entries/{line['id']}/reversal", {"reason": "It was not"})
    assert answer.status_code == 201, answer.text
    assert answer.json["amount"]["sessions"] == "3"
    assert (answer.json["reverses"], answer.json["what"]) == (line["id"], "Taken back: Adjustment")
    found = await statement(house, "BH")
    assert found["totals"]["left"]["sessions"] == "40"
    was, back = found["lines"][-2:]
    assert (was["id"], back["reverses"]) == (line["id"], line["id"])
    assert was["evens_out"] and back["evens_out"]
    assert not was["may_reverse"] and not back["may_reverse"]


async def test_an_entry_is_taken_back_once(house: House) -> None:
    await house.with_practice()
    priya = await house.as_(PRIYA)
    line = await adjusted(priya)
    await priya.post(f"/leave/entries/{line['id']}/reversal", {"reason": "First"})
    again = await priya.post(f"/leave/entries/{line['id']}/reversal", {"reason": "Second"})
    assert again.status_code == 409
    assert again.json["newer"]["reversed_by"]


async def test_two_at_once_take_it_back_once(house: House) -> None:
    await house.with_practice()
    clients = [await house.as_(actor) for actor in (PRIYA, AMARA) for _ in range(3)]
    line = await adjusted(clients[0])
    path = f"/leave/entries/{line['id']}/reversal"
    answers = await asyncio.gather(*(client.post(path, {"reason": "Mine"}) for client in clients))
    assert sorted(answer.status_code for answer in answers) == [201, 409, 409, 409, 409, 409]
    balance = (await clients[0].get("/leave/people/BH/balance?year=2027-01-01")).json
    assert balance["left"]["sessions"] == "40"


async def test_what_follows_by_itself_and_what_takes_back_are_not_taken_back(
    house: House, statement: Statement
) -> None:
    await house.with_practice()
    priya = await house.as_(PRIYA)
    line = await adjusted(priya)
    back = (await priya.post(f"/leave/entries/{line['id']}/reversal", {"reason": "No"})).json
    grant = (await statement(house, "BH"))["lines"][0]
    for entry, code in ((grant, "follows-by-itself"), (back, "is-a-reversal")):
        answer = await priya.post(f"/leave/entries/{entry['id']}/reversal", {"reason": " "})
        assert answer.status_code == 422
        assert [error["code"] for error in answer.json["errors"]] == [code, "reason"]


async def test_there_must_be_such_an_entry(house: House) -> None:
    await house.with_practice()
    priya = await house.as_(PRIYA)
    for number in ("999999", "9007199254740991", "9007199254740992", "0", "minus-one"):
        answer = await priya.post(f"/leave/entries/{number}/reversal", {"reason": "Why not"})
        assert answer.status_code == 404


async def test_only_an_administrator_takes_back(house: House) -> None:
    await house.with_practice()
    line = await adjusted(await house.as_(PRIYA))
    ben = await house.as_(BEN)
    assert (await ben.post(f"/leave/entries/{line['id']}/reversal", {"reason": "Mine"})).status_code == 403
