"""POST /rota-generate/runs/{id}/repetition."""

from __future__ import annotations

import asyncio
import uuid

from functions.rota_generate.solver.search import solve
from tests.cast import PEOPLE, PRIYA, House, files

RUNS = "/rota-generate/runs"


async def test_it_works(house: House) -> None:
    """The same problem, the same seed and the same limits give the same draft, whatever has changed since."""
    first = await house.solved(await (await house.with_practice()).asked_run(seed=7, seconds=20.0), solve)
    priya = await house.as_(PRIYA)
    await priya.post("/practice/import", files(people=PEOPLE.replace("SASSSASSSS", "----------")))
    answer = await priya.post(f"{RUNS}/{first}/repetition")
    assert answer.status_code == 202
    run = answer.json
    assert answer.headers["location"] == f"/api/v1/rota-generate/runs/{run['id']}"
    assert (run["status"], run["repeats"], run["seed"], run["seconds"]) == ("queued", str(first), 7, 20.0)
    assert run["id"] != str(first)
    again = await house.solved(uuid.UUID(run["id"]), solve)
    drafts = [(await priya.get(f"{RUNS}/{each}/draft")).json for each in (first, again)]
    assert drafts[0]["proved"]
    for draft in drafts:
        del draft["seconds"]
    assert drafts[0] == drafts[1]
    problems = [(await priya.get(f"{RUNS}/{each}/problem")).json for each in (first, again)]
    assert problems[0] == problems[1]
    assert (await priya.get(f"{RUNS}/{first}")).json["repeatable"]


async def test_a_repetition_is_repeated_as_the_run_it_repeats(house: House) -> None:
    first = await (await house.with_practice()).asked_run()
    priya = await house.as_(PRIYA)
    again = (await priya.post(f"{RUNS}/{first}/repetition")).json
    third = (await priya.post(f"{RUNS}/{again['id']}/repetition")).json
    assert third["repeats"] == again["repeats"] == str(first)
    assert third["words"] == (await priya.get(f"{RUNS}/{first}")).json["words"]


async def test_asked_twice_under_one_key_it_is_one_run_and_one_message(house: House) -> None:
    first = await (await house.with_practice()).asked_run()
    priya = await house.as_(PRIYA)
    key = {"Idempotency-Key": "again"}
    answers = await asyncio.gather(*(priya.post(f"{RUNS}/{first}/repetition", headers=key) for _ in range(3)))
    assert len({answer.json["id"] for answer in answers}) == 1
    async with house.db.tx() as tx:
        cursor = await tx.execute("select count(*) from outbox where event = 'run-requested'")
        assert await cursor.fetchone() == (2,)
        cursor = await tx.execute("select new ->> 'repeats' from audit where action = 'run-requested' order by id")
        assert await cursor.fetchall() == [(None,), (str(first),)]


async def test_the_key_of_a_repetition_stands_for_the_run_it_repeats(house: House) -> None:
    first = await (await house.with_practice()).asked_run(seed=1)
    other = await house.asked_run(seed=2)
    priya = await house.as_(PRIYA)
    key = {"Idempotency-Key": "again"}
    again = (await priya.post(f"{RUNS}/{first}/repetition", headers=key)).json
    assert (await priya.post(f"{RUNS}/{again['id']}/repetition", headers=key)).json["id"] == again["id"]
    for address in (f"{RUNS}/{other}/repetition", RUNS):
        refused = await priya.post(address, {}, headers=key)
        assert (refused.status_code, refused.json["errors"][0]["code"]) == (422, "key-used")


async def test_what_is_no_run_cannot_be_repeated(house: House) -> None:
    await house.with_practice()
    assert (await (await house.as_(PRIYA)).post(f"{RUNS}/{uuid.uuid4()}/repetition")).status_code == 404
