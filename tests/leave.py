"""Asking for leave in a line, for the tests of everything that comes of it."""

from __future__ import annotations

from datetime import date
from typing import Any

from tests.cast import AMARA, BEN, PRIYA, Actor, Client, House

TODAY = date(2026, 11, 16)  # a Monday, seven weeks before the cast's rota begins

# Every day: BH works Monday to Wednesday, AO all week and holds duty, CW and RM not on Wednesday.
MONDAY, TUESDAY, WEDNESDAY = "2027-01-11", "2027-01-12", "2027-01-13"
THURSDAY, FRIDAY = "2027-01-14", "2027-01-15"


def wanted(start: str, end: str | None = None, kind: str = "annual", **more: Any) -> dict[str, Any]:
    """A leave's body: whole days from `start` to `end`, unless halves are given."""
    body = {"kind": kind, "start": start, "start_half": "AM", "end": end or start, "end_half": "PM"}
    return body | more


async def ask(client: Client, start: str, end: str | None = None, kind: str = "annual", **more: Any) -> dict[str, Any]:
    """A request that was taken."""
    answer = await client.post("/leave/requests", wanted(start, end, kind, **more))
    assert answer.status_code == 201, answer.text
    request: dict[str, Any] = answer.json["request"]
    return request


async def decide(client: Client, request: dict[str, Any], what: str, **body: Any) -> dict[str, Any]:
    """approval, refusal or cancellation, as a page sends it."""
    answer = await client.put(f"/leave/requests/{request['id']}/{what}", {"version": request["version"], **body})
    assert answer.status_code == 200, answer.text
    found: dict[str, Any] = answer.json
    return found


async def rota_lines(house: House, actor: Actor = PRIYA) -> set[tuple[str, str, str, str]]:
    """Who does what on the published rota: (code, date, half, activity)."""
    grid = (await (await house.as_(actor)).get("/rota?start=2027-01-04&weeks=2")).json
    people, days = [row["code"] for row in grid["people"]], [day["date"] for day in grid["days"]]
    return {
        (people[person], days[day], ("AM", "PM")[half], activity)
        for person, day, half, activity, _ in grid["assignments"]
    }


async def left(house: House, code: str, actor: Actor = PRIYA) -> dict[str, Any]:
    """The sums of somebody's leave year."""
    answer = await (await house.as_(actor)).get(f"/leave/people/{code}/balance?year=2027-01-01")
    assert answer.status_code == 200, answer.text
    return {
        key: value["minutes"] for key, value in answer.json.items() if isinstance(value, dict) and "minutes" in value
    }


def codes(answer: Any) -> list[str]:
    """The codes of the reasons of an assessment or of a refusal."""
    return [reason["code"] for reason in answer.get("reasons") or answer.get("errors") or ()]


__all__ = ["AMARA", "BEN", "PRIYA", "ask", "codes", "decide", "left", "rota_lines", "wanted"]
