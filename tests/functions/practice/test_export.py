"""GET /practice/export/...: importing what was exported changes nothing."""

from __future__ import annotations

import io
import zipfile

import pytest

from tests.cast import BEN, LEAVE, PRIYA, Client, House
from tests.functions.practice.test_import_of_people import DATED
from tests.paths import ROOT

EXAMPLES = sorted(path.name.partition(".")[0] for path in (ROOT / "infra/demo/practices").glob("*.practice.json"))


async def _exported(client: Client) -> dict[str, str]:
    found = {}
    for part, name in (("practice", "practice.json"), ("people", "people.csv"), ("leave", "leave.csv")):
        answer = await client.get(f"/practice/export/{name}")
        assert answer.status_code == 200, answer.text
        found[part] = answer.text
    return found


async def test_it_works(house: House) -> None:
    await house.with_practice(people=DATED)
    priya = await house.as_(PRIYA)
    answer = await priya.get("/practice/export/people.csv")
    assert answer.headers["content-type"] == "text/csv; charset=utf-8"
    assert 'filename="people.csv"' in answer.headers["content-disposition"]
    assert "BH,Dr Ben Hughes,Salaried,ELM,0.5,SSSSS-----,,,33,duty,2027-03-01,,240," in answer.text


def test_there_are_examples() -> None:
    assert len(EXAMPLES) == 4


@pytest.mark.parametrize("stem", EXAMPLES)
async def test_importing_what_was_exported_changes_nothing(house: House, stem: str) -> None:
    priya = await house.as_(PRIYA)
    folder = ROOT / "infra/demo/practices"
    sent = {
        "practice": (folder / f"{stem}.practice.json").read_text(),
        "people": (folder / f"{stem}.people.csv").read_text(),
        "leave": (folder / f"{stem}.leave.csv").read_text(),
    }
    assert (await priya.post("/practice/import", sent)).status_code == 200
    exported = await _exported(priya)
    for body in (exported, {"people": exported["people"]}, {"leave": exported["leave"]}):
        answer = await priya.post("/practice/import", body)
        assert answer.status_code == 200, answer.text
        assert answer.json["changed"] is False
        assert answer.json["version"] == 1


async def test_so_it_is_with_dated_terms_groups_and_leavers(house: House) -> None:
    await house.with_practice(people=DATED)
    priya = await house.as_(PRIYA)
    assert (await priya.put("/practice/people/NP/deactivation", {"version": 1})).status_code == 200
    cara = (await priya.get("/practice/people/CW")).json["terms"][0]
    later = {
        "version": 1,
        "role": "Salaried",
        "site": "ELM",
        "wte": "0.25",
        "pattern": "SS?-------",
        "from": "2029-01-01",
    }
    answer = await priya.put(f"/practice/people/CW/terms/{cara['id']}/change", later)
    assert answer.status_code == 200, answer.text
    before = (await priya.get("/practice/staff")).json
    exported = await _exported(priya)
    assert "2029-01-01" in exported["people"] and "NP" not in exported["people"] + exported["leave"]
    answer = await priya.post("/practice/import", exported)
    assert answer.json["changed"] is False, answer.text
    assert (await priya.get("/practice/staff")).json == before


async def test_an_empty_house_takes_the_export_and_gives_the_same_back(house: House) -> None:
    await house.with_practice(people=DATED, leave=LEAVE)
    priya = await house.as_(PRIYA)
    exported = await _exported(priya)
    async with house.db.tx() as tx:
        await tx.execute("set local session_replication_role = replica")  # the ledger refuses to be emptied
        await tx.execute(
            "truncate staff_group_member, staff_group, working_term, leave_request, person, site, practice cascade"
        )
    assert (await priya.post("/practice/import", exported)).status_code == 200
    assert await _exported(priya) == exported


async def test_all_three_come_in_one_archive(house: House) -> None:
    await house.with_practice(people=DATED)
    priya = await house.as_(PRIYA)
    answer = await priya.get("/practice/export/practice.zip")
    assert answer.headers["content-type"] == "application/zip"
    with zipfile.ZipFile(io.BytesIO(answer.content)) as archive:
        inside = {name: archive.read(name).decode() for name in archive.namelist()}
    exported = await _exported(priya)
    assert inside == {
        "practice.json": exported["practice"],
        "people.csv": exported["people"],
        "leave.csv": exported["leave"],
    }


async def test_only_administrators_export(house: House) -> None:
    await house.with_practice()
    ben = await house.as_(BEN)
    for name in ("people.csv", "leave.csv", "practice.json", "practice.zip"):
        assert (await ben.get(f"/practice/export/{name}")).status_code == 403
