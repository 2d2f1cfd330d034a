"""POST /practice/import of the people alone, and what an import keeps."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest

from shared import clock
from shared.queries.practice import load_practice
from tests.cast import LEAVE, PEOPLE, PRIYA, Client, House, files
from tests.functions.practice.somebody import TODAY

HEADER = (
    "code,name,role,site,wte,pattern,pattern_b,flexible_days_per_week,annual_leave_sessions,flags,starts,ends,"
    "session_minutes,groups\n"
)
DATED = HEADER + (
    "AO,Dr Amara Okafor,Partner,ELM,0.89,SASSSASSSS,,,60,duty|supervise,,,250,Diabetes|Minor ops\n"
    "BH,Dr Ben Hughes,Salaried,ELM,0.6,SSSSSS----,,,40,duty,2026-01-01,2027-02-28,250,\n"
    "BH,Dr Ben Hughes,Salaried,ELM,0.5,SSSSS-----,,,33,duty,2027-03-01,,240,\n"
    "CW,Dr Cara West,Salaried,ELM,0.8,SSSA--SSSA,SSS---SSSA,,48,duty|supervise,,,250,Diabetes\n"
    "RM,Dr Rosa Marsh,ST3,ELM,1.0,SSST--SSSL,,,54,trainee,2026-08-05,2027-08-03,240,\n"
    "NP,Nia Pugh,Practice Nurse,ELM,1.0,SSSSSSSSSS,,,60,,,,250,\n"
)


@pytest.fixture(autouse=True)
def today(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "today", lambda: TODAY)


@pytest.fixture
async def priya(house: House) -> Client:
    return await house.as_(PRIYA)


async def _terms(house: House) -> dict[int, tuple[str, str, str]]:
    async with house.db.tx() as tx:
        cursor = await tx.execute("select id, person_code, valid::text, wte::text from working_term order by id")
        return {row[0]: row[1:] for row in await cursor.fetchall()}


async def _import(client: Client, **parts: Any) -> Any:
    answer = await client.post("/practice/import", parts)
    assert answer.status_code == 200, answer.text
    return answer.json


async def test_it_works(house: House, priya: Client) -> None:
    await house.with_practice(people=DATED)
    people = DATED.replace("0.89", "0.78").replace("NP,Nia Pugh,Practice Nurse", "NQ,Nina Quayle,HCA")
    preview = await _import(priya, people=people, preview=True)
    assert (preview["preview"], preview["changed"], preview["version"]) == (True, True, 1)
    done = await _import(priya, people=people)
    assert done["changes"] == preview["changes"]
    assert done["version"] == 2
    assert [(each["what"], each["name"]) for each in done["changes"]["details"]] == [
        ("changed", "Dr Amara Okafor"),
        ("added", "Nina Quayle"),
        ("deactivated", "Nia Pugh"),
    ]
    # Nia's leave goes off the list with her, and stays on record.
    assert done["changes"]["leave"] == {"added": 0, "removed": 1}
    async with house.db.tx() as tx:
        row = await (await tx.execute("select status from leave_request where person_code = 'NP'")).fetchone()
    assert row == ("approved",)


async def test_terms_that_stay_keep_their_identity_and_so_do_those_that_change(house: House, priya: Client) -> None:
    await house.with_practice(people=DATED)
    before = await _terms(house)
    await _import(priya, people=DATED.replace("0.5,SSSSS-----", "0.4,SSSS------"))
    after = await _terms(house)
    assert before.keys() == after.keys()
    assert [term for term in after if after[term] != before[term]] == [
        term for term, (code, valid, _) in before.items() if code == "BH" and valid == "[2027-03-01,)"
    ]


async def test_a_border_between_two_terms_can_move_either_way(house: House, priya: Client) -> None:
    await house.with_practice(people=DATED)
    before = await _terms(house)
    for last, first in (("2027-03-31", "2027-04-01"), ("2026-12-31", "2027-01-01")):
        await _import(priya, people=DATED.replace("2027-02-28", last).replace("2027-03-01", first))
        assert (await _terms(house)).keys() == before.keys()


async def test_links_notes_addresses_and_groups_are_kept(house: House, priya: Client) -> None:
    await house.with_practice(people=DATED)
    link = {"version": 1, "supervisor_code": "AO", "kind": "educational", "starts": "2026-08-05", "ends": None}
    assert (await priya.post("/practice/people/RM/links", link | {"ends": "2027-08-03"})).status_code == 201
    details = {"version": 2, "name": "Dr Rosa Marsh", "email": "rosa@example.org", "note": "Own car"}
    assert (await priya.put("/practice/people/RM", details)).status_code == 200
    plain = "\n".join(",".join(line.split(",")[:13]) for line in DATED.splitlines())  # a file without groups
    await _import(priya, people=plain.replace("1.0,SSST--SSSL", "0.8,SSST--SSSL"))
    rosa = (await priya.get("/practice/people/RM")).json
    assert (rosa["email"], rosa["note"], rosa["version"]) == ("rosa@example.org", "Own car", 4)
    assert [each["code"] for each in rosa["supervised_by"]] == ["AO"]
    amara = (await priya.get("/practice/people/AO")).json
    assert [each["code"] for each in amara["groups"]] == ["Diabetes", "Minor ops"]


async def test_a_file_without_dates_describes_the_term_of_today(house: House, priya: Client) -> None:
    await house.with_practice(people=DATED)
    before = await _terms(house)
    undated = PEOPLE.replace("0.6,SSSSSS----", "0.7,SSSSSSS---")
    await _import(priya, people=undated)
    after = await _terms(house)
    assert before.keys() == after.keys()
    bens = {valid: wte for code, valid, wte in after.values() if code == "BH"}
    assert bens == {"[2026-01-01,2027-03-01)": "0.7", "[2027-03-01,)": "0.5"}


async def test_a_file_with_groups_decides_them(house: House, priya: Client) -> None:
    await house.with_practice(people=DATED)
    await _import(priya, people=DATED.replace("Diabetes|Minor ops", "Asthma"))
    groups = {
        each["code"]: [m["code"] for m in each["members"]]
        for each in (await priya.get("/practice/groups")).json["groups"]
    }
    assert groups == {"Asthma": ["AO"], "Diabetes": ["CW"], "Minor ops": []}


async def test_the_leave_alone_and_the_settings_alone(house: House, priya: Client) -> None:
    await house.with_practice(people=DATED)
    done = await _import(priya, leave=LEAVE.replace("coroners", "annual"))
    assert done["changes"]["leave"] == {"added": 1, "removed": 1}
    assert done["changes"]["details"] == []
    settings = (await priya.get("/practice/export/practice.json")).text.replace("Elm Lane Surgery", "Oak Road")
    assert (await _import(priya, practice=settings))["changes"]["settings"] == ["name"]


async def test_every_bad_row_is_told_and_nothing_half_imported(house: House, priya: Client) -> None:
    await house.with_practice(people=DATED)
    before = await _terms(house)
    wrong = DATED.replace("Practice Nurse", "Nurze").replace("0.89", "lots").replace("2027-03-01", "2027-02-01")
    answer = await priya.post("/practice/import", {"people": wrong, "names": {"people": "my people.csv"}})
    assert answer.status_code == 422
    assert [(fault["file"], fault["line"], fault["field"]) for fault in answer.json["errors"]] == [
        ("my people.csv", 2, "wte"),
        ("my people.csv", 4, "starts"),
        ("my people.csv", 7, "role"),
    ]
    assert all(fault["message"] and fault["instead"] for fault in answer.json["errors"])
    assert await _terms(house) == before


async def test_the_first_import_needs_all_three(priya: Client) -> None:
    answer = await priya.post("/practice/import", {"people": PEOPLE})
    assert answer.status_code == 422
    assert [fault["field"] for fault in answer.json["errors"]] == ["practice", "leave"]


async def test_people_and_imports_at_once_leave_everything_readable(house: House, priya: Client) -> None:
    await house.with_practice(people=DATED)
    term = {"role": "Salaried", "site": "ELM", "wte": "0.2", "pattern": "SS--------"}
    asked = [
        priya.post("/practice/import", {"people": DATED.replace("0.89", "0.78")}),
        priya.post("/practice/people", {"code": "DP", "name": "Dina", "term": term}),
        priya.post("/practice/import", files(people=DATED)),
        priya.put("/practice/people/AO", {"version": 1, "name": "Dr Amara Okafor", "email": None, "note": "x"}),
        priya.post("/practice/groups", {"name": "Yoga"}),
        priya.put("/practice/people/NP/deactivation", {"version": 1}),
    ]
    answers = await asyncio.gather(*asked)
    assert all(answer.status_code < 500 for answer in answers), [answer.text for answer in answers]
    async with house.db.tx() as tx:
        known = await load_practice(tx)
    assert known is not None
    assert (await priya.get("/practice/staff")).status_code == 200
