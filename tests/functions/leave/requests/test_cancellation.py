"""PUT /leave/requests/{id}/cancellation."""

from __future__ import annotations

import pytest

from shared import clock
from tests.cast import AMARA, BEN, LEAVE, PEOPLE, PRACTICE, PRIYA, ROSA, START, House
from tests.leave import MONDAY, THURSDAY, TUESDAY, WEDNESDAY, ask, decide, left, rota_lines


async def test_it_works(house: House) -> None:
    await house.with_practice()
    await house.published()
    rota, sums = await rota_lines(house), await left(house, "BH")
    ben = await house.as_(BEN)
    request = await ask(ben, MONDAY, TUESDAY)
    assert (await rota_lines(house), await left(house, "BH")) != (rota, sums)
    answer = await decide(ben, request, "cancellation", reason="The trip is off")
    assert answer["request"]["status"] == "cancelled"
    assert len(answer["put_back"]) == 4
    assert answer["not_put_back"] == []
    assert await rota_lines(house) == rota
    assert await left(house, "BH") == sums


async def test_cancelling_twice_is_the_same_answer(house: House) -> None:
    await house.with_practice()
    await house.published()
    ben = await house.as_(BEN)
    request = await ask(ben, MONDAY, TUESDAY)
    first = await decide(ben, request, "cancellation")
    assert await decide(ben, request, "cancellation", reason="Twice") == first


async def test_only_what_is_to_come_is_ones_own_to_cancel(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    await house.with_practice()
    ben = await house.as_(BEN)
    request = await ask(ben, MONDAY, WEDNESDAY)
    from datetime import date

    monkeypatch.setattr(clock, "today", lambda: date(2027, 1, 11))
    answer = await ben.put(f"/leave/requests/{request['id']}/cancellation", {"version": request["version"]})
    assert answer.status_code == 403
    assert (await ben.get(f"/leave/requests/{request['id']}")).json["request"]["may"] == []
    assert (await decide(await house.as_(PRIYA), request, "cancellation"))["request"]["status"] == "cancelled"


async def test_a_colleagues_leave_is_not_there_to_be_cancelled(house: House) -> None:
    await house.with_practice()
    request = await ask(await house.as_(BEN), TUESDAY)
    answer = await (await house.as_(ROSA)).put(f"/leave/requests/{request['id']}/cancellation", {"version": 2})
    assert answer.status_code == 404


async def test_what_administrators_recorded_is_theirs_to_cancel(house: House) -> None:
    await house.with_practice()
    request = await ask(await house.as_(PRIYA), TUESDAY, kind="sick", person_code="BH")
    ben = await house.as_(BEN)
    answer = await ben.put(f"/leave/requests/{request['id']}/cancellation", {"version": request["version"]})
    assert answer.status_code == 403


async def test_what_was_declined_has_nothing_to_cancel(house: House) -> None:
    await house.with_practice()
    ben, priya = await house.as_(BEN), await house.as_(PRIYA)
    request = (await decide(priya, await ask(ben, TUESDAY, kind="study"), "refusal", reason="Full"))["request"]
    answer = await ben.put(f"/leave/requests/{request['id']}/cancellation", {"version": request["version"]})
    assert answer.status_code == 409
    assert "nothing to cancel" in answer.json["detail"]


async def test_study_leave_goes_and_the_clinic_comes_back(house: House) -> None:
    await house.with_practice()
    await house.published()
    before, priya = await rota_lines(house), await house.as_(PRIYA)
    request = await ask(await house.as_(BEN), TUESDAY, kind="study")
    approved = (await decide(priya, request, "approval"))["request"]
    assert await rota_lines(house) != before
    await decide(priya, approved, "cancellation")
    assert await rota_lines(house) == before


async def test_a_rota_made_while_they_were_away_has_them_back_by_their_pattern(house: House) -> None:
    """The leave file had Ben on study leave when the rota was made."""
    await house.with_practice()
    await house.published()
    priya = await house.as_(PRIYA)
    assert ("BH", "2027-01-05", "AM", "study-leave") in await rota_lines(house)
    [study] = (await priya.get("/leave/requests?code=BH")).json["requests"]
    answer = await decide(priya, study, "cancellation")
    assert [(c["half"], c["activity"]) for c in answer["put_back"]] == [("AM", "clinic"), ("PM", "clinic")]
    assert ("BH", "2027-01-05", "AM", "clinic") in await rota_lines(house)


async def test_a_newer_rota_puts_back_what_the_pattern_fixes(house: House) -> None:
    await house.with_practice()
    await house.published()
    ben = await house.as_(BEN)
    request = await ask(ben, TUESDAY)
    await house.published()
    assert ("BH", TUESDAY, "AM", "clinic") not in await rota_lines(house)
    answer = await decide(ben, request, "cancellation")
    assert [cell["activity"] for cell in answer["put_back"]] == ["clinic", "clinic"]
    assert ("BH", TUESDAY, "AM", "clinic") in await rota_lines(house)


async def test_a_flexible_day_of_an_older_rota_is_named(house: House) -> None:
    """Cara's days are the generator's to give; the newer rota was made without her."""
    people = PEOPLE.replace(
        "CW,Dr Cara West,Salaried,ELM,0.8,SSSA--SSSA,,,", "CW,Dr Cara West,Salaried,ELM,0.8,??????????,,4,"
    )
    await house.with_practice(people=people, leave=LEAVE.splitlines()[0] + "\n")
    await house.published()
    priya = await house.as_(PRIYA)
    lines = await rota_lines(house)
    assert ("CW", TUESDAY, "AM", "clinic") in lines
    request = await ask(priya, TUESDAY, person_code="CW")
    if request["status"] == "requested":
        request = (await decide(priya, request, "approval", note="Fine"))["request"]
    await house.published()
    answer = await decide(priya, request, "cancellation")
    assert answer["put_back"] == []
    assert {note["because"] for note in answer["not_put_back"]} == {"version 2 of the rota was published meanwhile"}


async def test_a_site_closed_meanwhile_is_named(house: House) -> None:
    await house.with_practice()
    await house.published()
    ben = await house.as_(BEN)
    request = await ask(ben, TUESDAY)
    closed = PRACTICE.replace('"dates": ["2027-01-13"]', '"dates": ["2027-01-12", "2027-01-13"]')
    answer = await (await house.as_(PRIYA)).post(
        "/practice/import",
        {"practice": closed, "people": PEOPLE, "leave": LEAVE + "BH,annual,2027-01-12,AM,2027-01-12,PM,approved\n"},
    )
    assert answer.status_code == 200, answer.text
    answer = await decide(ben, request, "cancellation")
    assert [(c["half"], c["activity"]) for c in answer["put_back"]] == [("AM", "clinic")]
    assert answer["not_put_back"] == [
        {"date": TUESDAY, "half": "PM", "because": "Elm Lane is closed then (Training afternoon)"}
    ]


async def test_a_term_that_ends_meanwhile_is_named(house: House) -> None:
    await house.with_practice()
    await house.published()
    ben = await house.as_(BEN)
    request = await ask(ben, MONDAY, TUESDAY)
    async with house.db.tx() as tx:
        await tx.execute("update working_term set valid = '(,2027-01-11]' where person_code = 'BH'")
        await tx.execute("update practice set version = version + 1")
    answer = await decide(ben, request, "cancellation")
    assert {cell["date"] for cell in answer["put_back"]} == {MONDAY}
    assert [(n["date"], n["because"]) for n in answer["not_put_back"]] == [
        (TUESDAY, "no working term covers that day any more"), (TUESDAY, "no working term covers that day any more"),
    ]  # fmt: skip


async def test_duty_that_somebody_took_meanwhile_is_not_taken_from_them(house: House) -> None:
    """Amara held the duty of Monday; Cara has it now, so Amara is back in clinic."""
    await house.with_practice()
    await house.published()
    priya = await house.as_(PRIYA)
    assert ("AO", MONDAY, "AM", "duty") in await rota_lines(house)
    request = await ask(priya, MONDAY, kind="compassionate", person_code="AO")
    async with house.db.tx() as tx:
        await tx.execute(
            """insert into rota_change (version_number, person_code, date, half, was_activity, was_site, activity, site,
                                        cause) values (1, 'CW', %s, 'AM', 'clinic', 'ELM', 'duty', 'ELM', 'by-hand')""",
            (MONDAY,),
        )
    answer = await decide(priya, request, "cancellation")
    assert answer["put_back"] == [
        {"date": MONDAY, "half": "AM", "activity": "clinic", "because": "Dr Cara West holds the duty now"},
        {"date": MONDAY, "half": "PM", "activity": "duty", "because": None},
    ]
    assert answer["not_put_back"] == []


async def test_what_they_were_given_meanwhile_stays(house: House) -> None:
    await house.with_practice()
    await house.published()
    priya = await house.as_(PRIYA)
    request = await ask(await house.as_(BEN), TUESDAY)
    async with house.db.tx() as tx:
        await tx.execute(
            """insert into rota_change (version_number, person_code, date, half, activity, site, cause)
               values (1, 'BH', %s, 'PM', 'visits', 'ELM', 'by-hand')""",
            (TUESDAY,),
        )
    answer = await decide(priya, request, "cancellation")
    assert [cell["half"] for cell in answer["put_back"]] == ["AM"]
    assert answer["not_put_back"] == [{"date": TUESDAY, "half": "PM", "because": "they are listed with visits then"}]
    assert ("BH", TUESDAY, "PM", "visits") in await rota_lines(house)


async def test_an_administrator_cancels_their_own_before_it_begins_only(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    from datetime import date

    await house.with_practice()
    amara = await house.as_(AMARA)
    request = await ask(amara, "2027-02-08", "2027-02-12")
    monkeypatch.setattr(clock, "today", lambda: date(2027, 2, 9))
    answer = await amara.put(f"/leave/requests/{request['id']}/cancellation", {"version": request["version"]})
    assert answer.status_code == 403
    assert START == "2027-01-04" and THURSDAY
