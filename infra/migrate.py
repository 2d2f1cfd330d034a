"""The database's shape, brought up to date: numbered .sql files, forward only, each once, by one process at a time.

A file whose first lines say `-- beside: yes` leaves everything the release before it uses as it was: that release goes
on running while and after it is applied. The database remembers it, for the sake of code that has not got the file.
"""

from __future__ import annotations

import hashlib
import re
import time
from collections.abc import Callable, Sequence
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
# How often a migration asks again for a table that is in use, and how long it stands aside in between.
TRIES = 10
ASIDE_SECONDS = 1.0

_TABLE = """create table if not exists schema_migration (
    id text primary key, sha256 text not null, applied_at timestamptz not null default now())"""
_BESIDE = "alter table schema_migration add column if not exists beside boolean not null default false"
# By way of JSON, because databases of the first releases have no such column.
_APPLIED = "select id, sha256, coalesce((to_jsonb(m) ->> 'beside')::boolean, false) from schema_migration m order by id"
_TABLE_EXISTS = "select to_regclass('schema_migration') is not null"


@dataclass(frozen=True, slots=True)
class Migration:
    """One file: 0001_first_brick.sql has the id 0001_first_brick."""

    id: str
    sql: str

    @property
    def sha256(self) -> str:
        return hashlib.sha256(self.sql.encode()).hexdigest()

    @property
    def beside(self) -> bool:
        """Whether the release before it runs on the new shape too."""
        comments = self.sql.partition("\n\n")[0]
        return re.search(r"^-- beside: yes$", comments, re.MULTILINE) is not None


@dataclass(frozen=True, slots=True)
class Applied:
    """What the database remembers of a migration."""

    id: str
    sha256: str
    beside: bool


@dataclass(frozen=True, slots=True)
class State:
    """How a database stands beside this version of the code."""

    pending: tuple[str, ...]  # the code has them, the database not yet
    unknown: tuple[str, ...]  # the database has them: a newer version was here, and this one does not fit beside it
    changed: tuple[str, ...]  # edited after they were applied
    newer: tuple[str, ...] = ()  # the database has them, and they say that this version runs beside them

    @property
    def current(self) -> bool:
        return self.serves and not self.newer

    @property
    def serves(self) -> bool:
        """Whether this version can do its work on this database."""
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
        if self.newer:
            return f"The database is newer than this version, which runs beside it: it has {', '.join(self.newer)}."
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
        return _compare(migrations(folder), ())
    return _compare(migrations(folder), _read(await (await tx.execute(_APPLIED)).fetchall()))


def require_served(url: str) -> None:
    """Raises Trouble unless this version can do its work on the database."""
    if not (found := state(url)).serves:
        raise Trouble(str(found))


def migrate(url: str, folder: Path = FOLDER, *, before: Callable[[], object] | None = None) -> tuple[str, ...]:
    """Apply what is pending; the ids of what was applied. Several at once take turns, and the later find nothing to do.

    Each migration is one transaction: it is there whole, with its record, or not at all. `before` is called once, when
    a database that holds something is about to be changed; what it raises leaves the database as it is.
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
        connection.execute(_BESIDE)
        found = _compare(known, _applied(connection))
        if found.unknown or found.changed:
            raise Trouble(str(found))
        connection.execute(f"set lock_timeout = '{WAIT_FOR_TABLE}'")
        connection.execute(f"set statement_timeout = '{LONGEST_STATEMENT}'")
        if before and found.pending and len(found.pending) < len(known):
            before()
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
        said = " ".join(str(error).split())
        # PostgreSQL itself says FATAL, in every language: it is there, and refuses.
        does = "does not let us in" if "FATAL:" in said else "does not answer"
        raise Trouble(f"The database {does}: {said}") from error


def _apply(connection: psycopg.Connection[Any], migration: Migration) -> None:
    """Apply one, standing aside whenever somebody is using what it changes: those who work go first."""
    for tries_left in reversed(range(TRIES)):
        try:
            return _apply_now(connection, migration)
        except psycopg.errors.LockNotAvailable as error:
            if not tries_left:
                raise Trouble(
                    f"Migration {migration.id} did not get its turn in {TRIES} tries and was undone: somebody holds "
                    "what it changes. See who, in pg_stat_activity, and run `rotacc migrate` again."
                ) from error
        except psycopg.Error as error:
            raise Trouble(f"Migration {migration.id} failed and was undone: {str(error).strip()}") from error
        time.sleep(ASIDE_SECONDS)


def _apply_now(connection: psycopg.Connection[Any], migration: Migration) -> None:
    with connection.transaction():
        connection.execute(migration.sql.encode())
        connection.execute(
            "insert into schema_migration (id, sha256, beside) values (%s, %s, %s)",
            (migration.id, migration.sha256, migration.beside),
        )


def _applied(connection: psycopg.Connection[Any]) -> tuple[Applied, ...]:
    exists = connection.execute(_TABLE_EXISTS).fetchone()
    return _read(connection.execute(_APPLIED).fetchall()) if exists and exists[0] else ()


def _read(rows: Sequence[tuple[Any, ...]]) -> tuple[Applied, ...]:
    return tuple(Applied(*row) for row in rows)


def _compare(known: tuple[Migration, ...], applied: tuple[Applied, ...]) -> State:
    ids, there = {migration.id for migration in known}, {each.id: each for each in applied}
    further = [each for each in applied if each.id not in ids]
    return State(
        pending=tuple(m.id for m in known if m.id not in there),
        unknown=tuple(sorted(each.id for each in further if not each.beside)),
        changed=tuple(m.id for m in known if m.id in there and there[m.id].sha256 != m.sha256),
        newer=tuple(sorted(each.id for each in further if each.beside)),
    )
