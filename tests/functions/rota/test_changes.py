"""The rota as it stands: what changes on a published rota shows, until a newer version covers the date."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any
from uuid import UUID

from shared import rota_changes
from shared.domain.calendar import Half, Session
from shared.domain.rota import Activity, Cell
from shared.queries import rota
from shared.queries.rota import Line
from shared.rota_changes import Change
from tests.cast import BEN, CHARLIE, LEAVE, PRIYA, START, Actor, House, files

MONDAY = date.fromisoformat(START)
TUESDAY = MONDAY + timedelta(days=1)
SECOND_WEEK = MONDAY + timedelta(days=7)
LAST = MONDAY + timedelta(days=11)
PAGE = f"/rota?start={START}&weeks=2"


async def change(
    house: House, code: str, day: date, now: Cell | None, *, number: int = 1, pinned: bool = False
) -> None:
    """The morning of somebody's day becomes something else."""
    async with house.db.tx() as tx:
        was = Change(number, code, Session(day, Half.AM), None, now, pinned)
        await rota_changes.record(tx, changes=[was], cause="leave", cause_id="1", by=None)


async def lines(house: House) -> list[Line]:
    async with house.db.tx() as tx:
        return await rota.published_lines(tx, start=MONDAY, end=LAST)


async def does(house: House, code: str, day: date) -> tuple[str, str] | None:
    """What somebody does in the morning, and where."""
    found = [line for line in await lines(house) if (line.code, line.date, line.half) == (code, day, "AM")]
    assert len(found) < 2
    return (found[0].activity, found[0].site) if found else None


async def page(house: House, actor: Actor = BEN) -> dict[str, Any]:
    answer = await (await house.as_(actor)).get(PAGE)
    assert answer.status_code == 200, answer.text
    seen: dict[str, Any] = answer.json
    return seen


async def test_what_is_taken_away_is_gone_and_the_rest_stays(house: House) -> None:
    await (await house.with_practice()).published()
    before = await lines(house)
    await change(house, "BH", MONDAY, None)
    assert await does(house, "BH", MONDAY) is None
    assert [line for line in before if line[:3] != ("BH", MONDAY, "AM")] == await lines(house)
    assert len(before) == len(await lines(house)) + 1


async def test_what_is_changed_or_added_is_listed_in_its_place(house: House) -> None:
    await (await house.with_practice()).published()
    await change(house, "BH", MONDAY, Cell(Activity.DUTY, "ELM"))
    await change(house, "BH", MONDAY + timedelta(days=4), Cell(Activity.STUDY_LEAVE, "ELM"))
    assert await does(house, "BH", MONDAY) == ("duty", "ELM")
    assert await does(house, "BH", MONDAY + timedelta(days=4)) == ("study-leave", "ELM")
    found = await lines(house)
    assert found == sorted(found, key=lambda line: (line.date, line.half, line.code))


async def test_the_newest_change_of_a_session_holds(house: House) -> None:
    await (await house.with_practice()).published()
    for now in (None, Cell(Activity.ADMIN, "ELM"), None, Cell(Activity.CLINIC, "ELM")):
        await change(house, "BH", MONDAY, now)
    assert await does(house, "BH", MONDAY) == ("clinic", "ELM")


async def test_a_newer_version_is_as_it_was_published_and_older_weeks_keep_their_changes(house: House) -> None:
    await (await house.with_practice()).published()
    await change(house, "BH", MONDAY, None)
    await change(house, "BH", SECOND_WEEK, None)
    await house.published(start=SECOND_WEEK.isoformat(), weeks=1, mode="afresh")
    assert await does(house, "BH", MONDAY) is None
    assert await does(house, "BH", SECOND_WEEK) == ("clinic", "ELM")
    async with house.db.tx() as tx:
        assert await rota.changed_dates(tx, start=MONDAY, end=LAST) == {MONDAY}


async def test_a_change_made_on_a_version_the_date_no_longer_belongs_to_is_nothing(house: House) -> None:
    await (await house.with_practice()).published()
    await house.published(mode="afresh")
    await change(house, "BH", MONDAY, None, number=1)
    assert await does(house, "BH", MONDAY) == ("clinic", "ELM")
    await change(house, "BH", MONDAY, None, number=2)
    assert await does(house, "BH", MONDAY) is None


async def test_the_version_itself_stays_as_it_was_published(house: House) -> None:
    run_id: UUID = await (await house.with_practice()).published()
    before = (await (await house.as_(BEN)).get(f"/rota/versions/{run_id}")).json
    await change(house, "BH", MONDAY, None)
    assert (await (await house.as_(BEN)).get(f"/rota/versions/{run_id}")).json == before


async def test_the_page_shows_a_change_at_once(house: House) -> None:
    await (await house.with_practice()).published()
    before = await page(house)
    person = [each["code"] for each in before["people"]].index("BH")
    await change(house, "BH", MONDAY, None)
    after = await page(house)
    assert [row for row in before["assignments"] if row not in after["assignments"]] == [
        [person, 0, 0, "clinic", "ELM"]
    ]


async def test_a_change_that_leaves_duty_uncovered_is_a_gap_in_words_and_only_on_its_day(house: House) -> None:
    await (await house.with_practice()).published()
    before = (await page(house))["gaps"]
    assert not [gap for gap in before if gap["rule"] == "duty" and gap["date"] == START]
    await change(house, "AO", MONDAY, None)
    after = (await page(house))["gaps"]
    (gap,) = [gap for gap in after if gap["rule"] == "duty" and gap["date"] == START]
    assert (gap["half"], gap["need"], gap["have"]) == ("AM", 1, 0)
    assert "Dr Amara Okafor" in gap["why"]
    assert [gap for gap in after if gap["date"] != START] == [gap for gap in before if gap["date"] != START]


async def test_a_gap_that_a_change_closes_is_gone(house: House) -> None:
    await (await house.with_practice()).published()
    await change(house, "AO", MONDAY, None)
    await change(house, "BH", MONDAY, Cell(Activity.DUTY, "ELM"))
    assert not [gap for gap in (await page(house))["gaps"] if gap["rule"] == "duty" and gap["date"] == START]


async def test_study_leave_that_came_by_a_change_is_away_to_colleagues(house: House) -> None:
    await (await house.with_practice()).published()
    await change(house, "BH", MONDAY, Cell(Activity.STUDY_LEAVE, "ELM"))
    seen = await page(house, CHARLIE)
    person = [each["code"] for each in seen["people"]].index("BH")
    assert [person, 0, 0] in seen["away"]
    assert not [row for row in seen["assignments"] if row[:3] == [person, 0, 0]]


async def test_a_pin_stays_known_as_long_as_it_holds(house: House) -> None:
    await (await house.with_practice()).published()
    await change(house, "BH", MONDAY, Cell(Activity.ADMIN, "ELM"), pinned=True)
    await change(house, "BH", TUESDAY, Cell(Activity.ADMIN, "ELM"), pinned=True)
    await change(house, "BH", TUESDAY, Cell(Activity.CLINIC, "ELM"))
    async with house.db.tx() as tx:
        assert await rota.pinned_lines(tx, start=MONDAY, end=LAST) == [Line("BH", MONDAY, "AM", "admin", "ELM")]


async def test_a_new_draft_stays_close_to_the_rota_as_it_stands(house: House) -> None:
    await (await house.with_practice()).published()
    await change(house, "BH", MONDAY, Cell(Activity.ADMIN, "ELM"))
    run_id = await house.draft(mode="stay-close")
    problem = (await (await house.as_(PRIYA)).get(f"/rota-generate/runs/{run_id}/problem")).json
    (was,) = [each for each in problem["published"] if each["code"] == "BH" and each["session"] == [START, "AM"]]
    assert was["activity"] == "admin"


async def test_a_pin_stays_in_a_draft_made_afresh_and_a_draft_without_it_is_not_published(house: House) -> None:
    await (await house.with_practice()).published()
    older = await house.draft(mode="afresh")
    await change(house, "BH", MONDAY, Cell(Activity.ADMIN, "ELM"), pinned=True)
    priya = await house.as_(PRIYA)
    refused = await priya.put(f"/rota/versions/{older}/publication", {"reason": None})
    assert refused.status_code == 409
    assert refused.json["errors"][0]["message"] == "Dr Ben Hughes is pinned to admin at ELM (Mon 4 Jan AM)."
    await house.published(mode="afresh")
    assert await does(house, "BH", MONDAY) == ("admin", "ELM")


async def test_a_draft_older_than_newer_leave_is_refused_so_a_removal_is_never_undone_by_publishing(
    house: House,
) -> None:
    await (await house.with_practice()).published()
    run_id = await house.draft()
    priya = await house.as_(PRIYA)
    await priya.post("/practice/import", files(leave=LEAVE + "BH,annual,2027-01-04,AM,2027-01-04,AM,approved\n"))
    await change(house, "BH", MONDAY, None)
    answer = await priya.put(f"/rota/versions/{run_id}/publication", {"reason": None})
    assert answer.status_code == 409
    assert await does(house, "BH", MONDAY) is None
