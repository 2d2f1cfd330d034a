"""GET /leave/people/{code}/statement, as JSON and as CSV."""

from __future__ import annotations

import csv
import io
from itertools import accumulate

from tests.cast import BEN, PEOPLE, PRACTICE, PRIYA, House
from tests.functions.leave.entitlement.conftest import Statement

PRO_RATA = PRACTICE.replace('"closures"', '"leave": {"bank_holiday_pro_rata": true}, "closures"')


async def test_it_works(house: House, statement: Statement) -> None:
    await house.with_practice()
    ben = await house.as_(BEN)
    answer = await ben.get("/leave/people/BH/statement?year=2027-06-30")
    assert answer.status_code == 200, answer.text
    found = answer.json
    assert found["year"] == {"start": "2027-01-01", "end": "2027-12-31", "words": "2027", "current": True}
    assert found["practice"] == "Elm Lane Surgery"
    assert found["rounding"] == "Rounded once, at the end of the sum, to the nearest minute."
    (term,) = found["terms"]
    assert (term["role"], term["weekly_sessions"], term["annual_leave_sessions"]) == ("Salaried", "6", "40")
    (line,) = found["lines"]
    assert (line["kind"], line["what"], line["amount"]["sessions"]) == ("grant", "Leave for 1 Jan to 31 Dec 2027", "40")
    assert line["working"] == [
        "40 sessions a year × 250 minutes × 365 of 365 days (1 Jan to 31 Dec 2027) = 10,000 minutes"
    ]
    assert found["statutory"]["is_met"]
    assert found["statutory"]["least"]["sessions"] == "33.6"


async def test_the_last_line_is_what_is_left_and_the_lines_add_up(house: House, statement: Statement) -> None:
    await house.with_practice(practice=PRO_RATA)
    priya = await house.as_(PRIYA)
    for code in ("AO", "BH", "CW", "RM", "NP"):
        wanted = {"year": "2027-01-01", "kind": "adjustment", "amount": "-0.7", "unit": "hours", "reason": "Owed"}
        assert (await priya.post(f"/leave/people/{code}/adjustments", wanted)).status_code == 201
        found = await statement(house, code)
        running = [line["running"]["minutes"] for line in found["lines"]]
        assert running == list(accumulate(line["amount"]["minutes"] for line in found["lines"]))
        assert running[-1] == found["totals"]["left"]["minutes"]


async def test_what_is_not_posted_yet_is_shown_and_counts(house: House, statement: Statement) -> None:
    await house.with_practice()
    found = await statement(house, "BH")
    assert [(line["kind"], line["id"], line["posted"]) for line in found["lines"]] == [("grant", None, None)]
    assert found["totals"]["left"]["sessions"] == "40"


async def test_leave_that_is_asked_for_is_taken_off_at_once(house: House, statement: Statement) -> None:
    await house.with_practice()
    found = await statement(house, "CW")
    assert [(line["kind"], line["pending"]) for line in found["lines"]] == [("grant", False), ("pending", True)]
    asked = found["lines"][1]
    assert (asked["what"], asked["amount"]["sessions"]) == ("Annual leave, 14 Jan 2027", "-2")
    assert asked["working"] == ["Thu 14 Jan AM and PM: 500 minutes"]


async def test_the_bank_holidays_of_the_year_are_lines(house: House, statement: Statement) -> None:
    """Ben works Monday to Wednesday: five Mondays and a Tuesday, 12 sessions, against a credit of 9.6."""
    await house.with_practice(practice=PRO_RATA)
    found = await statement(house, "BH")
    kinds = [line["kind"] for line in found["lines"]]
    assert kinds == ["grant", "bank-holiday-credit", *["bank-holiday-charge"] * 6]
    assert found["totals"]["bank_holidays"]["sessions"] == "-2.4"
    assert found["lines"][2]["what"] == "Bank holiday, 29 Mar 2027: Easter Monday"
    assert found["lines"][2]["working"] == ["Sessions of the pattern that day: AM and PM = 500 minutes"]


async def test_partners_have_no_statutory_floor(house: House, statement: Statement) -> None:
    await house.with_practice()
    assert (await statement(house, "AO"))["statutory"] is None


async def test_a_statement_for_a_spreadsheet(house: House) -> None:
    await house.with_practice()
    ben = await house.as_(BEN)
    answer = await ben.get("/leave/people/BH/statement.csv?year=2027-01-01")
    assert answer.headers["content-type"].startswith("text/csv")
    assert "leave-BH-2027-01-01.csv" in answer.headers["content-disposition"]
    (row,) = csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig")))
    assert (row["what"], row["sessions"], row["left_hours"]) == ("Leave for 1 Jan to 31 Dec 2027", "40", "166.67")


async def test_a_spreadsheet_runs_nothing_somebody_typed(house: House) -> None:
    await house.with_practice()
    priya = await house.as_(PRIYA)
    wanted = {"year": "2027-01-01", "kind": "adjustment", "amount": "-2", "unit": "hours", "reason": "=1+1"}
    await priya.post("/leave/people/BH/adjustments", wanted)
    answer = await priya.get("/leave/people/BH/statement.csv?year=2027-01-01")
    *_, row = csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig")))
    assert (row["why"], row["minutes"]) == ("'=1+1", "-120")


async def test_a_joiner_and_a_change_of_contract_are_said_line_by_line(house: House, statement: Statement) -> None:
    people = PEOPLE.replace("flags\n", "flags,starts,ends\n", 1).replace(
        "BH,Dr Ben Hughes,Salaried,ELM,0.6,SSSSSS----,,,40,duty\n",
        "BH,Dr Ben Hughes,Salaried,ELM,0.6,SSSSSS----,,,36,duty,,2027-02-28\n"
        "BH,Dr Ben Hughes,Salaried,ELM,0.5,SSSSS-----,,,30,duty,2027-03-01,\n",
    )
    people = "\n".join(
        line if line.startswith(("code", "BH")) or not line else f"{line},," for line in people.split("\n")
    )
    await house.with_practice(people=people)
    found = await statement(house, "BH")
    assert [(line["date"], line["kind"], line["amount"]["minutes"]) for line in found["lines"]] == [
        ("2027-01-01", "grant", 1455), ("2027-03-01", "grant", 6288), ("2027-01-01", "rounding", -1),
    ]  # fmt: skip
    assert found["totals"]["left"]["minutes"] == 7742
    assert [term["weekly_sessions"] for term in found["terms"]] == ["6", "5"]
