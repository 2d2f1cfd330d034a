"""What goes wrong with backups: nothing is lost, no half file has a good name, and the right people are told."""

from __future__ import annotations

import asyncio
import resource
import shutil
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from uuid import UUID

import psycopg
import pytest
from psycopg.conninfo import make_conninfo

from functions.backup import making, postgres, reads, scratch, service, tasks
from functions.backup.nouns import Cause, Failure
from functions.backup.turns import our_turn
from shared import clock
from tests.cast import House
from tests.functions.backup.conftest import Keeper

KEY = "a passphrase for tests alone"


@contextmanager
def small_disk(size: int) -> Iterator[None]:
    """No file of this process may grow beyond this: writing on fails as it does on a full disk."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    kept, sys.dont_write_bytecode = sys.dont_write_bytecode, True  # half a compiled module would outlive the test
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
        sys.dont_write_bytecode = kept


async def test_a_full_disk_leaves_no_half_file_and_the_next_attempt_works(practice: House, keeper: Keeper) -> None:
    backup_id = await keeper.ask()
    with small_disk(10_000):
        failed = await keeper.attempt(backup_id)
    assert (failed.status, failed.made_at) == ("waiting", None)
    assert failed.trouble == f"There is no room left for backups in {keeper.folder}."
    assert timedelta(seconds=50) < failed.due_at - clock.now() <= timedelta(seconds=60)
    assert not [name for name in keeper.files() if ".dump" in name or name.startswith(".")]
    made = await keeper.attempt(backup_id)
    assert (made.status, made.attempts, made.trouble) == ("made", 2, None)
    assert (await keeper.prove(made.id)).proof == "proved"


async def test_after_three_more_attempts_it_is_given_up_and_whoever_wants_to_know_is_told_once(
    practice: House, keeper: Keeper, superuser: str
) -> None:
    keeper.folder.parent.mkdir(exist_ok=True)
    keeper.folder.write_text("a file where the folder should be")
    backup_id = await keeper.ask()
    for attempts in (1, 2, 3, 4):
        assert await keeper.letters() == []
        failed = await keeper.attempt(backup_id)
        assert failed.attempts == attempts
    assert failed.status == "failed"
    assert "cannot be used for backups" in str(failed.trouble)
    assert await keeper.letters() == [(superuser, "The backup failed at Elm Lane Surgery")]
    assert str(await keeper.trouble()).startswith("The last backup failed:")
    again = await keeper.attempt(backup_id)
    assert again.attempts == 4, "what was given up is not tried again by itself"


async def test_the_grab_sheet_is_made_even_when_the_dump_fails(
    practice: House, keeper: Keeper, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object, **__: object) -> Iterator[bytes]:
        yield b"PGDMP and then"
        raise Failure("pg_dump failed: the server went away.")

    monkeypatch.setattr(postgres, "dumped", broken)
    failed = await keeper.make()
    assert (failed.status, failed.has_sheet) == ("waiting", True)
    assert keeper.files() == {f"{failed.name}.html", f"{failed.name}.pdf"}


async def test_what_trying_again_cannot_mend_is_told_at_once(
    practice: House, keeper: Keeper, superuser: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def none_here(*_: object, **__: object) -> None:
        raise postgres.ToolMissing("The server is PostgreSQL 99, and the newest pg_dump here is 18.")

    monkeypatch.setattr(postgres, "tool", none_here)
    failed = await keeper.make()
    assert (failed.status, failed.attempts) == ("failed", 1)
    assert "PostgreSQL 99" in str(failed.trouble)
    assert len(await keeper.letters()) == 1


@pytest.mark.parametrize("harm", ["truncated", "altered", "gone"])
async def test_a_dump_that_was_harmed_turns_the_banner_red(
    practice: House, keeper: Keeper, superuser: str, harm: str
) -> None:
    made = await keeper.make()
    file = keeper.folder / made.dump_name
    data = bytearray(file.read_bytes())
    if harm == "truncated":
        file.write_bytes(data[:-100])
    elif harm == "altered":
        data[len(data) // 2] ^= 0xFF
        file.write_bytes(data)
    else:
        file.unlink()
    judged = await keeper.prove(made.id)
    assert (judged.proof, judged.proof_attempts) == ("failed", 1)
    assert str(judged.name) in str(await keeper.trouble())
    assert await keeper.letters() == [(superuser, "A backup could not be proved at Elm Lane Surgery")]
    assert keeper.databases() == set()


async def test_a_dump_harmed_before_its_checksum_was_taken_does_not_restore(practice: House, keeper: Keeper) -> None:
    """As if memory or disk had lied from the start: the checksum is right, and what it is of is not."""
    made = await keeper.make()
    file = keeper.folder / made.dump_name
    file.write_bytes(file.read_bytes()[:-2000])
    from functions.backup.files import stored

    async with keeper.db.tx() as tx:
        await tx.execute("update backup set sha256 = %s where id = %s", (stored(file).sha256, made.id))
    judged = await keeper.prove(made.id)
    assert judged.proof in ("failed", "waiting")
    assert "pg_restore failed" in str(judged.proof_trouble)
    assert keeper.databases() == set()


async def test_a_passphrase_that_was_changed_is_noticed_by_the_proof(
    practice: House, keeper: Keeper, superuser: str
) -> None:
    keeper.settings = keeper.settings.model_copy(update={"backup_encryption_key": KEY})
    made = await keeper.make()
    assert made.encrypted and made.dump_name.endswith(".dump.enc")
    assert b"Amara" not in (keeper.folder / made.dump_name).read_bytes()
    assert (await keeper.prove(made.id)).proof == "proved"
    keeper.settings = keeper.settings.model_copy(update={"backup_encryption_key": "another one altogether"})
    judged = await keeper.prove(made.id)
    assert (judged.proof, judged.proof_attempts) == ("failed", 1)
    assert "encrypted with another" in str(judged.proof_trouble)
    assert len(await keeper.letters()) == 1


async def test_a_restored_database_that_lacks_rows_or_whose_versions_changed_is_not_proved(
    practice: House, keeper: Keeper
) -> None:
    made = await keeper.make()
    async with keeper.db.tx() as tx:
        await tx.execute(
            "update backup set measured = jsonb_set(jsonb_set(measured, '{rows,person}', '6'), '{versions,1}', '\"x\"')"
        )
    judged = await keeper.prove(made.id)
    assert judged.proof == "failed"
    assert "The table person has 5 rows instead of 6." in str(judged.proof_trouble)
    assert "Version 1 of the rota has the hash" in str(judged.proof_trouble)


async def test_ledgers_that_do_not_add_up_are_found_by_the_proof(practice: House, keeper: Keeper) -> None:
    async with keeper.db.tx() as tx:
        await tx.execute(
            """insert into duty_entry (person_code, kind, points, about, reason)
               values ('AO', 'adjustment', 7, 'AO', 'half of an act')"""
        )
    made = await keeper.make()
    judged = await keeper.prove(made.id)
    assert judged.proof == "failed"
    assert "does not add up to nought but to 7" in str(judged.proof_trouble)


async def test_a_user_who_may_not_create_databases_is_told_how_to(practice: House, keeper: Keeper) -> None:
    made = await keeper.make()
    with psycopg.connect(keeper.settings.database_url, autocommit=True) as connection:
        connection.execute("drop role if exists plain_user")
        connection.execute("create role plain_user login password 'only-for-tests'")
        try:
            url = make_conninfo(keeper.settings.database_url, user="plain_user", password="only-for-tests")
            keeper.settings = keeper.settings.model_copy(update={"database_url": url})
            judged = await keeper.prove(made.id)
        finally:
            connection.execute("drop role plain_user")
    assert judged.proof == "failed"
    assert "ALTER ROLE plain_user CREATEDB;" in str(judged.proof_trouble)


async def test_scratch_databases_and_files_of_a_killed_attempt_are_tidied_by_the_next(
    practice: House, keeper: Keeper
) -> None:
    made = await keeper.make()
    own = keeper.settings.database_url.rpartition("/")[2]
    with psycopg.connect(keeper.settings.database_url, autocommit=True) as connection:
        connection.execute(f'create database "{own[:46]}_scratch_0a1b2c3d"')
    (keeper.folder / ".unfinished-abc").write_bytes(b"half of it")
    async with keeper.db.tx() as tx:
        await tx.execute("update backup set proof = 'working', proof_attempts = 1 where id = %s", (made.id,))
    judged = await keeper.prove_again(made.id)
    assert (judged.proof, judged.proof_attempts) == ("proved", 2)
    assert keeper.databases() == set()
    assert ".unfinished-abc" not in keeper.files()


async def announced(keeper: Keeper) -> set[UUID]:
    async with keeper.db.tx() as tx:
        cursor = await tx.execute(
            "select payload ->> 'backup_id' from outbox where event in ('backup-due', 'proof-due')"
        )
        return {UUID(row[0]) for row in await cursor.fetchall()}


async def test_what_a_killed_worker_left_is_announced_again_but_not_while_somebody_is_at_it(
    practice: House, keeper: Keeper
) -> None:
    backup_id = await keeper.ask()
    async with keeper.db.tx() as tx:
        await tx.execute("update backup set status = 'working', attempts = 1")
        await tx.execute("delete from outbox where event = 'backup-due'")
    async with our_turn(keeper.settings.database_url) as ours, keeper.db.tx() as tx:
        assert ours
        await tasks.again(tx)
    assert await announced(keeper) == set()
    async with keeper.db.tx() as tx:
        await tasks.again(tx)
    assert await announced(keeper) == {backup_id}
    assert (await keeper.attempt(backup_id)).attempts == 2


async def test_two_workers_told_at_once_make_one_backup(practice: House, keeper: Keeper) -> None:
    backup_id = await keeper.ask()
    await asyncio.gather(
        *(making.make(keeper.db, keeper.settings, backup_id=backup_id) for _ in range(2)), return_exceptions=False
    )
    made = await keeper.row(backup_id)
    assert (made.status, made.attempts) == ("made", 1)
    assert len([name for name in keeper.files() if name.endswith(".dump")]) == 1


async def test_told_again_after_it_was_made_nothing_is_done(practice: House, keeper: Keeper) -> None:
    made = await keeper.make()
    before = (keeper.folder / made.dump_name).stat()
    again = await keeper.attempt(made.id)
    assert again == made
    assert (keeper.folder / made.dump_name).stat().st_mtime_ns == before.st_mtime_ns


async def test_a_dump_that_vanished_before_it_was_copied_is_made_anew(practice: House, keeper: Keeper) -> None:
    made = await keeper.make()
    shutil.rmtree(keeper.folder)
    async with keeper.db.tx() as tx:
        await tx.execute("update backup set status = 'waiting' where id = %s", (made.id,))
    again = await keeper.attempt(made.id)
    assert again.status == "made"
    assert (keeper.folder / again.dump_name).is_file()


async def test_rows_from_a_clock_that_ran_ahead_raise_the_alarm_instead_of_silencing_it(
    practice: House, keeper: Keeper
) -> None:
    made = await keeper.make()
    await keeper.prove(made.id)
    assert await keeper.trouble() is None
    async with keeper.db.tx() as tx:
        await tx.execute("update backup set proof_at = now() + interval '90 days'")
    assert "check this machine's clock" in str(await keeper.trouble())


async def test_a_proof_older_than_a_day_and_a_half_raises_the_alarm(practice: House, keeper: Keeper) -> None:
    await keeper.prove((await keeper.make()).id)
    async with keeper.db.tx() as tx:
        await tx.execute(
            "update backup set proof_at = now() - interval '37 hours', made_at = now() - interval '2 days'"
        )
    assert await keeper.trouble() == "The last backup that was proved is 37 hours old."


async def test_a_system_set_up_after_the_nights_turn_is_not_backed_up_before_the_next(
    practice: House, keeper: Keeper
) -> None:
    async with keeper.db.tx() as tx:
        await service.ask_nightly(tx)
        assert await reads.unfinished(tx) is None
        await tx.execute("update schema_migration set applied_at = now() - interval '25 hours'")
        await service.ask_nightly(tx)
        asked = await reads.unfinished(tx)
    assert asked is not None and asked.cause == Cause.NIGHTLY


async def test_a_database_that_goes_away_in_the_middle_is_tried_again(
    practice: House, keeper: Keeper, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def away(*_: object, **__: object) -> None:
        raise psycopg.OperationalError("server closed the connection unexpectedly")

    made = await keeper.make()
    monkeypatch.setattr(scratch, "compared", away)
    judged = await keeper.prove(made.id)
    assert (judged.proof, judged.proof_attempts) == ("waiting", 1)
    monkeypatch.undo()
    assert (await keeper.prove_again(made.id)).proof == "proved"
