"""What the solver worker does with a run: once, whatever happens."""

from __future__ import annotations

import asyncio
import threading
import time
from collections.abc import Callable
from typing import Any
from uuid import UUID

import pytest
from redis.asyncio import Redis

from functions.rota_generate import attempt, queries, service
from shared.domain.outcome import Outcome, Progress
from shared.domain.problem import Problem
from tests.cast import PRIYA, House, by_hand

RUNS = "/rota-generate/runs"


async def _run(house: House, run_id: UUID) -> dict[str, Any]:
    run: dict[str, Any] = (await (await house.as_(PRIYA)).get(f"{RUNS}/{run_id}")).json
    return run


async def _until(house: House, run_id: UUID, true: Callable[[dict[str, Any]], object]) -> None:
    """Wait until a run is as we want it."""
    priya = await house.as_(PRIYA)
    for _ in range(200):
        if true((await priya.get(f"{RUNS}/{run_id}")).json):
            return
        await asyncio.sleep(0.05)
    pytest.fail("the run never came to be so")


class Patient:
    """A solver that works until it is told to stop or to finish."""

    def __init__(self) -> None:
        self.finish = threading.Event()
        self.calls = 0

    def __call__(self, problem: Problem, *, on_progress: Any, should_stop: Any, **limits: Any) -> Outcome:
        self.calls += 1
        on_progress(Progress(0.5, 120, 100, 1))
        give_up = time.monotonic() + 30
        while not (should_stop() or self.finish.is_set()) and time.monotonic() < give_up:
            time.sleep(0.01)
        return by_hand(problem, should_stop=should_stop, **limits)


async def _silence(house: House, run_id: UUID) -> None:
    """As if the run's worker had been killed a good while ago."""
    async with house.db.tx() as tx:
        await tx.execute(
            """
            update run set started_at = now() - interval '10 minutes',
                           progress = jsonb_build_object('at', now() - interval '10 minutes') where id = %s
            """,
            (run_id,),
        )


async def test_it_works(house: House) -> None:
    run_id = await (await house.with_practice()).draft()
    run = await _run(house, run_id)
    assert (run["status"], run["attempt"], run["has_draft"]) == ("done", 1, True)
    assert run["finished_at"] >= run["started_at"]
    async with house.db.tx() as tx:
        events = [row[0] for row in await (await tx.execute("select event from outbox order by id")).fetchall()]
    assert events == ["practice-imported", "run-requested", "draft-ready"]


async def test_told_again_it_does_nothing(house: House) -> None:
    run_id = await (await house.with_practice()).draft()
    await house.solved(run_id)
    assert (await _run(house, run_id))["attempt"] == 1


async def test_progress_is_in_the_row_while_it_works(house: House) -> None:
    run_id = await (await house.with_practice()).asked_run()
    solver = Patient()
    working = asyncio.create_task(house.solved(run_id, solver))
    await _until(house, run_id, lambda run: run["progress"])
    run = await _run(house, run_id)
    assert run["status"] == "running"
    assert run["progress"] == {"seconds": 0.5, "objective": 120, "bound": 100, "gaps": 1, "gap_percent": 16.6667}
    solver.finish.set()
    await working


async def test_stopped_by_a_person_it_keeps_the_best(house: House) -> None:
    run_id = await (await house.with_practice()).asked_run()
    working = asyncio.create_task(house.solved(run_id, Patient()))
    await _until(house, run_id, lambda run: run["status"] == "running")
    assert (await (await house.as_(PRIYA)).delete(f"{RUNS}/{run_id}")).json["stop_requested"] is True
    began = time.monotonic()
    await working
    assert time.monotonic() - began < 25, "it was the solver that gave up"
    run = await _run(house, run_id)
    assert (run["status"], run["has_draft"], run["summary"]["stopped"]) == ("stopped", True, True)


async def test_two_workers_told_at_once_solve_once(house: House) -> None:
    run_id = await (await house.with_practice()).asked_run()
    solver = Patient()
    both = [asyncio.create_task(house.solved(run_id, solver)) for _ in range(2)]
    await _until(house, run_id, lambda run: run["status"] == "running")
    await asyncio.sleep(1)
    solver.finish.set()
    await asyncio.gather(*both)
    run = await _run(house, run_id)
    assert (solver.calls, run["status"], run["attempt"]) == (1, "done", 1)


async def test_a_killed_workers_run_is_taken_over_and_ends_once(house: House) -> None:
    run_id = await (await house.with_practice()).asked_run()
    async with house.db.tx() as tx:
        assert await queries.claim(tx, run_id=run_id, silent_seconds=60, attempts=3)
    await _silence(house, run_id)
    await house.solved(run_id)
    run = await _run(house, run_id)
    assert (run["status"], run["attempt"]) == ("done", 2)


async def test_a_worker_thought_dead_cannot_overwrite_the_result(house: House) -> None:
    run_id = await (await house.with_practice()).asked_run()
    slow = Patient()
    first = asyncio.create_task(house.solved(run_id, slow))
    await _until(house, run_id, lambda run: run["status"] == "running")
    async with house.db.tx() as tx:  # another worker takes it over although this one lives
        assert await queries.claim(tx, run_id=run_id, silent_seconds=-60, attempts=3)
        second = {"draft": {"by": "the second"}, "summary": None}
        assert await queries.finish(tx, run_id=run_id, attempt=2, status="done", **second)  # type: ignore[arg-type]  # mixed
    await first
    async with house.db.tx() as tx:
        assert await queries.draft(tx, run_id=run_id) == {"by": "the second"}


async def test_a_solver_that_fails_ends_the_run_with_a_sentence(house: House) -> None:
    def broken(*_: Any, **__: Any) -> Outcome:
        raise RuntimeError("secret inner workings")

    run_id = await (await house.with_practice()).asked_run()
    await house.solved(run_id, broken)
    run = await _run(house, run_id)
    assert run["status"] == "failed"
    assert run["error"].startswith("The generator failed")
    assert "secret" not in run["error"]


async def test_without_redis_the_run_goes_on(house: House) -> None:
    run_id = await (await house.with_practice()).asked_run()
    nowhere = Redis.from_url("redis://127.0.0.1:1/0")
    await attempt.solve_run(run_id, database=house.db, redis=nowhere, settings=house.settings, solve=by_hand)
    assert (await _run(house, run_id))["status"] == "done"


async def test_after_three_attempts_it_is_given_up(house: House) -> None:
    run_id = await (await house.with_practice()).asked_run()
    for _ in range(3):
        async with house.db.tx() as tx:
            assert await queries.claim(tx, run_id=run_id, silent_seconds=60, attempts=3)
        await _silence(house, run_id)
    async with house.db.tx() as tx:
        assert await queries.claim(tx, run_id=run_id, silent_seconds=60, attempts=3) is None
        assert await service.sweep_runs(tx) == []
    run = await _run(house, run_id)
    assert run["status"] == "failed"
    assert "three times" in run["error"]


async def test_a_run_whose_message_was_lost_is_sent_again(house: House) -> None:
    await house.with_practice()
    waiting, fresh = await house.asked_run(), await house.asked_run()
    async with house.db.tx() as tx:
        await tx.execute("update run set requested_at = now() - interval '10 minutes' where id = %s", (waiting,))
        await tx.execute("delete from outbox")
        assert await service.sweep_runs(tx) == [waiting]
        rows = await (await tx.execute("select payload ->> 'run_id' from outbox")).fetchall()
    assert rows == [(str(waiting),)]
    assert fresh != waiting


async def test_what_waits_behind_a_living_run_is_not_lost(house: House) -> None:
    await house.with_practice()
    running, waiting = await house.asked_run(), await house.asked_run()
    async with house.db.tx() as tx:
        await queries.claim(tx, run_id=running, silent_seconds=60, attempts=3)
        await tx.execute("update run set requested_at = now() - interval '10 minutes' where id = %s", (waiting,))
        assert await service.sweep_runs(tx) == []


async def test_a_running_run_whose_worker_fell_silent_is_sent_again(house: House) -> None:
    run_id = await (await house.with_practice()).asked_run()
    async with house.db.tx() as tx:
        await queries.claim(tx, run_id=run_id, silent_seconds=60, attempts=3)
    await _silence(house, run_id)
    async with house.db.tx() as tx:
        assert await service.sweep_runs(tx) == [run_id]
