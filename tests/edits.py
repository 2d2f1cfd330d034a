"""Changing the rota by hand in a line, for the tests of everything that comes of it."""

from __future__ import annotations

from typing import Any

from tests.cast import PRIYA, START, Actor, Client, House

State = dict[str, Any]

MONDAY, TUESDAY, WEDNESDAY = START, "2027-01-05", "2027-01-06"
THURSDAY, FRIDAY, NEXT_MONDAY = "2027-01-07", "2027-01-08", "2027-01-11"


def state(activity: str | None = None, site: str | None = "ELM", *, pinned: bool = False, locum: Any = None) -> State:
    """What somebody does in a session, as the pages send it."""
    return {"activity": activity, "site": site if activity else None, "pinned": pinned, "locum": locum}


EMPTY, OFF = state(), state(pinned=True)
CLINIC, ADMIN, DUTY = state("clinic"), state("admin", pinned=True), state("duty", pinned=True)


def cell(code: str, day: str, half: str, was: State, now: State) -> dict[str, Any]:
    """One session of one person, as it was and as it becomes."""
    return {"code": code, "date": day, "half": half, "was": was, "now": now}


async def edit(client: Client, *cells: dict[str, Any], **more: Any) -> dict[str, Any]:
    """A change that was taken: the whole answer."""
    answer = await client.post("/rota/edits", {"cells": list(cells), **more})
    assert answer.status_code == 201, answer.text
    found: dict[str, Any] = answer.json
    return found


async def waiting(client: Client) -> list[dict[str, Any]]:
    """The changes that wait, oldest first."""
    answer = await client.get("/rota/edits")
    assert answer.status_code == 200, answer.text
    found: list[dict[str, Any]] = answer.json["edits"]
    return found


async def page(house: House, actor: Actor = PRIYA, layer: str = "edits", weeks: int = 2) -> dict[str, Any]:
    """The rota as somebody sees it."""
    answer = await (await house.as_(actor)).get(f"/rota?start={START}&weeks={weeks}&layer={layer}")
    assert answer.status_code == 200, answer.text
    grid: dict[str, Any] = answer.json
    return grid


def does(grid: dict[str, Any], code: str, day: str, half: str = "AM") -> str | None:
    """What somebody does then on a page of the rota."""
    place = at(grid, code, day, half)
    return next((row[3] for row in grid["assignments"] if row[:3] == place), None)


def at(grid: dict[str, Any], code: str, day: str, half: str = "AM") -> list[int]:
    """A session's place on a page of the rota: [person, day, half]."""
    people, days = [each["code"] for each in grid["people"]], [each["date"] for each in grid["days"]]
    return [people.index(code), days.index(day), ("AM", "PM").index(half)]
