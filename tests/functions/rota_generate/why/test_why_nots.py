"""POST /rota-generate/why-nots and GET /rota-generate/why-nots/{id}."""

from __future__ import annotations

from typing import Any

from tests.cast import AMARA, BEN, CHARLIE, PRIYA, Client, House
from tests.functions.rota_generate.why.test_why import on_duty
from tests.what_ifs import work_out

WHY_NOTS = "/rota-generate/why-nots"
TUESDAY, THURSDAY = "2027-01-05", "2027-01-07"


def question(code: str, instead: str, date: str = TUESDAY, half: str = "AM") -> dict[str, Any]:
    return {"code": code, "date": date, "half": half, "instead": instead}


async def answered(house: House, client: Client, asked: dict[str, Any]) -> dict[str, Any]:
    answer = await client.post(WHY_NOTS, asked)
    assert answer.status_code == 202, answer.text
    await work_out(house, answer.json["id"])
    found: dict[str, Any] = (await client.get(f"{WHY_NOTS}/{answer.json['id']}")).json
    return found


async def test_it_works(elm_lane: House) -> None:
    code = await on_duty(elm_lane, TUESDAY)
    other = {"AO": "CW", "CW": "AO"}[code]
    ben = await elm_lane.as_(BEN)
    found = await answered(elm_lane, ben, question(code, other))
    assert (found["status"], found["possible"], found["blockers"], found["gaps_more"]) == ("done", True, [], 0)
    assert found["sentences"][0].startswith("Possible: nothing is left short; ")
    assert [move["to"]["code"] for move in found["moves"]] == [other]
    assert {each["code"] for each in found["people"]} == {code, other}
    assert {each["rule"] for each in found["breaks"]} >= {"duty-both-halves"}
    assert found["proved"] is True


async def test_who_cannot_is_told_everything_that_is_in_the_way(elm_lane: House) -> None:
    code = await on_duty(elm_lane, TUESDAY)
    ben = await elm_lane.as_(BEN)
    assert (await answered(elm_lane, ben, question(code, "BH")))["sentences"] == [
        "Not possible: Dr Ben Hughes is away then."
    ]
    rosa = await answered(elm_lane, ben, question(code, "RM"))
    assert rosa["possible"] is False
    assert [each["kind"] for each in rosa["blockers"]] == ["not-qualified", "trainee"]


async def test_the_same_question_of_two_people_is_one_and_both_may_read_it(elm_lane: House) -> None:
    code = await on_duty(elm_lane, TUESDAY)
    first = await answered(elm_lane, await elm_lane.as_(BEN), question(code, "RM"))
    charlie = await elm_lane.as_(CHARLIE)
    again = await charlie.post(WHY_NOTS, question(code, "RM"))
    assert again.json == first
    assert (await charlie.get(f"{WHY_NOTS}/{first['id']}")).json == first


async def test_what_makes_no_sense_is_refused_with_every_reason(elm_lane: House) -> None:
    amara = await elm_lane.as_(AMARA)
    for asked, code in (
        (question("AO", "XX", half="AM", date="2027-01-04"), ["unknown-person"]),
        (question("AO", "AO", half="PM", date="2027-01-04"), ["same-person", "own-session"]),
        (question("BH", "AO"), ["not-at-work"]),
    ):
        answer = await amara.post(WHY_NOTS, asked)
        assert answer.status_code == 422
        assert [error["code"] for error in answer.json["errors"]] == code
    assert (await amara.post(WHY_NOTS, question("AO", "CW", date="2027-06-07"))).status_code == 404


async def test_a_question_of_another_kind_is_not_found_here(elm_lane: House) -> None:
    priya = await elm_lane.as_(PRIYA)
    leave = {"person_code": "BH", "kind": "annual", "start": THURSDAY, "start_half": "AM", "end": THURSDAY,
             "end_half": "PM", "part_minutes": None, "note": "", "buddy_code": None}  # fmt: skip
    other = await priya.post("/rota-generate/what-ifs", leave)
    assert other.status_code == 202
    assert (await priya.get(f"{WHY_NOTS}/{other.json['id']}")).status_code == 404
