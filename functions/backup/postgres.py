"""PostgreSQL's own dump and restore, and databases to restore into. Blocking: call these from a thread.

No password is ever a word of a command: everybody on the machine may read those.
"""

from __future__ import annotations

import contextlib
import re
import subprocess
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from secrets import token_hex
from typing import IO, Any

import psycopg
from psycopg import sql
from psycopg.conninfo import conninfo_to_dict, make_conninfo

from functions.backup.nouns import Failure
from shared.pg_tools import ToolMissing, environment, tool

READ = 1024 * 1024
LONGEST_NAME = 63
NO_CREATEDB = (
    "The database user {user} may not create databases, so a backup cannot be restored beside the real one to prove "
    "it. Have somebody who may run: ALTER ROLE {user} CREATEDB;"
)


def program(name: str, server_version: int) -> Path:
    """One of PostgreSQL's programs for a server of this version (as 150004). Raises Failure."""
    try:
        return tool(name, server_major=server_version // 10000)
    except ToolMissing as missing:
        raise Failure(str(missing), again=False) from missing


def dumped(url: str, *, snapshot: str, pg_dump: Path) -> Iterator[bytes]:
    """The database at this address as pg_dump's custom format, as a snapshot of somebody's saw it. Raises Failure."""
    options = ("--format=custom", "--no-password", f"--snapshot={snapshot}", "--lock-wait-timeout=60s")
    with tempfile.TemporaryFile() as said:
        process = subprocess.Popen(
            [pg_dump, *options], env=environment(url), stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=said
        )
        try:
            assert process.stdout is not None  # noqa: S101  # it is a pipe, as asked
            while chunk := process.stdout.read(READ):
                yield chunk
            if process.wait():
                raise Failure(f"pg_dump failed: {_last_words(said)}")
        finally:
            _end(process)


def restore(url: str, contents: Iterable[bytes], *, pg_restore: Path) -> None:
    """Fill an empty database from a dump: everything, or nothing. Raises Failure."""
    name = conninfo_to_dict(url)["dbname"]
    options = ("--no-owner", "--no-privileges", "--exit-on-error", "--single-transaction", "--no-password")
    _feed([pg_restore, *options, f"--dbname={name}"], url, contents)


def replace_in_place(url: str, contents: Iterable[bytes], *, pg_restore: Path, psql: Path) -> None:
    """Put a dump in the place of what a database holds, in one transaction: everything, or nothing. Raises Failure.

    For who may not create databases. The dump becomes a script first, because only psql can empty and fill in one go.
    """
    options = ("--no-psqlrc", "--quiet", "--single-transaction", "--set=ON_ERROR_STOP=1", "--no-password")
    with tempfile.TemporaryFile() as script:
        script.write(b"drop schema public cascade;\ncreate schema public;\n")
        script.flush()
        _feed([pg_restore, "--no-owner", "--no-privileges", "--file=-"], url, contents, output=script)
        script.seek(0)
        _feed([psql, *options], url, iter(lambda: script.read(READ), b""))


def migrations_in(contents: Iterable[bytes], url: str, *, pg_restore: Path) -> tuple[str, ...]:
    """The ids of the migrations a dump's database had. Raises Failure when it is no dump of ours."""
    options = ("--data-only", "--table=schema_migration", "--file=-")
    with tempfile.TemporaryFile() as script:
        _feed([pg_restore, *options], url, contents, output=script)
        script.seek(0)
        found = re.findall(r"^(\d{4}_\w+)\t", script.read().decode(errors="replace"), flags=re.MULTILINE)
    if not found:
        raise Failure("It holds no database of this program.", again=False)
    return tuple(sorted(found))


def _feed(
    command: Sequence[str | Path], url: str, contents: Iterable[bytes], *, output: IO[bytes] | None = None
) -> None:
    """Run a program on what is written to it. What goes wrong while reading the contents comes before what it says."""
    with tempfile.TemporaryFile() as said:
        process = subprocess.Popen(
            [*command],
            env=environment(url),
            stdin=subprocess.PIPE,
            stdout=subprocess.DEVNULL if output is None else output,
            stderr=said,
        )
        try:
            assert process.stdin is not None  # noqa: S101  # it is a pipe, as asked
            try:
                for chunk in contents:
                    process.stdin.write(chunk)
                process.stdin.close()
            except BrokenPipeError:
                pass  # it has ended, and says why
            if process.wait():
                raise Failure(f"{Path(command[0]).name} failed: {_last_words(said)}")
        finally:
            _end(process)


def _end(process: subprocess.Popen[bytes]) -> None:
    if process.poll() is None:
        process.kill()
    for pipe in (process.stdin, process.stdout):
        if pipe is not None and not pipe.closed:
            with contextlib.suppress(BrokenPipeError):
                pipe.close()
    process.wait()


def _last_words(said: IO[bytes]) -> str:
    """The end of what a program complained about, without what it was about to store: that may be anybody's."""
    said.seek(0)
    lines = [line for line in said.read().decode(errors="replace").splitlines() if line.strip()]
    told = [line for line in lines if not line.startswith(("CONTEXT:", "DETAIL:", "COPY "))]
    return " ".join(told[-3:])[-500:] or "it did not say why."


def connect(url: str) -> psycopg.Connection[Any]:
    """A connection of its own, each statement at once. Raises Failure."""
    try:
        return psycopg.connect(url, autocommit=True, connect_timeout=10)
    except psycopg.OperationalError as error:
        raise Failure(f"The database does not answer: {' '.join(str(error).split())}") from error


def other(url: str, name: str) -> str:
    """The same server, another database."""
    return make_conninfo(url, dbname=name)


def may_create(connection: psycopg.Connection[Any]) -> bool:
    """Whether this user may create databases."""
    row = connection.execute("select rolcreatedb or rolsuper from pg_roles where rolname = current_user").fetchone()
    return bool(row and row[0])


def require_may_create(connection: psycopg.Connection[Any]) -> None:
    """Raises Failure, with the remedy, when this user may not create databases."""
    if not may_create(connection):
        raise Failure(NO_CREATEDB.format(user=connection.info.user), again=False)


def name_beside(name: str, purpose: str) -> str:
    """A new name for a database beside the one of this name: rota_db_scratch_1f2e3d4c."""
    tail = f"_{purpose}_{token_hex(4)}"
    return name[: LONGEST_NAME - len(tail)] + tail


def create_like(connection: psycopg.Connection[Any], name: str) -> None:
    """An empty database of this name that writes and sorts as the connection's own does."""
    row = connection.execute(
        """
        select pg_encoding_to_char(encoding), datcollate, datctype, to_jsonb(d) ->> 'datlocprovider',
               coalesce(to_jsonb(d) ->> 'datlocale', to_jsonb(d) ->> 'daticulocale')
        from pg_database d where datname = current_database()
        """
    ).fetchone()
    assert row is not None  # noqa: S101  # it is the database we are connected to
    encoding, collate, ctype, provider, locale = row
    more: sql.Composable = sql.SQL("")
    if provider == "i" and locale:
        more = sql.SQL(" locale_provider icu icu_locale {}").format(sql.Literal(locale))
    connection.execute(
        sql.SQL("create database {} template template0 encoding {} lc_collate {} lc_ctype {}{}").format(
            sql.Identifier(name), sql.Literal(encoding), sql.Literal(collate), sql.Literal(ctype), more
        )
    )


def drop(connection: psycopg.Connection[Any], name: str) -> None:
    """Drop a database, whoever is connected to it."""
    connection.execute(sql.SQL("drop database if exists {} with (force)").format(sql.Identifier(name)))


def orphans(connection: psycopg.Connection[Any], purpose: str) -> tuple[str, ...]:
    """Databases an earlier attempt made beside this one for a purpose, and was killed before dropping."""
    start = connection.info.dbname[: LONGEST_NAME - len(f"_{purpose}_") - 8]
    names = connection.execute("select datname from pg_database").fetchall()
    pattern = re.compile(re.escape(f"{start}_{purpose}_") + "[0-9a-f]{8}")
    return tuple(name for (name,) in names if pattern.fullmatch(name))
