"""GET /rota/supervision: who looks after which trainee."""

from __future__ import annotations

from datetime import date
from typing import Any

from shared.constraints.supervisors import Link
from shared.queries import supervision
from tests.cast import CHARLIE, LEAVE, PRIYA, Client, House, files


async def listed(client: Client, query: str = "?start=2027-01-04&weeks=2") -> list[dict[str, Any]]:
    answer = await client.get(f"/rota/supervision{query}")
    assert answer.status_code == 200, answer.text
    found: list[dict[str, Any]] = answer.json
    return found


async def linked(house: House, **body: Any) -> None:
    """Rosa has a supervisor of her own."""
    async with house.db.tx() as tx:
        await tx.execute(
            "insert into supervision_link (trainee_code, supervisor_code, kind, valid) values "
            "('RM', %(supervisor)s, %(kind)s, daterange(%(starts)s, %(until)s))",
            {"kind": "educational", "starts": None, "until": None} | body,
        )


async def test_it_works(house: House) -> None:
    await house.with_practice()
    await house.published()
    await linked(house, supervisor="CW")
    found = await listed(await house.as_(CHARLIE))
    assert found[0] == {"date": "2027-01-04", "half": "AM", "trainee": "RM", "supervisor": "CW", "site": "ELM"}
    assert {pair["trainee"] for pair in found} == {"RM"}


async def test_who_is_away_is_named_nowhere(house: House) -> None:
    leave = LEAVE + "CW,annual,2027-01-04,AM,2027-01-04,AM,approved\n"
    await house.with_practice()
    await house.published()
    await linked(house, supervisor="CW")
    assert (await (await house.as_(PRIYA)).post("/practice/import", files(leave=leave))).status_code == 200
    found = {(pair["date"], pair["half"]): pair["supervisor"] for pair in await listed(await house.as_(CHARLIE))}
    assert found["2027-01-04", "AM"] == "AO"
    assert found["2027-01-04", "PM"] == "CW"


async def test_before_anything_is_published_nobody_is_named(house: House) -> None:
    assert (await (await house.as_(CHARLIE)).get("/rota/supervision")).status_code == 404
    await house.with_practice()
    assert await listed(await house.as_(CHARLIE)) == []


async def test_the_links_of_a_range(house: House) -> None:
    await house.with_practice()
    await linked(house, supervisor="CW", until="2027-01-06")
    await linked(house, supervisor="AO", starts="2027-01-06")
    async with house.db.tx() as tx:
        both = await supervision.links(tx, start=date(2027, 1, 4), end=date(2027, 1, 8))
        late = await supervision.links(tx, start=date(2027, 1, 6), end=date(2027, 1, 8))
    first = Link("RM", "CW", "educational", None, date(2027, 1, 5))
    assert set(both) == {first, Link("RM", "AO", "educational", date(2027, 1, 6), None)}
    assert first not in late and len(late) == 1
