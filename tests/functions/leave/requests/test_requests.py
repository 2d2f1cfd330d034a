"""POST and GET /leave/requests: asking, recording for somebody, and what is listed for whom."""

from __future__ import annotations

import pytest

from tests.cast import AMARA, BEN, CHARLIE, PRIYA, ROSA, House
from tests.leave import MONDAY, THURSDAY, TUESDAY, WEDNESDAY, ask, codes, left, rota_lines, wanted


async def test_it_works(house: House) -> None:
    await house.with_practice()
    ben = await house.as_(BEN)
    answer = await ben.post("/leave/requests", wanted(TUESDAY))
    assert answer.status_code == 201, answer.text
    request = answer.json["request"]
    assert (request["status"], request["automatic"], request["source"]) == ("approved", True, "asked")
    assert request["person"] == {"code": "BH", "name": "Dr Ben Hughes", "group": "salaried"}
    assert request["amount"] == {"minutes": 500, "sessions": "2", "hours": "8.33", "days": "1"}
    assert answer.json["assessment"]["verdict"] == "approved-at-once"
    assert (await ben.get("/leave/requests")).json["requests"][0] == request


async def test_approved_at_once_takes_the_sessions_off_the_rota_and_the_ledger(house: House) -> None:
    await house.with_practice()
    await house.published()
    before, had = await rota_lines(house), await left(house, "BH")
    await ask(await house.as_(BEN), TUESDAY)
    gone = {("BH", TUESDAY, "AM", "clinic"), ("BH", TUESDAY, "PM", "clinic")}
    assert gone <= before
    assert await rota_lines(house) == before - gone
    has = await left(house, "BH")
    assert (has["booked"], has["pending"], has["left"]) == (500, 0, had["left"] - 500)


async def test_what_needs_a_decision_is_reserved_and_announced(house: House) -> None:
    await house.with_practice()
    had = await left(house, "BH")
    request = await ask(await house.as_(BEN), MONDAY, kind="annual", end=WEDNESDAY, note="A wedding")
    assert request["status"] == "approved"
    short = await ask(await house.as_(BEN), "2026-12-14")
    assert (short["status"], short["decide_by"]) == ("requested", short["decide_by"])
    has = await left(house, "BH")
    assert has["left"] == had["left"] - 5 * 250  # Wednesday afternoon is closed, and December is another year
    events = await _announced(house)
    assert events == [("leave-decided", request["id"]), ("leave-requested", short["id"])]


async def test_a_pending_request_is_spent_already(house: House) -> None:
    """Forty sessions a year: what waits leaves that much less for the next."""
    await house.with_practice()
    ben = await house.as_(BEN)
    study_first = await ben.post("/leave/requests", wanted("2027-05-03", "2027-06-18"))
    assert study_first.json["request"]["status"] == "approved"
    rest = (await ben.post("/leave/assessments", wanted("2027-07-05"))).json
    year = rest["years"][0]
    assert year["left_before"]["minutes"] - year["left_after"]["minutes"] == 500
    over = (await ben.post("/leave/requests", wanted("2027-07-05", "2027-08-27"))).json
    assert over["request"]["status"] == "requested"
    assert "entitlement" in codes(over["assessment"])
    after = (await ben.post("/leave/assessments", wanted("2027-10-04"))).json["years"][0]
    assert after["left_before"]["minutes"] < 0


async def test_every_reason_is_given_at_once(house: House) -> None:
    await house.with_practice()
    ben = await house.as_(BEN)
    answer = await ben.post(
        "/leave/requests", wanted("2026-11-05", kind="day-not-working", end_half="AM", buddy_code="BH")
    )
    assert answer.status_code == 422
    assert {"not-for-you", "past", "unit", "buddy-self", "nothing-to-take"} <= set(codes(answer.json))
    assert all(error["field"] for error in answer.json["errors"])
    assert (await ben.get("/leave/requests")).json["requests"][0]["source"] == "import"


async def test_partners_ask_for_whole_weeks(house: House) -> None:
    await house.with_practice()
    amara = await house.as_(AMARA)
    day = await amara.post("/leave/requests", wanted("2027-02-09"))
    assert day.status_code == 422
    assert day.json["errors"][0]["message"] == ("Annual leave is taken in whole weeks, Monday to Friday, by a partner.")
    week = await amara.post("/leave/requests", wanted("2027-02-08", "2027-02-12"))
    assert week.json["request"]["amount"]["sessions"] == "10"


async def test_part_of_a_session_leaves_them_at_work(house: House) -> None:
    await house.with_practice()
    await house.published()
    before = await rota_lines(house)
    request = await ask(await house.as_(BEN), TUESDAY, end_half="AM", part_minutes=90)
    assert (request["status"], request["amount"]["minutes"], request["amount"]["hours"]) == ("approved", 90, "1.5")
    assert await rota_lines(house) == before
    assert (await left(house, "BH"))["booked"] == 90
    away = (await (await house.as_(ROSA)).get(f"/leave/away?start={MONDAY}&weeks=1")).json["away"]
    assert "BH" not in [spell["code"] for spell in away]


async def test_part_of_a_session_is_less_than_all_of_one(house: House) -> None:
    await house.with_practice()
    ben = await house.as_(BEN)
    long = await ben.post("/leave/requests", wanted(TUESDAY, end_half="AM", part_minutes=250))
    assert long.json["errors"][0]["message"] == (
        "That session is 250 minutes long. Ask for less of it, or for all of it."
    )
    two = await ben.post("/leave/requests", wanted(TUESDAY, part_minutes=60))
    assert "part-of-several" in codes(two.json)


async def test_an_administrator_asks_for_somebody(house: House) -> None:
    await house.with_practice()
    priya = await house.as_(PRIYA)
    request = await ask(priya, "2026-11-17", person_code="BH", note="Rang in")
    assert (request["source"], request["asked_by"], request["status"]) == ("on-behalf", "Priya Shah", "requested")
    assert request["may"] == ["approve", "decline", "cancel"]
    late = await ask(priya, "2026-11-10", person_code="BH")  # the past is theirs to record
    assert late["status"] == "approved"


async def test_nobody_asks_for_a_colleague(house: House) -> None:
    await house.with_practice()
    ben = await house.as_(BEN)
    for path in ("/leave/requests", "/leave/assessments"):
        assert (await ben.post(path, wanted(TUESDAY, person_code="CW"))).status_code == 403
    assert (await ben.get("/leave/requests?code=CW")).status_code == 403


async def test_an_account_without_a_person_is_told_so(house: House) -> None:
    await house.with_practice()
    charlie = await house.as_(CHARLIE)
    answer = await charlie.post("/leave/requests", wanted(TUESDAY))
    assert answer.status_code == 422
    assert "not linked to anybody" in answer.json["detail"]
    assert (await charlie.get("/leave/requests")).json == {"requests": []}


@pytest.mark.parametrize("missing", ["start", "start_half", "end", "end_half", "kind"])
async def test_a_missing_date_is_never_today(house: House, missing: str) -> None:
    await house.with_practice()
    body = {key: value for key, value in wanted(TUESDAY).items() if key != missing}
    for path in ("/leave/requests", "/leave/assessments"):
        answer = await (await house.as_(BEN)).post(path, body)
        assert answer.status_code == 422
        assert [error["field"] for error in answer.json["errors"]] == [missing]
    nothing = await (await house.as_(BEN)).post("/leave/requests", wanted(TUESDAY) | {missing: None})
    assert nothing.status_code == 422


async def test_administrators_find_requests_by_what_they_are(house: House) -> None:
    await house.with_practice()
    await ask(await house.as_(BEN), TUESDAY)
    priya = await house.as_(PRIYA)
    everything = (await priya.get("/leave/requests")).json["requests"]
    assert everything[0]["status"] == "requested"  # what waits comes first
    assert {each["person"]["code"] for each in everything} == {"AO", "BH", "CW", "NP"}
    for query, expected in (
        ("status=requested", {"CW"}), ("code=BH", {"BH"}), ("kind=study", {"BH"}),
        ("start=2027-01-14&end=2027-01-14", {"CW"}), ("start=2027-01-11", {"BH", "CW"}), ("end=2027-01-05", {"BH"}),
    ):  # fmt: skip
        found = (await priya.get(f"/leave/requests?{query}")).json["requests"]
        assert {each["person"]["code"] for each in found} == expected, query
    assert (await priya.get("/leave/requests?status=lost")).status_code == 422


async def test_a_clinician_sees_their_own_only(house: House) -> None:
    await house.with_practice()
    request = await ask(await house.as_(BEN), TUESDAY)
    rosa = await house.as_(ROSA)
    assert (await rosa.get("/leave/requests")).json == {"requests": []}
    assert (await rosa.get(f"/leave/requests/{request['id']}")).status_code == 404


async def test_a_request_that_waits_too_long_is_overdue(house: House) -> None:
    await house.with_practice()
    priya = await house.as_(PRIYA)
    async with house.db.tx() as tx:
        await tx.execute("update leave_request set asked_at = '2026-11-01 10:00Z' where person_code = 'CW'")
    [request] = (await priya.get("/leave/requests?status=requested")).json["requests"]
    assert (request["decide_by"], request["overdue"]) == ("2026-11-15", True)
    async with house.db.tx() as tx:
        await tx.execute("update leave_request set asked_at = '2026-11-02 10:00Z' where person_code = 'CW'")
    [request] = (await priya.get("/leave/requests?status=requested")).json["requests"]
    assert (request["decide_by"], request["overdue"]) == ("2026-11-16", False)


async def test_rosa_asks_while_there_is_no_rota(house: House) -> None:
    await house.with_practice()
    request = await ask(await house.as_(ROSA), THURSDAY, end_half="AM")
    assert request["status"] == "approved"
    await house.published()
    assert ("RM", THURSDAY, "AM", "clinic") not in await rota_lines(house)


async def _announced(house: House) -> list[tuple[str, str]]:
    async with house.db.tx() as tx:
        cursor = await tx.execute(
            "select event, payload ->> 'request_id' from outbox where event like 'leave-%' order by id"
        )
        return await cursor.fetchall()
