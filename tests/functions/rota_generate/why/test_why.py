"""GET /rota-generate/why."""

from __future__ import annotations

import datetime as dt
from typing import Any

from tests.cast import AMARA, BEN, CHARLIE, KINDS, PRIYA, ROSA, Actor, House
from tests.functions.rota.fairness.ledgers import balances, close

MONDAY, TUESDAY = "2027-01-04", "2027-01-05"


async def why(house: House, actor: Actor, code: str, day: str, half: str = "AM") -> dict[str, Any]:
    answer = await (await house.as_(actor)).get(f"/rota-generate/why?code={code}&date={day}&half={half}")
    assert answer.status_code == 200, answer.text
    found: dict[str, Any] = answer.json
    return found


async def on_duty(house: House, date: str, half: str = "AM") -> str:
    grid = (await (await house.as_(PRIYA)).get(f"/rota?start={date}&weeks=1")).json
    days = [day["date"] for day in grid["days"]]
    return next(
        str(grid["people"][people[0]]["code"])
        for day, at, people in grid["duty"]
        if days[day] == date and at == (half == "PM")
    )


async def test_it_works(elm_lane: House) -> None:
    code = await on_duty(elm_lane, TUESDAY)
    found = await why(elm_lane, BEN, code, TUESDAY)
    assert found["what"].endswith("is on duty at Elm Lane on Tue 5 Jan AM.")
    assert {"pattern", "others", "ledger"} <= {reason["kind"] for reason in found["reasons"]}
    assert found["sentences"] == [reason["words"] for reason in found["reasons"]]
    assert set(found["ledger"]) == {"balance", "expected", "held", "half_days"}
    others = {other["code"]: other for other in found["others"]}
    assert set(others) == {"AO", "BH", "CW", "RM", "NP"} - {code}
    assert others["BH"]["blockers"] == [{"kind": "away", "words": "Dr Ben Hughes is away then"}]
    assert [each["kind"] for each in others["RM"]["blockers"]] == ["not-qualified", "trainee"]


async def test_a_clinic_has_others_and_no_ledger_and_a_trainee_a_supervisor(elm_lane: House) -> None:
    found = await why(elm_lane, ROSA, "RM", MONDAY)
    assert found["what"] == "Dr Rosa Marsh is in clinic at Elm Lane on Mon 4 Jan AM."
    assert found["ledger"] is None
    assert found["supervisor"]["code"] in {"AO", "CW"}
    assert f"{found['supervisor']['name']} supervises Dr Rosa Marsh then." in found["sentences"]
    assert {each["kind"] for other in found["others"] for each in other["blockers"]} <= {"already", "on-duty"}


async def test_what_is_everybodys_own_has_no_others(elm_lane: House) -> None:
    found = await why(elm_lane, BEN, "AO", MONDAY, "PM")
    assert found["what"] == "Dr Amara Okafor is on admin at Elm Lane on Mon 4 Jan PM."
    assert found["others"] == []


async def test_who_is_not_at_work_has_a_reason_too(elm_lane: House) -> None:
    away = await why(elm_lane, ROSA, "BH", TUESDAY)
    assert (away["what"], away["sentences"]) == (
        "Dr Ben Hughes is away on Tue 5 Jan AM.", ["Dr Ben Hughes is away then."],
    )  # fmt: skip
    never = await why(elm_lane, ROSA, "BH", "2027-01-08")
    assert never["sentences"] == ["Dr Ben Hughes does not work Fri AM."]
    shut = await why(elm_lane, ROSA, "NP", "2027-01-13", "PM")
    assert shut["sentences"] == ["Elm Lane is closed then (Training afternoon)."]


async def test_nobody_learns_a_kind_of_leave(elm_lane: House) -> None:
    for actor in (AMARA, BEN, PRIYA, ROSA, CHARLIE):
        client = await elm_lane.as_(actor)
        for date in (TUESDAY, "2027-01-06", "2027-01-07"):
            for code in ("AO", "BH", "CW", "RM", "NP"):
                text = (await client.get(f"/rota-generate/why?code={code}&date={date}&half=AM")).text.lower()
                assert not any(kind in text for kind in KINDS), (actor.username, date, code)


async def test_what_was_decided_by_hand_is_said_and_to_administrators_by_whom(elm_lane: House) -> None:
    priya = await elm_lane.as_(PRIYA)
    doing = await on_duty(elm_lane, MONDAY) == "AO"
    was = {"activity": "duty" if doing else "clinic", "site": "ELM", "pinned": False, "locum": None}
    pinned = {"code": "AO", "date": MONDAY, "half": "AM", "was": was, "now": was | {"pinned": True}}
    staged = await priya.post("/rota/edits", {"cells": [pinned], "cause": "hand", "cause_id": None})
    assert staged.status_code == 201, staged.text
    ids = [staged.json["edit"]["id"]]
    published = await priya.post("/rota/publications", {"edits": ids, "reason": "Agreed", "overrides": []})
    assert published.status_code == 201, published.text
    assert (await why(elm_lane, BEN, "AO", MONDAY))["sentences"][0] == "It was decided by hand, so it stays."
    assert (await why(elm_lane, PRIYA, "AO", MONDAY))["sentences"][0] == (
        "It was decided by hand by Priya Shah, so it stays."
    )


async def test_what_there_is_none_of_is_not_found(elm_lane: House) -> None:
    client = await elm_lane.as_(BEN)
    for address in ("code=XX&date=2027-01-04&half=AM", "code=AO&date=2027-06-07&half=AM"):
        assert (await client.get(f"/rota-generate/why?{address}")).status_code == 404
    assert (await client.get("/rota-generate/why?code=AO&date=2027-01-04&half=EVE")).status_code == 422
    assert (await elm_lane.stranger().get("/rota-generate/why?code=AO&date=2027-01-04&half=AM")).status_code == 401


async def test_the_period_kept_in_memory_goes_with_the_rota(elm_lane: House) -> None:
    before = await why(elm_lane, BEN, "CW", TUESDAY)
    assert "is on duty" in before["what"] or "is in clinic" in before["what"] or "is on admin" in before["what"]
    priya = await elm_lane.as_(PRIYA)
    body = {"person_code": "CW", "kind": "sick", "start": TUESDAY, "start_half": "AM", "end": TUESDAY,
            "end_half": "PM", "part_minutes": None, "note": "", "buddy_code": None}  # fmt: skip
    assert (await priya.post("/leave/requests", body)).status_code == 201
    assert (await why(elm_lane, BEN, "CW", TUESDAY))["what"] == "Dr Cara West is away on Tue 5 Jan AM."


async def test_a_week_of_the_period_that_is_over_is_counted_once(elm_lane: House) -> None:
    """The ledger closes the first of two weeks; who held duty in it has not held it twice."""
    code = await on_duty(elm_lane, TUESDAY)
    before = said(await why(elm_lane, BEN, code, TUESDAY))
    await close(elm_lane, dt.date(2027, 1, 11))
    assert (await balances(elm_lane)).get(code)
    assert said(await why(elm_lane, BEN, code, TUESDAY)) == before
    assert "carried" not in before


def said(found: dict[str, Any]) -> dict[str, str]:
    return {reason["kind"]: reason["words"] for reason in found["reasons"] if reason["kind"] != "others"}
