"""GET /leave/people/{code}/balance and /leave/balances."""

from __future__ import annotations

from tests.cast import AMARA, BEN, CHARLIE, PRIYA, House

ADDRESS = "/leave/people/{}/balance?year=2027-01-01"
NOUGHT = {"minutes": 0, "sessions": "0", "hours": "0", "days": "0"}


async def test_it_works(house: House) -> None:
    await house.with_practice()
    ben = await house.as_(BEN)
    answer = await ben.get(ADDRESS.format("BH"))
    assert answer.status_code == 200, answer.text
    balance = answer.json
    assert balance["person"] == {"code": "BH", "name": "Dr Ben Hughes", "group": "salaried"}
    assert balance["granted"] == {"minutes": 10_000, "sessions": "40", "hours": "166.67", "days": "20"}
    assert balance["left"] == balance["granted"]
    assert balance["taken"] == balance["pending"] == balance["toil"] == NOUGHT
    assert balance["left_percent_used"] == 0


async def test_what_was_taken_what_is_asked_for_and_what_is_left(house: House) -> None:
    """Nia had four sessions in January; Cara has asked for one of the two on the 14th that she works."""
    await house.with_practice()
    priya = await house.as_(PRIYA)
    nia = (await priya.get(ADDRESS.format("NP"))).json
    assert (nia["taken"]["sessions"], nia["booked"]["sessions"], nia["left"]["sessions"]) == ("4", "0", "56")
    assert nia["left_percent_used"] == 7
    cara = (await priya.get(ADDRESS.format("CW"))).json
    assert (cara["pending"]["sessions"], cara["left"]["sessions"]) == ("2", "46")


async def test_study_leave_uses_no_entitlement(house: House) -> None:
    await house.with_practice()
    ben = await house.as_(BEN)
    assert (await ben.get(ADDRESS.format("BH"))).json["taken"] == NOUGHT


async def test_a_colleagues_balance_is_never_shown(house: House) -> None:
    await house.with_practice()
    for actor in (BEN, CHARLIE):
        client = await house.as_(actor)
        for path in (ADDRESS, "/leave/people/{}/statement?year=2027-01-01",
                     "/leave/people/{}/statement.csv?year=2027-01-01"):  # fmt: skip
            assert (await client.get(path.format("AO"))).status_code == 403
            assert (await client.get(path.format("NOBODY"))).status_code == 403
        assert (await client.get("/leave/balances?year=2027-01-01")).status_code == 403
        assert (await client.get("/leave/balances.csv?year=2027-01-01")).status_code == 403


async def test_an_administrator_sees_everybodys(house: House) -> None:
    await house.with_practice()
    amara = await house.as_(AMARA)
    assert (await amara.get(ADDRESS.format("BH"))).status_code == 200
    assert (await amara.get(ADDRESS.format("NOBODY"))).status_code == 404


async def test_a_missing_year_is_never_taken_as_this_one(house: House) -> None:
    await house.with_practice()
    ben = await house.as_(BEN)
    for path in ("/leave/people/BH/balance", "/leave/people/BH/statement", "/leave/people/BH/statement.csv"):
        answer = await ben.get(path)
        assert answer.status_code == 422, path
        assert answer.json["errors"][0]["field"] == "year"
        assert (await ben.get(f"{path}?year=")).status_code == 422


async def test_everybodys_balances_are_in_the_practices_order(house: House) -> None:
    await house.with_practice()
    priya = await house.as_(PRIYA)
    found = (await priya.get("/leave/balances?year=2027-01-01")).json
    assert found["year"]["words"] == "2027"
    assert [row["person"]["code"] for row in found["balances"]] == ["AO", "BH", "CW", "RM", "NP"]
    for row in found["balances"]:
        one = (await priya.get(ADDRESS.format(row["person"]["code"]))).json
        assert one == {**row, "year": found["year"]}


async def test_each_balance_adds_up(house: House) -> None:
    await house.with_practice()
    priya = await house.as_(PRIYA)
    for row in (await priya.get("/leave/balances?year=2027-01-01")).json["balances"]:
        minutes = {
            name: value["minutes"] for name, value in row.items() if isinstance(value, dict) and "hours" in value
        }
        left = minutes.pop("left")
        used = sum(minutes.pop(name) for name in ("taken", "booked", "pending"))
        assert sum(minutes.values()) - used == left


async def test_balances_for_a_spreadsheet(house: House) -> None:
    await house.with_practice()
    priya = await house.as_(PRIYA)
    answer = await priya.get("/leave/balances.csv?year=2027-01-01")
    assert answer.headers["content-type"].startswith("text/csv")
    assert "leave-2027-01-01.csv" in answer.headers["content-disposition"]
    head, *rows = answer.content.decode("utf-8-sig").splitlines()
    assert head.startswith("code,name,group,session_minutes,granted")
    assert rows[4] == "NP,Nia Pugh,nurse,250,60,0,0,0,0,4,0,0,56,233.33,28,7"
