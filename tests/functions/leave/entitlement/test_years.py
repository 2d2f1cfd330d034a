"""GET /leave/years."""

from __future__ import annotations

from tests.cast import BEN, House


async def test_it_works(house: House) -> None:
    await house.with_practice()
    ben = await house.as_(BEN)
    answer = await ben.get("/leave/years")
    assert answer.status_code == 200
    assert answer.json["years"] == [
        {"start": "2027-01-01", "end": "2027-12-31", "words": "2027", "current": True},
        {"start": "2028-01-01", "end": "2028-12-31", "words": "2028", "current": False},
    ]


async def test_before_the_first_import_there_are_none(house: House) -> None:
    ben = await house.as_(BEN)
    assert (await ben.get("/leave/years")).status_code == 404


async def test_somebody_not_signed_in_is_asked_to(house: House) -> None:
    assert (await house.stranger().get("/leave/years")).status_code == 401
