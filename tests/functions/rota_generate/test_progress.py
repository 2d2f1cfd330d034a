"""GET /rota-generate/runs/{id}/progress: server-sent events."""

from __future__ import annotations

import asyncio
from typing import Any
from uuid import UUID

import orjson
import pytest

from functions.rota_generate.resources import progress
from functions.rota_generate.stream import ProgressStream
from tests.cast import PRIYA, Client, House

RUNS = "/rota-generate/runs"


def _events(text: str) -> list[dict[str, Any]]:
    """The events of a stream: id, event, data."""
    found = []
    for block in text.split("\n\n"):
        fields = dict(line.split(": ", 1) for line in block.splitlines() if ": " in line and not line.startswith(":"))
        if "event" in fields:
            found.append(
                {"id": fields.get("id"), "event": fields["event"], "data": orjson.loads(fields.get("data", "null"))}
            )
    return found


async def _watched(client: Client, run_id: UUID, last_id: str | None = None) -> list[dict[str, Any]]:
    """Everything a page hears until the stream ends."""
    headers = {"Last-Event-ID": last_id} if last_id else {}
    async with client.stream(f"{RUNS}/{run_id}/progress", headers=headers) as answer:
        heard = b""
        for _ in range(1000):
            ended = answer._task.done()  # the one place falcon tells that the answer is complete
            heard += await answer.stream.read()
            if ended:
                break
            await asyncio.sleep(0.02)
        assert ended, "the stream did not end"
        assert answer.status_code == 200
        assert answer.headers["content-type"].startswith("text/event-stream")
        assert answer.headers["cache-control"] == "no-cache"
    return _events(heard.decode())


def _stream(house: House, run_id: UUID) -> ProgressStream:
    return ProgressStream(house.redis, house.settings.cache_prefix, run_id)


async def test_it_works(house: House) -> None:
    run_id = await (await house.with_practice()).draft()
    events = await _watched(await house.as_(PRIYA), run_id)
    assert [event["event"] for event in events] == ["progress", "done"]
    assert set(events[0]["data"]) == {"seconds", "objective", "bound", "gaps", "gap_percent"}
    assert events[1]["data"] == {"status": "done"}


async def test_news_comes_while_it_happens(house: House) -> None:
    run_id = await (await house.with_practice()).asked_run()
    priya = await house.as_(PRIYA)
    watching = asyncio.create_task(_watched(priya, run_id))
    await asyncio.sleep(0.2)
    await _stream(house, run_id).tell("progress", {"seconds": 1})
    await asyncio.sleep(0.2)
    await _stream(house, run_id).tell("done", {"status": "done"})
    events = await asyncio.wait_for(watching, 20)
    assert [event["event"] for event in events] == ["progress", "done"]


async def test_a_page_that_lost_the_stream_misses_nothing(house: House) -> None:
    run_id = await (await house.with_practice()).asked_run()
    stream = _stream(house, run_id)
    for seconds in (1, 2, 3):
        await stream.tell("progress", {"seconds": seconds})
    await stream.tell("done", {"status": "done"})
    priya = await house.as_(PRIYA)
    every = await _watched(priya, run_id)
    rest = await _watched(priya, run_id, every[1]["id"])
    assert [event["data"] for event in rest] == [{"seconds": 3}, {"status": "done"}]


async def test_when_the_stream_is_gone_the_row_says_how_it_ended(house: House) -> None:
    run_id = await (await house.with_practice()).draft()
    await house.redis.delete(f"{house.settings.cache_prefix}:progress:{run_id}")
    assert await _watched(await house.as_(PRIYA), run_id) == [{"id": None, "event": "done", "data": {"status": "done"}}]


async def test_a_made_up_last_id_begins_at_the_beginning(house: House) -> None:
    run_id = await (await house.with_practice()).draft()
    assert len(await _watched(await house.as_(PRIYA), run_id, "'; drop table run")) == 2


async def test_a_quiet_stream_ends_by_itself(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(progress, "LASTS_SECONDS", 0.5)
    monkeypatch.setattr(progress, "BLOCK_MS", 100)
    run_id = await (await house.with_practice()).asked_run()
    assert await asyncio.wait_for(_watched(await house.as_(PRIYA), run_id), 10) == []
