"""GET and PUT /practice/set-up."""

from __future__ import annotations

import asyncio
from datetime import date
from typing import Any

import pytest

from tests.cast import AMARA, BEN, PRIYA, House, files

ASKED: dict[str, Any] = {
    "name": "Oak Road Surgery",
    "nation": "wales",
    "sites": [{"code": "OAK", "name": "Oak Road", "rooms": 4}],
    "minimum_doctors": {"Mon": 2, "Tue": 2, "Wed": 2, "Thu": 2, "Fri": 2},
    "duty": {"default": 1, "mondays": 2},
    "leave": {"year_start": "04-01"},
}


@pytest.fixture(autouse=True)
def a_sunday(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("functions.practice.settings.handler.today", lambda: date(2026, 12, 6))


async def test_it_works(house: House) -> None:
    priya = await house.as_(PRIYA)
    before = (await priya.get("/practice/set-up")).json
    assert before["needed"] is True
    assert before["settings"] == {"horizon": {"start": "2026-12-07", "weeks": 13}}
    answer = await priya.put("/practice/set-up", {"settings": ASKED})
    assert answer.status_code == 201, answer.text
    assert answer.json["version"] == 1
    assert answer.json["settings"]["horizon"] == {"start": "2026-12-07", "weeks": 13}
    practice = (await priya.get("/practice")).json
    assert (practice["name"], practice["nation"]) == ("Oak Road Surgery", "wales")
    assert (await priya.get("/practice/set-up")).json["needed"] is False
    async with house.db.tx() as tx:
        cursor = await tx.execute("select action, new ->> 'name' from audit where entity = 'practice'")
        assert await cursor.fetchall() == [("practice-set-up", "Oak Road Surgery")]


async def test_every_fault_is_said_at_once(house: House) -> None:
    priya = await house.as_(PRIYA)
    answer = await priya.put("/practice/set-up", {"settings": {"nation": "narnia", "sites": []}})
    assert answer.status_code == 422
    assert {fault["field"] for fault in answer.json["errors"]} == {"name", "nation", "sites"}
    assert (await priya.get("/practice/set-up")).json["needed"] is True


async def test_a_second_set_up_is_refused_and_points_to_the_settings(house: House) -> None:
    await house.with_practice()
    answer = await (await house.as_(PRIYA)).put("/practice/set-up", {"settings": ASKED})
    assert answer.status_code == 422
    assert answer.json["detail"] == "There is a practice already: Elm Lane Surgery. Change it in the settings."


async def test_of_two_who_set_up_at_once_one_is_refused(house: House) -> None:
    clients = [await house.as_(actor) for actor in (PRIYA, AMARA)]
    answers = await asyncio.gather(*(client.put("/practice/set-up", {"settings": ASKED}) for client in clients))
    assert sorted(answer.status_code for answer in answers) == [201, 422]


async def test_a_practice_without_people_can_be_looked_at_and_then_filled(house: House) -> None:
    priya = await house.as_(PRIYA)
    await priya.put("/practice/set-up", {"settings": ASKED})
    rota = await priya.get("/rota", params={"start": "2027-01-04", "weeks": 2})
    assert rota.status_code == 200, rota.text
    assert (await priya.get("/practice/settings")).status_code == 200
    refused = await priya.post("/rota-generate/runs", {})
    assert refused.status_code == 422
    assert [fault["message"] for fault in refused.json["errors"]] == [
        "Nobody works here yet. Add people, or bring them in from a file, first."
    ]
    imported = await priya.post("/practice/import", files())
    assert imported.status_code == 200, imported.text
    assert (await priya.get("/practice")).json["name"] == "Elm Lane Surgery"


async def test_only_administrators(house: House) -> None:
    ben = await house.as_(BEN)
    assert (await ben.get("/practice/set-up")).status_code == 403
    assert (await ben.put("/practice/set-up", {"settings": ASKED})).status_code == 403
