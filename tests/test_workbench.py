"""The database tests share, one after the other, is as new for each."""

from __future__ import annotations

from collections.abc import Iterator

import psycopg
import pytest

from infra.migrate import state
from tests.workbench import TABLES, Workbench, own_database


@pytest.fixture
def bench(postgres_url: str, template: str) -> Iterator[Workbench]:
    made = Workbench(postgres_url, template)
    yield made
    made.close()


def contents(url: str) -> dict[str, int]:
    with psycopg.connect(url) as connection:
        tables = connection.execute(TABLES).fetchall()
        return {name: connection.execute(f"select count(*) from {name}").fetchone()[0] for (name,) in tables}  # type: ignore[index]


def test_what_a_test_wrote_is_gone_and_what_was_there_is_back(
    bench: Workbench, postgres_url: str, template: str
) -> None:
    with own_database(postgres_url, template) as url:
        made = contents(url)
    with psycopg.connect(bench.url) as connection:
        connection.execute("insert into outbox (event, payload) values ('something', '{}')")
        connection.execute("insert into audit (action, entity, entity_id) values ('create', 'x', 'y')")
        connection.execute("update edit_stamp set number = 99")
        connection.execute("delete from schema_migration")
    bench.tidy()
    assert contents(bench.url) == made
    assert state(bench.url).current
    with psycopg.connect(bench.url) as connection:
        found = connection.execute("insert into outbox (event, payload) values ('a', '{}') returning id").fetchone()
        assert found == (1,)
        assert connection.execute("select number from edit_stamp").fetchone() == (1,)


def test_who_is_still_connected_is_thrown_out(bench: Workbench) -> None:
    with psycopg.connect(bench.url) as left_behind:
        left_behind.execute("lock table audit")
        bench.tidy()
        with pytest.raises(psycopg.OperationalError):
            left_behind.execute("select 1")


@pytest.mark.parametrize(
    "act",
    [
        "create table another ()",
        "alter table audit disable trigger audit_is_final",
        "alter table audit add column more text",
        "drop table hand_off",
        "alter table audit rename column reason to why",
        "create schema elsewhere",
    ],
)
def test_one_whose_shape_was_changed_is_replaced(bench: Workbench, act: str) -> None:
    before = bench.url
    with psycopg.connect(bench.url) as connection:
        connection.execute(act.encode())
    bench.tidy()
    assert bench.url != before
    assert state(bench.url).current
