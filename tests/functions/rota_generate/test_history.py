"""GET /rota-generate/runs with what is asked for, and PUT and DELETE /rota-generate/runs/{id}/setting-aside."""

from __future__ import annotations

import uuid
from typing import Any
from uuid import UUID

from tests.cast import PRIYA, Client, House

RUNS = "/rota-generate/runs"


async def _ids(client: Client, **wanted: Any) -> list[str]:
    answer = await client.get(RUNS, params=wanted)
    assert answer.status_code == 200, answer.text
    return [run["id"] for run in answer.json]


async def _aside(client: Client, run_id: UUID) -> Any:
    return await client.put(f"{RUNS}/{run_id}/setting-aside")


async def test_it_works(house: House) -> None:
    await house.with_practice()
    published, draft, waiting = await house.published(), await house.draft(mode="fill"), await house.asked_run()
    stopped = await house.asked_run()
    priya = await house.as_(PRIYA)
    await priya.delete(f"{RUNS}/{stopped}")
    assert await _ids(priya) == [str(each) for each in (stopped, waiting, draft, published)]
    assert await _ids(priya, state="draft") == [str(draft)]
    assert await _ids(priya, state="published") == [str(published)]
    assert await _ids(priya, state="unfinished") == [str(waiting)]
    assert await _ids(priya, state="without") == [str(stopped)]
    assert await _ids(priya, mode="fill") == [str(draft)]
    [run] = (await priya.get(RUNS, params={"mode": "fill"})).json
    assert run["words"] == "Fill the gaps: working days and duty, for everybody"


async def test_older_ones_come_page_by_page(house: House) -> None:
    await house.with_practice()
    newest_first = [str(await house.asked_run()) for _ in range(5)][::-1]
    priya = await house.as_(PRIYA)
    first = await _ids(priya, most=2)
    second = await _ids(priya, most=2, before=first[-1])
    third = await _ids(priya, most=2, before=second[-1])
    assert first + second + third == newest_first
    assert await _ids(priya, before=third[-1]) == []
    assert await _ids(priya, before=str(uuid.uuid4())) == []


async def test_runs_of_one_moment_are_listed_once(house: House) -> None:
    await house.with_practice()
    for _ in range(4):
        await house.asked_run()
    async with house.db.tx() as tx:
        await tx.execute("update run set requested_at = '2026-11-02'")
    priya = await house.as_(PRIYA)
    everything = await _ids(priya)
    assert len(everything) == 4
    assert await _ids(priya, before=everything[1]) == everything[2:]


async def test_a_draft_nobody_wants_is_out_of_the_list_until_it_is_taken_back(house: House) -> None:
    draft = await (await house.with_practice()).draft()
    priya = await house.as_(PRIYA)
    for _ in range(2):
        answer = await _aside(priya, draft)
        assert (answer.status_code, answer.json["set_aside"]) == (200, True)
    assert await _ids(priya) == []
    assert await _ids(priya, state="set-aside") == [str(draft)]
    assert (await priya.get(f"{RUNS}/{draft}/draft")).status_code == 200, "it stays on record"
    for _ in range(2):
        assert (await priya.delete(f"{RUNS}/{draft}/setting-aside")).json["set_aside"] is False
    assert await _ids(priya) == [str(draft)]
    async with house.db.tx() as tx:
        cursor = await tx.execute("select action from audit where action in ('run-set-aside', 'run-taken-back')")
        assert sorted(row[0] for row in await cursor.fetchall()) == ["run-set-aside", "run-taken-back"]


async def test_what_is_published_or_not_ended_is_not_set_aside(house: House) -> None:
    await house.with_practice()
    published, waiting = await house.published(), await house.asked_run()
    priya = await house.as_(PRIYA)
    assert (await _aside(priya, published)).json["type"] == "urn:rotacc:published"
    assert (await _aside(priya, waiting)).json["type"] == "urn:rotacc:unfinished"
    assert (await _aside(priya, uuid.uuid4())).status_code == 404
    assert (await priya.delete(f"{RUNS}/{uuid.uuid4()}/setting-aside")).status_code == 404


async def test_a_draft_that_was_set_aside_and_published_all_the_same_is_in_the_list(house: House) -> None:
    draft = await (await house.with_practice()).draft()
    priya = await house.as_(PRIYA)
    await _aside(priya, draft)
    await priya.put(f"/rota/versions/{draft}/publication", {"reason": None})
    assert await _ids(priya) == [str(draft)]
