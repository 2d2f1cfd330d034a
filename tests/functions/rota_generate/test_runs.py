"""GET and POST /rota-generate/runs, GET and DELETE /rota-generate/runs/{id}."""

from __future__ import annotations

import asyncio
import uuid
from datetime import date

import pytest

from shared import clock
from shared.domain import codec
from tests.cast import PRACTICE, PRIYA, Client, House

RUNS = "/rota-generate/runs"
LONG_BEFORE = date(2026, 11, 2)  # nothing of January is fixed yet


async def _priya(house: House) -> Client:
    return await (await house.with_practice()).as_(PRIYA)


async def _count(house: House, rows: str) -> int:
    async with house.db.tx() as tx:
        row = await (await tx.execute(f"select count(*) from {rows}")).fetchone()
    assert row is not None
    return int(row[0])


async def test_it_works(house: House) -> None:
    priya = await _priya(house)
    answer = await priya.post(RUNS, {})
    assert answer.status_code == 202
    run = answer.json
    assert answer.headers["location"] == f"/api/v1/rota-generate/runs/{run['id']}"
    assert (run["status"], run["start"], run["weeks"], run["seconds"]) == ("queued", "2027-01-04", 2, 20.0)
    assert (run["seed"], run["workers"], run["mode"], run["decide"]) == (1, 2, "afresh", ["days", "duty"])
    assert (run["queue_position"], run["has_draft"], run["published"]) == (0, False, False)
    assert (await priya.get(f"{RUNS}/{run['id']}")).json == run
    assert await _count(house, "outbox where event = 'run-requested'") == 1
    assert await _count(house, "audit where action = 'run-requested'") == 1


async def test_what_is_asked_is_what_is_stored(house: House) -> None:
    priya = await _priya(house)
    wanted = {"start": "2027-01-11", "weeks": 1, "effort": 2.5, "seed": 9, "workers": 1, "decide": ["days", "duty"]}
    run = (await priya.post(RUNS, wanted)).json
    assert {key: run[key] for key in wanted} == wanted
    assert run["seconds"] is None
    problem = codec.from_document((await priya.get(f"{RUNS}/{run['id']}/problem")).json)
    assert problem.practice.name == "Elm Lane Surgery"
    assert (problem.horizon.start.isoformat(), problem.horizon.weeks) == ("2027-01-11", 1)


async def test_the_same_key_gives_the_same_run(house: House) -> None:
    priya = await _priya(house)
    key = {"Idempotency-Key": "monday-morning"}
    answers = await asyncio.gather(*(priya.post(RUNS, {}, headers=key) for _ in range(5)))
    assert {answer.status_code for answer in answers} == {202}
    assert len({answer.json["id"] for answer in answers}) == 1
    assert await _count(house, "run") == 1
    assert await _count(house, "outbox where event = 'run-requested'") == 1
    other = await priya.post(RUNS, {}, headers={"Idempotency-Key": "tuesday"})
    assert other.json["id"] != answers[0].json["id"]


async def test_a_key_stands_for_one_question(house: House) -> None:
    """Asked otherwise under the same key, nobody is given the answer to another question."""
    priya = await _priya(house)
    key = {"Idempotency-Key": "monday-morning"}
    first = (await priya.post(RUNS, {"seed": 3, "decide": ["days", "duty"]}, headers=key)).json
    same = await priya.post(RUNS, {"decide": ["duty", "days"], "seed": 3}, headers=key)
    assert same.json["id"] == first["id"]
    for other in ({"seed": 4, "decide": ["days", "duty"]}, {"seed": 3}, {"seed": 3, "start": "2027-01-11"}):
        answer = await priya.post(RUNS, other, headers=key)
        assert (answer.status_code, answer.json["errors"][0]["code"]) == (422, "key-used")
    answer = await priya.post(f"{RUNS}/{first['id']}/repetition", headers=key)
    assert (answer.status_code, answer.json["errors"][0]["code"]) == (422, "key-used")
    assert await _count(house, "run") == 1


async def test_of_two_questions_asked_at_once_under_one_key_one_is_refused(house: House) -> None:
    priya = await _priya(house)
    key = {"Idempotency-Key": "monday-morning"}
    answers = await asyncio.gather(*(priya.post(RUNS, {"seed": seed}, headers=key) for seed in (1, 2)))
    assert sorted(answer.status_code for answer in answers) == [202, 422]
    assert await _count(house, "run") == 1


async def test_runs_wait_their_turn(house: House) -> None:
    priya = await _priya(house)
    for _ in range(3):
        await priya.post(RUNS, {})
    listed = (await priya.get(RUNS)).json
    assert [run["queue_position"] for run in listed] == [2, 1, 0]


async def test_everything_wrong_with_the_asking_is_said_at_once(house: House) -> None:
    priya = await _priya(house)
    answer = await priya.post(RUNS, {"seconds": 9999, "effort": 1, "workers": 99})
    assert answer.status_code == 422
    assert {each["field"] for each in answer.json["errors"]} == {"seconds", "effort", "workers"}
    assert await _count(house, "run") == 0


async def test_contradictions_are_refused_before_a_second_is_spent(house: House) -> None:
    priya = await _priya(house)
    answer = await priya.post(RUNS, {"start": "2027-01-05"})
    assert answer.status_code == 422
    assert "2027-01-05 is not one" in answer.json["errors"][0]["message"]
    answer = await priya.post(RUNS, {"mode": "stay-close"})
    assert answer.json["errors"][0]["code"] == "nothing-published"


async def test_without_a_practice_there_is_nothing_to_make_a_rota_of(house: House) -> None:
    answer = await (await house.as_(PRIYA)).post(RUNS, {})
    assert answer.status_code == 422
    assert answer.json["type"] == "urn:rotacc:no-practice"


async def test_a_published_rota_is_stayed_close_to(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "today", lambda: LONG_BEFORE)
    await house.with_practice()
    await house.published()
    priya = await house.as_(PRIYA)
    run = (await priya.post(RUNS, {})).json
    assert run["mode"] == "stay-close"
    problem = codec.from_document((await priya.get(f"{RUNS}/{run['id']}/problem")).json)
    assert len(problem.published) > 50
    afresh = (await priya.post(RUNS, {"mode": "afresh", "replace": True})).json
    problem = codec.from_document((await priya.get(f"{RUNS}/{afresh['id']}/problem")).json)
    assert problem.published == ()


async def test_a_waiting_run_that_is_stopped_never_begins(house: House) -> None:
    priya = await _priya(house)
    run_id = (await priya.post(RUNS, {})).json["id"]
    answer = await priya.delete(f"{RUNS}/{run_id}")
    assert answer.status_code == 202
    assert answer.json["status"] == "stopped"
    await house.solved(uuid.UUID(run_id))
    run = (await priya.get(f"{RUNS}/{run_id}")).json
    assert (run["status"], run["attempt"], run["has_draft"]) == ("stopped", 0, False)
    assert (await priya.delete(f"{RUNS}/{run_id}")).status_code == 202
    assert await _count(house, "audit where action = 'run-stop-requested'") == 1


async def test_what_is_no_run_is_not_found(house: House) -> None:
    priya = await _priya(house)
    for path in ("", "/draft", "/rota", "/diff", "/problem", "/progress"):
        assert (await priya.get(f"{RUNS}/{uuid.uuid4()}{path}")).status_code == 404
    assert (await priya.delete(f"{RUNS}/{uuid.uuid4()}")).status_code == 404


async def test_a_key_that_is_too_long_is_refused(house: House) -> None:
    priya = await _priya(house)
    assert (await priya.post(RUNS, {}, headers={"Idempotency-Key": "k" * 201})).status_code == 422


async def test_the_practices_own_horizon_is_used_for_what_is_not_said(house: House) -> None:
    await house.with_practice(practice=PRACTICE.replace('"weeks": 2', '"weeks": 3'))
    assert (await (await house.as_(PRIYA)).post(RUNS, {"start": "2027-02-01"})).json["weeks"] == 3
