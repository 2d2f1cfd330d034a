"""GET /leave/calendar."""

from __future__ import annotations

from typing import Any

from tests.cast import BEN, CHARLIE, PRACTICE, PRIYA, House
from tests.leave import FRIDAY, MONDAY, TUESDAY, WEDNESDAY, ask


def _half(calendar: dict[str, Any], day: str, half: str) -> dict[str, Any]:
    [found] = [h for d in calendar["days"] if d["date"] == day for h in d["halves"] if h["half"] == half]
    return dict(found)


async def test_it_works(house: House) -> None:
    await house.with_practice()
    await house.published()
    calendar = (await (await house.as_(BEN)).get("/leave/calendar?start=2027-01-06&weeks=2")).json
    assert (calendar["start"], calendar["weeks"], calendar["unit"]) == ("2027-01-04", 2, "session")
    assert len(calendar["days"]) == 10
    assert _half(calendar, TUESDAY, "AM") == {
        "half": "AM", "activity": "clinic", "away": None, "request_id": None, "closed": None, "places": None,
        "may_ask": True, "why_not": [],
    }  # fmt: skip
    assert _half(calendar, WEDNESDAY, "PM")["closed"] == "Training afternoon"
    assert _half(calendar, WEDNESDAY, "PM")["why_not"] == ["Closed: Training afternoon."]
    assert _half(calendar, FRIDAY, "AM")["why_not"] == ["Not a working half-day."]


async def test_my_own_leave_is_on_it(house: House) -> None:
    await house.with_practice()
    ben = await house.as_(BEN)
    request = await ask(ben, TUESDAY, end_half="AM")
    calendar = (await ben.get(f"/leave/calendar?start={MONDAY}&weeks=1")).json
    mine = _half(calendar, TUESDAY, "AM")
    assert (mine["away"], mine["request_id"], mine["may_ask"]) == ("approved", request["id"], False)
    assert mine["why_not"] == ["On leave already."]
    assert _half(calendar, TUESDAY, "PM")["away"] is None


async def test_closed_dates_say_why(house: House) -> None:
    practice = PRACTICE.replace(
        '"supervision"',
        '"leave": {"locked": [{"label": "Half-term", "start": "2027-02-15", "end": "2027-02-19"}]}, "supervision"',
    )
    await house.with_practice(practice=practice)
    ben = await house.as_(BEN)
    locked = (await ben.get("/leave/calendar?start=2027-02-15&weeks=1")).json
    assert locked["days"][0]["locked"] == ["Half-term"]
    assert _half(locked, "2027-02-15", "AM")["why_not"] == ["Half-term: nobody may ask for this day."]
    bank = (await ben.get("/leave/calendar?start=2027-03-29&weeks=1")).json
    assert bank["days"][0]["bank_holiday"] == "Easter Monday"
    assert _half(bank, "2027-03-29", "AM")["why_not"] == ["Closed: Easter Monday."]
    past = (await ben.get("/leave/calendar?start=2026-11-09&weeks=1")).json
    assert _half(past, "2026-11-09", "AM")["why_not"] == ["In the past."]
    soon = _half((await ben.get("/leave/calendar?start=2026-11-23&weeks=1")).json, "2026-11-23", "AM")
    assert (soon["may_ask"], soon["why_not"]) == (True, ["Before Mon 28 Dec 2026 a person decides."])
    far = _half((await ben.get("/leave/calendar?start=2028-05-15&weeks=1")).json, "2028-05-17", "AM")
    assert far["why_not"] == ["Leave can be asked for until Tue 16 May 2028."]
    theirs = (await (await house.as_(PRIYA)).get("/leave/calendar?start=2026-11-09&weeks=1&code=BH")).json
    assert _half(theirs, "2026-11-09", "AM")["may_ask"] is True


async def test_places_count_approved_leave_of_others(house: House) -> None:
    practice = PRACTICE.replace(
        '"supervision"', '"max_off": [{"roles": ["Partner", "Salaried"], "limit": 1}], "supervision"'
    )
    await house.with_practice(practice=practice)
    ben, priya = await house.as_(BEN), await house.as_(PRIYA)
    path = f"/leave/calendar?start={MONDAY}&weeks=1"
    assert _half((await ben.get(path)).json, TUESDAY, "AM")["places"] == 1
    await ask(priya, TUESDAY, kind="compassionate", person_code="CW")
    full = _half((await ben.get(path)).json, TUESDAY, "AM")
    assert (full["places"], full["may_ask"], full["why_not"]) == (0, True, ["No place is left; a person decides."])
    assert _half((await ben.get(path)).json, FRIDAY, "AM")["places"] is None  # no working day of his


async def test_it_is_for_oneself_and_for_administrators(house: House) -> None:
    await house.with_practice()
    ben = await house.as_(BEN)
    assert (await ben.get(f"/leave/calendar?start={MONDAY}&code=CW")).status_code == 403
    assert (await (await house.as_(PRIYA)).get(f"/leave/calendar?start={MONDAY}&code=XX")).status_code == 404
    assert (await (await house.as_(CHARLIE)).get(f"/leave/calendar?start={MONDAY}")).status_code == 422


async def test_a_missing_date_is_never_today(house: House) -> None:
    await house.with_practice()
    for path in ("/leave/calendar?weeks=1", "/leave/away?weeks=1"):
        answer = await (await house.as_(BEN)).get(path)
        assert answer.status_code == 422
        assert [error["field"] for error in answer.json["errors"]] == ["start"]
