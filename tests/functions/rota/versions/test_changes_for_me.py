"""GET /rota/changes-for-me, and saying that I have seen them."""

from __future__ import annotations

import uuid
from datetime import date

from tests.cast import AMARA, BEN, CHARLIE, ROSA, House
from tests.edits import ADMIN, CLINIC, MONDAY, OFF, TUESDAY, cell, edit, state
from tests.functions.rota.versions.conftest import MoveTo
from tests.published import priya_with_a_rota, publish

VISITS = state("visits", pinned=True)


async def test_it_works(house: House) -> None:
    priya, rosa = await priya_with_a_rota(house), await house.as_(ROSA)
    assert (await rosa.get("/rota/changes-for-me")).json == []
    await edit(priya, cell("RM", MONDAY, "AM", CLINIC, VISITS), cell("RM", TUESDAY, "AM", CLINIC, OFF))
    await edit(priya, cell("CW", MONDAY, "AM", CLINIC, ADMIN))
    done = await publish(priya, reason="Dr West has the flu")
    (told,) = (await rosa.get("/rota/changes-for-me")).json
    assert (told["version_id"], told["number"], told["acknowledged_at"]) == (done["id"], 2, None)
    assert [(each["date"], each["now"], each["notice_days"], each["window_days"]) for each in told["changes"]] == [
        (MONDAY, {"activity": "visits", "site": "ELM"}, 28, 42), (TUESDAY, None, 29, 42),
    ]  # fmt: skip
    assert told["reason"] is None  # it may say why a colleague is away
    answer = await rosa.put(f"/rota/versions/{done['id']}/acknowledgement")
    assert answer.status_code == 200
    (seen,) = (await rosa.get("/rota/changes-for-me")).json
    assert seen == told | {"acknowledged_at": answer.json["acknowledged_at"]}


async def test_seen_twice_is_seen_once(house: House) -> None:
    priya, rosa = await priya_with_a_rota(house), await house.as_(ROSA)
    await edit(priya, cell("RM", MONDAY, "AM", CLINIC, VISITS), cell("CW", MONDAY, "AM", CLINIC, ADMIN))
    done = await publish(priya, reason="Visits")
    path = f"/rota/versions/{done['id']}/acknowledgement"
    first, second = await rosa.put(path), await rosa.put(path)
    assert first.json == second.json
    (listed,) = [each for each in (await priya.get("/rota/versions")).json if each["id"] == done["id"]]
    assert (listed["people"], listed["acknowledged"]) == (2, 1)
    async with house.db.tx() as tx:
        found = await (await tx.execute("select new from audit where action = 'rota-acknowledged'")).fetchall()
    assert found == [({"person": "RM"},)]


async def test_the_newest_comes_first_and_what_is_over_is_left_out(house: House, move_to: MoveTo) -> None:
    priya, rosa = await priya_with_a_rota(house), await house.as_(ROSA)
    for day in (MONDAY, TUESDAY):
        await edit(priya, cell("RM", day, "AM", CLINIC, VISITS))
        await publish(priya, reason="Visits")
    assert [each["number"] for each in (await rosa.get("/rota/changes-for-me")).json] == [3, 2]
    move_to(date(2027, 1, 5))
    assert [each["number"] for each in (await rosa.get("/rota/changes-for-me")).json] == [3]


async def test_nobody_sees_or_has_seen_what_changed_for_somebody_else(house: House) -> None:
    priya = await priya_with_a_rota(house)
    await edit(priya, cell("RM", MONDAY, "AM", CLINIC, VISITS))
    done = await publish(priya, reason="Visits")
    for actor in (BEN, CHARLIE):
        client = await house.as_(actor)
        assert (await client.get("/rota/changes-for-me")).json == []
        assert (await client.put(f"/rota/versions/{done['id']}/acknowledgement")).status_code == 404
    assert (await (await house.as_(ROSA)).put(f"/rota/versions/{uuid.uuid4()}/acknowledgement")).status_code == 404


async def test_an_administrator_who_is_on_the_rota_reads_the_reason(house: House) -> None:
    priya = await priya_with_a_rota(house)
    await edit(priya, cell("AO", MONDAY, "PM", state("duty"), ADMIN))
    await publish(priya, reason="To have an hour for the accounts")
    (told,) = (await (await house.as_(AMARA)).get("/rota/changes-for-me")).json
    assert told["reason"] == "To have an hour for the accounts"
