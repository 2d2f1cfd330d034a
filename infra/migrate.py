"""The database's shape, brought up to date: numbered .sql files, forward only, each once, by one process at a time."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psycopg

from infra.trouble import Trouble
from shared.db import Tx

FOLDER = Path(__file__).parent / "migrations"
LOCK = 0x726F7461  # "rota"
# Another container may be migrating: worth waiting for. A table somebody is using is not: behind a waiting "alter
# table" every other query queues up too.
WAIT_FOR_TURN = "120s"
WAIT_FOR_TABLE = "5s"
LONGEST_STATEMENT = "300s"

_TABLE = """create table if not exists schema_migration (
    id text primary key, sha256 text not null, applied_at timestamptz not null default now())"""
_APPLIED = "select id, sha256 from schema_migration order by id"
_TABLE_EXISTS = "select to_regclass('schema_migration') is not null"


@dataclass(frozen=True, slots=True)
class Migration:
    """One file: 0001_first_brick.sql has the id 0001_first_brick."""

    id: str
    sql: str

    @property
    def sha256(self) -> str:
        return hashlib.sha256(self.sql.encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class State:
    """How a database stands beside this version of the code."""

    pending: tuple[str, ...]  # the code has them, the database not yet
    unknown: tuple[str, ...]  # the database has them: a newer version was here
    changed: tuple[str, ...]  # edited after they were applied

    @property
    def current(self) -> bool:
        return not (self.pending or self.unknown or self.changed)

    def __str__(self) -> str:
        if self.unknown:
            return (
                f"The database is newer than this version: it has {', '.join(self.unknown)}. Start the newer version."
            )
        if self.changed:
            return f"Migrations were changed after they were applied: {', '.join(self.changed)}. Restore these files."
        if self.pending:
            return f"The database is behind: {', '.join(self.pending)} not yet applied. Run `rotacc migrate`."
        return "The database is up to date."


def migrations(folder: Path = FOLDER) -> tuple[Migration, ...]:
    """Every migration, in order."""
    return tuple(Migration(file.stem, file.read_text(encoding="utf-8")) for file in sorted(folder.glob("[0-9]*.sql")))


def state(url: str, folder: Path = FOLDER) -> State:
    """How the database at this address stands beside the code."""
    with connect(url) as connection:
        return _compare(migrations(folder), _applied(connection))


async def read_state(tx: Tx, folder: Path = FOLDER) -> State:
    """The same, inside a process that has a connection already."""
    exists = await (await tx.execute(_TABLE_EXISTS)).fetchone()
    if not (exists and exists[0]):
        return _compare(migrations(folder), {})
    return _compare(migrations(folder), dict(await (await tx.execute(_APPLIED)).fetchall()))


def require_current(url: str) -> None:
    """Raises Trouble unless the database has exactly the shape this version expects."""
    if not (found := state(url)).current:
        raise Trouble(str(found))


def migrate(url: str, folder: Path = FOLDER) -> tuple[str, ...]:
    """Apply what is pending; the ids of what was applied. Several at once take turns, and the later find nothing to do.

    Each migration is one transaction: it is there whole, with its record, or not at all.
    """
    known = migrations(folder)
    done: list[str] = []
    with connect(url) as connection:
        connection.execute(f"set lock_timeout = '{WAIT_FOR_TURN}'")
        try:
            connection.execute("select pg_advisory_lock(%s)", (LOCK,))
        except psycopg.errors.LockNotAvailable:
            raise Trouble(f"Another process has been migrating for {WAIT_FOR_TURN}. Look what it waits for.") from None
        connection.execute(_TABLE)
        found = _compare(known, _applied(connection))
        if found.unknown or found.changed:
            raise Trouble(str(found))
        connection.execute(f"set lock_timeout = '{WAIT_FOR_TABLE}'")
        connection.execute(f"set statement_timeout = '{LONGEST_STATEMENT}'")
        for migration in known:
            if migration.id in found.pending:
                _apply(connection, migration)
                done.append(migration.id)
    return tuple(done)


def connect(url: str) -> psycopg.Connection[Any]:
    """A connection of its own; Trouble, in a sentence, when there is none to be had."""
    try:
        return psycopg.connect(url, autocommit=True, connect_timeout=10)
    except psycopg.OperationalError as error:
        raise Trouble(f"The database does not answer: {str(error).strip()}") from error


def _apply(connection: psycopg.Connection[Any], migration: Migration) -> None:
    try:
        with connection.transaction():
            connection.execute(migration.sql.encode())
            connection.execute(
                "insert into schema_migration (id, sha256) values (%s, %s)", (migration.id, migration.sha256)
            )
    except psycopg.Error as error:
        raise Trouble(f"Migration {migration.id} failed and was undone: {str(error).strip()}") from error


def _applied(connection: psycopg.Connection[Any]) -> dict[str, str]:
    exists = connection.execute(_TABLE_EXISTS).fetchone()
    return dict(connection.execute(_APPLIED).fetchall()) if exists and exists[0] else {}


def _compare(known: tuple[Migration, ...], applied: dict[str, str]) -> State:
    ids = {migration.id for migration in known}
    return State(
        pending=tuple(m.id for m in known if m.id not in applied),
        unknown=tuple(sorted(set(applied) - ids)),
        changed=tuple(m.id for m in known if m.id in applied and applied[m.id] != m.sha256),
    )
