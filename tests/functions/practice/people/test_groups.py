"""Groups: /practice/groups, their members, and somebody's own."""

from __future__ import annotations

import asyncio
import json
from typing import Any

import pytest

from shared.queries.practice import load_practice
from tests.cast import BEN, PRACTICE, PRIYA, Client, House


@pytest.fixture
async def priya(house: House) -> Client:
    await house.with_practice()
    return await house.as_(PRIYA)


async def _group(client: Client, code: str) -> dict[str, Any]:
    groups = (await client.get("/practice/groups")).json["groups"]
    return dict(next(group for group in groups if group["code"] == code))


async def test_it_works(house: House, priya: Client) -> None:
    answer = await priya.post("/practice/groups", {"name": "Minor ops"})
    assert answer.status_code == 201, answer.text
    answer = await priya.put("/practice/groups/Minor%20ops/members", {"version": 1, "people": ["NP", "AO"]})
    assert answer.status_code == 200, answer.text
    assert await _group(priya, "Minor ops") == {
        "code": "Minor ops",
        "name": "Minor ops",
        "version": 2,
        "members": [{"code": "AO", "name": "Dr Amara Okafor"}, {"code": "NP", "name": "Nia Pugh"}],
        "used_by": [],
    }
    async with house.db.tx() as tx:
        known = await load_practice(tx)
        audited = await (await tx.execute("select action from audit where entity = 'group' order by id")).fetchall()
    assert known is not None
    assert {person.code for person in known.practice.people if "Minor ops" in person.groups} == {"AO", "NP"}
    assert audited == [("group-added",), ("members-changed",)]


async def test_a_renamed_group_keeps_its_code(priya: Client) -> None:
    await priya.post("/practice/groups", {"name": "Minor ops", "code": "minor"})
    answer = await priya.put("/practice/groups/minor", {"version": 1, "name": "Minor surgery"})
    assert [(each["code"], each["name"]) for each in answer.json["groups"]] == [("minor", "Minor surgery")]


async def test_two_groups_are_never_called_the_same(priya: Client) -> None:
    await priya.post("/practice/groups", {"name": "Diabetes"})
    await priya.post("/practice/groups", {"name": "Asthma"})
    assert (await priya.post("/practice/groups", {"name": "diabetes"})).json["errors"][0]["code"] == "taken"
    answer = await priya.put("/practice/groups/Asthma", {"version": 1, "name": "Diabetes"})
    assert answer.status_code == 422
    answers = await asyncio.gather(*(priya.post("/practice/groups", {"name": "Yoga"}) for _ in range(3)))
    assert sorted(each.status_code for each in answers) == [201, 422, 422]


async def test_names_that_files_could_not_hold_are_refused(priya: Client) -> None:
    for name in ("", "a|b", "x" * 61, "two\nlines"):
        answer = await priya.post("/practice/groups", {"name": name})
        assert answer.status_code == 422, name
        assert answer.json["errors"][0]["field"] == "name"


async def test_a_group_a_rule_names_is_not_deleted_and_the_rule_is_said(house: House) -> None:
    practice = json.loads(PRACTICE) | {"max_off": [{"roles": ["Minor ops"], "limit": 1}]}
    await house.with_practice()
    priya = await house.as_(PRIYA)
    await priya.post("/practice/groups", {"name": "Minor ops"})
    async with house.db.tx() as tx:
        await tx.execute("update practice set settings = %s::jsonb", (json.dumps(practice),))
    assert (await _group(priya, "Minor ops"))["used_by"] == ["at most 1 off at once"]
    answer = await priya.delete("/practice/groups/Minor%20ops?version=1")
    assert answer.status_code == 422
    assert answer.json["errors"][0]["message"] == "It is named by: at most 1 off at once."


async def test_a_deleted_group_is_gone_from_its_people(priya: Client) -> None:
    await priya.post("/practice/groups", {"name": "Yoga"})
    answer = await priya.put("/practice/people/AO/groups", {"version": 1, "groups": ["Yoga"]})
    assert answer.json["groups"] == [{"code": "Yoga", "name": "Yoga"}]
    assert (await priya.delete("/practice/groups/Yoga?version=1")).status_code == 200
    assert (await priya.get("/practice/people/AO")).json["groups"] == []


async def test_two_who_choose_members_at_once_do_not_undo_each_other(priya: Client) -> None:
    await priya.post("/practice/groups", {"name": "Yoga"})
    bodies = [{"version": 1, "people": [code]} for code in ("AO", "BH", "NP")]
    answers = await asyncio.gather(*(priya.put("/practice/groups/Yoga/members", body) for body in bodies))
    assert sorted(each.status_code for each in answers) == [200, 409, 409]
    newer = next(each for each in answers if each.status_code == 409).json["newer"]
    assert newer["version"] == 2 and len(newer["members"]) == 1


async def test_unknown_people_and_groups_are_named(priya: Client) -> None:
    await priya.post("/practice/groups", {"name": "Yoga"})
    answer = await priya.put("/practice/groups/Yoga/members", {"version": 1, "people": ["AO", "ZZ", "YY"]})
    assert len(answer.json["errors"]) == 2
    answer = await priya.put("/practice/people/AO/groups", {"version": 1, "groups": ["Judo"]})
    assert answer.json["errors"][0]["message"] == "There is no group Judo."
    assert (await priya.put("/practice/groups/Judo", {"version": 1, "name": "x"})).status_code == 404


async def test_a_clinician_reads_groups_and_changes_none(house: House, priya: Client) -> None:
    ben = await house.as_(BEN)
    assert (await ben.get("/practice/groups")).status_code == 200
    assert (await ben.post("/practice/groups", {"name": "Yoga"})).status_code == 403
