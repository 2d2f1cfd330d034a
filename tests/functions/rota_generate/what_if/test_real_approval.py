"""The whole way: asked, answered, approved by the room that approves, and repaired from what the database has then."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from functions.rota_generate.solver.search import solve
from shared.constraints import check_all
from shared.domain.calendar import Horizon, monday_of
from shared.domain.problem import Problem
from shared.domain.rota import Assignment
from shared.queries import rota
from shared.queries.practice import load_practice
from tests.cast import PRIYA, Client, House
from tests.what_ifs import answered, leave

PERIOD = Horizon(date(2027, 1, 4), 2)


async def _approved(priya: Client, asked: dict[str, Any]) -> None:
    """Asked for on somebody's behalf and approved, as an administrator does both."""
    made = await priya.post("/leave/requests", asked)
    assert made.status_code == 201, made.text
    request = made.json["request"]
    if request["status"] == "requested":
        body = {"version": request["version"], "note": None}
        done = await priya.put(f"/leave/requests/{request['id']}/approval", body)
        assert done.status_code == 200, done.text
        request = done.json["request"]
    assert request["status"] == "approved"


async def _repaired(house: House, week: date) -> tuple[Problem, frozenset[Assignment], frozenset[Assignment]]:
    """The question of a repair as the database has it now; the rota as it stands, and as repaired."""
    async with house.db.tx() as tx:
        known = await load_practice(tx)
        lines = await rota.published_lines(tx, start=PERIOD.start, end=PERIOD.end)
        pinned = await rota.pinned_lines(tx, start=PERIOD.start, end=PERIOD.end)
    assert known is not None
    published, pins = (tuple(sorted(map(rota.as_assignment, each))) for each in (lines, pinned))
    asked = Problem(known.practice, PERIOD, published, pins, weights={"stability": 400}, only=Horizon(week, 1))
    outcome = solve(asked, seed=7, seconds=20, workers=2)
    assert outcome.proved
    return asked, frozenset(published), frozenset(outcome.assignments)


def _gaps(problem: Problem, lines: frozenset[Assignment]) -> set[tuple[object, ...]]:
    found = check_all(problem, tuple(sorted(lines)))
    return {(gap.rule, gap.date, gap.half, gap.need, gap.have) for gap in found if gap.is_gap}


@pytest.mark.parametrize(
    ("code", "kind", "start", "end", "told"),
    [
        ("NP", "annual", "2027-01-12", "2027-01-12", "green"),
        ("BH", "annual", "2027-01-11", "2027-01-11", "amber"),
        ("AO", "study", "2027-01-12", "2027-01-12", "amber"),
        ("CW", "annual", "2027-01-04", "2027-01-05", "red"),
        ("AO", "annual", "2027-01-07", "2027-01-07", "red"),
    ],
)
async def test_it_works(elm_lane: House, code: str, kind: str, start: str, end: str, told: str) -> None:
    priya = await elm_lane.as_(PRIYA)
    asked = leave(start, end, person_code=code, kind=kind)
    answer = await answered(elm_lane, priya, asked)
    week = monday_of(date.fromisoformat(start))
    before, standing, _ = await _repaired(elm_lane, week)
    await _approved(priya, asked)
    after, left, repaired = await _repaired(elm_lane, week)
    new = _gaps(after, repaired) - _gaps(before, standing)
    others = {line.code for line in left ^ repaired} - {code}
    assert (answer["verdict"], answer["estimate"]) == (told, False)
    assert told == ("red" if new else "amber" if others else "green")
    takers = {line.code for line in repaired - left}
    assert takers - {code} == {move["to"]["code"] for move in answer["moves"] if move["to"]}
