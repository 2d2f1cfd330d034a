"""Sickness: recorded by administrators, at once, and cutting the leave it falls in."""

from __future__ import annotations

from tests.cast import AMARA, BEN, PRIYA, House
from tests.leave import MONDAY, THURSDAY, TUESDAY, WEDNESDAY, ask, codes, decide, left, rota_lines, wanted


async def test_it_works(house: House) -> None:
    await house.with_practice()
    await house.published()
    request = await ask(await house.as_(PRIYA), TUESDAY, kind="sick", person_code="BH", note="Rang at 7:45")
    assert (request["status"], request["decided_by"], request["automatic"]) == ("approved", "Priya Shah", False)
    assert ("BH", TUESDAY, "AM", "clinic") not in await rota_lines(house)


async def test_it_costs_no_entitlement(house: House) -> None:
    await house.with_practice()
    had = await left(house, "BH")
    request = await ask(await house.as_(PRIYA), TUESDAY, kind="sick", person_code="BH")
    assert request["amount"]["sessions"] == "2"
    assert await left(house, "BH") == had


async def test_it_may_have_begun(house: House) -> None:
    await house.with_practice()
    assert (await ask(await house.as_(PRIYA), "2026-11-09", kind="sick", person_code="BH"))["status"] == "approved"


async def test_nobody_records_their_own(house: House) -> None:
    await house.with_practice()
    ben = await (await house.as_(BEN)).post("/leave/requests", wanted(TUESDAY, kind="sick"))
    assert (ben.status_code, codes(ben.json)[0]) == (422, "administrators-only")
    amara = await ask(await house.as_(AMARA), TUESDAY, kind="sick")
    assert amara["status"] == "requested"  # another administrator decides
    assert (await decide(await house.as_(PRIYA), amara, "approval", note="Get well"))["request"]["status"] == "approved"


async def test_annual_leave_is_cut_around_it_and_given_back(house: House) -> None:
    """Ben is ill on the Tuesday of his week off: five sessions cost him three."""
    await house.with_practice()
    had = (await left(house, "BH"))["left"]
    whole = await ask(await house.as_(BEN), MONDAY, WEDNESDAY)
    assert (await left(house, "BH"))["left"] == had - 5 * 250
    priya = await house.as_(PRIYA)
    await ask(priya, TUESDAY, kind="sick", person_code="BH")
    has = await left(house, "BH")
    assert (has["left"], has["booked"]) == (had - 3 * 250, 3 * 250)
    found = (await priya.get(f"/leave/requests?code=BH&start={MONDAY}")).json["requests"]
    spells = [(r["kind"], r["status"], r["start"], r["end"], r["amount"]["sessions"]) for r in found]
    assert sorted(spells) == [
        ("annual", "approved", MONDAY, MONDAY, "2"),
        ("annual", "approved", WEDNESDAY, WEDNESDAY, "1"),
        ("annual", "cancelled", MONDAY, WEDNESDAY, "5"),
        ("sick", "approved", TUESDAY, TUESDAY, "2"),
    ]
    history = (await priya.get(f"/leave/requests/{whole['id']}")).json["history"]
    assert [(e["what"], e["reason"]) for e in history][-1] == (
        "Cut by sickness", "Sickness from Tue 12 Jan AM to Tue 12 Jan PM.",
    )  # fmt: skip


async def test_cancelled_the_leave_it_cut_is_whole_again(house: House) -> None:
    await house.with_practice()
    await house.published()
    ben, priya = await house.as_(BEN), await house.as_(PRIYA)
    whole = (await decide(priya, await ask(ben, MONDAY, WEDNESDAY), "approval", note="Yes"))["request"]
    rota, sums = await rota_lines(house), await left(house, "BH")
    sick = await ask(priya, TUESDAY, kind="sick", person_code="BH")
    done = await decide(priya, sick, "cancellation")
    assert done["put_back"] == []
    assert {each["because"] for each in done["not_put_back"]} == {"they are away then all the same"}
    now = (await ben.get(f"/leave/requests/{whole['id']}")).json
    assert {name: now["request"][name] for name in ("status", "start", "end", "decided_by", "decision_reason")} == {
        name: whole[name] for name in ("status", "start", "end", "decided_by", "decision_reason")
    }
    assert [each["what"] for each in now["history"]][-2:] == ["Cut by sickness", "Whole again"]
    counts = (await ben.get(f"/leave/requests?start={MONDAY}&end={WEDNESDAY}&status=approved")).json["requests"]
    assert [each["id"] for each in counts] == [whole["id"]]
    assert (await rota_lines(house), await left(house, "BH")) == (rota, sums)
    back = await decide(ben, now["request"], "cancellation")
    assert back["not_put_back"] == [] and len(back["put_back"]) == 5


async def test_cancelled_it_leaves_alone_what_has_changed_since(house: House) -> None:
    await house.with_practice()
    ben, priya = await house.as_(BEN), await house.as_(PRIYA)
    whole = await ask(ben, MONDAY, WEDNESDAY)
    sick = await ask(priya, TUESDAY, kind="sick", person_code="BH")
    first, second = (await ben.get(f"/leave/requests?start={MONDAY}&status=approved&kind=annual")).json["requests"]
    await decide(ben, first, "cancellation")
    has = await left(house, "BH")
    await decide(priya, sick, "cancellation")
    assert (await ben.get(f"/leave/requests/{whole['id']}")).json["request"]["status"] == "cancelled"
    assert (await ben.get(f"/leave/requests/{second['id']}")).json["request"]["status"] == "approved"
    assert await left(house, "BH") == has


async def test_cancelled_study_leave_is_listed_again(house: House) -> None:
    await house.with_practice()
    await house.published()
    priya = await house.as_(PRIYA)
    study = await ask(await house.as_(BEN), MONDAY, TUESDAY, kind="study")
    await decide(priya, study, "approval", note="Good course")
    rota = await rota_lines(house)
    sick = await ask(priya, TUESDAY, kind="sick", person_code="BH")
    assert await rota_lines(house) != rota
    await decide(priya, sick, "cancellation")
    assert await rota_lines(house) == rota
    now = (await priya.get(f"/leave/requests/{study['id']}")).json["request"]
    assert (now["status"], now["decided_by"], now["decision_reason"]) == ("approved", "Priya Shah", "Good course")


async def test_what_is_left_of_the_leave_can_be_cancelled_with_its_sessions(house: House) -> None:
    await house.with_practice()
    await house.published()
    before = await rota_lines(house)
    ben, priya = await house.as_(BEN), await house.as_(PRIYA)
    whole = await ask(ben, MONDAY, WEDNESDAY)
    if whole["status"] == "requested":
        await decide(priya, whole, "approval")
    sick = await ask(priya, TUESDAY, kind="sick", person_code="BH")
    found = (await ben.get(f"/leave/requests?start={MONDAY}&status=approved&kind=annual")).json["requests"]
    assert len(found) == 2
    for part in found:
        assert (await decide(ben, part, "cancellation"))["not_put_back"] == []
    gone = {("BH", TUESDAY, half, "clinic") for half in ("AM", "PM")}
    assert await rota_lines(house) == before - gone
    assert (await decide(priya, sick, "cancellation"))["not_put_back"] == []
    assert await rota_lines(house) == before


async def test_others_see_one_spell_and_no_seam(house: House) -> None:
    await house.with_practice()
    await ask(await house.as_(BEN), MONDAY, WEDNESDAY)
    await ask(await house.as_(PRIYA), TUESDAY, kind="sick", person_code="BH")
    away = (await (await house.as_(AMARA)).get(f"/leave/away?start={MONDAY}&weeks=1")).json["away"]
    assert away == [
        {"code": "BH", "name": "Dr Ben Hughes", "start": MONDAY, "start_half": "AM", "end": WEDNESDAY, "end_half": "PM"}
    ]


async def test_sick_on_study_leave_is_no_study_leave(house: House) -> None:
    await house.with_practice()
    await house.published()
    assert ("BH", "2027-01-05", "AM", "study-leave") in await rota_lines(house)
    await ask(await house.as_(PRIYA), "2027-01-05", end_half="AM", kind="sick", person_code="BH")
    now = await rota_lines(house)
    assert ("BH", "2027-01-05", "AM", "study-leave") not in now
    assert ("BH", "2027-01-05", "PM", "study-leave") in now


async def test_sick_twice_is_an_overlap(house: House) -> None:
    await house.with_practice()
    priya = await house.as_(PRIYA)
    await ask(priya, MONDAY, WEDNESDAY, kind="sick", person_code="BH")
    again = await priya.post("/leave/requests", wanted(TUESDAY, kind="sick", person_code="BH"))
    assert codes(again.json) == ["overlap"]
    assert again.json["errors"][0]["message"] == "Mon 11 Jan AM to Wed 13 Jan PM is on leave already."


async def test_a_waiting_request_is_cut_too(house: House) -> None:
    await house.with_practice()
    priya = await house.as_(PRIYA)
    [waiting] = (await priya.get("/leave/requests?status=requested")).json["requests"]
    assert (waiting["person"]["code"], waiting["start"]) == ("CW", THURSDAY)
    await ask(priya, THURSDAY, end_half="AM", kind="sick", person_code="CW")
    [rest] = (await priya.get("/leave/requests?status=requested")).json["requests"]
    assert (rest["start_half"], rest["end_half"], rest["amount"]["sessions"]) == ("PM", "PM", "1")
    assert (await left(house, "CW"))["pending"] == 250
