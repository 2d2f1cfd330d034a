"""Putting an export's rows into a database that has none: in one transaction, with every problem told. Blocking."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import astuple, dataclass
from typing import Any, NoReturn
from uuid import UUID

import psycopg
from psycopg import sql

from functions.backup.portable.columns import Table, tables_of
from functions.backup.portable.manifest import NotUsable
from functions.backup.portable.reading import Export
from functions.backup.portable.tables import CARRIED

MOST_IN_A_TABLE = 200  # problems looked for; whoever has more has no export to mend
_STAGE = """
    create temp table taken_in (number integer primary key, line text not null) on commit drop;
    create temp table kept_sign_in (id uuid, username text, is_superuser boolean, password_hash text) on commit drop
"""


@dataclass(frozen=True, slots=True)
class SignIn:
    """An account of the system that takes an export in, and what its password is known by."""

    id: UUID
    username: str
    is_superuser: bool
    password_hash: str


def take_in(url: str, export: Export, *, kept: Iterable[SignIn] = ()) -> None:
    """Fill a migrated, empty database. Raises NotUsable with every problem of every row; then nothing was written.

    Passwords are not in an export. Those in `kept` go on for the same account, and a superuser's for an account of the
    same name: whoever may do this anyway must not be locked out.
    """
    with psycopg.connect(url, connect_timeout=10) as connection:  # one transaction: undone when anything raises
        connection.execute("set local timezone = 'UTC'; set local statement_timeout = 0")
        tables = tables_of(connection, CARRIED)
        _clear(connection, tables)
        connection.execute(_STAGE)
        connection.cursor().executemany("insert into kept_sign_in values (%s, %s, %s, %s)", [*map(astuple, kept)])
        wrong = [problem for table in tables for problem in _table(connection, export, table)]
        wrong += _count_on(connection, export.manifest.last_numbers)
        if wrong:
            raise NotUsable(wrong)


def _clear(connection: psycopg.Connection[Any], tables: list[Table]) -> None:
    """Remove the few rows a new database begins with. Only where there are any: history refuses to be emptied."""
    for table in reversed(tables):
        name = sql.Identifier(table.name)
        row = connection.execute(sql.SQL("select exists (select from {})").format(name)).fetchone()
        if row and row[0]:
            connection.execute(sql.SQL("delete from {}").format(name))


def _table(connection: psycopg.Connection[Any], export: Export, table: Table) -> Iterator[str]:
    """Take in one table; what is wrong with it."""
    connection.execute("truncate taken_in")
    rows, wrong = 0, []
    with connection.cursor().copy("copy taken_in (number, line) from stdin") as copy:
        for number, line in enumerate(export.lines(table.name), start=1):
            rows = number
            if problem := _line_problem(line, table):
                wrong.append(f"{table.name}, line {number}: {problem}")
            else:
                copy.write_row((number, line.decode()))
    yield from wrong
    if rows != export.manifest.tables[table.name].rows:
        yield f"{table.name} has {rows} rows instead of {export.manifest.tables[table.name].rows}."
    for number, problem in sorted(_inserted(connection, table, rows).items()):
        yield f"{table.name}, line {number}: {problem}"


def _line_problem(line: bytes, table: Table) -> str | None:
    """What is wrong with a row, before the database is asked about it."""
    try:
        row = json.loads(line.decode(), parse_constant=_no_number)
    except (ValueError, RecursionError):
        return "It is not JSON."
    if not isinstance(row, dict):
        return "It is not a row."
    said = [f"it lacks {name}" for name in sorted(table.needed - {*row})]
    said += [f"it names {name!r}, which this table has not" for name in sorted({*row} - table.known)]
    return "; ".join(said) and f"{'; '.join(said).capitalize()}."


def _no_number(said: str) -> NoReturn:
    raise ValueError(f"{said} is no number in JSON")


def _inserted(connection: psycopg.Connection[Any], table: Table, rows: int) -> dict[int, str]:
    """Insert what is staged; the lines the database does not take, with its reasons. A row may wait for another of the
    same table, so those that fail are tried again for as long as that helps."""
    failed = _insert(connection, table, 1, rows)
    while failed:
        still: dict[int, str] = {}
        for number in failed:
            still |= _insert(connection, table, number, number)
        if len(still) == len(failed):
            return still
        failed = still
    return failed


def _insert(connection: psycopg.Connection[Any], table: Table, first: int, last: int) -> dict[int, str]:
    """Insert the lines from one number to another: all at once, and only where that fails by halves."""
    if first > last:
        return {}
    try:
        with connection.transaction():
            connection.execute(table.from_json(), (first, last))
        return {}
    except (psycopg.DataError, psycopg.IntegrityError) as error:
        if first == last:
            return {first: _in_words(error)}
    middle = (first + last) // 2
    failed = _insert(connection, table, first, middle)
    if len(failed) < MOST_IN_A_TABLE:
        failed |= _insert(connection, table, middle + 1, last)
    return failed


def _in_words(error: psycopg.Error) -> str:
    """The database's own reason, in one line."""
    message = error.diag.message_primary or type(error).__name__
    detail = error.diag.message_detail if isinstance(error, psycopg.IntegrityError) else None
    if isinstance(error, psycopg.errors.CheckViolation | psycopg.errors.NotNullViolation):
        detail = None  # it would be the whole row
    return " ".join((detail or f"{message[0].upper()}{message[1:]}.").split())[:300]


def _count_on(connection: psycopg.Connection[Any], last_numbers: Mapping[str, int]) -> Iterator[str]:
    """Have each counter go on where it stopped, and never below what it has given."""
    known = _counters(connection)
    for name in sorted({*last_numbers} - {*known}):
        yield f"There is no counter {name!r}."
    for name, owner in known.items():
        last = last_numbers.get(name)
        if owner is not None:
            table, column = owner
            words = sql.SQL("select max({}) from {}").format(sql.Identifier(column), sql.Identifier(table))
            row = connection.execute(words).fetchone()
            last = max((each for each in (last, row and row[0]) if each is not None), default=None)
        if last is not None:
            try:
                with connection.transaction():
                    connection.execute("select setval(%s::regclass, %s)", (f'public."{name}"', last))
            except psycopg.DataError as error:
                yield f"The counter {name}: {_in_words(error)}"


def _counters(connection: psycopg.Connection[Any]) -> dict[str, tuple[str, str] | None]:
    """The database's counters, each with the table and column it numbers; None for one that stands alone."""
    found = connection.execute(
        """
        select s.relname, c.relname, a.attname from pg_class s
        left join pg_depend d on d.objid = s.oid and d.deptype in ('i', 'a') and d.refobjsubid > 0
        left join pg_class c on c.oid = d.refobjid
        left join pg_attribute a on a.attrelid = c.oid and a.attnum = d.refobjsubid
        where s.relkind = 'S' and s.relnamespace = 'public'::regnamespace
        """
    ).fetchall()
    return {name: None if table is None else (table, column) for name, table, column in found}
