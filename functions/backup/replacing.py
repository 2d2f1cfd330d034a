"""Putting a backup in the place of the database: restored beside it, compared, brought up to date, and then given its
name, all at once. What was there is kept under another name until somebody drops it.

Where the database user may not create databases, the database is emptied and filled in one transaction instead. Either
way there is never half a database under the good name.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import asynccontextmanager, contextmanager, suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

import psycopg
from psycopg import sql
from psycopg.conninfo import conninfo_to_dict

from functions.backup import policy, postgres, scratch
from functions.backup.bucket import bucket_of
from functions.backup.files import Folder, contents, metadata, stored
from functions.backup.nouns import Failure, Measured, Stored
from shared.settings import Settings

RESTORED, FORMER = "restored", "former"
MAINTENANCE = ("postgres", "template1")
S3 = "s3:"
NO_BESIDE = (
    "An import makes a database beside the real one, and this database user may not create databases, or does not own "
    "this one. Have somebody who may give it that right (ALTER ROLE … CREATEDB), or restore a backup instead."
)


@dataclass(frozen=True, slots=True)
class Source:
    """A dump that was checked from its beginning to its end. `measured` None: nothing is known of what it has to hold.
    `checksum_known`: its SHA-256 was compared with the one beside it."""

    file: Path
    name: str
    stored: Stored
    checksum_known: bool
    encrypted: bool
    made_at: datetime | None
    measured: Measured | None
    migrations: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Replaced:
    """What became of it. `former`: the name of the database that was there; None when there was nothing in it, and
    when it was emptied and filled (`in_place`)."""

    former: str | None
    held: Measured
    in_place: bool = False


@asynccontextmanager
async def found(settings: Settings, word: str) -> AsyncIterator[Source]:
    """The dump somebody means: a file, a backup's name in the folder of backups, or s3:NAME. Raises Failure."""
    folder = Folder(settings.backup_dir)
    with _fetched(settings, folder, word) as (file, beside):
        yield await asyncio.to_thread(_checked, settings, file, beside)


@contextmanager
def _fetched(settings: Settings, folder: Folder, word: str) -> Iterator[tuple[Path, Path]]:
    """The dump and what lies beside it; from the bucket, until the end of the block."""
    if not word.startswith(S3):
        file = _local(folder, word)
        yield file, file.with_name(f"{policy.stem_of(file.name) or file.stem}.json")
        return
    bucket = bucket_of(settings)
    if bucket is None:
        raise Failure("No bucket is named: BACKUP_S3_BUCKET is empty.", again=False)
    stem = policy.stem_of(word.removeprefix(S3)) or word.removeprefix(S3)
    names = bucket.files().get(stem, set())
    dump = next((f"{stem}{suffix}" for suffix in policy.SUFFIXES[:2] if f"{stem}{suffix}" in names), None)
    if dump is None:
        raise Failure(f"There is no backup {stem} in {bucket.place}.", again=False)
    folder.prepare()
    with folder.unfinished() as file, folder.unfinished() as beside:
        bucket.fetch(dump, file)
        if f"{stem}.json" in names:
            bucket.fetch(f"{stem}.json", beside)
        yield file, beside


def _local(folder: Folder, word: str) -> Path:
    if Path(word).is_file():
        return Path(word)
    if "/" not in word and (file := folder.dump_of(policy.stem_of(word) or word)):
        return file
    raise Failure(f"There is no file {word}, and no backup of that name in {folder.path}.", again=False)


def _checked(settings: Settings, file: Path, beside: Path) -> Source:
    """Read all of it before anything is believed. Raises Failure."""
    about: dict[str, Any] = metadata(beside) or {}
    what = stored(file)
    if about.get("sha256") not in (None, what.sha256):
        raise Failure(f"It is damaged: its SHA-256 is {what.sha256}, and was {about['sha256']}.", again=False)
    for _ in contents(file, settings.backup_encryption_key):
        pass
    with postgres.connect(settings.database_url) as connection:
        pg_restore = postgres.program("pg_restore", connection.info.server_version)
    ids = postgres.migrations_in(
        contents(file, settings.backup_encryption_key), settings.database_url, pg_restore=pg_restore
    )
    measured = about.get("measured")
    with suppress(TypeError, ValueError):
        about["at"] = datetime.fromisoformat(about["made_at"]) if "made_at" in about else None
    return Source(
        file=file,
        name=str(about.get("name") or policy.stem_of(file.name) or file.name),
        stored=what,
        checksum_known="sha256" in about,
        encrypted=bool(about.get("encrypted", file.name.endswith(".enc"))),
        made_at=about.get("at") or policy.moment_of(policy.stem_of(file.name) or ""),
        measured=Measured.of(str(about.get("schema", "")), measured) if measured else None,
        migrations=ids,
    )


def others_connected(url: str) -> int:
    """How many connections others have to the database: the web, workers and the scheduler are among them."""
    with postgres.connect(url) as connection:
        row = connection.execute(
            """
            select count(*) from pg_stat_activity
            where datname = current_database() and pid <> pg_backend_pid() and backend_type = 'client backend'
            """
        ).fetchone()
    return int(row[0]) if row else 0


Prepare = Callable[[str], None]


async def replace(settings: Settings, source: Source, *, prepare: Prepare) -> Replaced:
    """Put the dump in the database's place. `prepare` is given the address of the restored database before it takes
    the real one's name: what it does is done, or nothing is. Raises Failure; then everything is as it was."""
    maintenance = await asyncio.to_thread(_maintenance, settings.database_url)
    if maintenance is None:
        return await _in_place(settings, source, prepare)
    return await _swapped(settings, maintenance, lambda url: _filled(settings, source, url, prepare))


Fill = Callable[[str], Awaitable[Measured]]


async def take_place(settings: Settings, fill: Fill) -> Replaced:
    """Put what `fill` makes of an empty database in the database's place. Raises Failure, also where this user may not
    create databases; then everything is as it was."""
    maintenance = await asyncio.to_thread(_maintenance, settings.database_url)
    if maintenance is None:
        raise Failure(NO_BESIDE, again=False)
    return await _swapped(settings, maintenance, fill)


async def _swapped(settings: Settings, maintenance: str, fill: Fill) -> Replaced:
    url = settings.database_url
    name = str(conninfo_to_dict(url)["dbname"])
    beside, former = postgres.name_beside(name, RESTORED), postgres.name_beside(name, FORMER)
    was_empty = await asyncio.to_thread(_is_empty, url)
    await asyncio.to_thread(_create, url, beside)
    try:
        held = await fill(postgres.other(url, beside))
        await asyncio.to_thread(_swap, maintenance, name, beside, former)
    except BaseException:
        await asyncio.to_thread(_drop, maintenance, beside)
        raise
    if was_empty:
        await asyncio.to_thread(_drop, maintenance, former)
    return Replaced(None if was_empty else former, held)


def _is_empty(url: str) -> bool:
    """Whether the database has not a single table."""
    with postgres.connect(url) as connection:
        row = connection.execute("select not exists (select from pg_tables where schemaname = 'public')").fetchone()
    return bool(row and row[0])


async def _filled(settings: Settings, source: Source, url: str, prepare: Prepare) -> Measured:
    await asyncio.to_thread(_restore, url, source, settings.backup_encryption_key)
    held = await scratch.examined(url, wanted=source.measured)
    await asyncio.to_thread(prepare, url)
    return held


async def _in_place(settings: Settings, source: Source, prepare: Prepare) -> Replaced:
    url = settings.database_url
    await asyncio.to_thread(_empty_and_fill, url, source, settings.backup_encryption_key)
    held = await scratch.examined(url, wanted=source.measured)
    await asyncio.to_thread(prepare, url)
    return Replaced(None, held, in_place=True)


def _empty_and_fill(url: str, source: Source, passphrase: str) -> None:
    with postgres.connect(url) as connection:
        version = connection.info.server_version
    pg_restore, psql = postgres.program("pg_restore", version), postgres.program("psql", version)
    postgres.replace_in_place(url, contents(source.file, passphrase), pg_restore=pg_restore, psql=psql)


def _restore(url: str, source: Source, passphrase: str) -> None:
    with postgres.connect(url) as connection:
        pg_restore = postgres.program("pg_restore", connection.info.server_version)
    postgres.restore(url, contents(source.file, passphrase), pg_restore=pg_restore)


def _maintenance(url: str) -> str | None:
    """Address of a database from which ours can be renamed; None when this user may not do that."""
    with postgres.connect(url) as connection:
        if not postgres.may_create(connection) or not _owns(connection):
            return None
    for name in MAINTENANCE:
        with suppress(Failure):
            postgres.connect(postgres.other(url, name)).close()
            return postgres.other(url, name)
    return None


def _owns(connection: psycopg.Connection[Any]) -> bool:
    row = connection.execute(
        """
        select pg_has_role(current_user, datdba, 'usage')
        from pg_database where datname = current_database()
        """
    ).fetchone()
    return bool(row and row[0])


def _create(url: str, name: str) -> None:
    with postgres.connect(url) as connection:
        for orphan in postgres.orphans(connection, RESTORED):
            postgres.drop(connection, orphan)
        postgres.create_like(connection, name)


def _drop(maintenance: str, name: str) -> None:
    with postgres.connect(maintenance) as connection:
        postgres.drop(connection, name)


def _swap(maintenance: str, name: str, beside: str, former: str) -> None:
    """Two renames in one transaction, with nobody connected: the good name is never nobody's."""
    for last in (False, False, False, True):
        with postgres.connect(maintenance) as connection:
            connection.execute(
                "select pg_terminate_backend(pid) from pg_stat_activity where datname = any(%s)", ([name, beside],)
            )
            try:
                with connection.transaction():
                    for old, new in ((name, former), (beside, name)):
                        words = sql.SQL("alter database {} rename to {}")
                        connection.execute(words.format(sql.Identifier(old), sql.Identifier(new)))
                return
            except psycopg.errors.ObjectInUse as error:
                if last:
                    message = "Others keep connecting to the database. Stop web, worker, solver and scheduler first."
                    raise Failure(message) from error
