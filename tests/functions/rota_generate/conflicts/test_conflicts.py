"""POST /rota-generate/conflicts and GET /rota-generate/conflicts/{id}."""

from __future__ import annotations

import uuid
from typing import Any

from tests.cast import BEN, PRIYA, Client, House
from tests.what_ifs import work_out

CONFLICTS = "/rota-generate/conflicts"
FRIDAY = "2027-01-08"


async def answered(house: House, client: Client, asked: dict[str, Any]) -> dict[str, Any]:
    answer = await client.post(CONFLICTS, asked)
    assert answer.status_code == 202, answer.text
    await work_out(house, answer.json["id"])
    found: dict[str, Any] = (await client.get(f"{CONFLICTS}/{answer.json['id']}")).json
    return found


def gap(rule: str = "duty", date: str = FRIDAY, half: str | None = "AM", **more: Any) -> dict[str, Any]:
    return {"rule": rule, "date": date, "half": half, "site": None} | more


async def with_a_gap(house: House) -> Client:
    """Both doctors who hold duty on a Friday are away, and the rota was published without knowing it."""
    priya = await house.as_(PRIYA)
    for code in ("AO", "CW"):
        body = {"person_code": code, "kind": "sick", "start": FRIDAY, "start_half": "AM", "end": FRIDAY,
                "end_half": "PM", "part_minutes": None, "note": "", "buddy_code": None}  # fmt: skip
        assert (await priya.post("/leave/requests", body)).status_code == 201
    return priya


async def test_it_works(elm_lane: House) -> None:
    priya = await with_a_gap(elm_lane)
    found = await answered(elm_lane, priya, gap())
    assert (found["status"], found["proved"]) == ("done", True)
    assert (
        found["sentence"]
        == "Need 1, have 0: Dr Amara Okafor and Dr Cara West on leave, Dr Ben Hughes not working Fri AM."
    )
    assert [member["kind"] for member in found["members"]] == ["cover", "away", "away", "not-working"]
    assert found["ways_out"][0] == {
        "words": "Ask Dr Ben Hughes to work on Fri 8 Jan AM",
        "cost": "a session more than their pattern, to be paid or given back, on a day they do not work",
        "closes": True,
    }
    assert found["solves"] > 4 and found["seconds"] > 0


async def test_the_gap_of_a_draft_is_looked_at_in_the_draft(elm_lane: House) -> None:
    """The draft was made without the two who are away since; the rota as it stands has a gap that it has not."""
    priya = await elm_lane.as_(PRIYA)
    before = await elm_lane.draft()
    await with_a_gap(elm_lane)
    after = await elm_lane.draft()
    now = await answered(elm_lane, priya, gap(run_id=str(after)))
    assert [member["code"] for member in now["members"]] == [None, "AO", "CW", "BH"]
    was = await answered(elm_lane, priya, gap(run_id=str(before)))
    assert was["sentence"] == "Nothing is short there any more."


async def test_what_is_no_gap_is_refused_and_what_is_not_there_not_found(elm_lane: House) -> None:
    priya = await elm_lane.as_(PRIYA)
    for asked in (gap(half=None), gap("minimum-doctors"), gap("site-cover"), gap("rooms")):
        assert (await priya.post(CONFLICTS, asked)).status_code == 422
    assert (await priya.post(CONFLICTS, gap(date="2027-06-07"))).status_code == 404
    assert (await priya.post(CONFLICTS, gap(run_id=str(uuid.uuid4())))).status_code == 404


async def test_only_administrators_ask(elm_lane: House) -> None:
    ben = await elm_lane.as_(BEN)
    assert (await ben.post(CONFLICTS, gap())).status_code == 403


async def taken_off_duty(priya: Client) -> int:
    """Whoever holds duty on Friday morning is kept off by hand; the change waits."""
    grid = (await priya.get("/rota?start=2027-01-04&weeks=1")).json
    days = [day["date"] for day in grid["days"]]
    (person,) = next(people for day, at, people in grid["duty"] if days[day] == FRIDAY and at == 0)
    code, site = grid["people"][person]["code"], grid["people"][person]["site"]
    was = {"activity": "duty", "site": site, "pinned": False, "locum": None}
    off = {"activity": None, "site": None, "pinned": True, "locum": None}
    cell = {"code": code, "date": FRIDAY, "half": "AM", "was": was, "now": off}
    staged = await priya.post("/rota/edits", {"cells": [cell], "cause": "hand", "cause_id": None})
    assert staged.status_code == 201, staged.text
    return int(staged.json["edit"]["id"])


async def test_a_gap_of_the_working_copy_is_looked_at_in_the_working_copy(elm_lane: House) -> None:
    priya = await elm_lane.as_(PRIYA)
    edit = await taken_off_duty(priya)
    published = await answered(elm_lane, priya, gap())
    assert published["sentence"] == "Nothing is short there any more."
    waiting = await answered(elm_lane, priya, gap(layer="edits"))
    assert waiting["sentence"] == "Nothing is in the way: this gap can be closed without breaking a rule."
    assert waiting["ways_out"][0]["words"].startswith("Fri 8 Jan AM: ")
    assert (await priya.put(f"/rota/edits/{edit}/undoing")).status_code == 200
    undone = await answered(elm_lane, priya, gap(layer="edits"))
    assert undone["id"] != waiting["id"], "another working copy, another answer"
    assert undone["sentence"] == "Nothing is short there any more."


async def test_what_was_decided_in_the_working_copy_is_in_the_way_there(elm_lane: House) -> None:
    """Of the two who could hold duty one is off sick, and the other is kept off by a change that waits."""
    priya = await elm_lane.as_(PRIYA)
    await taken_off_duty(priya)
    await taken_off_the_other(priya)
    found = await answered(elm_lane, priya, gap(layer="edits"))
    assert (found["status"], found["proved"]) == ("done", True)
    assert sorted(member["kind"] for member in found["members"]) == ["away", "cover", "not-working", "off"]
    assert found["ways_out"][0]["words"].endswith("be asked again on Fri 8 Jan AM")
    assert all(way["closes"] for way in found["ways_out"])


async def taken_off_the_other(priya: Client) -> None:
    waiting = (await priya.get("/rota/edits")).json["edits"]
    (other,) = {"AO", "CW"} - {cell["code"] for edit in waiting for cell in edit["cells"]}
    body = {"person_code": other, "kind": "sick", "start": FRIDAY, "start_half": "AM", "end": FRIDAY,
            "end_half": "PM", "part_minutes": None, "note": "", "buddy_code": None}  # fmt: skip
    assert (await priya.post("/leave/requests", body)).status_code == 201


async def test_a_draft_has_no_working_copy(elm_lane: House) -> None:
    priya = await elm_lane.as_(PRIYA)
    answer = await priya.post(CONFLICTS, gap(run_id=str(await elm_lane.draft()), layer="edits"))
    assert answer.status_code == 422, answer.text
