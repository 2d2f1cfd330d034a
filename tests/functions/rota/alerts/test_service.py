"""Alerts follow the rota, whoever looks in whatever order."""

from __future__ import annotations

import asyncio
from datetime import date, timedelta
from random import Random
from typing import Any

import pytest

from functions.rota.alerts import queries, service
from functions.rota.alerts.nouns import Alert, Kept, Layer
from functions.rota.alerts.policy import found
from functions.rota.alerts.service import Refreshed
from shared import clock
from shared.queries import rota
from shared.queries.practice import load_practice
from shared.standing import Standing
from tests.cast import LEAVE, PEOPLE, PRACTICE, PRIYA, House, files
from tests.functions.rota.alerts.conftest import Heard

FIRST, SECOND = date(2027, 1, 4), date(2027, 1, 11)
WEEKS = (FIRST, SECOND)


async def look(house: House, *mondays: date, layer: str = "published", standing: Standing | None = None) -> Refreshed:
    async with house.db.tx() as tx:
        known = await load_practice(tx)
        assert known is not None
        return await service.refresh(tx, known.practice, mondays=mondays, layer=layer, standing=standing)


async def unwatched(house: House, **wanted: Any) -> None:
    """The rota is published, and nobody has looked through it yet."""
    await house.with_practice()
    await house.published(**wanted)
    async with house.db.tx() as tx:
        await tx.execute("truncate alert, alert_event")


async def kept(house: House, layer: Layer = Layer.PUBLISHED) -> list[Kept]:
    async with house.db.tx() as tx:
        return await queries.open_alerts(tx, layer=layer, mondays=sorted(await queries.weeks_with_alerts(tx)))


async def there(house: House, *mondays: date) -> list[Alert]:
    """What a fresh look at the published rota finds."""
    async with house.db.tx() as tx:
        known = await load_practice(tx)
        assert known is not None
        standing = await rota.standing(tx, start=FIRST, end=SECOND + timedelta(6))
    return [alert for monday in mondays for alert in found(known.practice, monday, standing)]


def plain(alerts: list[Any]) -> set[tuple[Any, ...]]:
    fields = ("key", "rule", "severity", "points", "because", "date", "half", "code", "site", "need", "have")
    return {tuple(getattr(alert, field) for field in fields) for alert in alerts}


async def test_it_works(house: House) -> None:
    await unwatched(house)
    told = await look(house, *WEEKS)
    assert [alert.date.day for alert in told.new] == [5, 6, 7, 13, 14] and told.mended == ()
    assert plain(await kept(house)) == plain(await there(house, *WEEKS))
    assert await look(house, *WEEKS) == Refreshed()


async def test_any_day_stands_for_its_week(house: House) -> None:
    await unwatched(house)
    told = await look(house, date(2027, 1, 7), date(2027, 1, 5))
    assert [alert.date.day for alert in told.new] == [5, 6, 7]


async def test_a_week_nobody_published_has_no_alerts(house: House) -> None:
    await unwatched(house, start="2027-01-04", weeks=1)
    told = await look(house, *WEEKS)
    assert {alert.date for alert in told.new} < {FIRST + timedelta(day) for day in range(5)}


async def test_without_a_change_that_waits_the_edits_have_no_alerts(house: House) -> None:
    await house.with_practice()
    await house.published()
    assert await look(house, *WEEKS, layer="edits") == Refreshed()


async def test_a_week_that_is_over_resolves_itself(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    await house.with_practice()
    await house.published()
    await look(house, *WEEKS)
    monkeypatch.setattr(clock, "today", lambda: date(2027, 1, 13))
    async with house.db.tx() as tx:
        await service.refresh_all(tx)
    assert [alert.date.day for alert in await kept(house)] == [13, 14]
    monkeypatch.setattr(clock, "today", lambda: date(2027, 2, 1))
    async with house.db.tx() as tx:
        await service.refresh_all(tx)
    assert await kept(house) == []


async def test_what_is_told_apart_is_new_worse_better_and_gone(house: House) -> None:
    await unwatched(house)
    await look(house, SECOND)
    async with house.db.tx() as tx:
        standing = await rota.standing(tx, start=SECOND, end=SECOND + timedelta(4))
    gone = Standing(tuple(line for line in standing.lines if line.code != "CW"))
    worse = await look(house, SECOND, standing=gone)
    dates = [(alert.rule, alert.date.day) for alert in worse.new if alert.rule == "minimum-doctors"]
    assert dates == [("minimum-doctors", day) for day in (11, 12, 14, 15)]
    assert worse.mended == ()
    better = await look(house, SECOND, standing=standing)
    assert {alert.key for alert in better.mended} == {alert.key for alert in worse.new}
    assert better.new == ()


async def test_what_the_caller_has_found_already_is_not_looked_for_again(house: House) -> None:
    await unwatched(house)
    seen = await there(house, *WEEKS)
    async with house.db.tx() as tx:
        known = await load_practice(tx)
        assert known is not None
        await service.refresh(tx, known.practice, mondays=[FIRST], layer="published", found=seen)
    assert plain(await kept(house)) == plain(await there(house, FIRST))


async def test_two_at_once_raise_everything_once(house: House) -> None:
    await unwatched(house)
    told = await asyncio.gather(*(look(house, *WEEKS) for _ in range(3)))
    assert sorted(len(each.new) for each in told) == [0, 0, 5]
    async with house.db.tx() as tx:
        cursor = await tx.execute("select what, count(*) from alert_event group by 1")
        assert await cursor.fetchall() == [("raised", 5)]


CHANGES: tuple[dict[str, str], ...] = (
    {},
    {"leave": LEAVE + "AO,annual,2027-01-12,AM,2027-01-12,PM,approved\n"},
    {"leave": LEAVE.replace("CW,annual,2027-01-14,AM,2027-01-14,PM,requested\n", "")},
    {"people": PEOPLE.replace("SSSA--SSSA", "SS------SA")},
    {"people": PEOPLE.replace("60,duty|supervise", "60,supervise")},
    {"practice": PRACTICE.replace('"Tue": 3', '"Tue": 4').replace('"mondays": 1', '"mondays": 2')},
    {"practice": PRACTICE.replace("2027-01-13", "2027-01-06")},
)


@pytest.mark.parametrize("seed", range(3))
async def test_after_any_looks_in_any_order_what_is_kept_is_what_is_there(
    house: House, heard: Heard, seed: int
) -> None:
    chance = Random(seed)
    await house.with_practice()
    await house.published()
    priya = await house.as_(PRIYA)
    for _ in range(6):
        answer = await priya.post("/practice/import", files(**chance.choice(CHANGES)))
        assert answer.status_code == 200, answer.text
        for alert in chance.sample(await kept(house), k=min(2, len(await kept(house)))):
            await priya.put(f"/rota/alerts/{alert.id}/dismissal", {"reason": "It may be"})
        look_at = chance.sample(WEEKS, k=chance.randint(0, 2))
        await look(house, *look_at)
        assert plain([a for a in await kept(house) if monday(a) in look_at]) == plain(await there(house, *look_at))
        if chance.random() < 0.5:
            await heard()
            assert plain(await kept(house)) == plain(await there(house, *WEEKS))
    await heard()
    assert plain(await kept(house)) == plain(await there(house, *WEEKS))


def monday(alert: Kept) -> date:
    return alert.date - timedelta(alert.date.weekday())
