"""POST /practice/import."""

from __future__ import annotations

import asyncio

from shared.intake import Files, read_practice
from shared.queries.practice import load_practice
from tests.cast import BEN, LEAVE, PEOPLE, PRACTICE, PRIYA, House, files
from tests.paths import ROOT


async def _count(house: House, table: str) -> int:
    async with house.db.tx() as tx:
        row = await (await tx.execute(f"select count(*) from {table}")).fetchone()
    assert row is not None
    return int(row[0])


async def test_it_works(house: House) -> None:
    priya = await house.as_(PRIYA)
    answer = await priya.post("/practice/import", files())
    assert answer.status_code == 200
    assert answer.json == {
        "preview": False,
        "changed": True,
        "people": 5,
        "leave": 4,
        "sites": 1,
        "version": 1,
        "changes": {
            "settings": [
                "closures",
                "duty",
                "full_time_days_per_week",
                "horizon",
                "minimum_doctors",
                "name",
                "nation",
                "sites",
                "supervision",
            ],
            "people": {"added": ["AO", "BH", "CW", "RM", "NP"], "changed": [], "left": []},
            "leave": {"added": 4, "removed": 0},
            "details": [
                {
                    "what": "added",
                    "code": code,
                    "name": name,
                    "terms": [{"what": "added", "starts": "", "ends": "", "fields": []}],
                }
                for code, name in (
                    ("AO", "Dr Amara Okafor"),
                    ("BH", "Dr Ben Hughes"),
                    ("CW", "Dr Cara West"),
                    ("RM", "Dr Rosa Marsh"),
                    ("NP", "Nia Pugh"),
                )
            ],
            "unchanged": 0,
        },
    }
    assert await _count(house, "audit where action = 'practice-imported'") == 1
    assert await _count(house, "outbox where event = 'practice-imported'") == 1


async def test_the_same_files_twice_change_nothing_and_say_so(house: House) -> None:
    await house.with_practice()
    answer = await (await house.as_(PRIYA)).post("/practice/import", files())
    assert answer.json["changed"] is False
    assert answer.json["version"] == 1
    assert await _count(house, "audit where action = 'practice-imported'") == 1
    assert await _count(house, "outbox where event = 'practice-imported'") == 1


async def test_a_preview_tells_and_does_nothing(house: House) -> None:
    priya = await house.as_(PRIYA)
    answer = await priya.post("/practice/import", files() | {"preview": True})
    assert answer.json["changed"] is True
    assert answer.json["version"] == 0
    assert (await priya.get("/practice")).status_code == 404
    assert await _count(house, "audit where action = 'practice-imported'") == 0


async def test_what_changed_is_named(house: House) -> None:
    await house.with_practice()
    people = PEOPLE.replace("0.6,SSSSSS", "0.5,SSSS--").replace("NP,Nia Pugh", "NQ,Nina Quayle")
    leave = LEAVE.replace("NP,annual", "NQ,annual")
    practice = PRACTICE.replace('"default": 1', '"default": 2')
    answer = await (await house.as_(PRIYA)).post(
        "/practice/import", files(practice=practice, people=people, leave=leave)
    )
    changes = answer.json["changes"]
    details = changes.pop("details")
    assert changes == {
        "settings": ["duty"],
        "people": {"added": ["NQ"], "changed": ["BH"], "left": ["NP"]},
        "leave": {"added": 1, "removed": 1},
        "unchanged": 3,
    }
    assert [(person["what"], person["code"]) for person in details] == [
        ("changed", "BH"),
        ("added", "NQ"),
        ("deactivated", "NP"),
    ]
    assert details[0]["terms"][0]["fields"] == [
        {"field": "wte", "old": "0.6", "new": "0.5"},
        {"field": "pattern", "old": "SSSSSS----", "new": "SSSS------"},
    ]
    assert answer.json["version"] == 2


async def test_somebody_who_left_stays_on_record_and_may_come_back(house: House) -> None:
    await house.with_practice()
    priya = await house.as_(PRIYA)
    without = files(
        people="\n".join(line for line in PEOPLE.splitlines() if not line.startswith("NP")) + "\n",
        leave="\n".join(line for line in LEAVE.splitlines() if not line.startswith("NP")) + "\n",
    )
    assert (await priya.post("/practice/import", without)).json["changes"]["people"]["left"] == ["NP"]
    assert await _count(house, "person where not active") == 1
    assert len((await priya.get("/practice/people")).json["people"]) == 4
    assert (await priya.post("/practice/import", files())).json["changes"]["people"]["added"] == ["NP"]
    assert await _count(house, "person where not active") == 0


async def test_every_fault_is_told_and_nothing_is_done(house: House) -> None:
    priya = await house.as_(PRIYA)
    people = PEOPLE.replace("Salaried,ELM,0.6", "Wizard,ELM,lots").replace("SASSSASSSS", "SAZSSASSSS")
    leave = LEAVE.replace("NP,annual,2027-01-07", "XX,annual,2027-13-07")
    names = {"practice": "elm.json", "people": "elm people.csv", "leave": "elm leave.csv"}
    answer = await priya.post("/practice/import", files(people=people, leave=leave) | {"names": names})
    assert answer.status_code == 422
    faults = answer.json["errors"]
    assert {(fault["file"], fault["line"]) for fault in faults} >= {
        ("elm people.csv", 2),
        ("elm people.csv", 3),
        ("elm leave.csv", 4),
    }
    assert len(faults) >= 5
    assert all(fault["message"] and fault["instead"] for fault in faults)
    assert await _count(house, "person") == 0


async def test_broken_json_is_a_fault_not_a_crash(house: House) -> None:
    answer = await (await house.as_(PRIYA)).post("/practice/import", files(practice='{"name": '))
    assert answer.status_code == 422
    assert answer.json["errors"][0]["file"] == "practice.json"


async def test_two_imports_at_once_leave_one_of_them_whole(house: House) -> None:
    priya = await house.as_(PRIYA)
    other = files(practice=PRACTICE.replace("Elm Lane Surgery", "Oak Road"), people=PEOPLE.replace("0.89", "0.78"))
    answers = await asyncio.gather(*(priya.post("/practice/import", body) for body in (files(), other, files(), other)))
    assert [answer.status_code for answer in answers] == [200] * 4
    assert len({answer.json["version"] for answer in answers if answer.json["changed"]}) >= 2
    async with house.db.tx() as tx:
        known = await load_practice(tx)
    assert known is not None
    wte = str({person.code: person.wte for person in known.practice.people}["AO"])
    assert (known.practice.name, wte) in {("Elm Lane Surgery", "0.89"), ("Oak Road", "0.78")}
    assert await _count(house, "working_term") == 5
    assert await _count(house, "audit where action = 'practice-imported'") == known.version


async def test_every_example_practice_is_stored_and_read_back_unchanged(house: House) -> None:
    priya = await house.as_(PRIYA)
    for settings in sorted((ROOT / "infra/demo/practices").glob("*.practice.json")):
        stem = settings.name.removesuffix(".practice.json")
        people, leave = (settings.parent / f"{stem}.{part}.csv" for part in ("people", "leave"))
        body = {"practice": settings.read_text(), "people": people.read_text(), "leave": leave.read_text()}
        answer = await priya.post("/practice/import", body)
        assert answer.status_code == 200, answer.text
        assert (await priya.post("/practice/import", body)).json["changed"] is False
        async with house.db.tx() as tx:
            known = await load_practice(tx)
        assert known is not None
        sent = Files(stem, settings.read_bytes(), people.read_bytes(), leave.read_bytes())
        assert known.practice == read_practice(sent)


async def test_old_and_new_are_in_the_audit(house: House) -> None:
    await house.with_practice()
    people = PEOPLE.replace("0.89", "0.78")
    await (await house.as_(PRIYA)).post("/practice/import", files(people=people))
    async with house.db.tx() as tx:
        cursor = await tx.execute(
            """
            select a.username, u.old #>> '{people,0,wte}', u.new #>> '{people,0,wte}', u.request_id is not null
            from audit u join account a on a.id = u.account_id where action = 'practice-imported' order by u.id
            """
        )
        rows = await cursor.fetchall()
    assert rows == [("priya", None, "0.89", True), ("priya", "0.89", "0.78", True)]


async def test_a_clinician_cannot_import(house: House) -> None:
    answer = await (await house.as_(BEN)).post("/practice/import", files())
    assert answer.status_code == 403
