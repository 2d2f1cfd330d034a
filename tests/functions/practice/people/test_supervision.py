"""Links between trainees and those who supervise them."""

from __future__ import annotations

import asyncio

import pytest

from tests.cast import PRIYA, Client, House

PEOPLE = (
    "code,name,role,site,wte,pattern,pattern_b,flexible_days_per_week,annual_leave_sessions,flags,starts,ends\n"
    "AO,Dr Amara Okafor,Partner,ELM,0.89,SASSSASSSS,,,60,duty|supervise,,\n"
    "BH,Dr Ben Hughes,Salaried,ELM,0.6,SSSSSS----,,,40,duty,,2027-02-28\n"
    "BH,Dr Ben Hughes,Salaried,ELM,0.6,SSSSSS----,,,40,duty|supervise,2027-03-01,\n"
    "CW,Dr Cara West,Salaried,ELM,0.8,SSSA--SSSA,,,48,duty|supervise,,\n"
    "RM,Dr Rosa Marsh,ST3,ELM,1.0,SSST--SSSL,,,54,trainee,2026-08-05,2027-08-03\n"
    "RM,Dr Rosa Marsh,Salaried,ELM,0.6,SSSSSS----,,,40,duty,2027-08-04,\n"
)
LINK = {"version": 1, "supervisor_code": "AO", "kind": "educational", "starts": "2026-08-05", "ends": "2027-08-03"}


@pytest.fixture
async def priya(house: House) -> Client:
    await house.with_practice(people=PEOPLE, leave="code,kind,start,start_half,end,end_half,status\n")
    return await house.as_(PRIYA)


async def test_it_works(priya: Client) -> None:
    assert [each["kind"] for each in (await priya.get("/practice/people/RM")).json["warnings"]] == []
    answer = await priya.post("/practice/people/RM/links", LINK)
    assert answer.status_code == 201, answer.text
    link = answer.json["supervised_by"][0]
    assert {**link, "id": 0} == {
        "id": 0,
        "kind": "educational",
        "code": "AO",
        "name": "Dr Amara Okafor",
        "starts": "2026-08-05",
        "ends": "2027-08-03",
    }
    amara = (await priya.get("/practice/people/AO")).json
    assert [each["code"] for each in amara["supervises"]] == ["RM"]
    assert answer.json["history"][0]["what"] == "supervision-added"


async def test_only_somebody_who_may_supervise_on_those_dates(priya: Client) -> None:
    answer = await priya.post("/practice/people/RM/links", LINK | {"supervisor_code": "BH"})
    assert [(each["field"], each["message"]) for each in answer.json["errors"]] == [
        ("supervisor_code", "Dr Ben Hughes may not supervise as Salaried until 28 Feb 2027.")
    ]
    later = LINK | {"supervisor_code": "BH", "starts": "2027-03-01"}
    assert (await priya.post("/practice/people/RM/links", later)).status_code == 201


async def test_only_a_trainee_on_those_dates(priya: Client) -> None:
    answer = await priya.post("/practice/people/RM/links", LINK | {"ends": None})
    assert [each["message"] for each in answer.json["errors"]] == [
        "Dr Rosa Marsh is not a trainee as Salaried from 4 Aug 2027 on."
    ]
    answer = await priya.post("/practice/people/CW/links", LINK | {"supervisor_code": "BH"})
    assert {each["field"] for each in answer.json["errors"]} == {"trainee_code", "supervisor_code"}
    answer = await priya.post("/practice/people/RM/links", LINK | {"supervisor_code": "RM"})
    assert answer.status_code == 422


async def test_one_educational_supervisor_at_a_time_and_any_clinical_ones(priya: Client) -> None:
    await priya.post("/practice/people/RM/links", LINK)
    second = LINK | {"version": 2, "supervisor_code": "CW", "starts": "2027-01-01"}
    answer = await priya.post("/practice/people/RM/links", second)
    assert [each["message"] for each in answer.json["errors"]] == [
        "Dr Rosa Marsh has Dr Amara Okafor as educational supervisor from 5 Aug 2026 to 3 Aug 2027, so another link "
        "from 1 Jan 2027 to 3 Aug 2027 would overlap it."
    ]
    assert (await priya.post("/practice/people/RM/links", second | {"kind": "clinical"})).status_code == 201


async def test_of_two_who_link_at_once_one_is_told(priya: Client) -> None:
    bodies = [LINK | {"supervisor_code": code} for code in ("AO", "CW", "AO")]
    answers = await asyncio.gather(*(priya.post("/practice/people/RM/links", body) for body in bodies))
    assert sorted(answer.status_code for answer in answers) == [201, 409, 409]


async def test_supervision_is_handed_over_on_a_day(priya: Client) -> None:
    link = (await priya.post("/practice/people/RM/links", LINK)).json["supervised_by"][0]
    address = f"/practice/people/RM/links/{link['id']}"
    answer = await priya.put(address, {"version": 2, "starts": "2026-08-05", "ends": "2027-01-31"})
    assert answer.json["supervised_by"][0]["ends"] == "2027-01-31"
    next_ = LINK | {"version": 3, "supervisor_code": "CW", "starts": "2027-02-01"}
    answer = await priya.post("/practice/people/RM/links", next_)
    assert [each["code"] for each in answer.json["supervised_by"]] == ["AO", "CW"]
    answer = await priya.put(address, {"version": 4, "starts": "2026-08-05", "ends": "2027-02-28"})
    assert answer.json["errors"][0]["code"] == "links-overlap"
    assert (await priya.delete(f"{address}?version=4")).status_code == 200


async def test_a_trainee_between_supervisors_and_one_who_may_no_longer_supervise_are_warned_of(priya: Client) -> None:
    await priya.post("/practice/people/RM/links", LINK | {"ends": "2027-01-01"})
    warnings = (await priya.get("/practice/people/RM")).json["warnings"]
    assert [each["words"] for each in warnings] == ["Dr Rosa Marsh has no educational supervisor today."]
    await priya.post(
        "/practice/people/RM/links", LINK | {"version": 2, "supervisor_code": "CW", "starts": "2027-01-02"}
    )
    cara = (await priya.get("/practice/people/CW")).json
    term = cara["terms"][0]
    body = {"version": 1, "role": "Salaried", "site": "ELM", "wte": "0.8", "pattern": "SSSA--SSSA", "flags": ["duty"]}
    answer = await priya.put(f"/practice/people/CW/terms/{term['id']}/change", body | {"from": "2027-01-13"})
    assert answer.status_code == 200, answer.text
    warnings = (await priya.get("/practice/people/RM")).json["warnings"]
    assert [each["kind"] for each in warnings] == ["unfit-supervisor"]
