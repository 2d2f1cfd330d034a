"""One database for one test after the other, made as new in between: making one each time costs ten times as much."""

from __future__ import annotations

import uuid
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from urllib.parse import urlsplit, urlunsplit

import psycopg
from psycopg import sql

TABLES = "select relname from pg_class where relkind = 'r' and relnamespace = 'public'::regnamespace order by relname"
USED = f"select relname from ({TABLES}) t where pg_relation_size(relname::regclass) > 0"
SEQUENCES = "select setval(seqrelid::regclass, seqstart, false) from pg_sequence"
GUESTS = """
select pg_terminate_backend(pid, 5000) from pg_stat_activity
where datname = current_database() and pid <> pg_backend_pid() and backend_type = 'client backend'
"""
# A test may also have changed what there is, not only what stands in it.
SHAPE = """
select (select array_agg((oid, relnatts, relchecks)) from (
            select oid, relnatts, relchecks from pg_class where relnamespace = 'public'::regnamespace order by oid) c),
       (select md5(string_agg((attrelid, attname, atttypid, attnotnull)::text, ',' order by attrelid, attnum))
        from pg_attribute join pg_class on pg_class.oid = attrelid where relnamespace = 'public'::regnamespace),
       (select array_agg((oid, tgenabled)) from (select oid, tgenabled from pg_trigger order by oid) t),
       (select array_agg((oid, prosrc)) from (
            select oid, prosrc from pg_proc where pronamespace = 'public'::regnamespace order by oid) p),
       (select array_agg(nspname) from (select nspname from pg_namespace where nspname !~ '^pg_' order by 1) n)
"""


def other_database(url: str, name: str) -> str:
    """The same server, another database."""
    return urlunsplit(urlsplit(url)._replace(path=f"/{name}"))


@contextmanager
def own_database(postgres_url: str, template: str, name: str = "test") -> Iterator[str]:
    """Address of a copy of the template that nobody else has; dropped afterwards."""
    own = f"{name}_{uuid.uuid4().hex[:12]}"
    with psycopg.connect(postgres_url, autocommit=True) as connection:
        connection.execute(f"create database {own} template {template}")
        try:
            yield other_database(postgres_url, own)
        finally:
            connection.execute(f"drop database {own} with (force)")


class Workbench:
    """A copy of the template, at `url`. `tidy` makes it as new; it is replaced when its shape was changed."""

    def __init__(self, postgres_url: str, template: str) -> None:
        self._postgres_url, self._template = postgres_url, template
        self._make()

    def _make(self) -> None:
        self._made = own_database(self._postgres_url, self._template)
        self.url = self._made.__enter__()
        with psycopg.connect(self.url) as connection:
            self._shape = connection.execute(SHAPE).fetchone()
            self._rows = _rows(connection)

    def tidy(self) -> None:
        """As it was made, with nobody connected to it."""
        with psycopg.connect(self.url, autocommit=True) as connection:
            connection.execute(GUESTS)
            changed = connection.execute(SHAPE).fetchone() != self._shape
            if not changed:
                self._put_back(connection)
        if changed:
            self.close()
            self._make()

    def close(self) -> None:
        self._made.__exit__(None, None, None)

    def _put_back(self, connection: psycopg.Connection[tuple[object, ...]]) -> None:
        used = [str(name) for (name,) in connection.execute(USED)]
        with connection.transaction():
            connection.execute("set local session_replication_role = replica")  # history may be forgotten here
            for table in used:
                connection.execute(sql.SQL("delete from {}").format(sql.Identifier(table)))
            for table, rows in self._rows.items():
                with connection.cursor().copy(sql.SQL("copy {} from stdin").format(sql.Identifier(table))) as copy:
                    copy.write(rows)
            connection.execute(SEQUENCES)
        for table in used:  # or the next test reads past all that the former ones left behind
            connection.execute(sql.SQL("vacuum {}").format(sql.Identifier(table)))


def _rows(connection: psycopg.Connection[tuple[object, ...]]) -> Mapping[str, bytes]:
    """What stands in the template."""
    found: dict[str, bytes] = {}
    for (table,) in connection.execute(USED).fetchall():
        with connection.cursor().copy(sql.SQL("copy {} to stdout").format(sql.Identifier(str(table)))) as copy:
            found[str(table)] = b"".join(bytes(part) for part in copy)
    return found
