"""The pool: one transaction at a time, and a clear answer when there is none to be had."""

from __future__ import annotations

import asyncio

import pytest

from shared.db import Database, asking
from shared.errors import Busy


async def test_it_works(db: Database) -> None:
    async with db.tx() as tx:
        await tx.execute("insert into site values ('MAIN', 'Main', 3)")
    async with db.tx() as tx:
        assert await (await tx.execute("select code, rooms from site")).fetchall() == [("MAIN", 3)]


async def test_a_transaction_that_raises_leaves_nothing(db: Database) -> None:
    with pytest.raises(RuntimeError):
        async with db.tx() as tx:
            await tx.execute("insert into site values ('MAIN', 'Main', 3)")
            raise RuntimeError
    async with db.tx() as tx:
        assert await (await tx.execute("select * from site")).fetchall() == []


async def test_waiting_too_long_for_a_connection_is_busy(database_url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("shared.db.PATIENCE_SECONDS", 0.1)
    async with Database(database_url, max_size=1) as database, database.tx():
        with pytest.raises(Busy):
            async with database.tx():
                pass


async def test_a_connection_the_server_closed_is_replaced(db: Database) -> None:
    async with db.tx() as tx:
        await tx.execute("select 1")
    async with Database(db.url) as other, other.tx() as tx:
        await tx.execute(
            "select pg_terminate_backend(pid) from pg_stat_activity "
            "where datname = current_database() and pid <> pg_backend_pid()"
        )
    async with db.tx() as tx:
        assert await (await tx.execute("select 1")).fetchone() == (1,)


async def test_a_server_that_hangs_is_busy_as_well(database_url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """It took the connection, and answers nothing any more; a look at it would wait for ever."""
    monkeypatch.setattr("shared.db.PATIENCE_SECONDS", 0.1)

    async def for_ever(_connection: object) -> None:
        await asyncio.sleep(60)

    async with Database(database_url) as database:
        monkeypatch.setattr(database._pool, "_check", for_ever)
        with pytest.raises(Busy):
            async with database.tx():
                pass


async def test_what_is_asked_is_counted_for_whoever_counts(db: Database) -> None:
    with asking() as asked:
        async with db.tx() as tx:
            await tx.execute("select pg_sleep(0.02)")
            async with tx.cursor() as cursor:
                await cursor.execute("select 1")
    async with db.tx() as tx:
        await tx.execute("select 1")
    assert asked.times == 2
    assert asked.seconds >= 0.02
