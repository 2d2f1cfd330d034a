"""What the doctor says of redis and of who works on it."""

from __future__ import annotations

from typing import Any

import pytest
import redis as redis_client

from infra.doctor import redis
from infra.monitoring.queues import Queue
from tests.infra.doctor.conftest import With, said

INFO = {"redis_version": "7.2.4", "aof_enabled": 1, "aof_last_write_status": "ok", "aof_last_bgrewrite_status": "ok"}


def test_nobody_at_work_is_bad_for_each_kind(having: With) -> None:
    assert said(redis.look(having()), "bad") == [
        f"no {kind} is at work" for kind in ("worker", "solver", "scheduler", "web")
    ]


def test_one_that_does_not_answer_is_all_there_is_to_say(having: With) -> None:
    (finding,) = redis.look(having(redis_url="redis://:hush@127.0.0.1:1/0", task_broker_url=""))
    assert finding.state == "bad" and "does not answer" in finding.said and "hush" not in finding.said


def test_a_wrong_password_is_another_matter(having: With, redis_url: str) -> None:
    address = f"redis://nobody:hush@{redis_url.rpartition('@')[2].removeprefix('redis://')}"
    (finding,) = redis.look(having(redis_url=address, task_broker_url=""))
    assert "does not let us in" in finding.said and "hush" not in finding.said
    assert finding.todo.startswith("Check REDIS_USER and REDIS_PASS")


def test_both_are_looked_at_when_work_waits_in_another(having: With, redis_url: str) -> None:
    settings = having(redis_url=redis_url, task_broker_url="redis://127.0.0.1:1/0")
    found = list(redis.look(settings))
    assert any("answers" in each for each in said(found, "ok"))
    assert "does not answer" in said(found, "bad")[0]


@pytest.mark.parametrize(
    ("info", "state", "words"),
    [
        ({}, "ok", "it keeps what it is given"),
        ({"aof_enabled": 0}, "warn", "its append-only file is off"),
        ({"aof_last_write_status": "err"}, "bad", "cannot write its append-only file"),
        ({"aof_last_bgrewrite_status": "err"}, "bad", "cannot write its append-only file"),
    ],
)
def test_whether_it_keeps_what_it_is_given(info: dict[str, Any], state: str, words: str) -> None:
    (finding,) = redis._keeps(INFO | info)
    assert finding.state == state and words in finding.said


def test_what_it_does_when_memory_is_full(redis_url: str) -> None:
    with redis_client.Redis.from_url(redis_url) as client:
        assert said(redis._memory(client, {})) == [], "ours is noeviction"
        assert "throws tasks away" in said(redis._memory(client, {"maxmemory_policy": "allkeys-lru"}), "bad")[0]
        full = {"maxmemory_policy": "noeviction", "maxmemory": 100, "used_memory": 90}
        assert said(redis._memory(client, full), "warn") == ["90% of its memory is used"]


def test_what_waits_for_long_and_what_was_laid_aside_is_to_be_looked_at() -> None:
    assert list(redis._queue(Queue("tasks", 3, 1, 20.0, 0))) == []
    assert said(redis._queue(Queue("tasks", 3, 1, 7200.0, 2)), "warn") == [
        "in the queue tasks something has waited for 2 hours",
        "2 tasks of the queue tasks were laid aside",
    ]
