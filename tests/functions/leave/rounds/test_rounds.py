"""Popular weeks, over the interface: offered, bid for, given out, passed on."""

from __future__ import annotations

import asyncio
from datetime import date
from typing import Any

import pytest

from functions.leave.rounds import allocation
from shared import clock
from tests.cast import AMARA, BEN, CHARLIE, PRIYA, House

HALF_TERM, AFTER = "2027-02-15", "2027-02-22"
OFFER = {
    "label": "Half-term",
    "closes_on": "2026-12-20",
    "weeks": [{"start": HALF_TERM, "label": "Half-term"}, {"start": AFTER, "label": ""}],
    "places": 1,
    "seed": 7,
}


@pytest.fixture(autouse=True)
def in_november(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "today", lambda: date(2026, 11, 23))


async def offered(house: House, **changed: Any) -> dict[str, Any]:
    """Half-term and the week after, with one place each."""
    await house.with_practice()
    priya = await house.as_(PRIYA)
    answer = await priya.post("/leave/rounds", OFFER | changed)
    assert answer.status_code == 201, answer.text
    return dict(answer.json)


async def bid(house: House, actor: Any, offer: dict[str, Any], *choices: str) -> Any:
    person = await house.as_(actor)
    return await person.put(f"/leave/rounds/{offer['id']}/bids/{actor.person_code}", {"choices": list(choices)})


async def give_out(house: House, offer: dict[str, Any]) -> dict[str, Any]:
    priya = await house.as_(PRIYA)
    now = (await priya.get(f"/leave/rounds/{offer['id']}")).json
    answer = await priya.put(f"/leave/rounds/{offer['id']}/allocation", {"version": now["version"], "early": True})
    assert answer.status_code == 200, answer.text
    return dict(answer.json)


async def test_it_works(house: House) -> None:
    offer = await offered(house)
    for actor in (AMARA, BEN):
        assert (await bid(house, actor, offer, HALF_TERM, AFTER)).status_code == 200
    given = await give_out(house, offer)
    by_code = {(r["code"], r["week"]): r["status"] for r in given["results"]}
    # One has half-term and the other the week after; each waits for nothing they would rather have than what they have.
    assert sorted(status for (_, week), status in by_code.items() if week == HALF_TERM) == ["given", "waiting"]
    assert sum(status == "given" for status in by_code.values()) == 2
    priya = await house.as_(PRIYA)
    leave = (await priya.get("/leave/requests?status=approved")).json["requests"]
    places = {r["request_id"] for r in given["results"] if r["status"] == "given"}
    assert places <= {request["id"] for request in leave}
    assert all(r["kind"] == "annual" and r["source"] == "round" for r in leave if r["id"] in places)


async def test_the_loser_sees_position_rule_and_next_best_week(house: House) -> None:
    offer = await offered(house)
    for actor in (AMARA, BEN):
        await bid(house, actor, offer, HALF_TERM)
    given = await give_out(house, offer)
    loser = next(r["code"] for r in given["results"] if r["status"] == "waiting")
    client = await house.as_(AMARA if loser == AMARA.person_code else BEN)
    seen = (await client.get(f"/leave/rounds/{offer['id']}")).json
    [result] = seen["my_results"]
    assert (result["status"], result["position"], result["of"], result["next_best"]) == ("waiting", 1, 1, AFTER)
    assert any("draw" in sentence and "7" in sentence for sentence in seen["rule"])


async def test_what_others_would_like_and_got_is_for_administrators(house: House) -> None:
    offer = await offered(house)
    await bid(house, AMARA, offer, HALF_TERM)
    await bid(house, BEN, offer, HALF_TERM)
    await give_out(house, offer)
    ben = await house.as_(BEN)
    seen = (await ben.get(f"/leave/rounds/{offer['id']}")).json
    assert seen["bids"] is None and seen["results"] is None
    assert {r["code"] for r in seen["my_results"]} == {BEN.person_code}
    assert seen["weeks"][0]["asked"] == 2


async def test_a_place_given_back_goes_to_the_next_in_line(house: House) -> None:
    offer = await offered(house)
    for actor in (AMARA, BEN):
        await bid(house, actor, offer, HALF_TERM)
    given = await give_out(house, offer)
    first = next(r for r in given["results"] if r["status"] == "given")
    second = next(r for r in given["results"] if r["status"] == "waiting")
    priya = await house.as_(PRIYA)
    request = (await priya.get(f"/leave/requests/{first['request_id']}")).json["request"]
    cancelled = await priya.put(
        f"/leave/requests/{request['id']}/cancellation", {"version": request["version"], "reason": "Plans changed."}
    )
    assert cancelled.status_code == 200, cancelled.text
    async with house.db.tx() as tx:
        await allocation.give_up(tx, leave_id=request["id"])
    after = (await priya.get(f"/leave/rounds/{offer['id']}")).json["results"]
    assert {(r["code"], r["status"]) for r in after} == {(first["code"], "given-up"), (second["code"], "given")}
    async with house.db.tx() as tx:  # told twice, it stays as it is
        await allocation.give_up(tx, leave_id=request["id"])
    assert (await priya.get(f"/leave/rounds/{offer['id']}")).json["results"] == after


async def test_places_are_given_out_once_however_often_and_by_however_many(house: House) -> None:
    offer = await offered(house)
    for actor in (AMARA, BEN):
        await bid(house, actor, offer, HALF_TERM, AFTER)
    priya = await house.as_(PRIYA)
    path = f"/leave/rounds/{offer['id']}/allocation"
    answers = await asyncio.gather(*(priya.put(path, {"version": 1, "early": True}) for _ in range(4)))
    assert {answer.status_code for answer in answers} == {200}
    leave = (await priya.get("/leave/requests?status=approved&start=2027-02-15&end=2027-02-26")).json["requests"]
    assert len(leave) == 2


async def test_the_job_gives_out_what_is_due_and_nothing_else(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    offer = await offered(house)
    await bid(house, BEN, offer, HALF_TERM)
    async with house.db.tx() as tx:
        assert await allocation.allocate_due(tx) == []
    monkeypatch.setattr(clock, "today", lambda: date(2026, 12, 21))
    async with house.db.tx() as tx:
        assert [str(each) for each in await allocation.allocate_due(tx)] == [offer["id"]]
        assert await allocation.allocate_due(tx) == []


async def test_bids_end_with_their_last_day(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    offer = await offered(house)
    monkeypatch.setattr(clock, "today", lambda: date(2026, 12, 20))
    assert (await bid(house, BEN, offer, HALF_TERM)).status_code == 200
    monkeypatch.setattr(clock, "today", lambda: date(2026, 12, 21))
    late = await bid(house, BEN, offer, AFTER)
    assert late.status_code == 422 and "closed" in late.json["detail"]


async def test_places_are_not_given_out_early_by_mistake(house: House) -> None:
    offer = await offered(house)
    priya = await house.as_(PRIYA)
    answer = await priya.put(f"/leave/rounds/{offer['id']}/allocation", {"version": 1})
    assert answer.status_code == 422 and "still open" in answer.json["detail"]


async def test_nobody_bids_for_somebody_else_and_charlie_for_nobody(house: House) -> None:
    offer = await offered(house)
    for actor in (BEN, CHARLIE):
        client = await house.as_(actor)
        answer = await client.put(f"/leave/rounds/{offer['id']}/bids/{AMARA.person_code}", {"choices": [HALF_TERM]})
        assert answer.status_code == 403
    priya = await house.as_(PRIYA)  # who may, on behalf
    path = f"/leave/rounds/{offer['id']}/bids/{AMARA.person_code}"
    assert (await priya.put(path, {"choices": [HALF_TERM]})).status_code == 200
    assert (await priya.delete(path)).json["bidders"] == 0


async def test_everything_wrong_with_a_bid_is_said_at_once(house: House) -> None:
    offer = await offered(house, groups=["partner"])
    answer = await bid(house, BEN, offer, HALF_TERM, "2027-03-01")
    assert answer.status_code == 422
    assert [each["code"] for each in answer.json["errors"]] == ["not-for-you", "no-such-week"]


async def test_a_week_taken_out_of_an_offer_is_taken_out_of_its_bids(house: House) -> None:
    offer = await offered(house)
    await bid(house, BEN, offer, HALF_TERM, AFTER)
    await bid(house, AMARA, offer, HALF_TERM)
    priya = await house.as_(PRIYA)
    changed = await priya.put(
        f"/leave/rounds/{offer['id']}", OFFER | {"weeks": [{"start": AFTER}], "version": offer["version"]}
    )
    assert changed.status_code == 200, changed.text
    assert {each["code"]: each["choices"] for each in changed.json["bids"]} == {BEN.person_code: [AFTER]}
    stale = await priya.put(f"/leave/rounds/{offer['id']}", OFFER | {"version": offer["version"]})
    assert stale.status_code == 409 and stale.json["newer"]["version"] == changed.json["version"]


async def test_an_offer_taken_back_gives_nothing(house: House) -> None:
    offer = await offered(house)
    await bid(house, BEN, offer, HALF_TERM)
    priya = await house.as_(PRIYA)
    assert (await priya.put(f"/leave/rounds/{offer['id']}/cancellation", {"version": 1})).json["status"] == "cancelled"
    answer = await priya.put(f"/leave/rounds/{offer['id']}/allocation", {"version": 2, "early": True})
    assert answer.status_code == 409 and "taken back" in answer.json["detail"]


async def test_the_preview_is_what_happens(house: House) -> None:
    offer = await offered(house)
    for actor in (AMARA, BEN):
        await bid(house, actor, offer, HALF_TERM, AFTER)
    priya = await house.as_(PRIYA)
    preview = (await priya.get(f"/leave/rounds/{offer['id']}/preview")).json["results"]
    given = (await give_out(house, offer))["results"]
    key = ("code", "week", "status", "position", "turn")
    assert [[r[k] for k in key] for r in preview] == [[r[k] for k in key] for r in given]
