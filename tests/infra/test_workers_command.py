"""`rotacc workers`: who is at work, and what waits."""

from __future__ import annotations

import asyncio
import json
from datetime import UTC, datetime
from typing import Any

import orjson
import pytest
import redis as redis_client

from infra import heartbeat
from infra.cli import main
from infra.heartbeat import Beat
from infra.workers_text import duration
from shared.settings import Settings


@pytest.fixture(autouse=True)
def the_same_stores(monkeypatch: pytest.MonkeyPatch, settings: Settings) -> None:
    for name in ("database_url", "redis_url", "deployment_env"):
        monkeypatch.setenv(name.upper(), str(getattr(settings, name)))


def at_work(settings: Settings, *kinds: str, **more: Any) -> None:
    """As if these were at work, on another machine."""
    moment = datetime.now(UTC)

    async def speak() -> None:
        async with redis_client.asyncio.Redis.from_url(settings.redis_url) as redis:
            for kind in kinds:
                await heartbeat._speak(redis, settings, Beat(kind, "elm", 7, moment, moment, **more))

    asyncio.run(speak())


def message(task: str, *args: object) -> bytes:
    return orjson.dumps({"task_id": "1", "task_name": task, "labels": {}, "args": args, "kwargs": {}})


def told(capsys: pytest.CaptureFixture[str], *words: str) -> Any:
    main(["workers", *words, "--json"])
    return json.loads(capsys.readouterr().out)


def test_it_works(settings: Settings, capsys: pytest.CaptureFixture[str]) -> None:
    at_work(
        settings, "worker", "scheduler", "web", doing=("deliver_event",), done=12, failed=1, memory_bytes=80_000_000
    )
    at_work(settings, "solver")
    assert main(["workers"]) == 0
    said = capsys.readouterr().out
    assert "worker:elm:7: deliver_event" in said and "solver:elm:7: nothing just now" in said
    assert "12 done, 1 failed, 80 MB" in said and "tasks: 0 waiting; 0 in hand; 0 laid aside" in said
    assert "web" not in said, "a web process waits for nothing in a queue"


def test_a_kind_that_is_missing_is_named_and_is_the_exit_code(
    settings: Settings, capsys: pytest.CaptureFixture[str]
) -> None:
    at_work(settings, "worker", "scheduler")
    assert main(["workers", "active"]) == 1
    assert "solver: none is at work" in capsys.readouterr().out
    assert told(capsys)["missing"] == ["solver"]


def test_what_waits_is_counted_in_the_redis_where_work_waits(
    monkeypatch: pytest.MonkeyPatch, settings: Settings, capsys: pytest.CaptureFixture[str]
) -> None:
    elsewhere = f"{settings.redis_url.rpartition('/')[0]}/500"
    monkeypatch.setenv("TASK_BROKER_URL", elsewhere)
    with redis_client.Redis.from_url(elsewhere) as redis:
        redis.flushdb()
        redis.xadd("rota:solve", {"data": message("solve_run", "4")}, id="1000-0")
        queues = {queue["name"]: queue for queue in told(capsys, "queues")}
        redis.flushdb()
    assert (queues["solve"]["depth"], queues["tasks"]["depth"]) == (1, 0)
    assert queues["solve"]["oldest_seconds"] > 1e9


def test_every_task_and_every_job_is_known(capsys: pytest.CaptureFixture[str]) -> None:
    from infra.scheduler import JOBS

    registered = told(capsys, "registered")
    assert registered["scheduler"] == [job.name for job in JOBS]
    assert registered["solver"] == ["answer_question", "solve_run"]
    assert {"mail-posted", "leave-decided", "job-due"} <= set(registered["worker"])


def test_what_was_laid_aside_is_shown_with_why_and_can_be_put_back(
    settings: Settings, capsys: pytest.CaptureFixture[str]
) -> None:
    with redis_client.Redis.from_url(settings.redis_url) as redis:
        for data in (message("deliver_event", 42), b"\xff no task"):
            letter = {"data": data, "id": "1767225600000-0", "reason": "delivered 3 times, never finished"}
            redis.xadd("rota:tasks:dead", letter)
        dead = told(capsys, "dead")
        assert [(letter["task"], letter["given"]) for letter in dead] == [("not a task", []), ("deliver_event", [42])]
        assert main(["workers", "dead"]) == 1
        assert "01 Jan 00:00 tasks deliver_event 42: delivered 3 times, never finished" in capsys.readouterr().out
        assert main(["workers", "dead", "--again"]) == 0
        assert capsys.readouterr().out == "Put back: 2.\n"
        assert (redis.xlen("rota:tasks"), redis.xlen("rota:tasks:dead")) == (2, 0)


def test_without_redis_it_says_so(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setenv("REDIS_URL", "redis://:hush@127.0.0.1:1/0")
    assert main(["workers"]) == 1
    said = capsys.readouterr().err
    assert said.startswith("redis does not answer") and "hush" not in said


@pytest.mark.parametrize(
    ("seconds", "words"), [(0.2, "0 s"), (59, "59 s"), (61, "1 min"), (7200, "2 h"), (200_000, "2 d")]
)
def test_durations_are_said_in_their_largest_unit(seconds: float, words: str) -> None:
    assert duration(seconds) == words
