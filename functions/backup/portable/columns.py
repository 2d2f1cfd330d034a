"""How a table's rows become JSON and rows again without losing anything, told by the database's own catalogue.

A column that holds JSON may hold JSON's null, which is not the same as nothing: where such a column holds nothing, the
row's JSON does not name it.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from graphlib import TopologicalSorter
from typing import Any, LiteralString

import psycopg
from psycopg import sql

from functions.backup.portable.tables import SECRET_COLUMNS

_COLUMNS = """
    select c.relname, a.attname, a.atttypid = 'jsonb'::regtype, a.attnotnull
    from pg_class c join pg_attribute a on a.attrelid = c.oid
    where c.relnamespace = 'public'::regnamespace and c.relname = any(%s) and a.attnum > 0 and not a.attisdropped
    order by c.relname, a.attnum
"""
_KEYS = """
    select c.relname, a.attname from pg_index i join pg_class c on c.oid = i.indrelid
    cross join unnest(i.indkey) with ordinality as k (attnum, place)
    join pg_attribute a on a.attrelid = c.oid and a.attnum = k.attnum
    where i.indisprimary and c.relnamespace = 'public'::regnamespace and c.relname = any(%s) order by c.relname, k.place
"""
_REFERENCES = """
    select c.conrelid::regclass::text, c.confrelid::regclass::text from pg_constraint c
    where c.contype = 'f' and c.conrelid::regclass::text = any(%s) and c.conrelid <> c.confrelid
"""


@dataclass(frozen=True, slots=True)
class Column:
    """`is_json`: it holds JSON; `may_lack`: it may hold nothing."""

    name: str
    is_json: bool
    may_lack: bool


@dataclass(frozen=True, slots=True)
class Table:
    """A table as the database has it, less what no export holds. `key`: the columns its rows are told apart by."""

    name: str
    columns: tuple[Column, ...]
    key: tuple[str, ...]

    @property
    def needed(self) -> frozenset[str]:
        """What every row's JSON names."""
        return frozenset(column.name for column in self.columns if not (column.is_json and column.may_lack))

    @property
    def known(self) -> frozenset[str]:
        return frozenset(column.name for column in self.columns)

    @property
    def secrets(self) -> dict[str, LiteralString]:
        """The columns that are left out, each with the SQL of what stands in it after an import."""
        return {column: value for (table, column), value in SECRET_COLUMNS.items() if table == self.name}

    def as_json(self) -> sql.Composed:
        """The rows as lines of JSON, in the order of their key."""
        lacking = [
            sql.SQL("case when t.{} is null then {} end").format(sql.Identifier(column.name), sql.Literal(column.name))
            for column in self.columns
            if column.is_json and column.may_lack
        ]
        hidden = [sql.Literal(name) for name in self.secrets]
        words = "select (to_jsonb(t) - array_remove(array[{}]::text[], null))::text from {} t order by {}"
        return sql.SQL(words).format(
            sql.SQL(", ").join([*hidden, *lacking]),
            sql.Identifier(self.name),
            sql.SQL(", ").join(sql.SQL("t.{}").format(sql.Identifier(name)) for name in self.key),
        )

    def from_json(self) -> sql.Composed:
        """Rows again, of the lines staged in taken_in from one number to another."""
        names = [*(sql.Identifier(column.name) for column in self.columns), *map(sql.Identifier, self.secrets)]
        return sql.SQL(
            """insert into {table} ({names}) overriding system value
               select {values} from taken_in s cross join lateral (select s.line::jsonb as j) l
               cross join lateral jsonb_populate_record(null::{table}, l.j) r
               where s.number between %s and %s order by s.number"""
        ).format(
            table=sql.Identifier(self.name),
            names=sql.SQL(", ").join(names),
            values=sql.SQL(", ").join([*map(_value, self.columns), *map(sql.SQL, self.secrets.values())]),
        )


def _value(column: Column) -> sql.Composed:
    if column.is_json:
        return sql.SQL("l.j -> {}").format(sql.Literal(column.name))
    return sql.SQL("r.{}").format(sql.Identifier(column.name))


def tables_of(connection: psycopg.Connection[Any], names: Collection[str]) -> list[Table]:
    """These tables, each after those it refers to."""
    wanted = list(names)
    columns: dict[str, list[Column]] = {}
    for table, name, is_json, needed in connection.execute(_COLUMNS, (wanted,)).fetchall():
        if (table, name) not in SECRET_COLUMNS:
            columns.setdefault(table, []).append(Column(name, is_json, not needed))
    keys: dict[str, list[str]] = {}
    for table, name in connection.execute(_KEYS, (wanted,)).fetchall():
        keys.setdefault(table, []).append(name)
    references = connection.execute(_REFERENCES, (wanted,)).fetchall()
    return [Table(name, tuple(columns[name]), tuple(keys[name])) for name in _in_order(wanted, references)]


def _in_order(names: Iterable[str], references: Iterable[tuple[str, str]]) -> list[str]:
    """Each after those it refers to; alphabetical where that leaves a choice."""
    known = sorted(names)
    before: dict[str, set[str]] = {name: set() for name in known}
    for table, referred in references:
        if referred in before:
            before[table].add(referred)
    sorter = TopologicalSorter(before)
    sorter.prepare()
    order: list[str] = []
    while sorter.is_active():
        ready = sorted(sorter.get_ready())
        order += ready
        sorter.done(*ready)
    return order
