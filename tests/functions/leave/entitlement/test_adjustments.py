"""POST /leave/people/{code}/adjustments."""

from __future__ import annotations

from typing import Any

from tests.cast import BEN, PRIYA, Client, House
from tests.functions.leave.entitlement.conftest import Statement

ADDRESS = "/leave/people/BH/adjustments"


def wanted(**changed: Any) -> dict[str, Any]:
    return {
        "year": "2027-01-01", "kind": "toil", "amount": "1.5", "unit": "sessions", "reason": "Two late surgeries",
    } | changed  # fmt: skip


async def left_of(client: Client, code: str = "BH") -> str:
    found: str = (await client.get(f"/leave/people/{code}/balance?year=2027-01-01")).json["left"]["sessions"]
    return found


async def test_it_works(house: House, statement: Statement) -> None:
    await house.with_practice()
    priya = await house.as_(PRIYA)
    answer = await priya.post(ADDRESS, wanted())
    assert answer.status_code == 201, answer.text
    line = answer.json
    assert line["amount"] == {"minutes": 375, "sessions": "1.5", "hours": "6.25", "days": "0.75"}
    assert (line["kind"], line["by"], line["why"]) == ("toil", "Priya Shah", "Two late surgeries")
    assert line["working"] == ["1.5 sessions = 375 minutes, in sessions of 250 minutes"]
    assert await left_of(priya) == "41.5"
    shown = (await statement(house, "BH"))["lines"][-1]
    assert (shown["id"], shown["why"], shown["may_reverse"]) == (line["id"], "Two late surgeries", True)


SAID = (("2", "sessions", 500), ("-1", "days", -500), ("6.25", "hours", 375), ("0.333", "sessions", 83),
        ("−2", "hours", -120))  # fmt: skip


async def test_sessions_hours_and_days_come_to_minutes(house: House) -> None:
    await house.with_practice()
    priya = await house.as_(PRIYA)
    for amount, unit, minutes in SAID:
        answer = await priya.post(ADDRESS, wanted(kind="adjustment", amount=amount, unit=unit))
        assert answer.json["amount"]["minutes"] == minutes, amount


async def test_the_first_posting_posts_what_the_ledger_lacked(house: House, statement: Statement) -> None:
    await house.with_practice()
    assert [line["id"] for line in (await statement(house, "BH"))["lines"]] == [None]
    await (await house.as_(PRIYA)).post(ADDRESS, wanted())
    assert all(line["id"] for line in (await statement(house, "BH"))["lines"])


async def test_every_reason_against_it_is_said_at_once(house: House) -> None:
    await house.with_practice()
    priya = await house.as_(PRIYA)
    answer = await priya.post(ADDRESS, wanted(amount="a few", reason="  ", year="2030-06-01"))
    assert answer.status_code == 422
    assert [(error["field"], error["message"]) for error in answer.json["errors"]] == [
        ("amount", "'a few' is not a number."),
        ("reason", "Say why; the reason is printed on the statement."),
        ("year", "The last leave year that can be adjusted is 2028."),
    ]
    assert await left_of(priya) == "40"


CANNOT: tuple[tuple[dict[str, str], str], ...] = (
    ({"amount": "0"}, "comes to nothing"),
    ({"amount": "0.001", "unit": "hours"}, "comes to nothing"),
    ({"amount": "NaN"}, "not a number"),
    ({"amount": "1e9"}, "not a number"),
    ({"amount": "1000000000"}, "At most 1,000 sessions"),
    ({"amount": "9999", "unit": "days"}, "At most 500 days"),
    ({"amount": "-1", "kind": "sick-compensation"}, "above nought"),
    ({"year": "2026-12-31"}, "The ledger begins with 2027."),
    ({"reason": "x" * 501}, "500 characters at most"),
)


async def test_what_cannot_be_posted_says_why(house: House) -> None:
    await house.with_practice()
    priya = await house.as_(PRIYA)
    for changed, said in CANNOT:
        answer = await priya.post(ADDRESS, wanted(**changed))
        assert answer.status_code == 422, changed
        assert [said in error["message"] for error in answer.json["errors"]] == [True], changed


async def test_what_makes_no_sense_is_refused(house: House) -> None:
    await house.with_practice()
    priya = await house.as_(PRIYA)
    for changed in ({"kind": "grant"}, {"unit": "weeks"}, {"amount": 1.5}, {"year": None}, {"more": 1}):
        assert (await priya.post(ADDRESS, wanted(**changed))).status_code == 422
    assert (await priya.post("/leave/people/NOBODY/adjustments", wanted())).status_code == 404


async def test_only_an_administrator_adjusts(house: House) -> None:
    await house.with_practice()
    assert (await (await house.as_(BEN)).post(ADDRESS, wanted())).status_code == 403
    assert (await house.stranger().post(ADDRESS, wanted())).status_code == 401


async def test_who_changed_what_is_in_the_audit(house: House) -> None:
    await house.with_practice()
    await (await house.as_(PRIYA)).post(ADDRESS, wanted())
    async with house.db.tx() as tx:
        cursor = await tx.execute("select entity_id, old, new, reason from audit where action = 'entitlement-adjusted'")
        (row,) = await cursor.fetchall()
    assert row[0] == "BH"
    assert (row[1]["left_minutes"], row[2]["left_minutes"], row[3]) == (10_000, 10_375, "Two late surgeries")
