"""What Prometheus reads, and who may."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import falcon.testing
import pytest
from prometheus_client import CollectorRegistry, Counter, Histogram
from prometheus_client.parser import text_string_to_metric_families
from redis.asyncio import Redis

from infra.monitoring import page
from infra.monitoring.push import Pusher
from infra.web import create_app, deps_of
from shared.db import Database
from shared.queue import default_broker
from shared.settings import Settings
from tests.infra.monitoring.reading import Figures


@asynccontextmanager
async def site(settings: Settings) -> AsyncIterator[falcon.testing.ASGIConductor]:
    async with falcon.testing.ASGIConductor(create_app(deps_of(settings))) as conductor:
        yield conductor


async def figures(settings: Settings) -> Figures:
    async with site(settings) as conductor:
        answer = await conductor.simulate_get("/metrics")
        assert answer.status_code == 200, answer.text
        return Figures(answer.text)


async def test_it_works(settings: Settings) -> None:
    async with site(settings) as conductor:
        answer = await conductor.simulate_get("/metrics")
    assert answer.headers["content-type"] == "text/plain; version=0.0.4; charset=utf-8"
    assert answer.headers["cache-control"] == "no-store"
    found = Figures(answer.text)
    assert found.one("rotacc_store_up", store="database") == 1
    assert found.one("rotacc_store_up", store="redis") == 1
    assert found.one("rotacc_queue_depth", queue="tasks") == 0
    assert found.one("rotacc_mail_messages", status="failed") == 0


async def test_every_figure_is_told_once_and_explained(settings: Settings, db: Database) -> None:
    async with db.tx() as tx:
        await tx.execute("insert into job_run (name, slot, done_at) values ('tidy', now(), now())")
    async with site(settings) as conductor:
        text = (await conductor.simulate_get("/metrics")).text
    lines = [line.rpartition(" ")[0] for line in text.splitlines() if not line.startswith("#")]
    assert len(lines) == len(set(lines))
    assert all(family.documentation for family in text_string_to_metric_families(text))
    labels = {label for family in Figures(text).families for sample in family.samples for label in sample.labels}
    assert not labels & {"job", "instance"}, "Prometheus keeps these for itself, and would rename ours"


TOLD = {"metrics_token": "told-to-prometheus-alone"}


@pytest.mark.parametrize(
    ("more", "asked", "status"),
    [
        ({}, {}, 200),
        ({}, {"remote_addr": "10.0.0.7"}, 403),
        ({}, {"headers": {"X-Forwarded-For": "127.0.0.1"}}, 403),
        ({}, {"headers": {"Forwarded": "for=127.0.0.1"}}, 403),
        (TOLD, {}, 403),
        (TOLD, {"headers": {"Authorization": "Bearer told-to-prometheus-alone"}}, 200),
        (TOLD, {"headers": {"Authorization": "Bearer guessed"}}, 403),
        (TOLD, {"headers": {"Authorization": "Bearer "}}, 403),
        (TOLD, {"headers": {"Authorization": "Basic told-to-prometheus-alone"}}, 403),
        (TOLD, {"headers": {"Authorization": "Bearer gesch\u00e4tzt"}}, 403),
        (TOLD, {"remote_addr": "10.0.0.7", "headers": {"Authorization": "bearer told-to-prometheus-alone"}}, 200),
    ],
    ids=str,
)
async def test_who_may_read_it(settings: Settings, more: dict[str, str], asked: dict[str, Any], status: int) -> None:
    async with site(settings.model_copy(update=more)) as conductor:
        answer = await conductor.simulate_get("/metrics", **{"remote_addr": "127.0.0.1"} | asked)
    assert answer.status_code == status
    assert ("rotacc_" in answer.text) == (status == 200)


async def test_it_shows_what_other_processes_counted(settings: Settings) -> None:
    async with Redis.from_url(settings.redis_url) as redis:
        for _ in range(2):  # as two processes would
            registry = CollectorRegistry()
            Counter("rotacc_tasks_total", "-", ("task", "outcome"), registry=registry).labels("of-a-test", "done").inc()
            seconds = Histogram("rotacc_http_request_seconds", "-", ("method", "route"), registry=registry)
            seconds.labels("GET", "/of-a-test").observe(0.3)
            await Pusher(settings, registry).push(redis)
    found = await figures(settings)
    assert found.one("rotacc_tasks_total", task="of-a-test", outcome="done") == 2
    buckets = found.all("rotacc_http_request_seconds_bucket", route="/of-a-test")
    assert [labels["le"] for labels, _ in buckets][-1] == "+Inf"
    assert [value for _, value in buckets] == sorted(value for _, value in buckets)
    assert buckets[-1][1] == 2


async def test_what_an_older_version_counted_is_left_out(settings: Settings) -> None:
    async with Redis.from_url(settings.redis_url) as redis:
        await redis.hset(f"{settings.cache_prefix}:metrics", '["rotacc_of_long_ago_total",{}]', "7")
    assert not (await figures(settings)).all("rotacc_of_long_ago_total")


async def test_it_tells_how_queues_stand(settings: Settings) -> None:
    broker = default_broker(settings)
    await broker._declare_consumer_group()
    async with Redis.from_url(settings.redis_url) as redis:
        for _ in range(3):
            await redis.xadd(broker.queue_name, {"data": b"x"})
        await redis.xreadgroup(broker.consumer_group_name, "somebody", {broker.queue_name: ">"}, count=1)
        await redis.xadd(broker.dead_letters, {"data": b"x"})
        found = await figures(settings)
    await broker.connection_pool.aclose()
    assert found.one("rotacc_queue_depth", queue="tasks") == 3
    assert found.one("rotacc_queue_held", queue="tasks") == 1
    assert found.one("rotacc_queue_dead_letters", queue="tasks") == 1
    assert 0 < found.one("rotacc_queue_oldest_seconds", queue="tasks") < 60
    assert found.one("rotacc_queue_oldest_seconds", queue="solve") == 0


async def test_it_tells_what_the_database_knows(settings: Settings, db: Database) -> None:
    async with db.tx() as tx:
        await tx.execute("insert into outbox (event, payload, created_at) values ('x', '{}', now() - interval '5 min')")
        await tx.execute(
            """insert into alert (layer, key, rule, severity, date, because, points)
               values ('published', 'k', 'duty', 'critical', '2027-03-01', 'Nobody is on duty.', 1)"""
        )
        await tx.execute("insert into job_run (name, slot, done_at) values ('tidy', now(), now())")
        await tx.execute(
            """insert into mail (kind, to_address, subject, status, ended_at)
               values ('x', 'a@example.nhs.uk', 's', 'failed', now())"""
        )
        await tx.execute(
            """insert into run (status, start_date, weeks, mode, seed, workers, problem, summary, finished_at)
               values ('done', '2027-03-01', 1, 'whole', 1, 1, '{}',
                       '{"seconds": 12.5, "gaps": 3, "gap_percent": 0.4}', now())"""
        )
    found = await figures(settings)
    assert found.one("rotacc_outbox_waiting") == 1
    assert 299 < found.one("rotacc_outbox_oldest_seconds") < 400
    assert found.one("rotacc_alerts_active", severity="critical") == 1
    assert found.one("rotacc_job_last_done_timestamp_seconds", name="tidy") > 1e9
    assert found.one("rotacc_mail_messages", status="failed") == 1
    assert found.one("rotacc_last_run_seconds") == 12.5
    assert found.one("rotacc_last_run_gaps") == 3
    assert found.one("rotacc_last_run_gap_percent") == 0.4
    assert "example.nhs.uk" not in found.text


async def test_a_backup_that_never_was_is_not_told_as_of_long_ago(settings: Settings) -> None:
    found = await figures(settings)
    assert found.all("rotacc_backup_last_made_timestamp_seconds") == []
    assert found.all("rotacc_backup_last_proved_timestamp_seconds") == []


@pytest.mark.parametrize(("proof", "failed"), [("proved", 0), ("failed", 1)])
async def test_a_backup_that_could_not_be_restored_is_told_at_once(
    settings: Settings, db: Database, proof: str, failed: int
) -> None:
    async with db.tx() as tx:
        await tx.execute(
            """insert into backup (cause, name, status, made_at, sha256, proof, proof_at)
               values ('nightly', 'a', 'made', now(), 'x', %s, now())""",
            (proof,),
        )
    assert (await figures(settings)).one("rotacc_backup_failed") == failed


async def test_when_redis_is_away_the_page_says_so(settings: Settings) -> None:
    found = await figures(settings.model_copy(update={"redis_url": "redis://127.0.0.1:1/0"}))
    assert found.one("rotacc_store_up", store="redis") == 0
    assert found.one("rotacc_store_up", store="database") == 1
    assert found.one("rotacc_outbox_waiting") == 0
    assert found.all("rotacc_queue_depth") == []


async def test_the_stores_are_asked_once_for_many(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    asked = 0
    read = page.records.read

    async def counting(tx: Any) -> dict[str, Any]:
        nonlocal asked
        asked += 1
        return await read(tx)

    monkeypatch.setattr(page.records, "read", counting)
    async with site(settings) as conductor:
        for _ in range(5):
            await conductor.simulate_get("/metrics")
    assert asked == 1
