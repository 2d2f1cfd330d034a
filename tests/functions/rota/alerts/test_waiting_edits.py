"""The alerts of changes that wait: a layer of their own, for the weeks they touch and for as long as they wait."""

from __future__ import annotations

import dataclasses
from datetime import date, timedelta
from random import Random
from typing import Any

import pytest

from functions.rota.alerts import queries, service
from functions.rota.alerts.nouns import Alert, Layer
from functions.rota.alerts.policy import found
from functions.rota.edits.policy import working
from functions.rota.edits.queries import waiting
from shared.queries import rota
from shared.queries.practice import load_practice
from tests.cast import Client, House
from tests.edits import CLINIC, OFF, TUESDAY, cell, edit
from tests.functions.rota.alerts.conftest import Heard
from tests.published import priya_with_a_rota, publish

OUT = (cell("CW", TUESDAY, "AM", CLINIC, OFF),)  # she is on admin after: two doctors are left of three


async def listed(client: Client, layer: str) -> list[dict[str, Any]]:
    answer = await client.get(f"/rota/alerts?layer={layer}&status=active")
    assert answer.status_code == 200, answer.text
    alerts: list[dict[str, Any]] = answer.json["alerts"]
    return alerts


def on(alerts: list[dict[str, Any]], day: str) -> list[tuple[str, str]]:
    return [(alert["rule"], alert["severity"]) for alert in alerts if alert["date"] == day]


async def test_it_works(house: House) -> None:
    priya = await priya_with_a_rota(house)
    assert on(await listed(priya, "published"), TUESDAY) == [("minimum-doctors", "warning")]
    assert await listed(priya, "edits") == []

    staged = await edit(priya, *OUT)
    assert ("minimum-doctors", "critical") in on(await listed(priya, "edits"), TUESDAY)
    assert on(await listed(priya, "published"), TUESDAY) == [("minimum-doctors", "warning")]
    told = (await priya.get("/rota/edits")).json["alerts"]
    assert [(alert["rule"], alert["date"]) for alert in told["new"]] == [("minimum-doctors", TUESDAY)]
    assert told["mended"] == []

    assert (await priya.put(f"/rota/edits/{staged['edit']['id']}/undoing")).status_code == 200
    assert await listed(priya, "edits") == []
    assert (await priya.get("/rota/edits")).json["alerts"] == {"new": [], "mended": []}


async def test_publishing_makes_them_the_rota_s_own(house: House) -> None:
    priya = await priya_with_a_rota(house)
    staged = await edit(priya, *OUT)
    await publish(priya, edits=[staged["edit"]["id"]], reason="She is at a funeral")
    assert await listed(priya, "edits") == []
    assert ("minimum-doctors", "critical") in on(await listed(priya, "published"), TUESDAY)


async def test_they_are_settled_by_publishing_or_undoing_and_not_dismissed(house: House) -> None:
    priya = await priya_with_a_rota(house)
    await edit(priya, *OUT)
    first = (await listed(priya, "edits"))[0]
    for answer in (
        await priya.put(f"/rota/alerts/{first['id']}/dismissal", {"reason": "It may be"}),
        await priya.delete(f"/rota/alerts/{first['id']}/dismissal"),
    ):
        assert answer.status_code == 422
        assert "Publish or undo" in answer.json["detail"]


async def there(house: House) -> dict[Layer, set[tuple[Any, ...]]]:
    """What a fresh look finds: on the published rota, and in the weeks of changes that wait with them."""
    async with house.db.tx() as tx:
        known = await load_practice(tx)
        assert known is not None
        first, last = date(2027, 1, 4), date(2027, 1, 15)
        published, edits = await rota.standing(tx, start=first, end=last), await waiting(tx)
        edited = await queries.edited_weeks(tx)
    looks = {
        Layer.PUBLISHED: ((first, first + timedelta(7)), published),
        Layer.EDITS: (sorted(edited), working(published, edits)),
    }
    return {
        layer: plain(alert for monday in mondays for alert in found(known.practice, monday, standing))
        for layer, (mondays, standing) in looks.items()
    }


async def kept(house: House) -> dict[Layer, set[tuple[Any, ...]]]:
    async with house.db.tx() as tx:
        weeks = await queries.weeks_with_alerts(tx)
        return {layer: plain(await queries.open_alerts(tx, layer=layer, mondays=weeks)) for layer in Layer}


def plain(alerts: Any) -> set[tuple[Any, ...]]:
    fields = [field.name for field in dataclasses.fields(Alert)]
    return {tuple(getattr(alert, field) for field in fields) for alert in alerts}


@pytest.mark.parametrize("seed", range(2))
async def test_after_any_changes_undone_redone_and_published_what_is_kept_is_what_is_there(
    house: House, heard: Heard, seed: int
) -> None:
    chance = Random(seed)
    priya = await priya_with_a_rota(house)
    for _ in range(8):
        answer = (await priya.get("/rota/edits")).json
        ids = [each["id"] for each in answer["edits"]]
        act = chance.choice(("edit", "edit", "undo", "redo", "publish", "all"))
        if act == "edit":
            grid = (await priya.get("/rota?start=2027-01-04&weeks=2&layer=edits")).json
            person, day, half, activity, site = chance.choice(grid["assignments"])
            was = {"activity": activity, "site": site, "pinned": [person, day, half] in grid["pinned"], "locum": None}
            now = OFF if chance.random() < 0.7 else was | {"activity": "admin", "pinned": True}
            code, on_day = grid["people"][person]["code"], grid["days"][day]["date"]
            await priya.post("/rota/edits", {"cells": [cell(code, on_day, ("AM", "PM")[half], was, now)]})
        elif act == "undo" and ids:
            await priya.put(f"/rota/edits/{chance.choice(ids)}/undoing")
        elif act == "redo":
            await priya.delete(f"/rota/edits/{chance.randint(1, 6)}/undoing")
        elif act == "publish" and ids:
            body = {"edits": ids[:1], "reason": "It is so", "overrides": []}
            await priya.post("/rota/publications", body)
        elif act == "all":
            await heard()
        assert await kept(house) == await there(house)
    async with house.db.tx() as tx:
        await service.refresh_all(tx)
    assert await kept(house) == await there(house)
