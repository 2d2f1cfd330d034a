"""PUT and DELETE /rota/edits/{id}/undoing, DELETE /rota/edits."""

from __future__ import annotations

from typing import Any

from functions.rota.edits import queries
from tests.cast import AMARA, BEN, PEOPLE, PRIYA, Client, House, files
from tests.edits import (
    ADMIN,
    CLINIC,
    DUTY,
    FRIDAY,
    MONDAY,
    OFF,
    TUESDAY,
    WEDNESDAY,
    cell,
    does,
    edit,
    page,
    state,
    waiting,
)

VISITS = state("visits", pinned=True)


async def taken(client: Client, *cells: dict[str, Any]) -> str:
    """The address of a change that was taken, to undo it."""
    return f"/rota/edits/{(await edit(client, *cells))['edit']['id']}/undoing"


async def rows(house: House, sql: str) -> list[tuple[Any, ...]]:
    async with house.db.tx() as tx:
        return list(await (await tx.execute(sql)).fetchall())


async def test_it_works(published: House) -> None:
    priya = await published.as_(PRIYA)
    before = await page(published)
    undoing = await taken(priya, cell("CW", MONDAY, "AM", CLINIC, ADMIN))
    staged = (await priya.get("/rota/edits")).json["stamp"]
    undone = await priya.put(undoing)
    assert undone.status_code == 200 and undone.json["stamp"] > staged
    seen = (await priya.get("/rota/edits")).json
    assert seen["edits"] == []
    assert [each["words"] for each in seen["undone"]] == ["Dr Cara West from clinic to admin on Mon 4 Jan AM"]
    assert _content(await page(published)) == _content(before)
    redone = await priya.delete(undoing)
    assert redone.status_code == 200 and redone.json["stamp"] > undone.json["stamp"]
    assert does(await page(published), "CW", MONDAY) == "admin"


def _content(grid: dict[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in grid.items() if key != "version_stamp"}


async def test_an_act_of_many_sessions_goes_and_comes_back_whole(published: House) -> None:
    priya = await published.as_(PRIYA)
    undoing = await taken(
        priya,
        *(cell("CW", MONDAY, half, CLINIC, ADMIN) for half in ("AM", "PM")),
        cell("BH", MONDAY, "AM", CLINIC, OFF),
    )
    await priya.put(undoing)
    assert [does(await page(published), code, MONDAY) for code in ("CW", "BH")] == ["clinic", "clinic"]
    await priya.delete(undoing)
    assert [does(await page(published), code, MONDAY) for code in ("CW", "BH")] == ["admin", None]


async def test_asked_again_it_is_what_it_is(published: House) -> None:
    priya = await published.as_(PRIYA)
    undoing = await taken(priya, cell("CW", MONDAY, "AM", CLINIC, ADMIN))
    first, again = await priya.put(undoing), await priya.put(undoing)
    assert (again.status_code, again.json) == (200, first.json)
    first, again = await priya.delete(undoing), await priya.delete(undoing)
    assert (again.status_code, again.json) == (200, first.json)
    assert await rows(published, "select action from audit where entity = 'rota_edit' order by id") == [
        ("rota-edited",), ("rota-edit-undone",), ("rota-edit-redone",),
    ]  # fmt: skip


async def test_what_a_later_change_stands_on_stays(published: House) -> None:
    priya, amara = await published.as_(PRIYA), await published.as_(AMARA)
    below = await taken(priya, cell("CW", MONDAY, "AM", CLINIC, ADMIN))
    above = await taken(amara, cell("CW", MONDAY, "AM", ADMIN, VISITS))
    refused = await priya.put(below)
    assert refused.status_code == 409
    assert [each["message"] for each in refused.json["errors"]] == [
        "“Dr Cara West from admin to visits on Mon 4 Jan AM” changed the same afterwards. Undo that first."
    ]
    assert (await priya.put(above)).status_code == 200
    assert (await priya.put(below)).status_code == 200
    assert does(await page(published), "CW", MONDAY) == "clinic"


async def test_in_the_order_they_were_made_they_can_all_be_done_again(published: House) -> None:
    priya = await published.as_(PRIYA)
    below = await taken(priya, cell("CW", MONDAY, "AM", CLINIC, ADMIN))
    above = await taken(priya, cell("CW", MONDAY, "AM", ADMIN, VISITS))
    for each in (above, below):
        assert (await priya.put(each)).status_code == 200
    early = await priya.delete(above)
    assert early.status_code == 409
    assert [each["now"] for each in early.json["newer"]["cells"]] == [CLINIC]
    for each in (below, above):
        assert (await priya.delete(each)).status_code == 200
    assert does(await page(published), "CW", MONDAY) == "visits"


async def test_what_somebody_changed_meanwhile_is_not_done_over(published: House) -> None:
    priya, amara = await published.as_(PRIYA), await published.as_(AMARA)
    undoing = await taken(priya, cell("CW", MONDAY, "AM", CLINIC, ADMIN))
    await priya.put(undoing)
    await edit(amara, cell("CW", MONDAY, "AM", CLINIC, VISITS))
    refused = await priya.delete(undoing)
    assert refused.status_code == 409
    assert [(each["now"], each["by_name"]) for each in refused.json["newer"]["cells"]] == [(VISITS, AMARA.display_name)]
    assert does(await page(published), "CW", MONDAY) == "visits"


async def test_what_cannot_be_any_more_is_not_done_again(published: House) -> None:
    priya = await published.as_(PRIYA)
    undoing = await taken(priya, cell("BH", FRIDAY, "AM", state(), DUTY))
    await priya.put(undoing)
    people = PEOPLE.replace("40,duty\n", "40,\n")
    assert (await priya.post("/practice/import", files(people=people))).status_code == 200
    refused = await priya.delete(undoing)
    assert refused.status_code == 422
    assert [each["message"] for each in refused.json["errors"]] == ["Dr Ben Hughes may not hold duty (Fri 8 Jan AM)."]


async def test_what_is_published_comes_back_whatever_the_pattern_says_by_now(published: House) -> None:
    """Ben works Monday mornings no more; the published rota has him still, until he is taken off, or not."""
    priya = await published.as_(PRIYA)
    undoing = await taken(priya, cell("BH", MONDAY, "AM", CLINIC, OFF))
    people = PEOPLE.replace("SSSSSS----", "-SSSSS----")
    assert (await priya.post("/practice/import", files(people=people))).status_code == 200
    assert (await priya.put(undoing)).status_code == 200
    assert does(await page(published), "BH", MONDAY) == "clinic"


async def test_what_is_published_is_not_undone(published: House) -> None:
    priya = await published.as_(PRIYA)
    undoing = await taken(priya, cell("CW", MONDAY, "AM", CLINIC, ADMIN))
    async with published.db.tx() as tx:
        cursor = await tx.execute("select id from rota_version")
        (version_id,) = await cursor.fetchone() or ()
        (change,) = await queries.waiting(tx)
        await queries.lock(tx)
        await queries.mark_published(tx, ids=[change.id], version_id=version_id)
    for answer in (await priya.put(undoing), await priya.delete(undoing)):
        assert answer.status_code == 409
        assert answer.json["detail"].startswith("This change is published.")


async def test_everything_is_discarded_at_once_and_can_be_done_again_one_by_one(published: House) -> None:
    priya, amara = await published.as_(PRIYA), await published.as_(AMARA)
    first = await taken(priya, cell("CW", MONDAY, "AM", CLINIC, ADMIN))
    second = await taken(amara, cell("CW", MONDAY, "AM", ADMIN, VISITS))
    answer = await priya.delete("/rota/edits")
    assert answer.status_code == 200
    assert [f"/rota/edits/{each}/undoing" for each in answer.json["undone"]] == [first, second]
    assert await waiting(priya) == []
    assert does(await page(published), "CW", MONDAY) == "clinic"
    again = await priya.delete("/rota/edits")
    assert again.json == {"stamp": answer.json["stamp"], "undone": []}
    for undoing in (first, second):
        assert (await priya.delete(undoing)).status_code == 200
    assert does(await page(published), "CW", MONDAY) == "visits"
    assert len(await rows(published, "select 1 from audit where action = 'rota-edits-discarded'")) == 1


async def test_what_somebody_has_not_seen_yet_they_do_not_discard(published: House) -> None:
    priya, amara = await published.as_(PRIYA), await published.as_(AMARA)
    seen = (await edit(priya, cell("CW", MONDAY, "AM", CLINIC, ADMIN)))["edit"]["id"]
    await edit(amara, cell("CW", TUESDAY, "AM", CLINIC, ADMIN))
    refused = await priya.delete(f"/rota/edits?newest={seen}")
    assert refused.status_code == 409
    assert [each["message"] for each in refused.json["errors"]] == [
        "Dr Amara Okafor: Dr Cara West from clinic to admin on Tue 5 Jan AM."
    ]
    assert len(await waiting(priya)) == 2
    assert (await priya.delete(f"/rota/edits?newest={seen + 1}")).status_code == 200


async def test_alerts_of_the_working_copy_go_with_what_raised_them(published: House) -> None:
    priya = await published.as_(PRIYA)
    undoing = await taken(priya, cell("AO", FRIDAY, "PM", DUTY | {"pinned": False}, OFF))
    assert (await priya.get("/rota/edits")).json["alerts"]["new"]
    await priya.put(undoing)
    assert (await priya.get("/rota/alerts?layer=edits&status=active")).json["alerts"] == []
    await priya.delete(undoing)
    assert (await priya.get("/rota/edits")).json["alerts"]["new"]
    await priya.delete("/rota/edits")
    assert (await priya.get("/rota/alerts?layer=edits&status=active")).json["alerts"] == []


async def test_there_is_nothing_to_undo_where_there_was_nothing(published: House) -> None:
    priya, ben = await published.as_(PRIYA), await published.as_(BEN)
    undoing = await taken(priya, cell("CW", WEDNESDAY, "AM", state(), CLINIC | {"pinned": True}))
    assert (await priya.put("/rota/edits/99/undoing")).status_code == 404
    assert (await priya.delete("/rota/edits/99/undoing")).status_code == 404
    for answer in (await ben.put(undoing), await ben.delete(undoing), await ben.delete("/rota/edits")):
        assert answer.status_code == 403
