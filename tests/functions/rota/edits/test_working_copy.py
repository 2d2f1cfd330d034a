"""GET /rota?layer=edits, and what is marked on a page of the rota: for whom."""

from __future__ import annotations

from typing import Any

from shared.grid import GridOut
from tests.cast import AMARA, BEN, CHARLIE, PRIYA, START, House
from tests.edits import (
    ADMIN,
    CLINIC,
    DUTY,
    EMPTY,
    FRIDAY,
    MONDAY,
    OFF,
    THURSDAY,
    TUESDAY,
    at,
    cell,
    does,
    edit,
    page,
    state,
)

MARK = {"covers": "BH", "cost_pence": 32_500, "agency": "Acme Medical"}
EDITS = f"/rota?start={START}&weeks=2&layer=edits"


async def test_it_works(published: House) -> None:
    priya = await published.as_(PRIYA)
    await edit(
        priya,
        cell("CW", MONDAY, "AM", CLINIC, CLINIC | {"pinned": True, "locum": MARK}),
        cell("BH", MONDAY, "AM", CLINIC, OFF),
    )
    seen = await page(published)
    GridOut.model_validate(seen)
    assert seen["pinned"] == [at(seen, "CW", MONDAY)]
    assert seen["off"] == [at(seen, "BH", MONDAY)]
    assert seen["locums"] == [[*at(seen, "CW", MONDAY), "BH", 32_500, "Acme Medical"]]
    assert seen["edited"] == [at(seen, "BH", MONDAY), at(seen, "CW", MONDAY)]
    assert does(seen, "BH", MONDAY) is None


async def test_the_published_page_has_no_trace_of_it(published: House) -> None:
    before = {actor: await page(published, actor, "published") for actor in (PRIYA, BEN)}
    await edit(await published.as_(PRIYA), cell("CW", MONDAY, "AM", CLINIC, ADMIN))
    for actor, grid in before.items():
        assert await page(published, actor, "published") == grid
        assert grid["edited"] == [] and grid["pinned"] == []


async def test_gaps_of_edited_days_are_those_of_the_working_copy(published: House) -> None:
    priya = await published.as_(PRIYA)
    await edit(priya, cell("AO", FRIDAY, "PM", DUTY | {"pinned": False}, OFF))
    gaps = [(gap["rule"], gap["date"], gap["half"]) for gap in (await page(published))["gaps"]]
    assert ("duty", FRIDAY, "PM") in gaps
    shown = [(gap["rule"], gap["date"], gap["half"]) for gap in (await page(published, layer="published"))["gaps"]]
    assert ("duty", FRIDAY, "PM") not in shown


async def test_a_change_is_seen_at_once_and_unchanged_it_is_not_sent_again(published: House) -> None:
    priya, amara = await published.as_(PRIYA), await published.as_(AMARA)
    tag = (await amara.get(EDITS)).headers["etag"]
    assert (await amara.get(EDITS, headers={"If-None-Match": tag})).status_code == 304
    taken = await edit(priya, cell("CW", MONDAY, "AM", CLINIC, ADMIN))
    fresh = await amara.get(EDITS, headers={"If-None-Match": tag})
    assert fresh.status_code == 200 and fresh.headers["etag"] != tag
    await priya.put(f"/rota/edits/{taken['edit']['id']}/undoing")
    assert does((await amara.get(EDITS)).json, "CW", MONDAY) == "clinic"


async def test_a_range_without_the_edited_week_is_as_published(published: House) -> None:
    await edit(await published.as_(PRIYA), cell("CW", MONDAY, "AM", CLINIC, ADMIN))
    priya = await published.as_(PRIYA)
    later = (await priya.get("/rota?start=2027-01-11&weeks=1&layer=edits")).json
    assert later["edited"] == []
    assert not [row for row in later["assignments"] if row[:3] == [0, -1, 0]]


async def publish_by_hand(house: House, *marks: tuple[str, str, str, dict[str, Any]]) -> None:
    """Have a newer version with these marks, as a publication of edits leaves them."""
    async with house.db.tx() as tx:
        cursor = await tx.execute(
            """
            insert into rota_version (id, number, start_date, end_date, weeks, content_hash, kind)
            select gen_random_uuid(), 2, start_date, end_date, weeks, 'x', 'edits' from rota_version returning id
            """
        )
        (version_id,) = await cursor.fetchone() or ()
        await tx.execute(
            """
            insert into assignment (version_id, person_code, date, half, activity, site)
            select %s, person_code, date, half, activity, site from assignment a
            where (person_code, date::text, half) not in (select * from unnest(%s::text[], %s::text[], %s::text[]))
            """,
            (version_id, *([mark[index] for mark in marks] for index in range(3))),
        )
        for code, day, half, now in marks:
            if now["activity"] is None:
                sql, values = "insert into rota_off values (%s, %s, %s, %s)", (version_id, code, day, half)
            else:
                sql = """insert into assignment (version_id, person_code, date, half, activity, site, pinned, locum)
                         values (%s, %s, %s, %s, %s, 'ELM', %s, %s)"""
                values = (version_id, code, day, half, now["activity"], now["pinned"], _json(now["locum"]))
            await tx.execute(sql, values)


def _json(value: Any) -> Any:
    from psycopg.types.json import Jsonb

    return None if value is None else Jsonb(value)


async def test_colleagues_see_pins_and_that_a_locum_works_and_no_more(published: House) -> None:
    await publish_by_hand(
        published,
        ("CW", MONDAY, "AM", CLINIC | {"pinned": True, "locum": MARK}),
        ("BH", MONDAY, "AM", OFF),
        ("BH", TUESDAY, "AM", state("study-leave", pinned=True)),
    )
    for actor in (CHARLIE, BEN):
        seen = await page(published, actor, "published")
        pins = [at(seen, "CW", MONDAY)] + ([at(seen, "BH", TUESDAY)] if actor is BEN else [])
        assert sorted(seen["pinned"]) == sorted(pins)
        assert seen["locums"] == [[*at(seen, "CW", MONDAY), None, None, ""]]
        assert seen["off"] == []
    entitled = await page(published, PRIYA, "published")
    assert entitled["locums"] == [[*at(entitled, "CW", MONDAY), "BH", 32_500, "Acme Medical"]]
    assert entitled["off"] == [at(entitled, "BH", MONDAY)]
    assert at(entitled, "BH", TUESDAY) in entitled["pinned"]


async def test_who_is_sick_only_those_who_manage_it_see(published: House) -> None:
    priya = await published.as_(PRIYA)
    sick = {"kind": "sick", "start": MONDAY, "start_half": "AM", "end": MONDAY, "end_half": "AM", "person_code": "BH"}
    assert (await priya.post("/leave/requests", sick)).status_code == 201
    seen = await page(published, PRIYA, "published")
    assert seen["sick"] == [at(seen, "BH", MONDAY)]
    for actor in (CHARLIE, BEN):
        seen = await page(published, actor, "published")
        assert seen["sick"] == [] and at(seen, "BH", MONDAY) in seen["away"]


async def test_part_of_a_session_off_shows_to_its_owner_and_to_administrators(published: House) -> None:
    priya = await published.as_(PRIYA)
    part = {
        "kind": "annual", "start": THURSDAY, "start_half": "AM", "end": THURSDAY, "end_half": "AM",
        "person_code": "CW", "part_minutes": 90,
    }  # fmt: skip
    asked = await priya.post("/leave/requests", part)
    assert asked.status_code == 201, asked.text
    request = asked.json["request"]
    if request["status"] == "requested":
        path = f"/leave/requests/{request['id']}/approval"
        assert (await priya.put(path, {"version": request["version"]})).status_code == 200
    seen = await page(published, PRIYA, "published")
    assert seen["part"] == [[*at(seen, "CW", THURSDAY), 90]]
    assert (await page(published, BEN, "published"))["part"] == []
    from dataclasses import replace

    async with published.db.tx() as tx:
        await tx.execute("update account set person_code = 'CW' where username = 'charlie'")
    seen = await page(published, replace(CHARLIE), "published")
    assert seen["part"] == [[*at(seen, "CW", THURSDAY), 90]]


async def test_what_the_clinical_system_has_is_ticked(published: House) -> None:
    async with published.db.tx() as tx:
        await tx.execute("insert into clinical_sync values ('CW', %s, 'AM', 'clinic', 'ELM')", (MONDAY,))
        await tx.execute("insert into clinical_sync values ('BH', %s, 'AM', 'visits', 'ELM')", (MONDAY,))
    assert (await page(published, PRIYA, "published"))["synced"] == []  # no list is kept
    async with published.db.tx() as tx:
        await tx.execute("insert into hand_off (id, since) values (1, now())")
    seen = await page(published, PRIYA, "published")
    assert seen["synced"] == [at(seen, "CW", MONDAY)]
    assert (await page(published, BEN, "published"))["synced"] == []


async def test_a_page_s_stamp_tells_colleagues_the_version_and_nothing_of_leave(published: House) -> None:
    assert (await page(published, BEN, "published"))["version_stamp"] == "1"
    first = (await page(published, PRIYA))["version_stamp"]
    await edit(await published.as_(PRIYA), cell("BH", FRIDAY, "AM", EMPTY, CLINIC | {"pinned": True}))
    assert (await page(published, PRIYA))["version_stamp"] != first
