"""GET /practice and GET /practice/people."""

from __future__ import annotations

from tests.cast import BEN, CHARLIE, House


async def test_it_works(house: House) -> None:
    await house.with_practice()
    ben = await house.as_(BEN)
    answer = await ben.get("/practice")
    assert answer.status_code == 200
    assert answer.json == {
        "name": "Elm Lane Surgery",
        "nation": "england-and-wales",
        "sites": [{"code": "ELM", "name": "Elm Lane", "rooms": 6}],
        "horizon": {"start": "2027-01-04", "weeks": 2},
        "week_a_starts": None,
        "roles": ["Partner", "Practice Nurse", "ST3", "Salaried"],
        "version": 1,
    }


async def test_people_come_in_the_order_of_their_file(house: House) -> None:
    await house.with_practice()
    answer = await (await house.as_(CHARLIE)).get("/practice/people")
    assert [person["code"] for person in answer.json["people"]] == ["AO", "BH", "CW", "RM", "NP"]
    assert answer.json["people"][3] == {
        "code": "RM",
        "name": "Dr Rosa Marsh",
        "role": "ST3",
        "group": "ST doctor",
        "site": "ELM",
        "wte": "1",
        "trainee": True,
    }


async def test_before_the_first_import_there_is_nothing(house: House) -> None:
    assert (await (await house.as_(BEN)).get("/practice")).status_code == 404


async def test_nothing_can_be_asked_behind_a_question_mark(house: House) -> None:
    assert (await (await house.as_(BEN)).get("/practice?secret=1")).status_code == 422
