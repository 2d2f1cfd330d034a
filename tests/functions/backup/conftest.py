"""A practice with something to lose, and a folder to keep its backups in."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from pathlib import Path
from uuid import UUID

import psycopg
import pytest

from functions.backup import making, proving, queries, service
from functions.backup.bucket import Bucket
from functions.backup.nouns import Backup, Cause
from shared.db import Database
from shared.settings import Settings
from tests.cast import House


@pytest.fixture
def settings(settings: Settings, tmp_path: Path) -> Settings:
    """The same, with a folder for backups of this test's own."""
    return settings.model_copy(update={"backup_dir": tmp_path / "backups"})


@pytest.fixture
async def practice(house: House) -> House:
    """The house with a practice whose first rota is published, and two entries in its ledger of duty."""
    await house.with_practice()
    await house.published()
    async with house.db.tx() as tx:
        for code, points in (("AO", 250), ("CW", -250)):
            await tx.execute(
                """insert into duty_entry (person_code, kind, points, about, reason)
                   values (%s, 'adjustment', %s, %s, 'x')""",
                (code, points, "AO"),
            )
    return house


class Keeper:
    """Makes and proves backups at once, as the worker does when it is told to."""

    def __init__(self, db: Database, settings: Settings, bucket: Bucket | None = None) -> None:
        self.db, self.settings, self.bucket = db, settings, bucket

    @property
    def folder(self) -> Path:
        return self.settings.backup_dir

    async def ask(self, cause: Cause = Cause.NIGHTLY) -> UUID:
        async with self.db.tx() as tx:
            return (await service.ask(tx, cause=cause)).id

    async def attempt(self, backup_id: UUID) -> Backup:
        """One attempt at what is lacking, however long it would have waited for it."""
        async with self.db.tx() as tx:
            await tx.execute("update backup set due_at = now() where id = %s and status = 'waiting'", (backup_id,))
        await making.make(self.db, self.settings, backup_id=backup_id, bucket=self.bucket)
        return await self.row(backup_id)

    async def make(self, cause: Cause = Cause.NIGHTLY) -> Backup:
        return await self.attempt(await self.ask(cause))

    async def prove(self, backup_id: UUID) -> Backup:
        async with self.db.tx() as tx:
            await queries.want_proof(tx, backup_id=backup_id)
        return await self.prove_again(backup_id)

    async def prove_again(self, backup_id: UUID) -> Backup:
        async with self.db.tx() as tx:
            await tx.execute("update backup set proof_due_at = now() where id = %s", (backup_id,))
        await proving.prove(self.db, self.settings, backup_id=backup_id, bucket=self.bucket)
        return await self.row(backup_id)

    async def row(self, backup_id: UUID) -> Backup:
        async with self.db.tx() as tx:
            return await service.one(tx, backup_id=backup_id)

    async def trouble(self) -> str | None:
        """What administrators see on every page."""
        async with self.db.tx() as tx:
            return (await service.fares(tx)).trouble

    async def letters(self) -> list[tuple[str, str]]:
        """To whom what was posted."""
        async with self.db.tx() as tx:
            cursor = await tx.execute("select to_address, subject from mail where kind = 'backup-failed' order by 1")
            return await cursor.fetchall()

    def files(self) -> set[str]:
        """What lies in the folder, hidden or not."""
        return {file.name for file in self.folder.iterdir()} if self.folder.is_dir() else set()

    def databases(self) -> set[str]:
        """The databases beside ours that a proof made."""
        with psycopg.connect(self.settings.database_url) as connection:
            names = connection.execute("select datname from pg_database").fetchall()
        own = self.settings.database_url.rpartition("/")[2]
        return {name for (name,) in names if name.startswith(own) and name != own}


@pytest.fixture
async def keeper(db: Database, settings: Settings) -> Keeper:
    return Keeper(db, settings)


@pytest.fixture
async def superuser(db: Database) -> AsyncIterator[str]:
    """Somebody who is told when a backup fails."""
    async with db.tx() as tx:
        await tx.execute(
            """insert into account (username, display_name, email, password_hash, roles)
               values ('sue', 'Sue Powell', 'sue@example.com', 'none', '{superuser}')"""
        )
    yield "sue@example.com"


NewKeeper = Callable[..., Keeper]
