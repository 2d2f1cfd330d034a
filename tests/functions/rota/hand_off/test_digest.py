"""Lines that wait too long are told of: once on a working day, to whoever sees to them."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import Any

import pytest

from functions.rota.hand_off import tasks
from shared import clock, rota_changes
from shared.domain.calendar import Half, Session
from shared.rota_changes import Change
from tests.cast import PRIYA, START, Client, House

MONDAY = date.fromisoformat(START)
FRIDAY = MONDAY - timedelta(days=3)
LIST, OWNERS = "/rota/hand-off", "/rota/hand-off/owners"
NP = {"code": "NP", "date": START, "half": "AM"}


@pytest.fixture
async def waiting(house: House, monkeypatch: pytest.MonkeyPatch) -> Client:
    """Priya, on the Friday before two sessions of Monday that have just changed."""
    await (await house.with_practice()).published()
    priya = await house.as_(PRIYA)
    await priya.put(LIST, {"owner": None, "baseline": "as-it-stands"})
    async with house.db.tx() as tx:
        gone = [Change(1, code, Session(MONDAY, Half.AM), None, None) for code in ("BH", "NP")]
        await rota_changes.record(tx, changes=gone, cause="leave", cause_id="1", by=None)
        await tx.execute("update account set email = username || '@practice.example'")
    monkeypatch.setattr(tasks, "load", lambda: house.settings.model_copy(update={"site_url": "https://rota.example"}))
    on(monkeypatch, FRIDAY)
    return priya


def on(monkeypatch: pytest.MonkeyPatch, day: date) -> None:
    monkeypatch.setattr(clock, "today", lambda: day)


async def told(house: House) -> dict[str, str]:
    """The daily job, and what was newly written to whom."""
    async with house.db.tx() as tx:
        before = await (await tx.execute("select coalesce(array_agg(id), '{}') from mail")).fetchone()
        await tasks.tell_of_overdue(tx)
        assert before is not None
        found = await (await tx.execute("select to_address, text from mail where id <> all(%s)", before)).fetchall()
    return {address.partition("@")[0]: text for address, text in found}


async def posted_at(house: House, moment: datetime) -> None:
    async with house.db.tx() as tx:
        await tx.execute("update mail set posted_at = %s", (moment,))


async def ids(priya: Client) -> dict[str, Any]:
    return {each["name"]: each["id"] for each in (await priya.get(LIST)).json["administrators"]}


async def test_lines_nobody_sees_to_are_told_to_every_administrator(house: House, waiting: Client) -> None:
    letters = await told(house)
    assert set(letters) == {"priya", "amara"}
    assert "2 lines of the hand-off are overdue. 2 of them are for today or the next" in letters["priya"]
    assert "name somebody on that page" in letters["priya"]
    assert "https://rota.example/hand-off.html" in letters["priya"]
    assert "Hughes" not in letters["priya"]


async def test_whoever_sees_to_a_line_is_told_of_it_alone(house: House, waiting: Client) -> None:
    everybody = await ids(waiting)
    await waiting.put(LIST, {"owner": everybody["Priya Shah"]})
    await waiting.put(OWNERS, {"lines": [NP], "owner": everybody["Dr Amara Okafor"]})
    letters = await told(house)
    assert set(letters) == {"priya", "amara"}
    assert all("1 line of the hand-off is overdue. 1 of them is for today" in text for text in letters.values())
    assert all("because you see to them" in text for text in letters.values())


async def test_somebody_mail_cannot_reach_does_not_leave_a_line_unseen(house: House, waiting: Client) -> None:
    await waiting.put(LIST, {"owner": (await ids(waiting))["Dr Amara Okafor"]})
    async with house.db.tx() as tx:
        await tx.execute("update account set email = null where display_name = 'Dr Amara Okafor'")
    assert set(await told(house)) == {"priya"}


async def test_nobody_is_told_twice_a_day_and_everybody_again_the_next(house: House, waiting: Client) -> None:
    assert len(await told(house)) == 2
    await posted_at(house, datetime.combine(FRIDAY, time(0, 1), clock.LONDON))
    assert await told(house) == {}
    await posted_at(house, datetime.combine(FRIDAY - timedelta(days=1), time(23, 59), clock.LONDON))
    assert len(await told(house)) == 2


async def test_nobody_is_told_at_the_weekend_or_of_what_can_wait(
    house: House, waiting: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    for day in (FRIDAY + timedelta(days=1), FRIDAY + timedelta(days=2), FRIDAY - timedelta(days=1)):
        on(monkeypatch, day)
        assert await told(house) == {}
    async with house.db.tx() as tx:
        await tx.execute("delete from hand_off")
    on(monkeypatch, FRIDAY)
    assert await told(house) == {}
