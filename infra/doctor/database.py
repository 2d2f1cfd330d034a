"""PostgreSQL: there, new enough, of the right shape, with the rights we need, and agreeing about the time."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import psycopg

from infra.doctor.finding import Findings, Part, ago
from infra.migrate import connect, state
from infra.trouble import Trouble
from shared.pg_tools import ToolMissing, major, tool
from shared.settings import Settings

DATABASE = Part("database")
OLDEST_MAJOR = 15
SKEW_SECONDS = 5.0
REST_OF_CONNECTIONS = 20
ABSENT = "Is PostgreSQL running, and do DB_HOST and DB_PORT (or DATABASE_URL) lead to it?"
REFUSED = (
    "Check DB_NAME, DB_USER and DB_PASSWORD (or DATABASE_URL). A password changed in .env has to be changed in "
    "PostgreSQL too: docs/operations.md."
)


def look(settings: Settings) -> Findings:
    try:
        connection = connect(settings.database_url)
    except Trouble as trouble:
        yield DATABASE.bad(str(trouble), REFUSED if "let us in" in str(trouble) else ABSENT)
        return
    with connection:
        server_major = connection.info.server_version // 10_000
        yield from _version(server_major)
        yield from _shape(settings)
        yield from _rights(connection)
        yield from _clock(connection)
        yield from _room(connection)
    yield from _programs(server_major)


def _version(server_major: int) -> Findings:
    if server_major < OLDEST_MAJOR:
        yield DATABASE.bad(f"PostgreSQL is {server_major}", f"Move to PostgreSQL {OLDEST_MAJOR} or newer.")
    else:
        yield DATABASE.ok(f"PostgreSQL {server_major} answers")


def _shape(settings: Settings) -> Findings:
    found = state(settings.database_url)
    if found.serves:
        yield DATABASE.ok(str(found) if found.newer else "every migration is applied")
    elif found.pending and not found.unknown and not found.changed:
        yield DATABASE.bad(f"{len(found.pending)} migrations are not applied", "Run `rotacc migrate`.")
    else:
        yield DATABASE.bad(str(found), "Run the version of RotaCC this database was last used with, or a newer one.")


def _rights(connection: psycopg.Connection[Any]) -> Findings:
    may_change, may_create = _one(
        connection,
        """select has_schema_privilege(current_schema(), 'create'),
                  (select rolcreatedb or rolsuper from pg_roles where rolname = current_user)""",
    )
    if not may_change:
        yield DATABASE.bad("this account may not make tables", "As the owner: grant create on schema public to it.")
    if may_create:
        yield DATABASE.ok("backups can be proved: this account may make a scratch database")
    else:
        yield DATABASE.warn(
            "backups cannot be proved: this account may not make a scratch database",
            "As a PostgreSQL superuser: alter role ... createdb.",
        )


def _clock(connection: psycopg.Connection[Any]) -> Findings:
    before = datetime.now(UTC)
    (theirs,) = _one(connection, "select clock_timestamp()")
    after = datetime.now(UTC)
    skew = abs((theirs - (before + (after - before) / 2)).total_seconds())
    if skew > SKEW_SECONDS:
        todo = "Have both machines keep time by NTP: leases, links and the hour of a backup depend on it."
        yield DATABASE.warn(f"its clock and ours differ by {ago(skew)}", todo)
    else:
        yield DATABASE.ok("its clock and ours agree")


def _room(connection: psycopg.Connection[Any]) -> Findings:
    most, used = _one(
        connection, "select current_setting('max_connections')::int, (select count(*) from pg_stat_activity)"
    )
    if most - used < REST_OF_CONNECTIONS:
        yield DATABASE.warn(f"{used} of {most} connections are taken", "Raise max_connections, or lower WEB_WORKERS.")


def _programs(server_major: int) -> Findings:
    for name in ("pg_dump", "pg_restore"):
        try:
            program = tool(name, server_major=server_major)
        except ToolMissing as missing:
            yield DATABASE.bad(
                "backups cannot be made here: " + str(missing), "Run this in the web or worker container."
            )
            return
        yield DATABASE.ok(f"{name} is {major(program)}")


def _one(connection: psycopg.Connection[Any], query: str) -> tuple[Any, ...]:
    row = connection.execute(query.encode()).fetchone()
    return tuple(row or ())
