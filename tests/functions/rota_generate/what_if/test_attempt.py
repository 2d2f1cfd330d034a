"""What the solver's process does with a question: once, whatever happens."""

from __future__ import annotations

import asyncio
import threading
import time
from typing import Any
from uuid import UUID

from functions.rota_generate.forgetting import queries as forgetting
from functions.rota_generate.questions import lane, queries
from functions.rota_generate.solver.search import solve
from shared.domain.outcome import Outcome
from shared.domain.problem import Problem
from tests.cast import BEN, Client, House
from tests.what_ifs import WHAT_IFS, answered, leave, work_out

MONDAY = "2027-01-11"


async def _asked(house: House) -> tuple[Client, str]:
    ben = await house.as_(BEN)
    return ben, str((await ben.post(WHAT_IFS, leave(MONDAY))).json["id"])


async def _look(client: Client, what_if_id: str) -> dict[str, Any]:
    answer: dict[str, Any] = (await client.get(f"{WHAT_IFS}/{what_if_id}")).json
    return answer


async def _age(house: House, what_if_id: str, column: str, seconds: int) -> None:
    """As if something had happened so long ago."""
    async with house.db.tx() as tx:
        await tx.execute(
            f"update question set {column} = now() - make_interval(secs => %s) where id = %s", (seconds, what_if_id)
        )


class Patient:
    """The solver, held back until it is let go."""

    def __init__(self) -> None:
        self.go, self.called, self.calls = threading.Event(), threading.Event(), 0

    def __call__(self, problem: Problem, **limits: Any) -> Outcome:
        self.calls += 1
        self.called.set()
        assert self.go.wait(30)
        return solve(problem, **limits)


async def test_it_works(elm_lane: House) -> None:
    ben, what_if_id = await _asked(elm_lane)
    await work_out(elm_lane, what_if_id)
    assert (await _look(ben, what_if_id))["status"] == "done"


async def test_told_again_it_does_nothing(elm_lane: House) -> None:
    ben, what_if_id = await _asked(elm_lane)
    await work_out(elm_lane, what_if_id)
    before = await _look(ben, what_if_id)
    solver = Patient()
    await work_out(elm_lane, what_if_id, solve=solver)
    assert (await _look(ben, what_if_id), solver.calls) == (before, 0)


async def test_two_workers_told_at_once_answer_once(elm_lane: House) -> None:
    ben, what_if_id = await _asked(elm_lane)
    solver = Patient()
    both = [asyncio.create_task(work_out(elm_lane, what_if_id, solve=solver)) for _ in range(2)]
    await asyncio.sleep(0.5)
    assert (await _look(ben, what_if_id))["status"] == "working"
    solver.go.set()
    await asyncio.gather(*both)
    assert ((await _look(ben, what_if_id))["status"], solver.calls) == ("done", 1)


async def test_a_killed_workers_question_is_taken_over(elm_lane: House) -> None:
    ben, what_if_id = await _asked(elm_lane)
    async with elm_lane.db.tx() as tx:
        assert await queries.claim(tx, question_id=UUID(what_if_id), silent_seconds=5, attempts=3)
    await work_out(elm_lane, what_if_id, silent_seconds=0.5)
    assert (await _look(ben, what_if_id))["verdict"] == "amber"


async def test_a_worker_thought_dead_cannot_overwrite_the_answer(elm_lane: House) -> None:
    ben, what_if_id = await _asked(elm_lane)
    slow = Patient()
    first = asyncio.create_task(work_out(elm_lane, what_if_id, solve=slow))
    await asyncio.to_thread(slow.called.wait, 30)
    await _age(elm_lane, what_if_id, "claimed_at", 60)
    await work_out(elm_lane, what_if_id)
    answer = await _look(ben, what_if_id)
    slow.go.set()
    await first
    assert await _look(ben, what_if_id) == answer


async def test_a_solver_that_fails_ends_the_question_with_a_sentence_and_it_can_be_asked_again(elm_lane: House) -> None:
    def broken(*_: Any, **__: Any) -> Outcome:
        raise RuntimeError("secret inner workings")

    ben, what_if_id = await _asked(elm_lane)
    await work_out(elm_lane, what_if_id, solve=broken)
    answer = await _look(ben, what_if_id)
    assert (answer["status"], answer["verdict"]) == ("failed", None)
    assert answer["sentences"][0].startswith("The question could not be answered.")
    assert "secret" not in str(answer)
    assert (await answered(elm_lane, ben, leave(MONDAY)))["status"] == "done"


async def test_an_answer_that_never_comes_is_called_failed_and_asked_anew(elm_lane: House) -> None:
    ben, what_if_id = await _asked(elm_lane)
    await _age(elm_lane, what_if_id, "asked_at", 60)
    lost = await _look(ben, what_if_id)
    assert (lost["status"], lost["sentences"][0][:33]) == ("failed", "The answer did not come in time: ")
    again = await answered(elm_lane, ben, leave(MONDAY))
    assert again["id"] != what_if_id
    assert again["status"] == "done"


async def test_after_three_attempts_it_is_left(elm_lane: House) -> None:
    ben, what_if_id = await _asked(elm_lane)
    for _ in range(lane.ATTEMPTS):
        async with elm_lane.db.tx() as tx:
            assert await queries.claim(tx, question_id=UUID(what_if_id), silent_seconds=-1, attempts=lane.ATTEMPTS)
    solver = Patient()
    began = time.monotonic()
    await work_out(elm_lane, what_if_id, solve=solver)
    assert solver.calls == 0
    assert time.monotonic() - began < 10, "there is nothing to wait for"
    assert (await _look(ben, what_if_id))["status"] == "working"


async def test_a_search_cut_short_is_an_estimate(elm_lane: House) -> None:
    def hurried(problem: Problem, **limits: Any) -> Outcome:
        return solve(problem, **(limits | {"seconds": 0.0}))

    ben, what_if_id = await _asked(elm_lane)
    await work_out(elm_lane, what_if_id, solve=hurried)
    answer = await _look(ben, what_if_id)
    assert (answer["status"], answer["estimate"]) == ("done", True)
    assert "no time to prove" in answer["sentences"][-1]


async def test_what_was_asked_long_ago_is_forgotten(elm_lane: House) -> None:
    ben, what_if_id = await _asked(elm_lane)
    await _age(elm_lane, what_if_id, "asked_at", 40 * 24 * 3600)
    async with elm_lane.db.tx() as tx:
        await forgetting.forget(tx, {"questions": 30, "runs": 180})
    assert (await ben.get(f"{WHAT_IFS}/{what_if_id}")).status_code == 404
