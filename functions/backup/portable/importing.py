"""Importing an export: into a database made beside the real one, compared, and only then given the real one's name."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable, Iterable
from contextlib import ExitStack, asynccontextmanager
from pathlib import Path

import psycopg

from functions.backup import policy, replacing, scratch
from functions.backup.measuring import measure, published_hashes
from functions.backup.nouns import Measured
from functions.backup.portable.manifest import NotUsable, carried
from functions.backup.portable.reading import Export, opened
from functions.backup.portable.taking_in import SignIn, take_in
from functions.backup.replacing import Replaced
from shared import registry
from shared.db import Tx
from shared.settings import Settings

_PRACTICE = "select exists (select from practice) or exists (select from person) or exists (select from rota_version)"
_SIGN_INS = "select id, username, 'superuser' = any(roles), password_hash from account where active"


@asynccontextmanager
async def checked(settings: Settings, file: Path) -> AsyncIterator[Export]:
    """The export in a file, whole and of this release. Raises NotUsable with every reason, and Failure."""
    with ExitStack() as stack:
        found = opened(file, passphrase=settings.backup_encryption_key, schema_id=_this_shape())
        yield await asyncio.to_thread(stack.enter_context, found)


def _this_shape() -> str:
    """The last migration of this release. By name, as the scheduler takes the rooms."""
    return str(registry.load("infra.migrate:migrations")()[-1].id)


async def tried(settings: Settings, export: Export) -> Measured:
    """Import an export into a scratch database, compare, and drop it; what it held. Raises NotUsable and Failure. Only
    while it is our turn: scratch databases of others are dropped."""
    async with scratch.scratch(settings.database_url) as url:
        return await filled(url, export)


async def replace(settings: Settings, export: Export, *, prepare: Callable[[str], None]) -> Replaced:
    """Put an export in the database's place, as a restore does: `prepare` and all that is said there hold here too."""
    kept = await sign_ins(settings)

    async def fill(url: str) -> Measured:
        held = await filled(url, export, kept)
        await asyncio.to_thread(prepare, url)
        return held

    return await replacing.take_place(settings, fill)


async def filled(url: str, export: Export, kept: Iterable[SignIn] = ()) -> Measured:
    """Make a new database hold what an export does, and compare. Raises NotUsable and Failure."""
    await asyncio.to_thread(scratch.migrated, url)
    await asyncio.to_thread(take_in, url, export, kept=kept)
    async with await psycopg.AsyncConnection.connect(url, autocommit=True, connect_timeout=10) as connection:
        found = carried(await measure(connection))
        said = policy.faults(found, recorded=await published_hashes(connection))
    if said := (*said, *policy.differences(export.manifest.measured, found)):
        raise NotUsable(list(said))
    return found


async def is_empty(settings: Settings) -> bool:
    """Whether there is no practice in the database yet: accounts there may be."""
    async with await psycopg.AsyncConnection.connect(settings.database_url, connect_timeout=10) as tx:
        if not await _exists(tx, "practice"):
            return True
        row = await (await tx.execute(_PRACTICE)).fetchone()
    return not (row and row[0])


async def sign_ins(settings: Settings) -> list[SignIn]:
    """Whoever can sign in to the system as it is."""
    async with await psycopg.AsyncConnection.connect(settings.database_url, connect_timeout=10) as tx:
        if not await _exists(tx, "account"):
            return []
        return [SignIn(*found) for found in await (await tx.execute(_SIGN_INS)).fetchall()]


async def _exists(tx: Tx, table: str) -> bool:
    row = await (await tx.execute("select to_regclass(%s) is not null", (f"public.{table}",))).fetchone()
    return bool(row and row[0])
