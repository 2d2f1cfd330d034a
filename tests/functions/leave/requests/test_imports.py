"""The leave file's part in an import."""

from __future__ import annotations

from typing import Any

from infra.demo.contents import files_of
from tests.cast import BEN, LEAVE, PRIYA, House, files
from tests.leave import THURSDAY, TUESDAY, ask, decide, left, rota_lines


async def _import(house: House, leave: str) -> Any:
    answer = await (await house.as_(PRIYA)).post("/practice/import", files(leave=leave))
    assert answer.status_code == 200, answer.text
    return answer.json


async def _requests(house: House, code: str) -> list[tuple[str, str, str]]:
    found = (await (await house.as_(PRIYA)).get(f"/leave/requests?code={code}")).json["requests"]
    return [(each["start"], each["status"], each["source"]) for each in found]


async def test_imported_leave_is_in_the_ledger_and_has_a_history(house: House) -> None:
    await house.with_practice()
    nurse, doctor = await left(house, "NP"), await left(house, "CW")
    assert (nurse["booked"], doctor["pending"]) == (4 * 250, 500)
    priya = await house.as_(PRIYA)
    [request] = (await priya.get("/leave/requests?code=NP")).json["requests"]
    assert (request["source"], request["amount"]["sessions"], request["decided_by"]) == ("import", "4", "Priya Shah")
    one = (await priya.get(f"/leave/requests/{request['id']}")).json
    assert one["then"] is None
    assert [(event["what"], event["by"]) for event in one["history"]] == [("Imported", "Priya Shah")]


async def test_the_same_again_changes_nothing(house: House) -> None:
    await house.with_practice()
    before = await _everything(house)
    assert (await _import(house, LEAVE))["changed"] is False
    assert await _everything(house) == before


async def test_what_is_no_longer_in_the_file_is_cancelled_and_given_back(house: House) -> None:
    await house.with_practice()
    gone = "\n".join(line for line in LEAVE.splitlines() if not line.startswith("NP")) + "\n"
    await _import(house, gone)
    assert await _requests(house, "NP") == [("2027-01-07", "cancelled", "import")]
    assert (await left(house, "NP"))["booked"] == 0
    await _import(house, LEAVE)
    assert sorted(await _requests(house, "NP")) == [
        ("2027-01-07", "approved", "import"), ("2027-01-07", "cancelled", "import"),
    ]  # fmt: skip
    assert (await left(house, "NP"))["booked"] == 4 * 250


async def test_a_line_that_is_approved_now_is_the_same_request(house: House) -> None:
    await house.with_practice()
    await _import(house, LEAVE.replace("requested", "approved"))
    assert await _requests(house, "CW") == [(THURSDAY, "approved", "import")]
    sums = await left(house, "CW")
    assert (sums["pending"], sums["booked"]) == (0, 500)


async def test_it_takes_sessions_off_a_rota_that_is_published_and_puts_them_back(house: House) -> None:
    await house.with_practice()
    await house.published()
    before = await rota_lines(house)
    await _import(house, LEAVE + "BH,annual,2027-01-12,AM,2027-01-12,PM,approved\n")
    assert before - await rota_lines(house) == {("BH", TUESDAY, half, "clinic") for half in ("AM", "PM")}
    await _import(house, LEAVE)
    assert await rota_lines(house) == before


async def test_leave_asked_for_here_goes_when_the_file_has_it_not_and_is_told(house: House) -> None:
    await house.with_practice()
    request = await ask(await house.as_(BEN), TUESDAY)
    await _import(house, LEAVE + "NP,annual,2027-02-01,AM,2027-02-01,PM,approved\n")
    one = (await (await house.as_(BEN)).get(f"/leave/requests/{request['id']}")).json
    assert one["request"]["status"] == "cancelled"
    assert one["history"][-1]["reason"] == "No longer in the leave file that was imported."
    async with house.db.tx() as tx:
        cursor = await tx.execute("select payload ->> 'request_id' from outbox where event = 'leave-cancelled'")
        assert await cursor.fetchall() == [(request["id"],)]


async def test_leave_for_part_of_a_session_is_not_the_files(house: House) -> None:
    """The file has whole sessions only: what it cannot say it neither cancels nor overlaps."""
    await house.with_practice()
    request = await ask(await house.as_(BEN), TUESDAY, end_half="AM", part_minutes=60)
    await _import(house, LEAVE + "NP,annual,2027-02-01,AM,2027-02-01,PM,approved\n")
    assert (TUESDAY, "approved", "asked") in await _requests(house, "BH")
    over = await (await house.as_(PRIYA)).post(
        "/practice/import", files(leave=LEAVE + "BH,annual,2027-01-11,AM,2027-01-12,PM,approved\n")
    )
    assert over.status_code == 422
    assert over.json["errors"][0]["message"] == ("Dr Ben Hughes has leave for part of Tue 12 Jan AM. Cancel it first.")
    await decide(await house.as_(BEN), request, "cancellation")
    await _import(house, LEAVE + "BH,annual,2027-01-11,AM,2027-01-12,PM,approved\n")


async def test_sixty_people_come_in_with_a_hundred_spells(house: House) -> None:
    severnbank = files_of("severnbank")
    body = {name: getattr(severnbank, name).decode() for name in ("practice", "people", "leave")}
    priya = await house.as_(PRIYA)
    answer = await priya.post("/practice/import", body)
    assert answer.status_code == 200, answer.text
    assert (answer.json["people"], answer.json["leave"]) == (60, 94)


async def _everything(house: House) -> list[Any]:
    async with house.db.tx() as tx:
        found = []
        for table in (
            "leave_request",
            "ledger_entry",
            "rota_change",
            "audit where action like 'leave-%'",
            "leave_stamp",
        ):
            cursor = await tx.execute(f"select coalesce(jsonb_agg(to_jsonb(t)), '[]') from (select * from {table}) t")
            found.append((await cursor.fetchone() or (None,))[0])
        return found
