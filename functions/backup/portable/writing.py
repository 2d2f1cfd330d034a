"""Writing an export as it is read from the database: piece by piece, so that its size does not matter. Blocking."""

from __future__ import annotations

import hashlib
import io
from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

import psycopg
from psycopg import sql

from functions.backup.nouns import Measured
from functions.backup.portable import manifest
from functions.backup.portable.columns import Table, tables_of
from functions.backup.portable.manifest import Manifest, Part, TablePart
from functions.backup.portable.tables import CARRIED, LEFT_OUT

AT_ONCE = 500  # rows
README = """This is everything {practice} keeps in RotaCC, as it stood on {moment}.

It says why people were away and what they were told: keep it as safe as a personnel file, and delete it when it
is no longer needed.

spreadsheets  tables to open in a spreadsheet. An apostrophe in front of a cell keeps it from being taken for a
              formula. Moments are London time.
tables        every table of the database, one row a line, as JSON. Nobody's password is in it, nor any link.
manifest.json what made it, what lies in it with its SHA-256, and what was left out and why.

It is read by `rotacc import`, with the release that made it: {release}.
"""


def table_file(name: str) -> str:
    return f"tables/{name}.jsonl"


def sheet_file(name: str) -> str:
    return f"spreadsheets/{name}"


class _Sink(io.RawIOBase):
    """Takes what the zip writes until somebody fetches it."""

    def __init__(self) -> None:
        self._held = bytearray()

    def writable(self) -> bool:
        return True

    def write(self, data: Any) -> int:
        self._held += data
        return len(data)

    def taken(self) -> bytes:
        held = bytes(self._held)
        self._held.clear()
        return held


def pieces(
    connection: psycopg.Connection[Any], measured: Measured, sheets: Mapping[str, bytes], *, made_at: datetime
) -> Iterator[bytes]:
    """The zip, from a connection that sees what was measured. The manifest comes last: without it, it is none."""
    sink, tables = _Sink(), {}
    connection.execute("set timezone = 'UTC'")
    practice = _practice(connection)
    with ZipFile(sink, "w", ZIP_DEFLATED) as archive:
        archive.writestr(_entry("README.txt", made_at), _readme(practice, made_at))
        for name, body in sheets.items():
            archive.writestr(_entry(sheet_file(name), made_at), body)
            yield sink.taken()
        for table in tables_of(connection, CARRIED):
            part = _Counting()
            with archive.open(_entry(table_file(table.name), made_at), "w", force_zip64=True) as entry:
                for lines in part.counted(_lines(connection, table)):
                    entry.write(lines)
                    yield sink.taken()
            tables[table.name] = part.part()
        said = Manifest(
            release=manifest.release(),
            schema_id=measured.schema_id,
            practice=practice,
            made_at=made_at,
            tables=tables,
            spreadsheets={name: _part(body) for name, body in sheets.items()},
            left_out=dict(LEFT_OUT),
            last_numbers=_last_numbers(connection),
            leave=measured.leave,
            duty=measured.duty,
            versions=measured.versions,
        )
        archive.writestr(_entry(manifest.NAME, made_at), said.model_dump_json(indent=1).encode() + b"\n")
    yield sink.taken()


class _Counting:
    """Counts and hashes a table's lines on their way."""

    def __init__(self) -> None:
        self._digest, self._size, self._rows = hashlib.sha256(), 0, 0

    def counted(self, batches: Iterable[list[str]]) -> Iterator[bytes]:
        for batch in batches:
            data = "".join(f"{line}\n" for line in batch).encode()
            self._digest.update(data)
            self._size += len(data)
            self._rows += len(batch)
            yield data

    def part(self) -> TablePart:
        return TablePart(size=self._size, sha256=self._digest.hexdigest(), rows=self._rows)


def _part(body: bytes) -> Part:
    return Part(size=len(body), sha256=hashlib.sha256(body).hexdigest())


def _lines(connection: psycopg.Connection[Any], table: Table) -> Iterator[list[str]]:
    """A table's rows as JSON, some at a time, always in one order."""
    with connection.cursor(name="export") as cursor:
        cursor.execute(table.as_json())
        while batch := cursor.fetchmany(AT_ONCE):
            yield [row[0] for row in batch]


def _last_numbers(connection: psycopg.Connection[Any]) -> dict[str, int]:
    """What each counter gave last; those that have given nothing are left out."""
    names = connection.execute("select sequencename from pg_sequences where schemaname = 'public' order by 1")
    found = {}
    for (name,) in names.fetchall():
        question = sql.SQL("select last_value, is_called from {}").format(sql.Identifier(name))
        row = connection.execute(question).fetchone()
        if row and row[1]:
            found[str(name)] = int(row[0])
    return found


def _practice(connection: psycopg.Connection[Any]) -> str | None:
    row = connection.execute("select name from practice").fetchone()
    return str(row[0]) if row else None


def _entry(name: str, made_at: datetime) -> ZipInfo:
    entry = ZipInfo(name, date_time=made_at.timetuple()[:6])
    entry.compress_type, entry.external_attr = ZIP_DEFLATED, 0o600 << 16
    return entry


def _readme(practice: str | None, made_at: datetime) -> str:
    moment = f"{made_at.day} {made_at:%B %Y} at {made_at:%H:%M} UTC"
    text = README.format(practice=practice or "the practice", moment=moment, release=manifest.release())
    return text.replace("\n", "\r\n")
