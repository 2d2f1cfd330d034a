"""POST /rota/versions/{id}/restoration: going back is a change like any other, and a new version once published."""

from __future__ import annotations

import uuid
from datetime import date
from typing import Any

from shared.queries import rota
from shared.standing import Standing
from tests.cast import BEN, LEAVE, PEOPLE, Client, House, files
from tests.edits import ADMIN, CLINIC, MONDAY, NEXT_MONDAY, OFF, TUESDAY, cell, edit, state, waiting
from tests.functions.rota.versions.conftest import MoveTo
from tests.published import TWO_WEEKS, preview, priya_with_a_rota, publish

LOCUM = {"covers": "BH", "cost_pence": 30_000, "agency": "Elm Locums"}


async def stands(house: House) -> Standing:
    async with house.db.tx() as tx:
        return await rota.standing(tx, start=date.fromisoformat(MONDAY), end=date(2027, 1, 15))


async def current(client: Client) -> str:
    return str((await client.get("/rota/publication")).json["id"])


async def restored(client: Client, version_id: str) -> dict[str, Any]:
    answer = await client.post(f"/rota/versions/{version_id}/restoration")
    assert answer.status_code == 201, answer.text
    found: dict[str, Any] = answer.json
    return found


async def test_it_works(house: House) -> None:
    priya = await priya_with_a_rota(house)
    first, before = await current(priya), await stands(house)
    await edit(priya, cell("CW", MONDAY, "AM", CLINIC, state("clinic", pinned=True, locum=LOCUM)))
    await edit(priya, cell("BH", NEXT_MONDAY, "PM", CLINIC, OFF))
    await publish(priya)
    second, after = await current(priya), await stands(house)
    found = await restored(priya, first)
    assert (found["edit"]["cause"], found["left_out"]) == ("roll-back", [])
    assert found["edit"]["words"] == "Back to version 1, Mon 4 Jan to Fri 15 Jan"
    assert await stands(house) == after  # nothing is so before it is published
    await publish(priya, edits=[found["edit"]["id"]])
    assert await stands(house) == before
    assert [each["number"] for each in (await priya.get("/rota/versions")).json] == [3, 2, 1]
    await restored(priya, second)
    await publish(priya)
    assert await stands(house) == after


async def test_what_waits_is_part_of_what_it_goes_back_from(house: House) -> None:
    priya = await priya_with_a_rota(house)
    first, before = await current(priya), await stands(house)
    earlier = (await edit(priya, cell("CW", MONDAY, "AM", CLINIC, ADMIN)))["edit"]["id"]
    back = (await restored(priya, first))["edit"]
    (refusal,) = (await preview(priya, edits=[back["id"]]))["refusals"]
    assert refusal["code"] == "stands-on-another"
    await publish(priya, edits=[earlier, back["id"]])
    assert await stands(house) == before


async def test_today_and_after_go_back_and_what_is_over_stays(house: House, move_to: MoveTo) -> None:
    priya = await priya_with_a_rota(house)
    first = await current(priya)
    for day in (MONDAY, TUESDAY):
        await edit(priya, cell("CW", day, "AM", CLINIC, ADMIN))
    await publish(priya)
    move_to(date.fromisoformat(TUESDAY))
    found = await restored(priya, first)
    assert [each["date"] for each in found["edit"]["cells"]] == [TUESDAY]
    move_to(date(2027, 1, 16))
    answer = await priya.post(f"/rota/versions/{first}/restoration")
    assert (answer.status_code, answer.json["detail"]) == (422, "Version 1 ended on Fri 15 Jan: it is over.")


async def test_who_is_on_leave_by_now_stays_away_and_is_named(house: House) -> None:
    priya = await priya_with_a_rota(house)
    first = await current(priya)
    await edit(priya, cell("CW", TUESDAY, "AM", CLINIC, ADMIN))
    await publish(priya)
    leave = LEAVE + f"CW,annual,{MONDAY},AM,{MONDAY},PM,approved\n"
    assert (await priya.post("/practice/import", files(practice=TWO_WEEKS, leave=leave))).status_code == 200
    found = await restored(priya, first)
    assert [(each["code"], each["date"]) for each in found["edit"]["cells"]] == [("CW", TUESDAY)]
    assert {(each["code"], each["date"]) for each in found["left_out"]} == {("CW", MONDAY)}
    assert found["left_out"][0]["because"] == "Dr Cara West is on leave then (Mon 4 Jan AM)."
    await publish(priya)


async def test_study_leave_of_that_time_does_not_come_back(house: House) -> None:
    priya = await priya_with_a_rota(house)
    first = await current(priya)
    none = "\n".join(line for line in LEAVE.splitlines() if not line.startswith("BH")) + "\n"
    assert (await priya.post("/practice/import", files(practice=TWO_WEEKS, leave=none))).status_code == 200
    answer = await priya.post(f"/rota/versions/{first}/restoration")
    assert (answer.status_code, answer.json["type"]) == (422, "urn:rotacc:nothing-to-restore")
    assert "Dr Ben Hughes is away, or was (Tue 5 Jan AM)." in answer.json["detail"]


async def test_a_version_the_rota_is_like_already_is_nothing_to_go_back_to(house: House) -> None:
    priya = await priya_with_a_rota(house)
    answer = await priya.post(f"/rota/versions/{await current(priya)}/restoration")
    assert answer.status_code == 422
    assert answer.json["detail"] == "From Mon 4 Jan on the rota is as it was in version 1 already."
    assert await waiting(priya) == []


async def test_only_administrators_go_back_and_only_to_versions_there_are(house: House) -> None:
    priya = await priya_with_a_rota(house)
    path = f"/rota/versions/{await current(priya)}/restoration"
    assert (await (await house.as_(BEN)).post(path)).status_code == 403
    assert (await priya.post(f"/rota/versions/{uuid.uuid4()}/restoration")).status_code == 404


async def test_a_day_somebody_no_longer_works_by_their_pattern_stays_as_it_is(house: House) -> None:
    priya = await priya_with_a_rota(house)
    first = await current(priya)
    await edit(priya, cell("CW", TUESDAY, "AM", CLINIC, ADMIN), cell("BH", MONDAY, "AM", CLINIC, OFF))
    await publish(priya)
    less = PEOPLE.replace("SSSSSS----", "--SSSS----")
    assert (await priya.post("/practice/import", files(practice=TWO_WEEKS, people=less))).status_code == 200
    found = await restored(priya, first)
    assert [(each["code"], each["date"]) for each in found["edit"]["cells"]] == [("CW", TUESDAY)]
    (left,) = found["left_out"]
    assert (left["code"], left["because"]) == ("BH", "Dr Ben Hughes does not work then (Mon 4 Jan AM).")
    await publish(priya)
