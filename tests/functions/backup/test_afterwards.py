"""A restored database is told that the moment it remembers is over."""

from __future__ import annotations

import asyncio
from datetime import timedelta

from functions.backup import reads
from functions.backup.afterwards import INTERRUPTED, settle
from functions.backup.nouns import Stored
from functions.backup.replacing import Source
from shared import clock
from tests.cast import House
from tests.functions.backup.conftest import Keeper


def source(keeper: Keeper, name: str) -> Source:
    made_at = clock.now() - timedelta(hours=1)
    return Source(keeper.folder / name, name, Stored(1, "x"), True, False, made_at, None, ())


async def test_what_was_under_way_is_not_made_over_and_what_lies_there_is_known(
    practice: House, keeper: Keeper
) -> None:
    """The dump a database is restored from holds its own row from while it was being made: made again, it would be
    written over."""
    made = await keeper.make()
    file = keeper.folder / made.dump_name
    before = file.read_bytes()
    other = await keeper.ask()
    async with keeper.db.tx() as tx:
        await tx.execute(
            """update backup set status = 'working', made_at = null, sha256 = null, size = null, is_local = false
               where id = %s""",
            (made.id,),
        )
    await asyncio.to_thread(settle, keeper.settings, source(keeper, str(made.name)), keeper.settings.database_url)
    async with keeper.db.tx() as tx:
        again, lost = await reads.find(tx, backup_id=made.id), await reads.find(tx, backup_id=other)
    assert again is not None and lost is not None
    assert (again.status, again.is_local, again.sha256) == ("made", True, made.sha256)
    assert (lost.status, lost.trouble) == ("failed", INTERRUPTED)
    assert (await keeper.attempt(made.id)).attempts == again.attempts
    assert file.read_bytes() == before


async def test_what_was_handed_to_the_queue_just_before_is_handed_over_again_and_it_is_written_down(
    practice: House, keeper: Keeper
) -> None:
    async with keeper.db.tx() as tx:
        await tx.execute("update outbox set relayed_at = now() - interval '3 hours'")
        await tx.execute(
            "update outbox set relayed_at = now() - interval '70 minutes' where id = (select max(id) from outbox)"
        )
    await asyncio.to_thread(settle, keeper.settings, source(keeper, "a-backup"), keeper.settings.database_url)
    async with keeper.db.tx() as tx:
        waiting = await (await tx.execute("select count(*) from outbox where relayed_at is null")).fetchone()
        told = await (await tx.execute("select entity_id from audit where action = 'database-restored'")).fetchone()
    assert (waiting, told) == ((1,), ("a-backup",))
