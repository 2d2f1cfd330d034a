"""What everybody may look at, and what administrators may do about it."""

from __future__ import annotations

from typing import Any

from tests.cast import AMARA, BEN, CHARLIE, PRIYA, House
from tests.functions.rota.fairness.ledgers import balances, close, posted, stands, statement


async def closed(house: House) -> House:
    """A practice whose two weeks are over and closed."""
    await (await house.with_practice()).published()
    await close(house)
    return house


async def adjust(house: House, status: int = 201, **body: Any) -> Any:
    priya = await house.as_(PRIYA)
    answer = await priya.post("/rota/fairness/adjustments", {"counter": None, "reason": "Held a Saturday."} | body)
    assert answer.status_code == status, answer.text
    return answer.json


def reasons(answer: dict[str, Any]) -> set[str]:
    return {fault["code"] for fault in answer["errors"]}


async def test_it_works(house: House) -> None:
    await closed(house)
    for actor in (BEN, CHARLIE, AMARA):
        client = await house.as_(actor)
        assert (await client.get("/rota/fairness")).json == await stands(house)
        assert (await client.get("/rota/fairness/AO")).json == await statement(house, "AO")


async def test_a_statement_leads_line_by_line_to_the_balance_in_the_table(house: House) -> None:
    await closed(house)
    seen = await stands(house)
    for person in seen["people"]:
        found = await statement(house, person["code"])
        running = 0
        for line in found["lines"]:
            running += line["points"]
            assert line["balance"] == running
        assert running == found["balance"] == person["balance"]
        assert sum(line["held"] for line in found["lines"]) == person["held"]
        assert sum(line["part"] for line in found["lines"]) == person["part"]


async def test_a_line_says_how_it_was_worked_out(house: House) -> None:
    await closed(house)
    first, second = (line for line in (await statement(house, "AO"))["lines"] if line["kind"] == "week")
    assert (first["what"], second["what"]) == ("Week of 4 Jan 2027", "Week of 11 Jan 2027")
    assert first["working"][0].startswith("Held: Mon 4 Jan AM and PM (after a bank holiday, 1.5 each)")
    assert second["working"][0].startswith("Held: Mon 11 Jan AM and PM (Monday, 1.5 each)")
    detail = second["detail"]
    held, free, everybody = detail["held_in_all"], detail["available"], detail["available_in_all"]
    assert abs(second["part"] - held * free / everybody) < 1
    assert second["working"][1] == (
        f"Part: {free:g} of everybody's {everybody:g} sessions free for duty, of {held / 100:g} held in all."
    )


async def test_who_was_never_in_the_ledger_has_no_statement(house: House) -> None:
    await closed(house)
    ben = await house.as_(BEN)
    for nobody in ("XX", "%00"):
        assert (await ben.get(f"/rota/fairness/{nobody}")).status_code == 404
    answer = await ben.get("/rota/fairness/NP")
    assert answer.status_code == 404
    assert answer.json["detail"] == "Nia Pugh is not in the fairness ledger."


async def test_before_there_is_a_practice_nothing_is_found(house: House) -> None:
    assert (await (await house.as_(BEN)).get("/rota/fairness")).status_code == 404


async def test_a_balance_is_moved_between_two_people(house: House) -> None:
    before = await balances(await closed(house))
    answer = await adjust(house, code="AO", points=150, counter="BH")
    after = await balances(house)
    assert {code: after[code] - before[code] for code in after} == {"AO": 150, "BH": -150, "CW": 0}
    assert [(each["code"], each["after"] - each["before"]) for each in answer["moved"]] == [("AO", 150), ("BH", -150)]
    line = (await statement(house, "BH"))["lines"][-1]
    assert (line["what"], line["reason"], line["by"]) == (
        "Against an adjustment for Dr Amara Okafor", "Held a Saturday.", "Priya Shah",
    )  # fmt: skip


async def test_a_balance_is_moved_against_everybody_else_by_what_they_work(house: House) -> None:
    before = await balances(await closed(house))
    await adjust(house, code="AO", points=-140)
    after = await balances(house)
    # Dr Hughes works 0.6, Dr West 0.8.
    assert {code: after[code] - before[code] for code in after} == {"AO": -140, "BH": 60, "CW": 80}
    await posted(house)


async def test_every_reason_is_told_at_once(house: House) -> None:
    already = await posted(await closed(house))
    found = reasons(await adjust(house, 422, code="NP", points=0, counter="NP", reason=""))
    assert found == {"not-in-ledger", "same-person", "points", "reason"}
    assert await posted(house) == already


async def test_only_administrators_adjust(house: House) -> None:
    await closed(house)
    body = {"code": "BH", "points": -100, "reason": "I feel like it.", "counter": None}
    assert (await (await house.as_(BEN)).post("/rota/fairness/adjustments", body)).status_code == 403


async def test_an_adjustment_is_in_the_audit(house: House) -> None:
    await closed(house)
    await adjust(house, code="AO", points=150, counter="BH")
    lines = (await (await house.as_(PRIYA)).get("/reports/audit")).json["entries"]
    found = [line for line in lines if line["action"] in ("duty-adjusted", "duty-counted")]
    assert [line["action"] for line in found] == ["duty-adjusted", "duty-counted"]
    assert found[0]["reason"] == "Held a Saturday."
