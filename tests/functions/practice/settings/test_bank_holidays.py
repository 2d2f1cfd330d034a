"""GET /practice/bank-holidays."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from tests.cast import BEN, PRIYA, House


@pytest.fixture(autouse=True)
def before_the_rota(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("functions.practice.settings.handler.today", lambda: date(2026, 12, 1))


async def year(house: House, number: int, **more: Any) -> Any:
    priya = await house.as_(PRIYA)
    answer = await priya.get("/practice/bank-holidays", params={"year": number, **more})
    assert answer.status_code == 200, answer.text
    return answer.json


# Spec: computed lists for tests, by nation.
YEARS = {
    ("england-and-wales", 2027): "01-01 03-26 03-29 05-03 05-31 08-30 12-27 12-28",
    ("england-and-wales", 2028): "01-03 04-14 04-17 05-01 05-29 08-28 12-25 12-26",
    ("scotland", 2027): "01-01 01-04 03-26 05-03 05-31 08-02 11-30 12-27 12-28",
    ("northern-ireland", 2027): "01-01 03-17 03-26 03-29 05-03 05-31 07-12 08-30 12-27 12-28",
}


async def test_it_works(house: House) -> None:
    await house.with_practice()
    for (nation, number), days in YEARS.items():
        found = await year(house, number, nation=nation)
        assert [each["date"][5:] for each in found["holidays"]] == days.split(), nation
    assert (await year(house, 2027))["nation"] == "england-and-wales"
    assert (await year(house, 2027))["closures"] == [
        {"closure": 0, "date": "2027-01-13", "label": "Training afternoon", "half": "PM", "site": None, "people": 0}
    ]


async def test_what_the_practice_does_otherwise_is_marked(house: House) -> None:
    await house.with_practice()
    priya = await house.as_(PRIYA)
    read = (await priya.get("/practice/settings")).json
    edits = {"kept": [{"date": "2027-06-02", "name": "Elm fair"}], "worked": ["2027-08-30"]}
    body = {"settings": read["settings"] | {"bank_holidays": edits}, "version": read["version"]}
    assert (await priya.put("/practice/settings", body)).status_code == 200
    found = {each["date"]: each for each in (await year(house, 2027))["holidays"]}
    assert found["2027-06-02"] == {
        "date": "2027-06-02", "name": "Elm fair", "kept": True, "worked": False, "people": 0,
    }  # fmt: skip
    assert found["2027-08-30"]["worked"] is True
    assert found["2027-05-31"]["worked"] is False


async def test_who_is_on_the_published_rota_is_counted(house: House) -> None:
    await house.with_practice()
    await house.published()
    priya = await house.as_(PRIYA)
    read = (await priya.get("/practice/settings")).json
    closures = [
        {"label": "Boiler", "dates": ["2027-01-14"]},
        {"label": "Drains", "half": "PM", "dates": ["2027-01-14"]},
    ]
    await priya.put(
        "/practice/settings", {"settings": read["settings"] | {"closures": closures}, "version": read["version"]}
    )
    found = (await year(house, 2027))["closures"]
    assert [(each["label"], each["people"]) for each in found] == [("Boiler", 4), ("Drains", 4)]


async def test_a_year_or_nation_there_is_none_of_is_refused(house: House) -> None:
    await house.with_practice()
    priya = await house.as_(PRIYA)
    for wrong in ({}, {"year": 1066}, {"year": "x"}, {"year": 2027, "nation": "narnia"}):
        assert (await priya.get("/practice/bank-holidays", params=wrong)).status_code == 422, wrong


async def test_there_is_none_before_there_is_a_practice_and_only_for_administrators(house: House) -> None:
    priya = await house.as_(PRIYA)
    assert (await priya.get("/practice/bank-holidays", params={"year": 2027})).status_code == 404
    assert (await (await house.as_(BEN)).get("/practice/bank-holidays", params={"year": 2027})).status_code == 403
