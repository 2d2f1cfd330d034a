"""GET and PUT /practice/settings."""

from __future__ import annotations

import asyncio
import json
from typing import Any

import pytest

from shared.domain.calendar import Horizon
from tests.cast import AMARA, BEN, PRACTICE, PRIYA, Client, House

DOCUMENT = json.loads(PRACTICE)


async def settings_of(client: Client) -> tuple[dict[str, Any], int]:
    answer = await client.get("/practice/settings")
    assert answer.status_code == 200, answer.text
    return answer.json["settings"], answer.json["version"]


async def audit_rows(house: House, action: str) -> list[tuple[Any, ...]]:
    async with house.db.tx() as tx:
        cursor = await tx.execute("select old, new, reason from audit where action = %s order by id", (action,))
        return await cursor.fetchall()


async def events(house: House, name: str) -> list[dict[str, Any]]:
    async with house.db.tx() as tx:
        cursor = await tx.execute("select payload from outbox where event = %s order by id", (name,))
        return [row[0] for row in await cursor.fetchall()]


async def test_it_works(house: House) -> None:
    await house.with_practice()
    priya = await house.as_(PRIYA)
    settings, version = await settings_of(priya)
    assert {key: settings[key] for key in ("name", "nation", "horizon", "sites", "minimum_doctors")} == {
        key: DOCUMENT[key] for key in ("name", "nation", "horizon", "sites", "minimum_doctors")
    }
    changed = settings | {"name": "Elm Lane Practice", "leave": {"notice_weeks": 8}, "weights": {"rooms": 0}}
    answer = await priya.put(
        "/practice/settings", {"settings": changed, "version": version, "reason": "As the partners agreed"}
    )
    assert answer.status_code == 200, answer.text
    assert answer.json["version"] == version + 1
    assert {change["field"] for change in answer.json["changes"]} == {"name", "leave.notice_weeks", "weights.rooms"}
    assert (await settings_of(priya)) == (answer.json["settings"], version + 1)
    assert (await priya.get("/practice")).json["name"] == "Elm Lane Practice"
    assert await audit_rows(house, "settings-changed") == [
        (
            {"name": "Elm Lane Surgery", "leave.notice_weeks": None, "weights.rooms": None},
            {"name": "Elm Lane Practice", "leave.notice_weeks": 8, "weights.rooms": 0},
            "As the partners agreed",
        )
    ]
    assert await events(house, "settings-changed") == [{"version": (await priya.get("/practice")).json["version"]}]


async def test_what_is_read_saved_and_read_again_is_the_same_and_changes_nothing(house: House) -> None:
    await house.with_practice()
    priya = await house.as_(PRIYA)
    settings, version = await settings_of(priya)
    answer = await priya.put("/practice/settings", {"settings": settings, "version": version})
    assert (answer.json["version"], answer.json["changes"]) == (version, [])
    assert await audit_rows(house, "settings-changed") == []
    assert await events(house, "settings-changed") == []


async def test_every_field_says_what_it_is(house: House) -> None:
    await house.with_practice()
    answer = (await (await house.as_(PRIYA)).get("/practice/settings")).json
    assert {section["key"] for section in answer["sections"]} == {field["section"] for field in answer["fields"]}
    rooms = next(field for field in answer["fields"] if field["path"] == "weights.rooms")
    assert (rooms["words"], rooms["unit"], rooms["low"], rooms["high"], rooms["default"]) == (
        "Everybody in clinic has a room", "points", 0, 100, 20,
    )  # fmt: skip


async def test_every_fault_is_said_at_once_with_its_field(house: House) -> None:
    await house.with_practice()
    priya = await house.as_(PRIYA)
    settings, version = await settings_of(priya)
    wrong = settings | {
        "name": "", "nation": "narnia", "duty": {"default": -1}, "leave": {"notice_weeks": 6.5},
        "closures": [{"dates": ["2027-02-30"]}], "colour": "green",
    }  # fmt: skip
    answer = await priya.put("/practice/settings", {"settings": wrong, "version": version})
    assert answer.status_code == 422
    assert {fault["field"] for fault in answer.json["errors"]} == {
        "name", "nation", "duty.default", "leave.notice_weeks", "closures[1].dates[1]", "colour",
    }  # fmt: skip
    assert all(fault["message"] and fault["instead"] for fault in answer.json["errors"])
    assert (await settings_of(priya)) == (settings, version)


async def test_a_site_with_people_cannot_be_removed_and_they_are_named(house: House) -> None:
    await house.with_practice()
    priya = await house.as_(PRIYA)
    settings, version = await settings_of(priya)
    moved = settings | {"sites": [{"code": "OAK", "name": "Oak Road", "rooms": 3}]}
    answer = await priya.put("/practice/settings", {"settings": moved, "version": version})
    assert answer.status_code == 422
    (fault,) = answer.json["errors"]
    assert (fault["field"], fault["code"]) == ("sites", "site-in-use")
    assert fault["message"] == (
        "The site ELM cannot be removed: Dr Amara Okafor, Dr Ben Hughes, Dr Cara West and 2 more work there."
    )


async def test_a_site_without_people_can_be_added_renamed_and_removed(house: House) -> None:
    await house.with_practice()
    priya = await house.as_(PRIYA)
    settings, version = await settings_of(priya)
    two = settings | {"sites": [*settings["sites"], {"code": "OAK", "name": "Oak Road", "rooms": 3}]}
    for wanted in (two, settings):
        answer = await priya.put("/practice/settings", {"settings": wanted, "version": version})
        assert answer.status_code == 200, answer.text
        version = answer.json["version"]
        sites = (await priya.get("/practice")).json["sites"]
        assert [site["code"] for site in sites] == [site["code"] for site in wanted["sites"]]


async def test_an_older_version_is_refused_with_the_newer_one(house: House) -> None:
    await house.with_practice()
    priya, amara = await house.as_(PRIYA), await house.as_(AMARA)
    settings, version = await settings_of(priya)
    await amara.put("/practice/settings", {"settings": settings | {"name": "First"}, "version": version})
    answer = await priya.put("/practice/settings", {"settings": settings | {"name": "Second"}, "version": version})
    assert answer.status_code == 409
    assert answer.json["newer"]["version"] == version + 1
    assert answer.json["newer"]["settings"]["name"] == "First"


async def test_a_change_of_somebody_leaves_the_settings_where_they_are(house: House) -> None:
    """The practice's version goes up with every edit of a person; the settings have one of their own."""
    await house.with_practice()
    priya = await house.as_(PRIYA)
    settings, version = await settings_of(priya)
    async with house.db.tx() as tx:
        await tx.execute("update practice set version = version + 1")
    answer = await priya.put("/practice/settings", {"settings": settings | {"name": "Mine"}, "version": version})
    assert answer.status_code == 200, answer.text


async def test_an_import_that_changes_the_settings_makes_them_newer(house: House) -> None:
    await house.with_practice()
    priya = await house.as_(PRIYA)
    settings, version = await settings_of(priya)
    await house.with_practice(practice=PRACTICE.replace("Elm Lane Surgery", "Elm Lane Practice"))
    answer = await priya.put("/practice/settings", {"settings": settings | {"list_size": 1}, "version": version})
    assert answer.status_code == 409
    assert answer.json["newer"]["settings"]["name"] == "Elm Lane Practice"


async def test_cover_may_name_a_group_of_the_practices_own_and_no_other(house: House) -> None:
    await house.with_practice()
    priya = await house.as_(PRIYA)
    settings, version = await settings_of(priya)
    cover = settings | {"site_cover": [{"site": "ELM", "role_group": "north", "minimum": 1}]}
    answer = await priya.put("/practice/settings", {"settings": cover, "version": version})
    assert [fault["field"] for fault in answer.json["errors"]] == ["site_cover[1].role_group"]
    async with house.db.tx() as tx:
        await tx.execute("insert into staff_group (code, name) values ('north', 'North team')")
    assert (await priya.get("/practice/settings")).json["groups"] == [{"value": "north", "words": "North team"}]
    answer = await priya.put("/practice/settings", {"settings": cover, "version": version})
    assert answer.status_code == 200, answer.text
    assert (await priya.get("/practice")).status_code == 200


async def test_of_two_who_save_at_once_one_is_told(house: House) -> None:
    await house.with_practice()
    clients = [await house.as_(actor) for actor in (PRIYA, AMARA)]
    settings, version = await settings_of(clients[0])
    for n in range(5):
        answers = await asyncio.gather(
            *(
                client.put(
                    "/practice/settings", {"settings": settings | {"list_size": 10 * n + who}, "version": version}
                )
                for who, client in enumerate(clients)
            )
        )
        assert sorted(answer.status_code for answer in answers) == [200, 409]
        version += 1
        stored, now = await settings_of(clients[0])
        winner = next(answer for answer in answers if answer.status_code == 200)
        assert (stored, now) == (winner.json["settings"], version)
    assert len(await audit_rows(house, "settings-changed")) == 5


async def test_undo_is_saving_what_was(house: House) -> None:
    await house.with_practice()
    priya = await house.as_(PRIYA)
    before, version = await settings_of(priya)
    saved = await priya.put("/practice/settings", {"settings": before | {"name": "Oops"}, "version": version})
    undone = await priya.put("/practice/settings", {"settings": before, "version": saved.json["version"]})
    assert undone.json["settings"] == before


async def test_only_administrators_read_and_save(house: House) -> None:
    await house.with_practice()
    ben = await house.as_(BEN)
    assert (await ben.get("/practice/settings")).status_code == 403
    assert (await ben.put("/practice/settings", {"settings": {}, "version": 1})).status_code == 403


async def test_there_is_nothing_to_save_before_set_up_and_nothing_deletes_it_after(house: House) -> None:
    priya = await house.as_(PRIYA)
    assert (await priya.get("/practice/settings")).status_code == 404
    assert (await priya.put("/practice/settings", {"settings": DOCUMENT, "version": 1})).status_code == 404
    await house.with_practice()
    assert (await priya.delete("/practice/settings")).status_code == 405


@pytest.mark.parametrize("strange", [{"enhanced_access": {"n": 10**400}}, {"notes": "\ud800"}, {"sites": {"a": []}}])
async def test_strange_settings_are_an_answer_and_never_a_crash(house: House, strange: dict[str, Any]) -> None:
    await house.with_practice()
    priya = await house.as_(PRIYA)
    settings, version = await settings_of(priya)
    body = json.dumps({"settings": settings | strange, "version": version})
    answer = await priya.put("/practice/settings", body=body, headers={"Content-Type": "application/json"})
    assert answer.status_code in (400, 422), answer.text
    assert (await priya.get("/practice/settings")).status_code == 200


async def test_points_reach_the_question_a_run_asks(house: House) -> None:
    """Whoever makes a Problem takes them from here."""
    from shared.constraints.weights import points
    from shared.domain.problem import Problem
    from shared.intake import weights_of
    from shared.queries.practice import load_practice

    await house.with_practice()
    priya = await house.as_(PRIYA)
    settings, version = await settings_of(priya)
    await priya.put("/practice/settings", {"settings": settings | {"weights": {"rooms": 3}}, "version": version})
    async with house.db.tx() as tx:
        known = await load_practice(tx)
    assert known is not None
    practice = known.practice
    assert practice.horizon == Horizon(practice.horizon.start, 2) if practice.horizon else False
    problem = Problem(practice, practice.horizon, weights=weights_of(practice)) if practice.horizon else None
    assert problem is not None and points(problem, "rooms") == 3
