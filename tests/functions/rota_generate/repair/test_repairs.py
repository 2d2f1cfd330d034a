"""Asking for a repair and reading its options, over the interface."""

from __future__ import annotations

from typing import Any

import pytest

from shared.db import Database
from tests.cast import AMARA, BEN, KINDS, PEOPLE, PRIYA, Client, House
from tests.repairs import REPAIRS, answered, sick, work_out

MONDAY = "2027-01-11"


async def _duty_holder(house: House, client: Client, day: str) -> str:
    """Who holds the duty of a morning."""
    async with house.db.tx() as tx:
        cursor = await tx.execute(
            "select person_code from assignment where activity = 'duty' and date = %s and half = 'AM'", (day,)
        )
        row = await cursor.fetchone()
    assert row
    return str(row[0])


async def _recorded(client: Client, code: str, day: str) -> None:
    body = {"person_code": code, "kind": "sick", "start": day, "start_half": "AM", "end": day, "end_half": "PM"}
    answer = await client.post("/leave/requests", body | {"part_minutes": None, "note": "", "buddy_code": None})
    assert (answer.status_code, answer.json["request"]["status"]) == (201, "approved"), answer.text


async def test_it_works(elm_lane: House) -> None:
    priya = await elm_lane.as_(PRIYA)
    code = await _duty_holder(elm_lane, priya, MONDAY)
    await _recorded(priya, code, MONDAY)
    answer = await answered(elm_lane, priya, sick(code, MONDAY))
    assert (answer["status"], answer["range"]) == ("done", {"start": MONDAY, "weeks": 1})
    first = answer["options"][0]
    assert (first["kind"], first["proved"], first["moved"], first["sessions"]) == ("fewest", True, 1, 2)
    [told] = first["tell"]
    assert told["code"] != code
    assert told["what"][0].startswith(f"{told['name']} takes duty on Mon 11 Jan")
    for cell in first["cells"]:
        assert (cell["code"], cell["date"]) == (told["code"], MONDAY)
        assert cell["now"] == {"activity": "duty", "site": "ELM", "pinned": True, "locum": None}
        assert not cell["was"]["pinned"]
    assert not {gap["date"] for gap in first["gaps_left"] if gap["rule"] == "duty"} & {MONDAY}


async def test_a_sickness_thought_of_gives_the_options_it_gives_once_recorded(elm_lane: House) -> None:
    priya = await elm_lane.as_(PRIYA)
    code = await _duty_holder(elm_lane, priya, MONDAY)
    before = await answered(elm_lane, priya, sick(code, MONDAY))
    assert any("not on record yet" in sentence for sentence in before["sentences"])
    await _recorded(priya, code, MONDAY)
    after = await answered(elm_lane, priya, sick(code, MONDAY))
    assert not any("not on record yet" in sentence for sentence in after["sentences"])
    assert [_apart_from_fairness(each) for each in before["options"]] == [
        _apart_from_fairness(each) for each in after["options"]
    ]


def _apart_from_fairness(option: dict[str, Any]) -> dict[str, Any]:
    """What an option is; days of duty before a sickness are not those after it."""
    return {key: value for key, value in option.items() if key != "fairness"}


async def test_a_gap_of_the_working_copy_is_repaired_in_the_working_copy(elm_lane: House) -> None:
    """Whoever holds duty is kept off by a change that waits; what is chosen stands on that change and is published
    with it."""
    priya = await elm_lane.as_(PRIYA)
    code = await _duty_holder(elm_lane, priya, MONDAY)
    was = {"activity": "duty", "site": "ELM", "pinned": False, "locum": None}
    off = {"activity": None, "site": None, "pinned": True, "locum": None}
    cells = [{"code": code, "date": MONDAY, "half": half, "was": was, "now": off} for half in ("AM", "PM")]
    kept_off = await _staged(priya, cells, "hand", None)
    published = await answered(elm_lane, priya, {"start": MONDAY, "end": MONDAY})
    assert published["options"] == []
    waiting = await answered(elm_lane, priya, {"start": MONDAY, "end": MONDAY, "layer": "edits"})
    assert "The changes that wait to be published are counted in." in waiting["sentences"]
    first = waiting["options"][0]
    assert (first["kind"], first["proved"], first["gaps_left"]) == ("fewest", True, [])
    assert code not in {cell["code"] for cell in first["cells"]}, "who was taken off by hand stays off"
    chosen = await _staged(priya, first["cells"], "repair", waiting["id"])
    body = {"edits": [kept_off, chosen], "reason": "Agreed by telephone", "overrides": []}
    answer = await priya.post("/rota/publications", body)
    assert answer.status_code == 201, answer.text


async def _staged(client: Client, cells: list[dict[str, Any]], cause: str, cause_id: str | None) -> int:
    answer = await client.post("/rota/edits", {"cells": cells, "cause": cause, "cause_id": cause_id})
    assert answer.status_code == 201, answer.text
    return int(answer.json["edit"]["id"])


async def test_a_locum_of_the_practice_is_put_in_and_closes_the_gap(house: House) -> None:
    """Everybody who holds duty on a Friday is off sick; the practice has a locum on its books."""
    pool = "LX,Dr Lee Xu,Locum,ELM,0.1,----------,,,0,duty|by-hand\n"
    await house.with_practice(people=PEOPLE + pool)
    await house.published()
    priya, friday = await house.as_(PRIYA), "2027-01-15"
    for code in ("AO", "CW"):
        await _recorded(priya, code, friday)
    asked = {"start": friday, "end": friday}
    answer = await answered(house, priya, asked)
    option = next(each for each in answer["options"] if each["kind"] == "locum")
    assert option["title"] == "Nobody moves: Dr Lee Xu comes in as a locum"
    assert {(cell["code"], cell["date"]) for cell in option["cells"]} == {("LX", friday)}
    assert option["tell"][0]["what"] == [
        "Dr Lee Xu comes in for duty at Elm Lane on Fri 15 Jan, all day; was not working"
    ]
    edit = await _staged(priya, option["cells"], "repair", answer["id"])
    body = {"edits": [edit], "reason": "Agreed by telephone", "overrides": []}
    published = await priya.post("/rota/publications", body)
    assert published.status_code == 201, published.text
    after = await answered(house, priya, asked)
    short = [gap for gap in after["gaps"] if (gap["date"], gap["rule"]) == (friday, "duty")]
    assert short == []


async def test_nothing_to_repair_says_so(elm_lane: House) -> None:
    priya = await elm_lane.as_(PRIYA)
    await answered(elm_lane, priya, sick("NP", "2027-01-12"))
    answer = await answered(elm_lane, priya, sick("NP", "2027-01-12"))
    assert (answer["status"], answer["options"]) == ("done", [])
    assert answer["sentences"][0].startswith("Nothing has to be repaired")


async def test_without_an_absence_what_stands_is_repaired(elm_lane: House) -> None:
    priya = await elm_lane.as_(PRIYA)
    code = await _duty_holder(elm_lane, priya, MONDAY)
    await _recorded(priya, code, MONDAY)
    answer = await answered(elm_lane, priya, {"start": MONDAY, "end": MONDAY})
    assert answer["options"][0]["sessions"] == 2


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"start": "2027-01-12", "end": "2027-01-11"}, "The stretch ends before it begins."),
        ({"start": "2026-01-05", "end": "2026-01-09"}, "These days are over"),
        ({"start": "2027-01-04", "end": "2027-12-31"}, "at most 13 weeks"),
        ({"start": "2027-06-07", "end": "2027-06-07"}, "Nothing is published for these weeks"),
        ({"absence": sick("XX", MONDAY)["absence"]}, "Nobody on the rota has this code."),
        (
            {"absence": {"code": "AO", "start": MONDAY, "start_half": "PM", "end": MONDAY, "end_half": "AM"}},
            "The absence ends before it begins.",
        ),
    ],
)
async def test_what_cannot_be_repaired_is_refused_in_words(elm_lane: House, changed: dict[str, Any], said: str) -> None:
    priya = await elm_lane.as_(PRIYA)
    answer = await priya.post(REPAIRS, {"start": MONDAY, "end": MONDAY} | changed)
    assert answer.status_code == 422
    assert said in " ".join(error["message"] for error in answer.json["errors"])


async def test_before_anything_is_published_it_is_refused(house: House) -> None:
    await house.with_practice()
    answer = await (await house.as_(PRIYA)).post(REPAIRS, {"start": MONDAY, "end": MONDAY})
    assert (answer.status_code, answer.json["errors"][0]["code"]) == (422, "nothing-published")


async def test_repairs_are_the_administrators(elm_lane: House) -> None:
    priya, ben = await elm_lane.as_(PRIYA), await elm_lane.as_(BEN)
    assert (await ben.post(REPAIRS, sick("BH", MONDAY))).status_code == 403
    asked = (await priya.post(REPAIRS, sick("BH", MONDAY))).json["id"]
    assert (await ben.get(f"{REPAIRS}/{asked}")).status_code == 403
    assert (await (await elm_lane.as_(AMARA)).get(f"{REPAIRS}/{asked}")).status_code == 200


async def test_no_answer_tells_why_somebody_is_away(elm_lane: House) -> None:
    priya = await elm_lane.as_(PRIYA)
    await _recorded(priya, "BH", MONDAY)
    answer = str(await answered(elm_lane, priya, sick("AO", MONDAY)))
    assert not [kind for kind in KINDS if kind in answer.replace("admin", "")]


async def test_the_same_question_is_worked_out_once(elm_lane: House, db: Database) -> None:
    priya = await elm_lane.as_(PRIYA)
    first = await priya.post(REPAIRS, sick("AO", MONDAY))
    await work_out(elm_lane, first.json["id"])
    again = await priya.post(REPAIRS, sick("AO", MONDAY))
    assert (again.json["id"], again.json["status"]) == (first.json["id"], "done")
    await _recorded(priya, "BH", MONDAY)
    other = await priya.post(REPAIRS, sick("AO", MONDAY))
    assert other.json["id"] != first.json["id"], "the rota has changed since"


async def test_weeks_that_are_not_published_are_said_to_be_left_out(elm_lane: House) -> None:
    priya = await elm_lane.as_(PRIYA)
    answer = await answered(elm_lane, priya, {"start": MONDAY, "end": "2027-01-22", "absence": None})
    assert answer["range"] == {"start": MONDAY, "weeks": 1}
    assert answer["sentences"][-1] == "1 week could not be looked at: not published yet."
