"""POST /practice/settings/preview: what would change, and what that does to the published rota."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from tests.cast import BEN, PRIYA, House


@pytest.fixture(autouse=True)
def before_the_rota(monkeypatch: pytest.MonkeyPatch) -> None:
    """The cast's weeks lie ahead, whenever the tests run."""
    monkeypatch.setattr("functions.practice.settings.handler.today", lambda: date(2026, 12, 1))


async def previewed(house: House, **changes: Any) -> dict[str, Any]:
    priya = await house.as_(PRIYA)
    settings = (await priya.get("/practice/settings")).json["settings"]
    answer = await priya.post("/practice/settings/preview", {"settings": settings | changes})
    assert answer.status_code == 200, answer.text
    found: dict[str, Any] = answer.json
    return found


async def test_it_works(house: House) -> None:
    await house.with_practice()
    found = await previewed(house, name="Elm Lane Practice", weights={"rooms": 0})
    assert found["changes"] == [
        {
            "field": "name",
            "words": "Name of the practice",
            "was": ["Elm Lane Surgery"],
            "now": ["Elm Lane Practice"],
        },
        {
            "field": "weights.rooms",
            "words": "Everybody in clinic has a room",
            "was": ["not said"],
            "now": ["0 points"],
        },
    ]
    assert found["effects"] == ["The points count in runs asked for from now on."]


async def test_nothing_is_saved(house: House) -> None:
    await house.with_practice()
    await previewed(house, name="Elm Lane Practice")
    priya = await house.as_(PRIYA)
    assert (await priya.get("/practice/settings")).json["settings"]["name"] == "Elm Lane Surgery"


async def test_a_closure_says_whom_the_published_rota_has_in_then(house: House) -> None:
    await house.with_practice()
    await house.published()
    kept = [{"label": "Training afternoon", "half": "PM", "dates": ["2027-01-13"]}]
    found = await previewed(house, closures=[*kept, {"label": "Boiler", "half": "AM", "dates": ["2027-01-14"]}])
    # Thu AM: Amara, Cara (her leave is only asked for), Rosa and Nia; Ben does not work Thursdays.
    assert found["effects"][0] == "Thu 14 Jan 2027: 4 people with 4 sessions on the published rota would find it shut."
    assert found["effects"][1] == "They stay on the published rota until it is made again."
    assert "The published rota stays as it is. Runs asked for from now on follow these settings." in found["effects"]
    (change,) = found["changes"]
    assert (change["words"], change["was"]) == ("Closures", [])
    assert change["now"] == ["Boiler, half Morning, Thu 14 Jan 2027"]


async def test_a_closure_taken_back_says_nobody_is_in_then(house: House) -> None:
    await house.with_practice()
    await house.published()
    found = await previewed(house, closures=[])
    assert found["effects"][0].startswith("Open after all: Wed 13 Jan. The published rota has nobody in then")


async def test_days_inside_the_fixed_period_are_pointed_out(house: House) -> None:
    await house.with_practice()
    await house.published()
    closures = [{"label": "Boiler", "dates": ["2027-01-05", "2027-01-14"]}]
    found = await previewed(house, closures=closures, fixed_period_weeks=6)
    assert "Inside the fixed period, which people rely on: Tue 5 Jan." in found["effects"]


async def test_other_numbers_say_what_gaps_the_published_rota_then_has(house: House) -> None:
    await house.with_practice()
    await house.published()
    found = await previewed(house, duty={"default": 4, "skill": "duty"})
    (sentence,) = [effect for effect in found["effects"] if "gap" in effect]
    assert sentence.startswith("The published rota has ") and "by these settings it has " in sentence


async def test_faults_are_the_same_as_when_saving(house: House) -> None:
    await house.with_practice()
    priya = await house.as_(PRIYA)
    answer = await priya.post("/practice/settings/preview", {"settings": {"name": "X"}})
    assert answer.status_code == 422
    assert {fault["field"] for fault in answer.json["errors"]} == {"sites", "horizon"}
    assert "The key sites is missing." in answer.text


async def test_only_administrators(house: House) -> None:
    assert (await (await house.as_(BEN)).post("/practice/settings/preview", {"settings": {}})).status_code == 403
