"""POST /practice/people, GET and PUT /practice/people/{code}, GET /practice/staff, GET /practice/term-warnings."""

from __future__ import annotations

import asyncio
from typing import Any

from shared.queries.practice import load_practice
from tests.cast import BEN, PEOPLE, PRIYA, ROSA, House
from tests.functions.practice.somebody import TERM

DINA = {
    "code": "DP",
    "name": "Dr Dina Patel",
    "email": "dina@example.org",
    "note": "Back from maternity leave.",
    "groups": [],
    "term": TERM | {"starts": "2027-02-01", "ends": None},
}
DATED = (
    "code,name,role,site,wte,pattern,pattern_b,flexible_days_per_week,annual_leave_sessions,flags,starts,ends\n"
    "AO,Dr Amara Okafor,Partner,ELM,0.89,SASSSASSSS,,,60,duty|supervise,,\n"
    "BH,Dr Ben Hughes,Salaried,ELM,0.6,SSSSSS----,,,40,duty,2026-01-01,2027-02-28\n"
    "CW,Dr Cara West,Salaried,ELM,0.8,SSSA--SSSA,,,48,duty|supervise,2026-01-01,2027-01-31\n"
    "CW,Dr Cara West,Salaried,ELM,0.6,SSSA--SS--,,,36,duty|supervise,2027-03-01,\n"
    "RM,Dr Rosa Marsh,ST3,ELM,1.0,SSST--SSSL,,,54,trainee,2027-02-03,2027-08-03\n"
    "NP,Nia Pugh,Practice Nurse,ELM,1.0,SSSSSSSSSS,,,60,,,2026-12-31\n"
)


async def _audit(house: House) -> list[tuple[Any, ...]]:
    async with house.db.tx() as tx:
        cursor = await tx.execute("select action, entity_id, old, new from audit where entity = 'person' order by id")
        return await cursor.fetchall()


async def _announced(house: House) -> list[Any]:
    async with house.db.tx() as tx:
        cursor = await tx.execute(
            "select payload->>'person_code' from outbox where event = 'terms-changed' order by id"
        )
        return [row[0] for row in await cursor.fetchall()]


async def test_it_works(house: House) -> None:
    await house.with_practice()
    priya = await house.as_(PRIYA)
    answer = await priya.post("/practice/people", DINA)
    assert answer.status_code == 201, answer.text
    assert answer.headers["location"] == "/api/v1/practice/people/DP"
    person = answer.json
    assert (person["name"], person["email"], person["active"], person["version"]) == (
        "Dr Dina Patel",
        "dina@example.org",
        True,
        1,
    )
    term = person["terms"][0]
    assert (term["starts"], term["ends"], term["wte"], term["weekly_sessions"], term["state"]) == (
        "2027-02-01",
        None,
        "0.5",
        "4",
        "future",
    )
    assert [warning["kind"] for warning in person["warnings"]] == ["not-started"]
    assert [each["what"] for each in person["history"]] == ["person-added"]
    assert person["history"][0]["by"] == "Priya Shah"
    assert await _announced(house) == ["DP"]
    known = (await priya.get("/practice/people")).json["people"]
    assert [each["code"] for each in known] == ["AO", "BH", "CW", "RM", "NP", "DP"]


async def test_every_reason_is_told_at_once_in_words(house: House) -> None:
    await house.with_practice()
    priya = await house.as_(PRIYA)
    wrong = DINA | {
        "code": "AO",
        "name": "",
        "email": "nobody",
        "groups": ["Yoga"],
        "term": TERM | {"role": "Salarid", "wte": "lots", "pattern": "SSSXSSSSSS", "site": "OAK", "starts": "1/2/2027"},
    }
    answer = await priya.post("/practice/people", wrong)
    assert answer.status_code == 422
    told = {fault["field"]: fault for fault in answer.json["errors"]}
    assert set(told) == {"code", "name", "email", "groups", "role", "wte", "pattern", "site", "starts"}
    assert told["role"]["instead"] == "Write Salaried."
    assert told["starts"]["instead"] == "Write 2027-02-01 (year-month-day)."
    assert "Tue PM 'X'" in told["pattern"]["message"]
    assert "Dr Amara Okafor" in told["code"]["message"]
    assert await _audit(house) == []


async def test_one_code_goes_to_one_of_two_who_want_it_at_once(house: House) -> None:
    await house.with_practice()
    priya = await house.as_(PRIYA)
    answers = await asyncio.gather(*(priya.post("/practice/people", DINA | {"name": f"Dr D{n}"}) for n in range(4)))
    assert sorted(answer.status_code for answer in answers) == [201, 422, 422, 422]
    refused = next(answer for answer in answers if answer.status_code == 422)
    assert refused.json["errors"][0]["code"] == "taken"


async def test_before_there_is_a_practice_nobody_can_be_added(house: House) -> None:
    assert (await (await house.as_(PRIYA)).post("/practice/people", DINA)).status_code == 404


async def test_details_are_changed_and_old_and_new_kept(house: House) -> None:
    await house.with_practice()
    priya = await house.as_(PRIYA)
    version = (await priya.get("/practice")).json["version"]
    answer = await priya.put(
        "/practice/people/BH", {"version": 1, "name": "Dr Ben Hughes-Ray", "email": None, "note": "x"}
    )
    assert answer.status_code == 200, answer.text
    assert (answer.json["name"], answer.json["version"]) == ("Dr Ben Hughes-Ray", 2)
    assert await _audit(house) == [
        (
            "person-changed",
            "BH",
            {"name": "Dr Ben Hughes", "email": None, "note": ""},
            {"name": "Dr Ben Hughes-Ray", "email": None, "note": "x"},
        )
    ]
    assert (await priya.get("/practice")).json["version"] == version + 1
    assert await _announced(house) == []


async def test_of_two_who_edit_at_once_the_second_is_told_and_shown_the_newer(house: House) -> None:
    await house.with_practice()
    priya = await house.as_(PRIYA)
    answers = await asyncio.gather(
        *(
            priya.put("/practice/people/BH", {"version": 1, "name": f"Ben {n}", "email": None, "note": ""})
            for n in range(3)
        )
    )
    assert sorted(answer.status_code for answer in answers) == [200, 409, 409]
    won = next(answer for answer in answers if answer.status_code == 200).json["name"]
    for answer in answers:
        if answer.status_code == 409:
            assert answer.json["newer"]["name"] == won
            assert answer.json["newer"]["version"] == 2
    assert len(await _audit(house)) == 1


async def test_the_list_shows_terms_accounts_groups_and_what_to_look_at(house: House) -> None:
    await house.with_practice(people=DATED)
    staff = (await (await house.as_(PRIYA)).get("/practice/staff")).json
    by_code = {person["code"]: person for person in staff["people"]}
    assert list(by_code) == ["AO", "BH", "CW", "RM", "NP"]
    kinds = {code: [warning["kind"] for warning in person["warnings"]] for code, person in by_code.items()}
    assert kinds == {"AO": [], "BH": ["expiring"], "CW": ["gap"], "RM": ["not-started"], "NP": ["missing"]}
    assert by_code["BH"]["warnings"][0]["words"] == "Dr Ben Hughes has no term after 28 Feb 2027."
    assert by_code["CW"]["warnings"][0]["words"] == (
        "Dr Cara West has no term from 1 Feb 2027 to 28 Feb 2027: not on the rota then."
    )
    assert by_code["AO"]["account"]["username"] == "amara"
    assert by_code["NP"]["account"] is None
    assert by_code["RM"]["trainee"] is True
    assert staff["sites"] == [{"code": "ELM", "name": "Elm Lane"}]
    assert staff["full_time_days_per_week"] == "3.5"


async def test_terms_that_leave_weeks_of_a_new_rota_uncovered_are_named(house: House) -> None:
    await house.with_practice(people=DATED)
    priya = await house.as_(PRIYA)
    warnings = (await priya.get("/practice/term-warnings?start=2027-02-01&weeks=6")).json["warnings"]
    assert [(each["code"], each["kind"]) for each in warnings] == [
        ("BH", "expiring"),
        ("CW", "not-started"),
        ("RM", "not-started"),
        ("NP", "missing"),
    ]
    assert warnings[2]["words"] == "Dr Rosa Marsh has no term from 1 Feb 2027 to 2 Feb 2027."


async def test_somebody_with_several_terms_is_listed_once_as_they_work_today(house: House) -> None:
    await house.with_practice(people=DATED)
    people = (await (await house.as_(BEN)).get("/practice/people")).json["people"]
    assert [(each["code"], each["wte"]) for each in people if each["code"] == "CW"] == [("CW", "0.8")]
    assert len(people) == 5


async def test_a_clinician_reads_who_works_here_and_nothing_private(house: House) -> None:
    await house.with_practice(people=PEOPLE)
    priya = await house.as_(PRIYA)
    await priya.post("/practice/people", DINA)
    for actor in (BEN, ROSA):
        client = await house.as_(actor)
        listed = await client.get("/practice/people")
        assert listed.status_code == 200
        for private in ("dina@example.org", "maternity", "annual_leave", "note", "email"):
            assert private not in listed.text
        for address in ("/practice/staff", "/practice/people/DP", "/practice/people/BH", "/practice/export/people.csv"):
            assert (await client.get(address)).status_code == 403, address
        assert (await client.post("/practice/people", DINA)).status_code == 403


async def test_the_practice_reads_as_it_was_written(house: House) -> None:
    await house.with_practice()
    await (await house.as_(PRIYA)).post("/practice/people", DINA)
    async with house.db.tx() as tx:
        known = await load_practice(tx)
    assert known is not None
    dina = known.practice.terms_of("DP")
    assert [(str(term.starts), term.ends, str(term.wte)) for term in dina] == [("2027-02-01", None, "0.5")]


async def test_nobody_has_that_code(house: House) -> None:
    await house.with_practice()
    assert (await (await house.as_(PRIYA)).get("/practice/people/ZZ")).status_code == 404
