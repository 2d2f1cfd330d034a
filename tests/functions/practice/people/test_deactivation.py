"""GET, PUT and DELETE /practice/people/{code}/deactivation."""

from __future__ import annotations

import asyncio

import pytest

from tests.cast import BEN, LEAVE, PRIYA, Client, House

PEOPLE = (
    "code,name,role,site,wte,pattern,pattern_b,flexible_days_per_week,annual_leave_sessions,flags,starts,ends\n"
    "AO,Dr Amara Okafor,Partner,ELM,0.89,SASSSASSSS,,,60,duty|supervise,,\n"
    "BH,Dr Ben Hughes,Salaried,ELM,0.6,SSSSSS----,,,40,duty,,\n"
    "CW,Dr Cara West,Salaried,ELM,0.8,SSSA--SSSA,,,48,duty|supervise,2026-01-01,2027-02-28\n"
    "CW,Dr Cara West,Salaried,ELM,0.6,SSSA--SS--,,,36,duty|supervise,2027-03-01,\n"
    "RM,Dr Rosa Marsh,ST3,ELM,1.0,SSST--SSSL,,,54,trainee,,\n"
    "NP,Nia Pugh,Practice Nurse,ELM,1.0,SSSSSSSSSS,,,60,,,\n"
)


@pytest.fixture
async def priya(house: House) -> Client:
    await house.with_practice(people=PEOPLE, leave=LEAVE)
    return await house.as_(PRIYA)


async def test_it_works(house: House, priya: Client) -> None:
    answer = await priya.put("/practice/people/CW/deactivation", {"version": 1, "reason": "Moved away"})
    assert answer.status_code == 200, answer.text
    person, effects = answer.json["person"], answer.json["effects"]
    assert person["active"] is False
    assert [(term["starts"], term["ends"]) for term in person["terms"]] == [("2026-01-01", "2027-01-13")]
    assert [term["ends"] for term in effects["terms_ended"]] == ["2027-02-28"]
    assert [term["starts"] for term in effects["terms_removed"]] == ["2027-03-01"]
    assert [(leave["start"], leave["status"]) for leave in effects["leave"]] == [("2027-01-14", "requested")]
    assert person["history"][0]["reason"] == "Moved away"
    assert "CW" not in [each["code"] for each in (await priya.get("/practice/people")).json["people"]]
    async with house.db.tx() as tx:
        kept = await (await tx.execute("select status from leave_request where person_code = 'CW'")).fetchall()
        told = await (await tx.execute("select payload from outbox where event = 'terms-changed'")).fetchall()
    assert kept == [("requested",)]
    assert told == [({"person_code": "CW"},)]


async def test_what_it_would_do_is_told_before(house: House, priya: Client) -> None:
    await house.published()
    answer = await priya.get("/practice/people/AO/deactivation?last_day=2027-01-12")
    assert answer.status_code == 200, answer.text
    effects = answer.json
    assert effects["last_day"] == "2027-01-12"
    assert effects["account"]["username"] == "amara"
    # 13 to 15 January, in a rota that ends then; the training afternoon is closed.
    assert effects["rota_sessions"] == 5
    assert effects["rota"][0]["date"] == "2027-01-13"
    assert (await priya.get("/practice/people/AO")).json["active"] is True


async def test_somebody_may_come_back_with_their_history(priya: Client) -> None:
    await priya.put("/practice/people/BH/deactivation", {"version": 1})
    again = await priya.put("/practice/people/BH/deactivation", {"version": 2})
    assert again.status_code == 422
    answer = await priya.delete("/practice/people/BH/deactivation?version=2")
    assert answer.status_code == 200, answer.text
    assert answer.json["active"] is True
    assert [(term["starts"], term["ends"]) for term in answer.json["terms"]] == [(None, "2027-01-13")]
    assert [each["kind"] for each in answer.json["warnings"]] == ["expiring"]
    assert [each["what"] for each in answer.json["history"]][:2] == ["person-reactivated", "person-deactivated"]


async def test_a_last_day_to_come_is_no_deactivation(priya: Client) -> None:
    answer = await priya.put("/practice/people/BH/deactivation", {"version": 1, "last_day": "2027-02-01"})
    assert answer.status_code == 422
    assert "End their term on that day" in answer.json["errors"][0]["instead"]


async def test_a_last_day_gone_by_ends_the_term_then(priya: Client) -> None:
    answer = await priya.put("/practice/people/BH/deactivation", {"version": 1, "last_day": "2026-12-31"})
    assert [term["ends"] for term in answer.json["person"]["terms"]] == ["2026-12-31"]


async def test_supervision_ends_with_either(priya: Client) -> None:
    link = {"version": 1, "supervisor_code": "CW", "kind": "educational", "starts": "2026-08-01"}
    assert (await priya.post("/practice/people/RM/links", link)).status_code == 201
    answer = await priya.put("/practice/people/CW/deactivation", {"version": 1})
    assert [each["name"] for each in answer.json["effects"]["links_ended"]] == ["Dr Rosa Marsh"]
    rosa = (await priya.get("/practice/people/RM")).json
    assert [each["ends"] for each in rosa["supervised_by"]] == ["2027-01-13"]


async def test_nobody_is_deactivated_twice_at_once(priya: Client) -> None:
    answers = await asyncio.gather(*(priya.put("/practice/people/BH/deactivation", {"version": 1}) for _ in range(3)))
    assert sorted(answer.status_code for answer in answers) == [200, 409, 409]


async def test_terms_of_somebody_who_left_are_not_added_to(priya: Client) -> None:
    await priya.put("/practice/people/BH/deactivation", {"version": 1})
    body = {"role": "Salaried", "site": "ELM", "wte": "0.6", "pattern": "SSSSSS----", "starts": "2027-03-01"}
    answer = await priya.post("/practice/people/BH/terms", body)
    assert answer.json["errors"][0]["instead"] == "Reactivate them first."


async def test_an_import_leaves_leavers_as_they_are(priya: Client) -> None:
    await priya.put("/practice/people/NP/deactivation", {"version": 1})
    exported = (await priya.get("/practice/export/people.csv")).text
    assert "Nia Pugh" not in exported
    answer = await priya.post("/practice/import", {"people": exported})
    assert answer.json["changed"] is False


async def test_a_clinician_deactivates_nobody(house: House, priya: Client) -> None:
    ben = await house.as_(BEN)
    assert (await ben.get("/practice/people/AO/deactivation")).status_code == 403
    assert (await ben.put("/practice/people/AO/deactivation", {"version": 1})).status_code == 403
