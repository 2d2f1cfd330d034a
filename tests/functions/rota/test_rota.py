"""GET /rota: the page everybody looks at."""

from __future__ import annotations

from typing import Any

from shared.grid import GridOut
from tests.cast import AMARA, BEN, CHARLIE, LEAVE, PEOPLE, PRACTICE, PRIYA, ROSA, Actor, House, files

PAGE = "/rota?start=2027-01-04&weeks=2"
AM, PM = 0, 1


async def _seen(house: House, actor: Actor, page: str = PAGE) -> dict[str, Any]:
    answer = await (await house.as_(actor)).get(page)
    assert answer.status_code == 200, answer.text
    GridOut.model_validate_json(answer.content)
    grid: dict[str, Any] = answer.json
    return grid


def _does(grid: dict[str, Any], code: str, day: int, half: int) -> str | None:
    """What somebody does then; 'away'; or None."""
    person = [each["code"] for each in grid["people"]].index(code)
    if [person, day, half] in grid["away"]:
        return "away"
    return next((row[3] for row in grid["assignments"] if row[:3] == [person, day, half]), None)


async def test_it_works(house: House) -> None:
    await house.with_practice()
    await house.published()
    grid = await _seen(house, ROSA)
    assert grid["practice"] == "Elm Lane Surgery"
    assert (grid["start"], grid["weeks"]) == ("2027-01-04", 2)
    assert [day["date"] for day in grid["days"]][:2] == ["2027-01-04", "2027-01-05"]
    assert [day["week"] for day in grid["days"]] == [0] * 5 + [1] * 5
    assert [person["code"] for person in grid["people"]] == ["AO", "BH", "CW", "RM", "NP"]
    assert _does(grid, "AO", 0, AM) == "duty"
    assert _does(grid, "BH", 0, AM) == "clinic"
    assert _does(grid, "BH", 4, AM) is None
    assert grid["duty"][0] == [0, AM, [0]]
    assert grid["doctors_in"][0] == 4
    assert grid["minimum"][0] == 3
    assert grid["versions"][0]["number"] == 1
    assert grid["days"][7]["closures"] == [{"label": "Training afternoon", "half": "PM", "site": None}]


async def test_leave_is_away_and_never_more(house: House) -> None:
    await house.with_practice()
    await house.published()
    grid = await _seen(house, CHARLIE)
    assert _does(grid, "NP", 3, AM) == "away"  # annual
    assert _does(grid, "BH", 1, AM) == "away"  # study
    assert _does(grid, "AO", 2, AM) == "away"  # at court
    assert _does(grid, "CW", 8, AM) != "away"  # only asked for


async def test_study_leave_shows_to_its_owner_and_to_administrators(house: House) -> None:
    await house.with_practice()
    await house.published()
    assert _does(await _seen(house, BEN), "BH", 1, AM) == "study-leave"
    assert _does(await _seen(house, BEN), "AO", 2, AM) == "away"
    assert _does(await _seen(house, PRIYA), "BH", 1, AM) == "study-leave"
    assert _does(await _seen(house, PRIYA), "AO", 2, AM) == "coroners"
    assert _does(await _seen(house, AMARA), "BH", 1, AM) == "study-leave"


async def test_a_gap_shows_with_its_reason(house: House) -> None:
    people = PEOPLE.replace("40,duty\n", "40,\n").replace("48,duty|supervise", "48,supervise")
    await house.with_practice(people=people)
    await house.published()
    grid = await _seen(house, BEN)
    gap = next(gap for gap in grid["gaps"] if gap["rule"] == "duty" and gap["date"] == "2027-01-06")
    assert (gap["half"], gap["need"], gap["have"]) == ("AM", 1, 0)
    assert "Dr Amara Okafor" in gap["why"]
    later = await _seen(house, BEN, "/rota?start=2027-01-11&weeks=1")
    assert all(gap["date"] >= "2027-01-11" for gap in later["gaps"] if gap["date"])


async def test_before_anything_is_published_the_page_is_there_and_empty(house: House) -> None:
    await house.with_practice()
    grid = await _seen(house, BEN)
    assert grid["assignments"] == [] and grid["versions"] == []
    assert len(grid["people"]) == 5 and len(grid["days"]) == 10
    assert _does(grid, "NP", 3, AM) == "away"


async def test_a_date_belongs_to_the_newest_version_that_covers_it(house: House) -> None:
    await house.with_practice()
    await house.published()
    people = PEOPLE.replace("duty|supervise\nBH", "supervise\nBH")
    await (await house.as_(PRIYA)).post("/practice/import", files(people=people))
    await house.published(start="2027-01-11", weeks=1)
    grid = await _seen(house, BEN)
    assert [version["number"] for version in grid["versions"]] == [2, 1]
    assert _does(grid, "AO", 0, AM) == "duty"
    assert _does(grid, "AO", 5, AM) == "clinic"
    assert _does(grid, "BH", 5, AM) == "duty"


async def test_somebody_who_left_still_stands_in_the_rota_they_worked(house: House) -> None:
    await house.with_practice()
    await house.published()
    gone = files(
        people=PEOPLE.replace("NP,Nia Pugh,Practice Nurse,ELM,1.0,SSSSSSSSSS,,,60,\n", ""),
        leave=LEAVE.replace("NP,annual,2027-01-07,AM,2027-01-08,PM,approved\n", ""),
    )
    await (await house.as_(PRIYA)).post("/practice/import", gone)
    grid = await _seen(house, BEN)
    assert grid["people"][-1] == {
        "code": "NP", "name": "Nia Pugh", "role": "", "group": "former", "site": "", "wte": "",
    }  # fmt: skip
    assert _does(grid, "NP", 0, AM) == "clinic"


async def test_any_day_of_the_week_finds_its_monday(house: House) -> None:
    await house.with_practice()
    assert (await _seen(house, BEN, "/rota?start=2027-01-07&weeks=1"))["start"] == "2027-01-04"


async def test_unchanged_it_is_not_sent_again(house: House) -> None:
    await house.with_practice()
    ben = await house.as_(BEN)
    first = await ben.get(PAGE)
    tag = first.headers["etag"]
    assert first.headers["cache-control"] == "private, no-cache"
    again = await ben.get(PAGE, headers={"If-None-Match": tag})
    assert again.status_code == 304 and again.content == b""
    await house.published()
    fresh = await ben.get(PAGE, headers={"If-None-Match": tag})
    assert fresh.status_code == 200 and fresh.headers["etag"] != tag


async def test_an_import_shows_at_once(house: House) -> None:
    await house.with_practice()
    assert (await _seen(house, BEN))["people"][0]["name"] == "Dr Amara Okafor"
    people = PEOPLE.replace("Dr Amara Okafor", "Dr Amara Mensah")
    await (await house.as_(PRIYA)).post("/practice/import", files(people=people))
    assert (await _seen(house, BEN))["people"][0]["name"] == "Dr Amara Mensah"


async def test_colleagues_share_one_answer_and_nobody_gets_anothers(house: House) -> None:
    await house.with_practice()
    await house.published()
    tags = {}
    for actor in (BEN, ROSA, CHARLIE, PRIYA, AMARA):
        tags[actor.username] = (await (await house.as_(actor)).get(PAGE)).headers["etag"]
    assert tags["rosa"] == tags["charlie"]
    assert tags["priya"] == tags["amara"]
    assert len(set(tags.values())) == 3


async def test_bank_holidays_and_a_day_the_practice_is_shut_ask_for_nobody(house: House) -> None:
    practice = PRACTICE.replace('"half": "PM", "dates": ["2027-01-13"]', '"dates": ["2027-03-30"]')
    practice = practice.replace('"start": "2027-01-04", "weeks": 2', '"start": "2027-03-22", "weeks": 2')
    await house.with_practice(practice=practice, leave=LEAVE.splitlines()[0] + "\n")
    grid = await _seen(house, BEN, "/rota?start=2027-03-22&weeks=2")
    named = {day["date"]: day["bank_holiday"] for day in grid["days"] if day["bank_holiday"]}
    assert named == {"2027-03-26": "Good Friday", "2027-03-29": "Easter Monday"}
    assert grid["minimum"] == [3, 3, 2, 3, None, None, None, 2, 3, 2]


async def test_nonsense_in_the_address_is_said(house: House) -> None:
    ben = await house.as_(BEN)
    answer = await ben.get("/rota?start=tomorrow&weeks=0&sort=up")
    assert answer.status_code == 422
    assert {each["field"] for each in answer.json["errors"]} == {"start", "weeks", "sort"}


async def test_before_the_first_import_there_is_no_rota(house: House) -> None:
    assert (await (await house.as_(BEN)).get(PAGE)).status_code == 404
