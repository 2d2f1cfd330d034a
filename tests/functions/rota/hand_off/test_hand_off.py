"""The hand-off: exactly the lines that are needed, ticked once, whatever happens to the rota meanwhile."""

from __future__ import annotations

import asyncio
from datetime import date, datetime, timedelta
from typing import Any

import pytest

from shared import clock, rota_changes
from shared.domain.calendar import Half, Session
from shared.domain.rota import Activity, Cell
from shared.rota_changes import Change
from tests.cast import BEN, PRIYA, START, Client, House

MONDAY = date.fromisoformat(START)
LIST, TICKS, OWNERS = "/rota/hand-off", "/rota/hand-off/ticks", "/rota/hand-off/owners"
DUTY = {"activity": "duty", "site": "ELM"}
CLINIC = {"activity": "clinic", "site": "ELM"}


@pytest.fixture
async def kept(house: House) -> Client:
    """Priya, with a fortnight published and the list begun."""
    await (await house.with_practice()).published()
    priya = await house.as_(PRIYA)
    begun = await priya.put(LIST, {"owner": None, "baseline": "as-it-stands"})
    assert begun.status_code == 200, begun.text
    return priya


async def becomes(house: House, code: str, day: date, now: Cell | None, half: Half = Half.AM) -> None:
    """Somebody's session changes on the published rota."""
    async with house.db.tx() as tx:
        change = Change(1, code, Session(day, half), None, now)
        await rota_changes.record(tx, changes=[change], cause="leave", cause_id="1", by=None)


async def lines(client: Client) -> list[dict[str, Any]]:
    answer = await client.get(LIST)
    assert answer.status_code == 200, answer.text
    return list(answer.json["lines"])


def tick(line: dict[str, Any], has: str = "now") -> dict[str, Any]:
    """A line as the page ticks it (unticks it, with "was")."""
    return {key: line[key] for key in ("code", "date", "half")} | {"has": line[has], "stands": line["now"]}


async def test_it_works(house: House, kept: Client) -> None:
    assert await lines(kept) == []
    await becomes(house, "BH", MONDAY, Cell(Activity.DUTY, "ELM"))
    await becomes(house, "NP", MONDAY, None)
    found = await lines(kept)
    assert [(x["code"], x["act"], x["was"], x["now"]) for x in found] == [
        ("BH", "change", CLINIC, DUTY),
        ("NP", "remove", CLINIC, None),
    ]
    assert found[0]["name"] == "Dr Ben Hughes"
    ticked = await kept.post(TICKS, {"lines": [tick(found[0])]})
    assert (ticked.status_code, ticked.json) == (200, {"ticked": 1})
    assert [x["code"] for x in await lines(kept)] == ["NP"]


async def test_a_change_that_is_taken_back_takes_its_line_away(house: House, kept: Client) -> None:
    await becomes(house, "NP", MONDAY, None)
    assert len(await lines(kept)) == 1
    await becomes(house, "NP", MONDAY, Cell(Activity.CLINIC, "ELM"))
    assert await lines(kept) == []


async def test_a_tick_is_undone_by_saying_what_was_there_before(house: House, kept: Client) -> None:
    await becomes(house, "NP", MONDAY, None)
    before = await lines(kept)
    await kept.post(TICKS, {"lines": [tick(before[0])]})
    assert await lines(kept) == []
    undone = await kept.post(TICKS, {"lines": [tick(before[0], has="was")]})
    assert undone.status_code == 200
    assert await lines(kept) == before


async def test_what_has_changed_meanwhile_is_not_ticked_and_nothing_else_with_it(house: House, kept: Client) -> None:
    await becomes(house, "NP", MONDAY, None)
    await becomes(house, "BH", MONDAY, None)
    seen = await lines(kept)
    await becomes(house, "BH", MONDAY, Cell(Activity.ADMIN, "ELM"))
    answer = await kept.post(TICKS, {"lines": [tick(line) for line in seen]})
    assert answer.status_code == 409
    assert len(answer.json["errors"]) == 1
    assert {x["code"] for x in await lines(kept)} == {"NP", "BH"}


async def test_somebody_away_is_a_session_to_remove_whatever_keeps_them_away(house: House, kept: Client) -> None:
    await becomes(house, "BH", MONDAY, Cell(Activity.STUDY_LEAVE, "ELM"))
    await becomes(house, "NP", MONDAY, None)
    assert [(x["act"], x["now"]) for x in await lines(kept)] == [("remove", None)] * 2
    assert "study" not in (await kept.get(LIST)).text


async def test_it_begins_with_everything_where_the_clinical_system_has_nothing(house: House) -> None:
    await (await house.with_practice()).published()
    priya = await house.as_(PRIYA)
    assert (await priya.get(LIST)).json["since"] is None
    await priya.put(LIST, {"owner": None, "baseline": "nothing"})
    page = (await priya.get(f"/rota?start={START}&weeks=2")).json
    expected = [line for line in page["assignments"] if line[3] not in ("study-leave", "coroners")]
    found = await lines(priya)
    assert len(found) == len(expected)
    assert {line["act"] for line in found} == {"add"}


async def test_it_says_everything_that_is_wrong_with_how_it_is_to_be_kept(house: House, kept: Client) -> None:
    again = await kept.put(LIST, {"owner": "00000000-0000-0000-0000-000000000001", "baseline": "nothing"})
    assert (again.status_code, len(again.json["errors"])) == (422, 2)


async def test_lines_have_owners(house: House, kept: Client) -> None:
    await becomes(house, "NP", MONDAY, None)
    await becomes(house, "BH", MONDAY, None)
    everybody = {each["name"]: each["id"] for each in (await kept.get(LIST)).json["administrators"]}
    assert set(everybody) == {"Priya Shah", "Dr Amara Okafor"}
    await kept.put(LIST, {"owner": everybody["Priya Shah"]})
    line = {"code": "NP", "date": START, "half": "AM"}
    given = await kept.put(OWNERS, {"lines": [line], "owner": everybody["Dr Amara Okafor"]})
    assert {x["code"]: x["owner"]["name"] for x in given.json["lines"]} == {
        "NP": "Dr Amara Okafor",
        "BH": "Priya Shah",
    }
    back = await kept.put(OWNERS, {"lines": [line], "owner": None})
    assert {x["owner"]["name"] for x in back.json["lines"]} == {"Priya Shah"}


async def test_a_line_is_overdue_after_three_days_or_when_its_session_is_near(
    house: House, kept: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    await becomes(house, "NP", MONDAY, None)
    assert [x["overdue"] for x in await lines(kept)] == [False]
    later = clock.now() + timedelta(days=4)
    monkeypatch.setattr(clock, "now", lambda: later)
    answer = (await kept.get(LIST)).json
    assert ([x["overdue"] for x in answer["lines"]], answer["overdue"]) == ([True], 1)


async def test_weeks_published_later_wait_since_they_were(
    house: House, kept: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    """No session of theirs ever changed on a published rota; they are lines to write all the same, and grow old."""
    async with house.db.tx() as tx:
        await tx.execute("update hand_off set since = now() - interval '5 days'")
        await tx.execute("delete from clinical_sync where date = %s", (MONDAY,))
        row = await (await tx.execute("select published_at from rota_version")).fetchone()
    found = await lines(kept)
    assert found and row is not None
    assert {datetime.fromisoformat(line["since"]) for line in found} == {row[0]}
    assert (await kept.get("/rota/hand-off/overdue")).json == {"overdue": 0}
    later = clock.now() + timedelta(days=4)
    monkeypatch.setattr(clock, "now", lambda: later)
    assert (await kept.get("/rota/hand-off/overdue")).json == {"overdue": len(found)}


async def test_the_table_has_the_same_lines(house: House, kept: Client) -> None:
    await becomes(house, "NP", MONDAY, None)
    table = await kept.get("/rota/hand-off.csv")
    rows = table.content.decode("utf-8-sig").splitlines()
    assert rows[0].startswith("date,half,code,name,do,was")
    assert rows[1].startswith("2027-01-04,AM,NP,Nia Pugh,remove,clinic,ELM,,")
    assert len(rows) == 2


async def test_ticks_are_in_the_audit(house: House, kept: Client) -> None:
    await becomes(house, "NP", MONDAY, None)
    await kept.post(TICKS, {"lines": [tick(line) for line in await lines(kept)]})
    entry = (await kept.get("/reports/audit?what=hand-off-ticked")).json["entries"][0]
    assert entry["entity_id"] == "NP 2027-01-04 AM"
    assert entry["action_words"] == "Hand-off line ticked"


async def test_two_who_tick_at_once_tick_once_each(house: House, kept: Client) -> None:
    await becomes(house, "NP", MONDAY, None)
    found = await lines(kept)
    amara = await house.as_(PRIYA)
    answers = await asyncio.gather(*(who.post(TICKS, {"lines": [tick(found[0])]}) for who in (kept, amara)))
    assert [answer.status_code for answer in answers] == [200, 200]
    assert await lines(kept) == []


async def test_it_is_the_administrators_business(house: House, kept: Client) -> None:
    ben = await house.as_(BEN)
    assert (await ben.get(LIST)).status_code == 403
    assert (await ben.get("/rota/hand-off/overdue")).status_code == 403
    assert (await ben.get("/rota/hand-off.csv")).status_code == 403
