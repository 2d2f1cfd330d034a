"""Where the published rota leads: the very lines that closing its weeks will post, and nothing posted by looking."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from shared import clock
from tests.cast import BEN, PRIYA, START, House
from tests.functions.rota.fairness.conftest import AFTER
from tests.functions.rota.fairness.ledgers import balances, close, posted, stands, statement
from tests.functions.rota.fairness.test_fairness import adjust

MONDAY = date.fromisoformat(START)
AHEAD = "/rota/fairness/ahead"
ALL = {"AO", "BH", "CW"}


@pytest.fixture
async def published(house: House, monkeypatch: pytest.MonkeyPatch) -> House:
    """A practice in the week before its two published weeks."""
    monkeypatch.setattr(clock, "today", lambda: MONDAY - timedelta(days=5))
    await (await house.with_practice()).published()
    return house


async def ahead(house: House) -> Any:
    return (await (await house.as_(BEN)).get(AHEAD)).json


def by_code(answer: Any, figure: str = "balance") -> dict[str, int]:
    return {person["code"]: person[figure] for person in answer["people"]}


async def test_what_is_foretold_is_what_closing_the_weeks_posts(published: House) -> None:
    foretold = await ahead(published)
    assert (foretold["first_week"], foretold["until"], foretold["weeks"]) == (START, "2027-01-15", 2)
    lines = (await statement(published, "AO"))["ahead"]
    assert await posted(published) == 0, "looking posts nothing"
    await close(published, AFTER)
    assert by_code(foretold) == by_code(await stands(published))
    assert by_code(foretold, "held") == by_code(await stands(published), "held")
    found = (await statement(published, "AO"))["lines"]
    shared = set(lines[0]) & set(found[0])
    assert [{key: line[key] for key in shared} for line in found] == [
        {key: line[key] for key in shared} for line in lines
    ]
    assert (await ahead(published))["until"] is None


async def test_after_a_week_is_closed_the_rest_comes_on_top(published: House) -> None:
    foretold = by_code(await ahead(published))
    await close(published, MONDAY + timedelta(weeks=1))
    rest = await ahead(published)
    assert (rest["first_week"], rest["weeks"]) == ("2027-01-11", 1)
    assert by_code(rest) == foretold
    person = await statement(published, "BH")
    assert person["ahead"][-1]["balance"] == foretold["BH"]
    assert person["ahead"][0]["balance"] == person["balance"] + person["ahead"][0]["points"]


async def test_it_follows_the_rota_as_it_stands(published: House) -> None:
    before = by_code(await ahead(published), "held")
    async with published.db.tx() as tx:
        await tx.execute(
            """
            insert into rota_change (version_number, person_code, date, half, cause, cause_id)
            select v.number, a.person_code, a.date, a.half, 'leave', '1'
            from assignment a join rota_version v on v.id = a.version_id
            where a.activity = 'duty' and a.person_code = 'AO'
            """
        )
    after = by_code(await ahead(published), "held")
    assert before["AO"] > after["AO"] == 0


async def test_nobody_who_holds_no_duty_is_in_it(published: House) -> None:
    assert set(by_code(await ahead(published))) == ALL
    assert (await (await published.as_(BEN)).get("/rota/fairness/NP")).status_code == 404


async def test_before_anything_is_published_it_is_empty_and_everybody_stands_at_nought(house: House) -> None:
    await house.with_practice()
    foretold = await ahead(house)
    assert (foretold["until"], foretold["weeks"], foretold["people"]) == (None, 0, [])
    assert by_code(await stands(house)) == dict.fromkeys(ALL, 0)
    assert ((await statement(house, "AO"))["lines"], (await statement(house, "AO"))["ahead"]) == ([], [])


async def test_what_an_older_reckoning_says_is_carried_over_before_the_first_week_and_stays(published: House) -> None:
    foretold = by_code(await ahead(published))
    await adjust(published, code="AO", points=150, counter="BH", reason="From the old spreadsheet.")
    assert await balances(published) == {"AO": 150, "BH": -150}
    assert by_code(await stands(published)) == {"AO": 150, "BH": -150, "CW": 0}
    carried = {"AO": 150, "BH": -150, "CW": 0}
    expected = {code: points + carried[code] for code, points in foretold.items()}
    assert by_code(await ahead(published)) == expected
    await close(published, AFTER)
    assert by_code(await stands(published)) == expected
    kinds = [line["what"] for line in (await statement(published, "AO"))["lines"]]
    assert kinds == ["Adjusted by hand", "The ledger begins", "Week of 4 Jan 2027", "Week of 11 Jan 2027"]


async def test_the_next_rota_begins_where_this_one_leads(published: House) -> None:
    """It is made while this one is still being worked: what is carried into it is what is foretold, closed or not."""
    foretold = {code: points for code, points in by_code(await ahead(published)).items() if points}
    priya = await published.as_(PRIYA)

    async def carried(start: date) -> Any:
        run_id = await published.asked_run(start=start.isoformat(), weeks=1)
        return (await priya.get(f"/rota-generate/runs/{run_id}/problem")).json["carried"]

    next_one = MONDAY + timedelta(weeks=2)
    assert await carried(next_one) == foretold
    assert await carried(MONDAY) == {}, "these weeks are shared out by the run itself"
    await close(published, MONDAY + timedelta(weeks=1))
    assert await carried(next_one) == foretold
    await close(published, AFTER)
    assert await carried(next_one) == foretold
