"""POST /rota-generate/what-ifs and GET /rota-generate/what-ifs/{id}."""

from __future__ import annotations

import asyncio
import uuid
from datetime import date
from typing import Any

import pytest

from shared import clock
from tests.cast import AMARA, BEN, CHARLIE, KINDS, PRIYA, ROSA, House
from tests.what_ifs import WHAT_IFS, answered, leave, work_out

MONDAY, TUESDAY = "2027-01-11", "2027-01-12"


async def _rows(house: House, rows: str) -> int:
    async with house.db.tx() as tx:
        row = await (await tx.execute(f"select count(*) from {rows}")).fetchone()
    assert row is not None
    return int(row[0])


async def _request(house: House, code: str, kind: str, start: str, status: str = "requested") -> str:
    """A request for leave as its room would keep it."""
    async with house.db.tx() as tx:
        cursor = await tx.execute(
            """
            insert into leave_request (person_code, kind, start_date, start_half, end_date, end_half, status, source)
            values (%s, %s, %s, 'AM', %s, 'PM', %s, 'asked') returning id
            """,
            (code, kind, start, start, status),
        )
        await tx.execute("update leave_stamp set number = number + 1")
        row = await cursor.fetchone()
    assert row is not None
    return str(row[0])


async def test_it_works(elm_lane: House) -> None:
    ben = await elm_lane.as_(BEN)
    asked = await ben.post(WHAT_IFS, leave(MONDAY))
    assert asked.status_code == 202
    assert asked.headers["location"] == f"/api/v1{WHAT_IFS}/{asked.json['id']}"
    assert (asked.json["status"], asked.json["verdict"], asked.json["sentences"]) == ("working", None, [])
    assert await _rows(elm_lane, "outbox where event = 'question-asked'") == 1
    await work_out(elm_lane, asked.json["id"])
    answer = (await ben.get(f"{WHAT_IFS}/{asked.json['id']}")).json
    assert (answer["status"], answer["verdict"], answer["estimate"]) == ("done", "amber", False)
    assert answer["sentences"] == ["Nothing is left short if 2 sessions of 2 other people change."]
    duty = {"date": MONDAY, "activity": "duty", "from": {"code": "BH", "name": "Dr Ben Hughes"}}
    takers = {"AM": ("AO", "Dr Amara Okafor"), "PM": ("CW", "Dr Cara West")}
    assert answer["moves"] == [
        duty
        | {"half": half, "to": {"code": code, "name": name}, "words": f"{name} holds duty in place of Dr Ben Hughes"}
        for half, (code, name) in takers.items()
    ]
    assert {each["code"]: (each["before"], each["after"]) for each in answer["fairness"]} == {
        "AO": ("4.8", "5.5"),
        "CW": ("3.5", "4.2"),
        "BH": ("2.5", "1"),
    }
    assert answer["gaps"] == []


async def test_an_earlier_week_that_is_green_is_offered(elm_lane: House, monkeypatch: pytest.MonkeyPatch) -> None:
    """Seven weeks before it: leave wants six weeks' notice."""
    monkeypatch.setattr(clock, "today", lambda: date(2026, 11, 16))
    answer = await answered(elm_lane, await elm_lane.as_(BEN), leave(MONDAY))
    dates = {"start": "2027-01-04", "start_half": "AM", "end": "2027-01-04", "end_half": "PM", "verdict": "green"}
    assert answer["nearby"] == [dates]


async def test_what_nobody_can_cover_is_red_and_named(elm_lane: House) -> None:
    answer = await answered(elm_lane, await elm_lane.as_(AMARA), leave("2027-01-07"))
    assert answer["verdict"] == "red"
    assert [(gap["date"], gap["half"]) for gap in answer["gaps"]] == [("2027-01-07", None)]
    assert answer["gaps"][0]["because"] == (
        "Doctors in: need 3, have 2: Dr Amara Okafor on leave, Dr Ben Hughes does not work then"
    )


async def test_where_nothing_is_published_it_is_an_estimate(elm_lane: House) -> None:
    answer = await answered(elm_lane, await elm_lane.as_(BEN), leave("2027-02-08", "2027-02-09"))
    assert answer["estimate"] is True
    assert "Nothing is published for these weeks yet" in answer["sentences"][-1]
    assert answer["moves"] == []


async def test_a_leave_partly_beyond_the_published_weeks_is_an_estimate(elm_lane: House) -> None:
    answer = await answered(elm_lane, await elm_lane.as_(BEN), leave("2027-01-13", "2027-01-20"))
    assert answer["estimate"] is True
    assert "1 week of the leave could not be looked at" in answer["sentences"][-1]


async def test_the_same_question_is_answered_once_until_the_rota_or_leave_changes(elm_lane: House) -> None:
    ben = await elm_lane.as_(BEN)
    first = await answered(elm_lane, ben, leave(MONDAY))
    again = await ben.post(WHAT_IFS, leave(MONDAY, note="other words"))
    assert again.json == first
    assert await _rows(elm_lane, "question") == 1
    await _request(elm_lane, "CW", "annual", "2027-01-11", "approved")
    anew = await answered(elm_lane, ben, leave(MONDAY))
    assert anew["id"] != first["id"]
    assert anew["verdict"] == "red", "the one who would have taken the duty is away now"


async def test_asked_many_times_at_once_it_is_one_question(elm_lane: House) -> None:
    ben = await elm_lane.as_(BEN)
    answers = await asyncio.gather(*(ben.post(WHAT_IFS, leave(TUESDAY)) for _ in range(5)))
    assert {answer.status_code for answer in answers} == {202}
    assert len({answer.json["id"] for answer in answers}) == 1
    assert await _rows(elm_lane, "outbox where event = 'question-asked'") == 1


async def test_a_request_is_asked_about_by_its_id(elm_lane: House) -> None:
    request_id = await _request(elm_lane, "BH", "study", MONDAY)
    answer = await answered(elm_lane, await elm_lane.as_(PRIYA), {"request_id": request_id})
    assert answer["verdict"] == "amber"
    as_ben = await (await elm_lane.as_(BEN)).post(WHAT_IFS, {"request_id": request_id})
    assert as_ben.json["id"] == answer["id"], "his own request: the same question"


@pytest.mark.parametrize("status", ["approved", "declined", "cancelled"])
async def test_only_a_request_that_waits_is_looked_at(elm_lane: House, status: str) -> None:
    request_id = await _request(elm_lane, "BH", "annual", MONDAY, status)
    answer = await (await elm_lane.as_(PRIYA)).post(WHAT_IFS, {"request_id": request_id})
    assert answer.status_code == 422
    assert answer.json["errors"][0]["message"] == f"This request is {status}."


async def test_others_leave_is_for_administrators(elm_lane: House) -> None:
    ben, priya, charlie = [await elm_lane.as_(actor) for actor in (BEN, PRIYA, CHARLIE)]
    assert (await ben.post(WHAT_IFS, leave(MONDAY, person_code="AO"))).status_code == 403
    assert (await charlie.post(WHAT_IFS, leave(MONDAY))).status_code == 403
    asked = await priya.post(WHAT_IFS, leave(MONDAY, person_code="BH"))
    assert asked.status_code == 202
    theirs = await _request(elm_lane, "AO", "annual", TUESDAY)
    assert (await ben.post(WHAT_IFS, {"request_id": theirs})).status_code == 404
    assert (await ben.get(f"{WHAT_IFS}/{asked.json['id']}")).status_code == 200, "it is about his own leave"
    for stranger in (charlie, await elm_lane.as_(ROSA)):
        assert (await stranger.get(f"{WHAT_IFS}/{asked.json['id']}")).status_code == 404
    assert (await elm_lane.stranger().post(WHAT_IFS, leave(MONDAY))).status_code == 401
    assert (await priya.get(f"{WHAT_IFS}/{uuid.uuid4()}")).status_code == 404


async def test_nobody_learns_why_others_are_away(elm_lane: House) -> None:
    """Ben is on study leave on the 5th, Amara in court on the 6th, Nia away on the 7th."""
    amara = await answered(elm_lane, await elm_lane.as_(AMARA), leave("2027-01-04", "2027-01-05"))
    ben = await answered(elm_lane, await elm_lane.as_(BEN), leave("2027-01-06"))
    said = str(amara).lower() + str(ben).lower()
    assert "on leave" in said
    assert not [kind for kind in KINDS if kind in said]


@pytest.mark.parametrize(
    ("question", "code"),
    [
        (leave(TUESDAY, MONDAY), "ends-before-start"),
        (leave("2027-01-05"), "already-away"),
        (leave(MONDAY, "2028-06-01"), "too-long"),
        (leave(MONDAY, TUESDAY, part_minutes=60), "part-of-several"),
    ],
)
async def test_what_makes_no_sense_is_refused_in_words(elm_lane: House, question: dict[str, Any], code: str) -> None:
    answer = await (await elm_lane.as_(BEN)).post(WHAT_IFS, question)
    assert answer.status_code == 422
    assert code in [reason["code"] for reason in answer.json["errors"]]


async def test_somebody_the_practice_does_not_have_is_refused(elm_lane: House) -> None:
    answer = await (await elm_lane.as_(PRIYA)).post(WHAT_IFS, leave(MONDAY, person_code="ZZ"))
    assert answer.json["errors"][0]["code"] == "unknown-person"


async def test_a_question_needs_a_request_or_dates_and_not_both(elm_lane: House) -> None:
    priya = await elm_lane.as_(PRIYA)
    for question in ({}, {"request_id": str(uuid.uuid4()), "kind": "annual"}, {"kind": "annual", "start": MONDAY}):
        assert (await priya.post(WHAT_IFS, question)).status_code == 422


async def test_part_of_a_session_is_green_at_once(elm_lane: House) -> None:
    asked = leave(MONDAY, end_half="AM", part_minutes=90)
    answer = (await (await elm_lane.as_(BEN)).post(WHAT_IFS, asked)).json
    assert (answer["status"], answer["verdict"]) == ("done", "green")
    assert await _rows(elm_lane, "outbox where event = 'question-asked'") == 0


async def test_without_a_practice_nothing_can_be_asked(house: House) -> None:
    answer = await (await house.as_(PRIYA)).post(WHAT_IFS, leave(MONDAY, person_code="BH"))
    assert answer.json["type"] == "urn:rotacc:no-practice"


async def test_one_account_waits_for_a_few_answers_at_a_time(elm_lane: House) -> None:
    ben = await elm_lane.as_(BEN)
    days = [f"2027-02-{day:02}" for day in range(1, 8)]
    answers = [await ben.post(WHAT_IFS, leave(day)) for day in days]
    assert [answer.status_code for answer in answers] == [202] * 6 + [429]
    assert answers[-1].headers["retry-after"] == "5"
