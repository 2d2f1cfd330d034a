"""Two people at once, on a real PostgreSQL through the real application."""

from __future__ import annotations

import asyncio
from collections import Counter
from typing import Any

import pytest

from tests.cast import AMARA, BEN, PRACTICE, PRIYA, House
from tests.leave import MONDAY, TUESDAY, WEDNESDAY, ask, codes, left, rota_lines, wanted

TIMES = 5


async def _at_once(*asked: Any) -> list[Any]:
    return list(await asyncio.gather(*asked))


async def test_asked_twice_at_once_is_taken_once(house: House) -> None:
    await house.with_practice()
    ben = await house.as_(BEN)
    for monday, tuesday in (("2027-06-07", "2027-06-08"), ("2027-06-14", "2027-06-15"), ("2027-06-21", "2027-06-22")):
        both = await _at_once(
            ben.post("/leave/requests", wanted(monday, tuesday)), ben.post("/leave/requests", wanted(tuesday))
        )
        assert sorted(answer.status_code for answer in both) == [201, 422]
        [lost] = [answer for answer in both if answer.status_code == 422]
        assert codes(lost.json) == ["overlap"]
        assert "is on leave already." in lost.json["errors"][0]["message"]


async def test_the_database_says_it_as_the_check_does(house: House) -> None:
    """Somebody writes past the application while Ben asks: what the check cannot see, the constraint refuses."""
    await house.with_practice()
    ben = await house.as_(BEN)
    async with house.db.tx() as tx:
        await tx.execute(
            """insert into leave_request (person_code, kind, start_date, start_half, end_date, end_half, status, source)
               values ('BH', 'annual', %s, 'AM', %s, 'PM', 'requested', 'import')""",
            (TUESDAY, TUESDAY),
        )
        asking = asyncio.create_task(ben.post("/leave/requests", wanted(MONDAY, WEDNESDAY)))
        await asyncio.sleep(0.4)
        assert not asking.done()  # it waits for us
    answer = await asking
    assert answer.status_code == 422
    assert codes(answer.json) == ["overlap"]
    assert answer.json["errors"][0]["field"] == "start"


async def test_two_administrators_approve_at_once(house: House) -> None:
    await house.with_practice()
    await house.published()
    request = await ask(await house.as_(BEN), TUESDAY, kind="study")
    path, body = f"/leave/requests/{request['id']}/approval", {"version": 1}
    first, second = await _at_once((await house.as_(PRIYA)).put(path, body), (await house.as_(AMARA)).put(path, body))
    assert (first.status_code, second.status_code) == (200, 200)
    assert first.json["request"]["decided_by"] == second.json["request"]["decided_by"]
    assert first.json["removed"] == second.json["removed"]
    async with house.db.tx() as tx:
        cursor = await tx.execute("select count(*) from rota_change")
        assert await cursor.fetchone() == (2,)


async def test_one_approves_while_the_other_declines(house: House) -> None:
    await house.with_practice()
    await house.published()
    request = await ask(await house.as_(BEN), TUESDAY, kind="study")
    approve, decline = await _at_once(
        (await house.as_(PRIYA)).put(f"/leave/requests/{request['id']}/approval", {"version": 1}),
        (await house.as_(AMARA)).put(f"/leave/requests/{request['id']}/refusal", {"version": 1, "reason": "Full"}),
    )
    assert sorted((approve.status_code, decline.status_code)) == [200, 409]
    status = (await (await house.as_(PRIYA)).get(f"/leave/requests/{request['id']}")).json["request"]["status"]
    assert status == ("approved" if approve.status_code == 200 else "declined")
    listed = ("BH", TUESDAY, "AM", "study-leave") in await rota_lines(house)
    assert listed == (status == "approved")


async def test_cancelled_while_it_is_approved(house: House) -> None:
    """Whoever is first, the end is one of the two, whole: never cancelled with the sessions gone."""
    await house.with_practice()
    await house.published()
    before, had = await rota_lines(house), await left(house, "BH")
    ben, priya = await house.as_(BEN), await house.as_(PRIYA)
    ends = Counter[str]()
    for _ in range(TIMES):
        request = await ask(ben, TUESDAY, kind="study")
        path = f"/leave/requests/{request['id']}"
        approve, cancel = await _at_once(
            priya.put(f"{path}/approval", {"version": 1}), ben.put(f"{path}/cancellation", {"version": 1})
        )
        assert sorted((approve.status_code, cancel.status_code)) == [200, 409], (approve.text, cancel.text)
        now = (await ben.get(path)).json["request"]
        ends[now["status"]] += 1
        if now["status"] == "approved":
            assert await rota_lines(house) != before
            assert (await ben.put(f"{path}/cancellation", {"version": now["version"]})).status_code == 200
        assert await rota_lines(house) == before
        assert await left(house, "BH") == had
    assert ends.total() == TIMES


async def test_the_last_place_goes_to_one(house: House) -> None:
    """One of partners and salaried may be off: two ask for it at once."""
    practice = PRACTICE.replace(
        '"supervision"', '"max_off": [{"roles": ["Partner", "Salaried"], "limit": 1}], "supervision"'
    )
    await house.with_practice(practice=practice)
    ben, amara = await house.as_(BEN), await house.as_(AMARA)
    both = await _at_once(
        ben.post("/leave/requests", wanted("2027-02-08", "2027-02-10")),
        amara.post("/leave/requests", wanted("2027-02-08", "2027-02-12")),
    )
    statuses = sorted(answer.json["request"]["status"] for answer in both)
    assert statuses == ["approved", "requested"]
    [waits] = [answer.json for answer in both if answer.json["request"]["status"] == "requested"]
    assert "max-off" in codes(waits["assessment"])


async def test_the_last_sessions_are_spent_once(house: House) -> None:
    """Forty sessions a year: of two requests for most of them, one finds too little left."""
    await house.with_practice()
    ben = await house.as_(BEN)
    both = await _at_once(
        ben.post("/leave/requests", wanted("2027-06-07", "2027-07-16")),
        ben.post("/leave/requests", wanted("2027-08-02", "2027-09-10")),
    )
    assert sorted(answer.json["request"]["status"] for answer in both) == ["approved", "requested"]
    has = await left(house, "BH")
    assert has["left"] == has["granted"] - has["booked"] - has["pending"]


async def test_a_rota_published_while_leave_is_approved_never_has_them_at_work(house: House) -> None:
    await house.with_practice()
    await house.published()
    ben, priya = await house.as_(BEN), await house.as_(PRIYA)
    run_id = await house.draft()
    published, asked = await _at_once(
        priya.put(f"/rota/versions/{run_id}/publication", {"reason": None}),
        ben.post("/leave/requests", wanted(TUESDAY)),
    )
    assert asked.json["request"]["status"] == "approved"
    assert published.status_code in (201, 409)
    assert ("BH", TUESDAY, "AM", "clinic") not in await rota_lines(house)


@pytest.mark.parametrize("turn", range(2))
async def test_an_import_while_somebody_asks(house: House, turn: int) -> None:
    """Neither waits for the other for ever, and nothing is lost."""
    await house.with_practice()
    ben, priya = await house.as_(BEN), await house.as_(PRIYA)
    from tests.cast import LEAVE, files

    file = files(leave=LEAVE + f"NP,annual,2027-03-0{turn + 1},AM,2027-03-0{turn + 1},PM,approved\n")
    asked, imported = await _at_once(ben.post("/leave/requests", wanted(TUESDAY)), priya.post("/practice/import", file))
    assert (asked.status_code, imported.status_code) == (201, 200), (asked.text, imported.text)
    [request] = (await ben.get(f"/leave/requests?start={TUESDAY}")).json["requests"]
    # The file was written before he asked: imported first, his leave stands; imported after, it is not in the file.
    assert request["status"] in ("approved", "cancelled")
    found = (await priya.get("/leave/requests?code=NP&start=2027-03-01")).json["requests"]
    assert [each["status"] for each in found] == ["approved"]


async def test_what_is_rolled_back_is_not_remembered(house: House) -> None:
    """A refused request must not leave the practice in memory under a number that is given out again."""
    await house.with_practice()
    ben = await house.as_(BEN)
    assert (await ben.post("/leave/requests", wanted("2026-11-01"))).status_code == 422
    await ask(ben, TUESDAY)
    away = (await ben.get(f"/leave/away?start={MONDAY}&weeks=1")).json["away"]
    assert "BH" in [spell["code"] for spell in away]
