"""POST /rota/publications with changes by hand, and what becomes of them."""

from __future__ import annotations

import asyncio
from datetime import date
from typing import Any
from uuid import UUID

from functions.rota.versions import reads
from functions.rota.versions.policy import content_hash
from shared.domain.calendar import Horizon
from shared.domain.rota import Activity
from shared.queries import rota
from shared.standing import slot_of
from tests.cast import BEN, LEAVE, PRIYA, Client, House, files
from tests.edits import (
    ADMIN,
    CLINIC,
    DUTY,
    EMPTY,
    FRIDAY,
    MONDAY,
    NEXT_MONDAY,
    OFF,
    THURSDAY,
    TUESDAY,
    cell,
    does,
    edit,
    page,
    state,
    waiting,
)
from tests.published import TWO_WEEKS, preview, priya_with_a_rota, publish

BOTH_WEEKS = Horizon(date.fromisoformat(MONDAY), 2)


async def rows(house: House, sql: str) -> list[tuple[Any, ...]]:
    async with house.db.tx() as tx:
        return list(await (await tx.execute(sql)).fetchall())


async def to_admin(client: Client, code: str = "CW", day: str = MONDAY, half: str = "AM") -> int:
    """A clinic that becomes admin; the id of the change."""
    return int((await edit(client, cell(code, day, half, CLINIC, ADMIN)))["edit"]["id"])


async def test_it_works(house: House) -> None:
    priya = await priya_with_a_rota(house)
    first = await to_admin(priya)
    assert does(await page(house, BEN, "published"), "CW", MONDAY) == "clinic"
    published = await publish(priya)
    assert (published["number"], published["published_by"]) == (2, "Priya Shah")
    assert does(await page(house, BEN, "published"), "CW", MONDAY) == "admin"
    assert await waiting(priya) == []
    assert await rows(house, "select id, version_id::text from rota_edit") == [(first, published["id"])]
    assert await rows(house, "select payload ->> 'number' from outbox where event = 'rota-published' order by 1") == [
        ("1",), ("2",),
    ]  # fmt: skip


async def test_it_covers_the_whole_weeks_it_touches_and_those_between_with_all_that_stands(house: House) -> None:
    priya = await priya_with_a_rota(house)
    async with house.db.tx() as tx:
        before = await rota.standing(tx, start=BOTH_WEEKS.start, end=BOTH_WEEKS.end)
    await to_admin(priya, day=NEXT_MONDAY)
    second = await publish(priya)
    await to_admin(priya, day=MONDAY)
    await to_admin(priya, day="2027-01-12")
    third = await publish(priya)
    listed = {each["id"]: (each["start"], each["end"], each["weeks"], each["kind"]) for each in (
        await priya.get("/rota/versions")
    ).json}  # fmt: skip
    assert listed[second["id"]] == ("2027-01-11", "2027-01-15", 1, "edits")
    assert listed[third["id"]] == ("2027-01-04", "2027-01-15", 2, "edits")
    async with house.db.tx() as tx:
        stored = await reads.rota_of(tx, version_id=UUID(third["id"]))
        assert stored == await rota.standing(tx, start=BOTH_WEEKS.start, end=BOTH_WEEKS.end)
        assert content_hash(stored) == third["content_hash"]
    changed = set(stored.lines) ^ set(before.lines)
    assert {line.session.date.isoformat() for line in changed} == {MONDAY, NEXT_MONDAY, "2027-01-12"}
    assert {line.code for line in changed} == {"CW"}


async def test_what_was_decided_by_hand_stays_so_in_the_version(house: House) -> None:
    priya = await priya_with_a_rota(house)
    locum = {"covers": "BH", "cost_pence": 32_000, "agency": "Elm Locums"}
    await edit(priya, cell("CW", MONDAY, "AM", CLINIC, state("clinic", pinned=True, locum=locum)))
    await edit(priya, cell("BH", MONDAY, "PM", CLINIC, OFF))
    done = await publish(priya)
    shown = (await priya.get(f"/rota/versions/{done['id']}")).json
    assert shown["pinned"] == [{"code": "CW", "date": MONDAY, "half": "AM"}]
    assert shown["off"] == [{"code": "BH", "date": MONDAY, "half": "PM"}]
    assert shown["locums"] == [{"code": "CW", "date": MONDAY, "half": "AM", **locum}]
    seen = (await (await house.as_(BEN)).get(f"/rota/versions/{done['id']}")).json
    assert (seen["pinned"], seen["off"], seen["locums"], seen["overrides"]) == ([], [], [], [])
    run_id = await house.draft(mode="stay-close")
    third = await publish(priya, run=str(run_id))
    async with house.db.tx() as tx:
        kept = await reads.rota_of(tx, version_id=UUID(third["id"]))
    assert slot_of("CW", date.fromisoformat(MONDAY), "AM") in kept.pinned


async def test_some_are_published_and_the_others_wait_on(house: House) -> None:
    priya = await priya_with_a_rota(house)
    one, other = await to_admin(priya), await to_admin(priya, day=TUESDAY)
    shown = await preview(priya, edits=[other])
    assert (shown["edits"], shown["also_waiting"], shown["changes"]) == ([other], 1, 1)
    await publish(priya, edits=[other])
    grid = await page(house, BEN, "published")
    assert (does(grid, "CW", MONDAY), does(grid, "CW", TUESDAY)) == ("clinic", "admin")
    (left,) = await waiting(priya)
    assert (left["id"], left["overtaken"]) == (one, [])
    await publish(priya, edits=[one])
    assert does(await page(house, BEN, "published"), "CW", MONDAY) == "admin"


async def test_a_change_that_stands_on_one_left_behind_is_refused_with_words(house: House) -> None:
    priya = await priya_with_a_rota(house)
    earlier = await to_admin(priya)
    later = (await edit(priya, cell("CW", MONDAY, "AM", ADMIN, state("visits", pinned=True))))["edit"]
    (refusal,) = (await preview(priya, edits=[later["id"]]))["refusals"]
    assert refusal["code"] == "stands-on-another"
    answer = await priya.post("/rota/publications", {"edits": [later["id"]]})
    assert answer.status_code == 422
    assert [each["message"] for each in answer.json["errors"]] == [refusal["message"]]
    assert "“Dr Cara West from clinic to admin on Mon 4 Jan AM”, which is not chosen" in refusal["message"]
    await publish(priya, edits=[earlier])
    await publish(priya, edits=[later["id"]])
    assert does(await page(house, BEN, "published"), "CW", MONDAY) == "visits"


async def test_a_change_the_rota_has_overtaken_is_refused_with_words_and_goes_when_it_is_undone(house: House) -> None:
    priya = await priya_with_a_rota(house)
    late, good = await to_admin(priya, "BH"), await to_admin(priya)
    leave = LEAVE + f"BH,annual,{MONDAY},AM,{MONDAY},PM,approved\n"
    assert (await priya.post("/practice/import", files(practice=TWO_WEEKS, leave=leave))).status_code == 200
    answer = await priya.post("/rota/publications", {})
    assert answer.status_code == 422
    (reason,) = answer.json["errors"]
    assert reason["code"] == "overtaken"
    assert "is overtaken: Dr Ben Hughes is on leave then" in reason["message"]
    assert "annual" not in reason["message"]
    assert (await priya.put(f"/rota/edits/{late}/undoing")).status_code == 200
    await publish(priya, edits=[good])


async def test_what_has_been_undone_or_published_meanwhile_is_not_published(house: House) -> None:
    priya = await priya_with_a_rota(house)
    one, other = await to_admin(priya), await to_admin(priya, day=TUESDAY)
    assert (await priya.put(f"/rota/edits/{other}/undoing")).status_code == 200
    answer = await priya.post("/rota/publications", {"edits": [one, other]})
    assert (answer.status_code, answer.json["newer"]) == (409, {"waiting": [one]})
    assert (await priya.post("/rota/publications", {"edits": [one]})).status_code == 201
    assert (await priya.post("/rota/publications", {})).status_code == 422
    assert (await priya.post("/rota/publications/previews", {})).status_code == 422
    assert (await priya.post("/rota/publications", {"edits": [2**62]})).status_code == 409


async def test_published_twice_at_once_it_is_one_version(house: House) -> None:
    priya = await priya_with_a_rota(house)
    ids = [await to_admin(priya), await to_admin(priya, day=TUESDAY)]
    answers = await asyncio.gather(*(priya.post("/rota/publications", {"edits": ids}) for _ in range(6)))
    assert sorted(answer.status_code for answer in answers) == [200] * 5 + [201]
    assert len({answer.json["id"] for answer in answers}) == 1
    assert await rows(house, "select number, kind from rota_version order by 1") == [(1, "run"), (2, "edits")]
    assert len(await rows(house, "select 1 from audit where action = 'rota-published'")) == 2


async def test_everything_that_waits_published_twice_at_once_is_one_version(house: House) -> None:
    priya = await priya_with_a_rota(house)
    await to_admin(priya)
    answers = await asyncio.gather(*(priya.post("/rota/publications", {}) for _ in range(4)))
    assert sorted(answer.status_code for answer in answers) == [201, 422, 422, 422]
    assert await rows(house, "select max(number) from rota_version") == [(2,)]


async def test_a_change_made_while_others_are_published_is_in_the_next_version_whole(house: House) -> None:
    priya, amara = await priya_with_a_rota(house), await house.as_(PRIYA)
    ids = [await to_admin(priya, day=day) for day in (MONDAY, TUESDAY)]
    answers = await asyncio.gather(
        priya.post("/rota/publications", {"edits": ids}),
        *(amara.post("/rota/edits", {"cells": [cell("CW", THURSDAY, half, CLINIC, ADMIN)]}) for half in ("AM", "PM")),
    )
    assert {answer.status_code for answer in answers} == {201}, [answer.text for answer in answers]
    assert len(await waiting(priya)) == 2
    assert does(await page(house, BEN, "published"), "CW", THURSDAY) != "admin"
    await publish(priya)
    assert does(await page(house, BEN, "published"), "CW", THURSDAY) == "admin"


async def test_what_is_missing_by_then_is_named_with_the_version(house: House) -> None:
    priya = await priya_with_a_rota(house)
    async with house.db.tx() as tx:
        lines = await rota.published_lines(tx, start=BOTH_WEEKS.start, end=BOTH_WEEKS.end)
    (held,) = [
        line
        for line in lines
        if line.activity == Activity.DUTY and (line.date.isoformat(), line.half) == (MONDAY, "AM")
    ]
    await edit(priya, cell(held.code, MONDAY, "AM", state("duty"), state("clinic", pinned=True)))
    shown = await preview(priya)
    assert [(gap["rule"], gap["date"], gap["half"]) for gap in shown["new_gaps"]] == [("duty", MONDAY, "AM")]
    done = await publish(priya)
    version = (await priya.get(f"/rota/versions/{done['id']}")).json
    assert version["gaps"] == shown["gaps"]
    assert version["summary"] == {"gaps": len(shown["gaps"])}
    (gap,) = [gap for gap in (await page(house, BEN, "published"))["gaps"] if gap["rule"] == "duty"]
    assert (gap["date"], gap["half"], gap["need"], gap["have"]) == (MONDAY, "AM", 1, 0)
    alerts = (await priya.get("/rota/alerts?status=active")).json["alerts"]
    assert [
        each["layer"] for each in alerts if (each["rule"], each["date"], each["half"]) == ("duty", MONDAY, "AM")
    ] == ["published"]


async def test_a_pin_alone_makes_a_version_in_which_nothing_changes_for_anybody(house: House) -> None:
    priya = await priya_with_a_rota(house)
    await edit(priya, cell("CW", FRIDAY, "AM", CLINIC, state("clinic", pinned=True)))
    shown = await preview(priya)
    assert (shown["changes"], shown["people"]) == (0, [])
    await publish(priya)
    async with house.db.tx() as tx:
        standing = await rota.standing(tx, start=BOTH_WEEKS.start, end=BOTH_WEEKS.end)
    assert standing.pinned == {slot_of("CW", date.fromisoformat(FRIDAY), "AM")}


async def test_only_administrators_publish_or_look_at_what_it_would_do(house: House) -> None:
    priya, ben = await priya_with_a_rota(house), await house.as_(BEN)
    await edit(priya, cell("CW", MONDAY, "AM", CLINIC, DUTY))
    assert (await ben.post("/rota/publications", {})).status_code == 403
    assert (await ben.post("/rota/publications/previews", {})).status_code == 403


async def test_a_run_and_changes_are_not_published_at_once(house: House) -> None:
    priya = await priya_with_a_rota(house)
    answer = await priya.post("/rota/publications", {"edits": [1], "run": "00000000-0000-4000-8000-000000000000"})
    assert answer.status_code == 422
    assert (await priya.post("/rota/publications", {"edits": []})).status_code == 422


async def test_a_session_that_is_neither_of_the_pattern_nor_pinned_is_not_published(house: House) -> None:
    priya = await priya_with_a_rota(house)
    one = (await edit(priya, cell("BH", FRIDAY, "AM", EMPTY, CLINIC | {"pinned": True})))["edit"]["id"]
    async with house.db.tx() as tx:  # as if the pin had been taken from it in some other way
        await tx.execute("update rota_edit_cell set now = now || '{\"pinned\": false}' where edit_id = %s", (one,))
    answer = await priya.post("/rota/publications", {"edits": [one]})
    assert answer.status_code == 422
    assert [each["message"] for each in answer.json["errors"]] == [
        "Dr Ben Hughes does not work then (Fri 8 Jan AM): pin it, or take it back."
    ]
